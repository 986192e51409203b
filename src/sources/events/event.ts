import type { JsonObject, LogEvent } from '../../model/index.ts';
import { recognise, sourceById } from './sources.ts';

/** Deepest nesting of a record that is taken in. */
export const MOST_DEPTH = 64;

/** Longest id of an event that is kept as it is. */
const MOST_ID = 512;

/** Why a record is no event. */
export type RecordFault = 'unknown-source' | 'malformed' | 'too-large';

/**
 * The event that a record is.
 *
 * @param source id of its source, where that is known; else the record is looked at
 */
export function eventOf(record: JsonObject, source?: string): LogEvent | RecordFault {
  const from = source === undefined ? recognise(record) : sourceById(source);
  if (from === undefined) return 'unknown-source';
  const read = from.read(record);
  if (read === undefined) return 'malformed';
  if (read.id.length > MOST_ID) return 'too-large';
  return { source: from.id, id: read.id, time: read.time, name: read.name, record };
}

/** True where a value is nested deeper than is taken in. Walks level by level, so that depth costs no stack. */
export function isTooDeep(value: unknown): boolean {
  let level: object[] = typeof value === 'object' && value !== null ? [value] : [];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth >= MOST_DEPTH) return true;
    const next: object[] = [];
    for (const one of level) {
      for (const child of Object.values(one)) if (typeof child === 'object' && child !== null) next.push(child);
    }
    level = next;
  }
  return false;
}
