import { createHmac, type KeyObject } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { isObject, type Json, type JsonObject, type SensitivePath } from '../../model/index.ts';
import { detectSecret } from './detectors.ts';

/** The installation's key for {@link redact}: 32 random bytes. */
export type RedactionKey = Buffer | KeyObject;

/** What stands in a fact for a value that is not kept. */
export interface Redacted {
  /** What kind of secret it looked like, null where it looked like none. */
  detector: string | null;
  /** At most the first four characters, never more than a quarter of the value. */
  masked: string;
  /** HMAC-SHA256 of the value, hex: equal values can be told without being known. */
  hmac: string;
}

/**
 * `value` with every string at or below the sensitive paths replaced by `{"$redacted": Redacted}`.
 * In `{name, value}` pairs, as ECS and CodeBuild list environment variables, only the value is replaced; names and the
 * keys of objects stay and help to tell what the value is. `base64` values are judged by what they decode to (gunzipped
 * where packed). The given value is not changed; what holds nothing sensitive is shared with the result.
 */
export function redact(value: Json, paths: readonly SensitivePath[], key: RedactionKey): Json {
  let result = value;
  for (const sensitive of paths) {
    result = replaceAt(result, sensitive.path.split('.'), (found, name) => replaceBelow(found, name, sensitive, key));
  }
  return result;
}

type Replace = (value: Json, name: string) => Json;

function replaceAt(value: Json, steps: readonly string[], replace: Replace, name = ''): Json {
  const [step, ...rest] = steps;
  if (step === undefined) return replace(value, name);
  if (Array.isArray(value)) return value.map((element) => replaceAt(element, steps, replace, name));
  if (!isObject(value) || !Object.hasOwn(value, step)) return value;
  return { ...value, [step]: replaceAt(value[step] as Json, rest, replace, step) };
}

function replaceBelow(value: Json, name: string, sensitive: SensitivePath, key: RedactionKey): Json {
  if (typeof value === 'string') {
    if (value === '') return value;
    const mark = redacted(value, name, sensitive.encoding, key);
    return sensitive.detectedOnly === true && mark.detector === null ? value : { $redacted: mark };
  }
  if (Array.isArray(value)) return value.map((element) => replaceBelow(element, name, sensitive, key));
  if (!isObject(value) || isRedacted(value)) return value;
  const pair = pairOf(value);
  if (pair) return { ...value, [pair.field]: replaceBelow(pair.value, pair.name, sensitive, key) };
  return Object.fromEntries(
    Object.entries(value).map(([field, below]) => [field, replaceBelow(below, field, sensitive, key)]),
  );
}

function isRedacted(value: JsonObject): boolean {
  const mark = value.$redacted;
  return Object.keys(value).length === 1 && isObject(mark) && /^[0-9a-f]{64}$/.test(String(mark.hmac));
}

const pairFields = [
  ['name', 'value'],
  ['Name', 'Value'],
  ['key', 'value'],
  ['Key', 'Value'],
  ['ParameterKey', 'ParameterValue'],
  ['ParameterName', 'ParameterValue'],
] as const;

function pairOf(value: JsonObject): { name: string; field: string; value: Json } | undefined {
  for (const [nameField, valueField] of pairFields) {
    const name = value[nameField];
    const below = value[valueField];
    if (typeof name === 'string' && below !== undefined) return { name, field: valueField, value: below };
  }
  return undefined;
}

function redacted(value: string, name: string, encoding: SensitivePath['encoding'], key: RedactionKey): JsonObject {
  const plain = encoding === 'base64' ? decoded(value) : value;
  return {
    detector: detectSecret(plain, name),
    masked: masked(plain),
    hmac: hmacOf(value, key),
  } satisfies { [field in keyof Redacted]: Json };
}

/** What may be kept of a secret: how it begins, and its HMAC. */
export function secretMark(value: string, key: RedactionKey): Pick<Redacted, 'masked' | 'hmac'> {
  return { masked: masked(value), hmac: hmacOf(value, key) };
}

function masked(plain: string): string {
  return `${plain.slice(0, Math.min(4, Math.floor(plain.length / 4)))}…`;
}

function hmacOf(value: string, key: RedactionKey): string {
  return createHmac('sha256', key).update(value).digest('hex');
}

/** Ten times what EC2 takes as user data; a packed text that grows beyond is judged as it came. */
const unpackedLimit = 160 * 1024;

function decoded(value: string): string {
  const bytes = Buffer.from(value, 'base64');
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes.toString('utf8');
  try {
    return gunzipSync(bytes, { maxOutputLength: unpackedLimit }).toString('utf8');
  } catch {
    return bytes.toString('latin1');
  }
}
