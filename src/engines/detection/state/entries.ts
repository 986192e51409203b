import type { Json } from '../../../model/index.ts';
import { type Keys, NONE } from './keys.ts';

/** An event that an alert rests on. */
export interface Witness {
  source: string;
  id: string;
  time: number;
}

/** What few entries need beside time and id. */
export interface Note {
  /** Group of the alert that it may become, canonical JSON. */
  label?: string;
  /** Fields that a correlation above asks for. */
  values?: Record<string, Json>;
  /** Where the entry is itself a correlation that fired: what that rests on. */
  events?: readonly Witness[];
}

/**
 * Events that keys remember, each in the list of its key, in the order of (time, id). An entry is its index in these
 * columns. The order does not depend on that of arrival, and the same event again finds its like.
 */
export interface Entries {
  time: Float64Array;
  value: Float64Array;
  next: Int32Array;
  before: Int32Array;
  /** A pinned key that the entry counts for, or NONE. */
  link: Int32Array;
  source: Uint16Array;
  id: string[];
  note: (Note | undefined)[];
  count: number;
  limit: number;
  free: number;
  sources: string[];
}

const START = 1024;

export function createEntries(): Entries {
  return {
    time: new Float64Array(START),
    value: new Float64Array(START),
    next: new Int32Array(START),
    before: new Int32Array(START),
    link: new Int32Array(START),
    source: new Uint16Array(START),
    id: [],
    note: [],
    count: 0,
    limit: 0,
    free: NONE,
    sources: [],
  };
}

/** Puts an event where it belongs in the list of a key; NONE where it is there already. */
export function insertEntry(
  keys: Keys,
  entries: Entries,
  key: number,
  time: number,
  id: string,
  source: string,
): number {
  // Events come nearly in order: the place is at the end, or near it.
  let after = keys.tail[key]!;
  while (after !== NONE && comesAfter(entries, after, time, id)) after = entries.before[after]!;
  if (after !== NONE && entries.time[after] === time && entries.id[after] === id) return NONE;

  const entry = newEntry(entries);
  entries.time[entry] = time;
  entries.value[entry] = 0;
  entries.link[entry] = NONE;
  entries.id[entry] = id;
  entries.note[entry] = undefined;
  entries.source[entry] = numberOf(entries.sources, source);
  const next = after === NONE ? keys.head[key]! : entries.next[after]!;
  entries.before[entry] = after;
  entries.next[entry] = next;
  if (after === NONE) keys.head[key] = entry;
  else entries.next[after] = entry;
  if (next === NONE) keys.tail[key] = entry;
  else entries.before[next] = entry;
  keys.size[key]! += 1;
  return entry;
}

export function removeEntry(keys: Keys, entries: Entries, key: number, entry: number): void {
  const next = entries.next[entry]!;
  const before = entries.before[entry]!;
  if (before === NONE) keys.head[key] = next;
  else entries.next[before] = next;
  if (next === NONE) keys.tail[key] = before;
  else entries.before[next] = before;
  keys.size[key]! -= 1;
  entries.id[entry] = '';
  entries.note[entry] = undefined;
  entries.time[entry] = Number.NaN;
  entries.next[entry] = entries.free;
  entries.free = entry;
  entries.count -= 1;
}

/**
 * One event can be several entries of a key, one for each of several values it has. They are told apart by what stands
 * behind this sign in their id.
 */
export const PART = '\u0000';

/** The event behind an entry. */
export function witness(entries: Entries, entry: number): Witness {
  const id = entries.id[entry]!;
  const part = id.indexOf(PART);
  return {
    source: entries.sources[entries.source[entry]!]!,
    id: part === NONE ? id : id.slice(0, part),
    time: entries.time[entry]!,
  };
}

function comesAfter(entries: Entries, entry: number, time: number, id: string): boolean {
  const its = entries.time[entry]!;
  return its > time || (its === time && entries.id[entry]! > id);
}

function newEntry(entries: Entries): number {
  entries.count += 1;
  const { free } = entries;
  if (free !== NONE) {
    entries.free = entries.next[free]!;
    return free;
  }
  if (entries.limit === entries.time.length) grow(entries);
  return entries.limit++;
}

function numberOf(sources: string[], source: string): number {
  const known = sources.indexOf(source);
  if (known !== NONE) return known;
  sources.push(source);
  return sources.length - 1;
}

function grow(entries: Entries): void {
  const size = entries.time.length * 2;
  const widened = <T extends Float64Array | Int32Array | Uint16Array>(from: T, into: T): T => {
    into.set(from);
    return into;
  };
  entries.time = widened(entries.time, new Float64Array(size));
  entries.value = widened(entries.value, new Float64Array(size));
  entries.next = widened(entries.next, new Int32Array(size));
  entries.before = widened(entries.before, new Int32Array(size));
  entries.link = widened(entries.link, new Int32Array(size));
  entries.source = widened(entries.source, new Uint16Array(size));
}
