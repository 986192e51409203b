import type { Json, JsonObject } from '../../model/index.ts';

/** Deeper than any answer of AWS: an answer nested further is refused. */
const deepest = 64;

/**
 * An SDK answer as plain JSON: dates as ISO 8601, bytes as base64, big integers as decimal text, `$metadata` and
 * undefined fields left out. Throws a RangeError where the answer is nested too deep.
 */
export function plainAnswer(answer: object): JsonObject {
  const { $metadata: _, ...fields } = answer as { $metadata?: unknown };
  return plain(fields, 0) as JsonObject;
}

function plain(value: unknown, depth: number): Json {
  if (depth > deepest) throw new RangeError(`The answer is nested deeper than ${deepest} levels`);
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'bigint':
      return value.toString();
    case 'object':
      return value === null ? null : plainObject(value, depth);
    default:
      return null;
  }
}

function plainObject(value: object, depth: number): Json {
  if (Array.isArray(value)) return value.map((element) => plain(element, depth + 1));
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  // The SDK's lazily parsed JSON and arbitrary-precision numbers are string-like objects.
  if (value instanceof String) return value.toString();
  if (value instanceof Set) return [...value].map((element) => plain(element, depth + 1));
  const object: JsonObject = {};
  for (const [key, field] of Object.entries(value)) {
    if (field !== undefined && typeof field !== 'function') setOwn(object, key, plain(field, depth + 1));
  }
  return object;
}

/** Answers carry users' names as keys; `__proto__` must become a field like any other. */
function setOwn(object: JsonObject, key: string, value: Json): void {
  if (key === '__proto__')
    Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true });
  else object[key] = value;
}
