import type { JsonObject, LogEvent } from '../../model/index.ts';
import { recognise, sourceById } from './sources.ts';

/** Deepest nesting of a record that is taken in. */
const MOST_DEPTH = 64;

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

/** True where a value is nested deeper than is taken in. It looks no deeper than that itself. */
export function isTooDeep(value: unknown): boolean {
  return isDeeperThan(MOST_DEPTH, value);
}

function isDeeperThan(left: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (left === 0) return true;
  if (Array.isArray(value)) {
    for (const one of value) if (typeof one === 'object' && isDeeperThan(left - 1, one)) return true;
    return false;
  }
  for (const key in value) {
    const one = (value as Record<string, unknown>)[key];
    if (typeof one === 'object' && isDeeperThan(left - 1, one)) return true;
  }
  return false;
}
