import type { DetectionTest } from '../../src/content/index.ts';
import type { JsonObject } from '../../src/model/index.ts';
import { isObject, type Json } from '../../src/model/index.ts';
import type { AddressFacts, Enrichment } from '../../src/sources/events/types.ts';

/** The records of a test: each event laid over the base, repeated ones as often as they say. */
export function recordsOf(test: DetectionTest, base: Record<string, unknown>): JsonObject[] {
  return test.events.flatMap((event) => {
    if (!('repeat' in event && 'event' in event)) return [merged(base as JsonObject, event as JsonObject)];
    const { repeat, event: one, vary = {} } = event as { repeat: number; event: JsonObject; vary?: JsonObject };
    return Array.from({ length: repeat }, (_, n) => {
      const record = merged(base as JsonObject, one);
      for (const [path, pattern] of Object.entries(vary)) setAt(record, path.split('.'), numbered(pattern, n));
      return record;
    });
  });
}

/** What a test says would be known of addresses, domains and assets. */
export function enrichmentOf({ addresses = {}, domains = {}, assets = {} }: DetectionTest): Enrichment {
  return {
    address: (ip) => {
      const facts = addresses[ip];
      return { ...facts, internal: facts?.internal ?? isPrivate(ip) } as AddressFacts;
    },
    domain: (name) => Object.entries(domains).find(([domain]) => `.${name}`.endsWith(`.${domain}`))?.[1] ?? [],
    asset: (id) => {
      const asset = assets[id];
      if (asset === undefined) return undefined;
      const { kind = '', tags = {}, openFindings = 0, exposed = false } = asset;
      return { kind, tags, openFindings, exposed };
    },
  };
}

/** `over` laid over `base`: objects are joined key by key, anything else replaces what was there. */
function merged(base: JsonObject, over: JsonObject): JsonObject {
  const result: JsonObject = structuredClone(base);
  for (const [key, value] of Object.entries(over)) {
    const under = result[key];
    result[key] = isObject(under) && isObject(value) ? merged(under, value) : structuredClone(value);
  }
  return result;
}

function setAt(record: JsonObject, path: readonly string[], value: Json): void {
  const [key, ...rest] = path as [string, ...string[]];
  if (rest.length === 0) {
    record[key] = value;
    return;
  }
  const inner = record[key];
  const next: JsonObject = isObject(inner) ? inner : {};
  record[key] = next;
  setAt(next, rest, value);
}

/** `{n}` is the number, `{nn}` the number of two digits at least, anywhere in a text. */
function numbered(pattern: Json | undefined, n: number): Json {
  if (Array.isArray(pattern)) return pattern.map((one) => numbered(one, n));
  if (typeof pattern !== 'string') return pattern ?? null;
  if (pattern === '{n}') return n;
  return pattern.replaceAll('{nn}', String(n).padStart(2, '0')).replaceAll('{n}', String(n));
}

function isPrivate(ip: string): boolean {
  return /^(10\.|127\.|169\.254\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|f[cd]|fe80:|::1$)/i.test(ip);
}
