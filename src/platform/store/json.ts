import type { Json } from '../../model/index.ts';

/**
 * Text as PostgreSQL can hold it: without NUL, which it refuses, and without half surrogates.
 * Both come from hostile or broken input only and become U+FFFD.
 */
export function storableText(text: string): string {
  return text.includes('\0') || !text.isWellFormed() ? text.replaceAll('\0', '\uFFFD').toWellFormed() : text;
}

/** JSON text for a `jsonb` column; strings and keys are made storable. */
export function jsonText(value: Json): string {
  const text = JSON.stringify(value);
  // Both kinds of unstorable characters are written as escapes; only where one may stand is the slow way taken.
  return /\\u(0000|[dD][89a-fA-F])/.test(text) ? JSON.stringify(storableJson(value)) : text;
}

function storableJson(value: Json): Json {
  if (typeof value === 'string') return storableText(value);
  if (Array.isArray(value)) return value.map(storableJson);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [storableText(key), storableJson(field)]));
}
