import { addDue, createDue, type Due } from './due.ts';
import { createEntries, type Entries, insertEntry, removeEntry } from './entries.ts';
import { createHasher, type Hasher } from './hash.ts';
import { addKey, createKeys, findKey, type Keys, NONE, removeKey, touchKey } from './keys.ts';

/** What the memory has to know of those that own keys. Owners are numbered from the rules up to correlations of correlations. */
export interface Owner {
  /** How long after its last event a key means the same as none. */
  silence: number;
  /** Time of the last event of a key; that of its last entry, unless the owner says otherwise. */
  last?(key: number): number;
  /** Called before an entry is taken out, so that the owner's registers stay true. */
  removing?(key: number, entry: number): void;
  /** Decides what can be decided: nothing earlier than `upTo` comes any more. */
  settle?(key: number, upTo: number): void;
  /** When a key has to be settled next, for a memory that is taken up again. Infinity: never. */
  due?(key: number): number;
}

/** Everything that all stateful detections together remember. */
export interface Memory {
  keys: Keys;
  entries: Entries;
  hasher: Hasher;
  due: Due;
  owners: Owner[];
  mostKeys: number;
  /** Nothing earlier than this comes any more. */
  settled: number;
  /** Keys, and events of keys that had too many, that were put out to make room. */
  evicted: number;
  /** The next key that the sweep looks at. */
  hand: number;
}

/** Most events that one key remembers. */
export const MOST_ENTRIES = 10_000;
/** Most events of all keys together, for each key that is allowed. */
const ENTRIES_PER_KEY = 2;

export function createMemory(mostKeys: number, seed: number): Memory {
  return {
    keys: createKeys(),
    entries: createEntries(),
    hasher: createHasher(seed),
    due: createDue(),
    owners: [],
    mostKeys,
    settled: Number.NEGATIVE_INFINITY,
    evicted: 0,
    hand: 0,
  };
}

/** The key of a hash, made if need be, and now the most recently used one. Others may be put out. */
export function takeKey(memory: Memory, owner: number, a: number, b: number): number {
  const known = findKey(memory.keys, owner, a, b);
  if (known !== NONE) {
    touchKey(memory.keys, known);
    return known;
  }
  const key = addKey(memory.keys, owner, a, b, false);
  makeRoom(memory);
  return key;
}

/** A key that belongs to another one, which frees it. */
export function takePinnedKey(memory: Memory, owner: number, a: number, b: number): number {
  const known = findKey(memory.keys, owner, a, b);
  if (known !== NONE) return known;
  const key = addKey(memory.keys, owner, a, b, true);
  makeRoom(memory);
  return key;
}

/** Remembers an event under a key; NONE where it is there already. */
export function remember(memory: Memory, key: number, time: number, id: string, source: string): number {
  const { keys, entries } = memory;
  const entry = insertEntry(keys, entries, key, time, id, source);
  if (entry === NONE) return NONE;
  if (keys.size[key]! > MOST_ENTRIES) {
    memory.evicted += 1;
    const oldest = keys.head[key]!;
    forget(memory, key, oldest);
    if (oldest === entry) return NONE;
  }
  makeRoom(memory);
  return entry;
}

export function forget(memory: Memory, key: number, entry: number): void {
  memory.owners[memory.keys.owner[key]!]!.removing?.(key, entry);
  removeEntry(memory.keys, memory.entries, key, entry);
}

/** Takes out a key with all it remembers. */
export function dropKey(memory: Memory, key: number): void {
  const { keys } = memory;
  while (keys.head[key] !== NONE) forget(memory, key, keys.head[key]!);
  removeKey(keys, key);
}

export function askLater(memory: Memory, time: number, key: number): void {
  if (time < Number.POSITIVE_INFINITY) addDue(memory.due, memory.keys, time, key);
}

/** Looks at some keys, and takes out those that have been silent for so long that nothing hangs on them. */
export function sweep(memory: Memory, share: number): void {
  const { keys, entries, owners } = memory;
  for (let left = Math.ceil(keys.limit * share); left > 0; left--) {
    if (memory.hand >= keys.limit) memory.hand = 0;
    const key = memory.hand++;
    const owner = owners[keys.owner[key]!];
    if (owner === undefined || isPinned(keys, key)) continue;
    const tail = keys.tail[key]!;
    const last = owner.last?.(key) ?? (tail === NONE ? Number.NEGATIVE_INFINITY : entries.time[tail]!);
    if (last + owner.silence < memory.settled) dropKey(memory, key);
  }
}

// The key in use is the newest, and is never put out.
function makeRoom(memory: Memory): void {
  const { keys, entries, mostKeys } = memory;
  while (keys.count > mostKeys || entries.count > mostKeys * ENTRIES_PER_KEY) {
    if (keys.oldest === keys.newest) return;
    memory.evicted += 1;
    dropKey(memory, keys.oldest);
  }
}

function isPinned(keys: Keys, key: number): boolean {
  return keys.newer[key] === NONE && keys.older[key] === NONE && keys.newest !== key;
}
