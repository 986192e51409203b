import type { Json, JsonObject } from '../../model/index.ts';

/** A field at the top of a record. Tables of data lakes have their names in lower case. */
export function top(record: JsonObject, name: string): Json | undefined {
  return record[name] ?? (isFolded(record) ? record[name.toLowerCase()] : undefined);
}

/** True for a record with its names in lower case. */
export function isFolded(record: JsonObject): boolean {
  return record['eventName'] === undefined && record['eventname'] !== undefined;
}

/** A value where it is text that says something. */
export function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
