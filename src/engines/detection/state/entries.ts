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
 * Events that keys remember, each in the list of its key, in the order of (time, id). The order does not depend on that of
 * arrival, and the same event again finds its like. Like a key, an entry is its number times {@link STRIDE}: columns that are
 * used together lie side by side.
 */
export interface Entries {
  time: Float64Array;
  value: Float64Array;
  next: Int32Array;
  before: Int32Array;
  /** A pinned key that the entry counts for, or NONE. */
  link: Int32Array;
  source: Int32Array;
  /** By number. See {@link idOf}. */
  ids: string[];
  /** Of the few entries that have one. */
  notes: Map<number, Note>;
  count: number;
  limit: number;
  room: number;
  free: number;
  sources: string[];
}

/** From one entry to the next. */
export const STRIDE = 2;

const START = 1024;

export function createEntries(): Entries {
  return { ...columns(START), ids: [], notes: new Map(), count: 0, limit: 0, room: START, free: NONE, sources: [] };
}

type Columns = Pick<Entries, 'time' | 'value' | 'next' | 'before' | 'link' | 'source'>;

/** Columns with room for so many entries; they begin with what others hold. */
function columns(room: number, from?: Columns): Columns {
  const pair = <T extends Int32Array | Float64Array>(
    type: { new (buffer: ArrayBuffer, offset?: number): T; BYTES_PER_ELEMENT: number },
    held: T | undefined,
  ): [T, T] => {
    const buffer = new ArrayBuffer(room * STRIDE * type.BYTES_PER_ELEMENT);
    if (held !== undefined) new Uint8Array(buffer).set(new Uint8Array(held.buffer));
    return [new type(buffer), new type(buffer, type.BYTES_PER_ELEMENT)];
  };
  const [time, value] = pair(Float64Array, from?.time);
  const [next, before] = pair(Int32Array, from?.next);
  const [link, source] = pair(Int32Array, from?.link);
  return { time, value, next, before, link, source };
}

/** The event's id, and what tells it from other entries of the event, see {@link PART}. */
export function idOf(entries: Entries, entry: number): string {
  return entries.ids[entry / STRIDE]!;
}

export function noteAt(entries: Entries, entry: number): Note | undefined {
  return entries.notes.get(entry);
}

export function setNote(entries: Entries, entry: number, note: Note | undefined): void {
  if (note !== undefined) entries.notes.set(entry, note);
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
  if (after !== NONE && entries.time[after] === time && idOf(entries, after) === id) return NONE;

  const entry = newEntry(entries);
  entries.time[entry] = time;
  entries.value[entry] = 0;
  entries.link[entry] = NONE;
  entries.ids[entry / STRIDE] = id;
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
  entries.ids[entry / STRIDE] = '';
  entries.notes.delete(entry);
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
  const id = idOf(entries, entry);
  const part = id.indexOf(PART);
  return {
    source: entries.sources[entries.source[entry]!]!,
    id: part === NONE ? id : id.slice(0, part),
    time: entries.time[entry]!,
  };
}

function comesAfter(entries: Entries, entry: number, time: number, id: string): boolean {
  const its = entries.time[entry]!;
  return its > time || (its === time && idOf(entries, entry) > id);
}

function newEntry(entries: Entries): number {
  entries.count += 1;
  const { free } = entries;
  if (free !== NONE) {
    entries.free = entries.next[free]!;
    return free;
  }
  if (entries.limit === entries.room * STRIDE) {
    entries.room *= 2;
    Object.assign(entries, columns(entries.room, entries));
  }
  const entry = entries.limit;
  entries.limit += STRIDE;
  return entry;
}

function numberOf(sources: string[], source: string): number {
  const known = sources.indexOf(source);
  if (known !== NONE) return known;
  sources.push(source);
  return sources.length - 1;
}
