import swagger from '@fastify/swagger';
import Fastify, { type FastifySchema } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { canonicalJson, isObject, type Json, type JsonObject } from '../model/index.ts';
import { API, isMedia, type Route, routes } from './api/index.ts';
import { errorBody, raw } from './api/values.ts';

/** What Fastify needs to know of a route to check requests, write answers and describe both. */
export function fastifySchema(id: string, route: Route): FastifySchema {
  const media = (types: readonly string[]) => ({
    content: Object.fromEntries(types.map((type) => [type, { schema: raw }])),
  });
  return {
    operationId: id,
    tags: [route.tag],
    summary: route.summary,
    security: route.access === 'public' ? [] : [{ session: [] }, ...(route.access === 'self' ? [] : [{ token: [] }])],
    ...(route.params ? { params: route.params } : {}),
    ...(route.query ? { querystring: route.query } : {}),
    ...(route.body && !isMedia(route.body) ? { body: route.body } : {}),
    ...(isMedia(route.body) ? { body: raw, consumes: [...route.body] } : {}),
    response: {
      ...(route.response === null
        ? { 204: z.null().describe('Done') }
        : { 200: isMedia(route.response) ? media(route.response) : route.response }),
      '4xx': errorBody,
      '5xx': errorBody,
    },
  } as FastifySchema;
}

/** Where a route answers: `/api/v1/findings/:id`. */
export function routeUrl(route: Route): string {
  return route.root ? route.path : API + route.path;
}

/**
 * The OpenAPI 3.1 document of the whole API, made from the route table alone: no store, no handlers.
 * Equal tables give equal documents.
 */
export async function openApiDocument(version: string): Promise<JsonObject> {
  const app = Fastify();
  app.setValidatorCompiler(() => () => true);
  app.setSerializerCompiler(() => JSON.stringify);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Hwaseong',
        version,
        description: 'Cloud-native security platform: the API that the console itself uses.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/' }],
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'hwaseong_session' },
          token: { type: 'http', scheme: 'bearer' },
        },
      },
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
  for (const [id, route] of Object.entries(routes) as [string, Route][]) {
    app.route({ method: route.method, url: routeUrl(route), schema: fastifySchema(id, route), handler: () => null });
  }
  await app.ready();
  const document = JSON.parse(JSON.stringify(app.swagger())) as JsonObject;
  await app.close();
  return withoutUnused(document);
}

const REF = '#/components/schemas/';

/**
 * Each shape is offered twice, as input and as output; most are only one of them. Leaves out what nothing refers
 * to, and makes one of two that are equal.
 */
function withoutUnused(document: JsonObject): JsonObject {
  const components = document.components as { schemas: JsonObject };
  const alias = (name: string): string => {
    const output = name.replace(/Input$/, '');
    return canonicalJson(components.schemas[output] ?? null) === canonicalJson(components.schemas[name] ?? null)
      ? output
      : name;
  };
  const used: JsonObject = {};
  const visit = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(visit);
    if (!isObject(value)) return value;
    const { $ref } = value;
    if (typeof $ref === 'string' && $ref.startsWith(REF)) {
      const name = alias($ref.slice(REF.length));
      const target = components.schemas[name];
      if (used[name] === undefined && target !== undefined) {
        used[name] = {};
        used[name] = visit(target);
      }
      return { ...value, $ref: REF + name };
    }
    return Object.fromEntries(Object.entries(value).map(([key, below]) => [key, visit(below)]));
  };
  const paths = visit(document.paths as Json);
  const schemas = Object.fromEntries(Object.entries(used).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { ...document, paths, components: { ...components, schemas } };
}
