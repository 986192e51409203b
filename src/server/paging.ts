import { refuse } from './http/refusal.ts';

type Part = 'string' | 'number';

/** The place in a list after which its next page begins, as opaque text. */
export function writeCursor(parts: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/**
 * The parts of a cursor of this list, undefined where the list begins.
 *
 * @throws Refusal `cursor-invalid` where it was not made by {@link writeCursor} with parts of these types
 */
export function readCursor(cursor: string | undefined, types: readonly Part[]): (string | number)[] | undefined {
  if (cursor === undefined) return undefined;
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    throw refuse('cursor-invalid');
  }
  if (!Array.isArray(parts) || parts.length !== types.length) throw refuse('cursor-invalid');
  if (!parts.every((part, index) => typeof part === types[index])) throw refuse('cursor-invalid');
  return parts as (string | number)[];
}
