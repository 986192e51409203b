import { createConfig, lintFromString } from '@redocly/openapi-core';
import { expect, it } from 'vitest';
import { isObject } from '../model/index.ts';
import { type Route, routes } from './api/index.ts';
import { openApiDocument, routeUrl } from './openapi.ts';

const document = await openApiDocument('1.2.3');

it('is a valid OpenAPI 3.1 document', async () => {
  const config = await createConfig({
    extends: ['minimal'],
    rules: { struct: 'error', 'no-unresolved-refs': 'error' },
  });
  const problems = await lintFromString({ source: JSON.stringify(document), config });
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(document.openapi).toBe('3.1.0');
});

it('describes every route once, with who may call it', () => {
  const described = Object.values(document.paths as object).flatMap((path) => Object.values(path as object));
  expect(described.map(({ operationId }) => operationId).sort()).toEqual(Object.keys(routes).sort());
  for (const [id, route] of Object.entries(routes) as [string, Route][]) {
    const operation = described.find(({ operationId }) => operationId === id);
    expect(operation.security).toEqual(
      route.access === 'public' ? [] : [{ session: [] }, ...(route.access === 'self' ? [] : [{ token: [] }])],
    );
  }
});

it('offers no two routes at one address, and changes nothing by GET', () => {
  const addresses = (Object.values(routes) as Route[]).map((route) => `${route.method} ${routeUrl(route)}`);
  expect(new Set(addresses).size).toBe(addresses.length);
  for (const [id, route] of Object.entries(routes) as [string, Route][]) {
    if (route.method === 'GET')
      expect(id).toMatch(
        /^(get|list|count|group|export|search|health|ready|metrics|openapi|attack|event|known|live|detection)/,
      );
  }
});

it('names each component that it uses, and uses each that it names', () => {
  const used = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (isObject(value)) {
      if (typeof value.$ref === 'string') used.add(value.$ref.split('/').at(-1) ?? '');
      Object.values(value).forEach(visit);
    }
  };
  visit(document);
  expect([...used].sort()).toEqual(Object.keys((document.components as { schemas: object }).schemas).sort());
});
