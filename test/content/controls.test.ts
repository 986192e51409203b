import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadControls } from '../../src/content/controls.ts';
import { disagreement, runControlTest } from '../../src/findings/control-test.ts';
import { productEngine } from '../../src/findings/engine.ts';
import {
  type Catalog,
  type Control,
  DENIED_BY_SERVICE_CONTROL_POLICY,
  isObject,
  type Json,
  operationName,
} from '../../src/model/index.ts';
import { catalogOf, catalogs } from '../../src/sources/catalogs.ts';

const controls = await loadControls(path.join(import.meta.dirname, '../../content/controls'));
const engine = await productEngine();
const everyCall = catalogs.flatMap(({ calls }) => calls);
const kinds = new Set(everyCall.map((call) => call.makes?.kind));
const operations = new Set(everyCall.map((call) => `${call.service}:${call.operation}`));

/** A region into which no test looks, where a policy refuses every list. */
const closedRegion = Object.fromEntries(
  everyCall
    .filter(({ scope, each }) => scope === 'regional' && each === undefined)
    .map((call) => [`${operationName(call)}@sa-east-1`, { $error: DENIED_BY_SERVICE_CONTROL_POLICY }]),
);

describe('controls', () => {
  it('lie in the folder of their provider, which is all that a scan of it reads', async () => {
    const folder = path.join(import.meta.dirname, '../../content/controls');
    for (const { provider } of catalogs) {
      const below = await loadControls(path.join(folder, provider));
      const of = controls.filter(({ kind }) => kind.startsWith(`${provider}.`));
      expect(below.map(({ id }) => id)).toEqual(of.map(({ id }) => id));
    }
  });
});

describe.each(controls.map((control) => [control.id, control] as const))('%s', (_id, control) => {
  const compiled = engine.compile(control);
  const catalog = catalogOf(control.kind) as Catalog;
  const looksAround = Object.values(control.related ?? {}).some(({ in: place }) => place && place !== 'region');

  it('speaks of a kind and of operations that the call table knows', () => {
    expect(kinds).toContain(control.kind);
    for (const related of Object.values(control.related ?? {})) expect(kinds).toContain(related.kind);
    expect(control.uses.filter((operation) => !operations.has(operation))).toEqual([]);
  });

  it.each(control.tests.map((test) => [test.name, test] as const))('%s', async (_name, test) => {
    expect(disagreement(test, await runControlTest(compiled, test, catalog))).toBeUndefined();
  });

  it('is tested passing, failing and not knowing', () => {
    const expected = control.tests.flatMap(({ expect: one }) => (typeof one === 'string' ? [one] : Object.values(one)));
    for (const status of ['pass', 'fail', 'unknown']) expect(expected).toContain(status);
  });

  it('declares exactly the operations that it reads', async () => {
    const lists = listOperations(control);
    const touched = new Set<string>();
    for (const test of control.tests) {
      for (const operation of (await runControlTest(compiled, test, catalog)).touched) touched.add(operation);
    }
    const undeclared = [...touched].filter((operation) => !control.uses.includes(operation));
    const unused = control.uses.filter((operation) => !touched.has(operation) && !lists.has(operation));
    expect({ undeclared, unused }).toEqual({ undeclared: [], unused: [] });
  });

  it('says the same or "unknown" when any one call is denied', async () => {
    for (const test of control.tests) {
      const before = (await runControlTest(compiled, test, catalog)).statuses;
      for (const call of Object.keys(test.facts)) {
        const facts = { ...test.facts, [call]: { $error: 'AccessDenied' } };
        const after = await runControlTest(compiled, { ...test, facts }, catalog);
        for (const [name, status] of Object.entries(after.statuses)) {
          const allowed = new Set([before[name] ?? 'unknown', 'unknown']);
          expect(allowed, `${test.name}: ${call} denied, ${name} was ${before[name]}`).toContain(status);
        }
      }
    }
  });

  if (looksAround) {
    it('says the same or "unknown" beside a region that a policy closes', async () => {
      for (const test of control.tests) {
        const before = (await runControlTest(compiled, test, catalog)).statuses;
        const after = await runControlTest(compiled, { ...test, facts: { ...test.facts, ...closedRegion } }, catalog);
        for (const [name, status] of Object.entries(before)) {
          expect([status, 'unknown'], `${test.name}: ${name} was ${status}`).toContain(after.statuses[name] ?? 'none');
        }
      }
    });
  }

  it('breaks on no answer that lacks a field', async () => {
    for (const test of control.tests) {
      for (const [call, answer] of Object.entries(test.facts)) {
        for (const thinner of withoutOneField(answer as Json)) {
          const facts = { ...test.facts, [call]: thinner };
          const { results } = await runControlTest(compiled, { ...test, facts }, catalog);
          const errors = results.filter((result) => result.status === 'error').map((result) => result.error);
          expect(errors, `${test.name}: ${call} = ${JSON.stringify(thinner)}`).toEqual([]);
        }
      }
    }
  });
});

/** Every value that comes of leaving one field out, at any depth; identifying fields of list items stay. */
function* withoutOneField(value: Json, depth = 0): Generator<Json> {
  if (depth > 6) return;
  if (Array.isArray(value)) {
    for (const [index, element] of value.entries()) {
      for (const thinner of withoutOneField(element, depth + 1)) yield value.with(index, thinner);
    }
  } else if (isObject(value)) {
    for (const [key, inner] of Object.entries(value)) {
      if (key.startsWith('$')) return;
      const { [key]: _, ...rest } = value;
      if (depth > 1 || !/(Arn|Id|Name|Url)$/i.test(key)) yield rest;
      for (const thinner of withoutOneField(inner, depth + 1)) yield { ...value, [key]: thinner };
    }
  }
}

/**
 * Operations whose facts a control may read without declaring more than it does: those that list its kind and the kinds
 * it looks up. The rest of `uses` has to be touched by some test.
 */
function listOperations(control: Control): Set<string> {
  const kinds = new Set([control.kind, ...Object.values(control.related ?? {}).map((entry) => entry.kind)]);
  const operations = new Set<string>();
  for (const call of everyCall) {
    if (call.makes !== undefined && kinds.has(call.makes.kind)) operations.add(operationName(call));
  }
  return operations;
}
