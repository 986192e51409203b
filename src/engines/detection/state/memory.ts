import { addDue, createDue, type Due, earliestDue, takeDue } from './due.ts';
import { createEntries, type Entries, insertEntry, removeEntry } from './entries.ts';
import { createHasher, type Hasher } from './hash.ts';
import { addKey, createKeys, findKey, type Keys, NONE, removeKey, STRIDE, touchKey } from './keys.ts';

/** What the memory has to know of those that own keys. Owners are numbered from the rules up to correlations of correlations. */
export interface Owner {
  /** How long after its last event a key means the same as none. */
  silence: number;
  /** Time of the last event of a key; that of its last entry, unless the owner says otherwise. */
  last?(key: number): number;
  /** Called before an entry is taken out, so that the owner's registers stay true. */
  removing?(key: number, entry: number): void;
  /** Decides what can be decided, now that nothing earlier than `upTo` comes any more. */
  settle?(key: number, upTo: number): void;
  /** When the key has to be asked next: as soon as nothing earlier than just after that comes. Infinity: never. */
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
/** Time of events in which all keys are looked at once. */
const SWEEP = 3_600_000;

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

/** Remembers an event under a key; NONE where it is there already, or earlier than all of a full key. */
export function remember(memory: Memory, key: number, time: number, id: string, source: string): number {
  const { keys, entries } = memory;
  const full = keys.size[key]! >= MOST_ENTRIES;
  if (full && time <= entries.time[keys.head[key]!]!) {
    memory.evicted += 1;
    return NONE;
  }
  const entry = insertEntry(keys, entries, key, time, id, source);
  if (entry === NONE) return NONE;
  if (full) {
    memory.evicted += 1;
    forget(memory, key, keys.head[key]!);
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

/** Has the owner of a key asked, once nothing earlier than just after `time` comes any more, what it can decide. */
export function askLater(memory: Memory, time: number, key: number): void {
  if (!(time < memory.keys.asked[key]!)) return;
  memory.keys.asked[key] = time;
  addDue(memory.due, memory.keys, time, key);
}

/**
 * Nothing earlier than `settled` comes any more: owners decide what hangs on that, one after the other in the order of time,
 * and of equal times from the rules up, so that what one fires is there when the next one is asked.
 */
export function settleTo(memory: Memory, settled: number): void {
  const { keys, due, owners } = memory;
  const before = memory.settled;
  if (!(settled > before)) return;
  for (let next = earliestDue(due); next < settled; next = earliestDue(due)) {
    const key = takeDue(due);
    if (keys.asked[key] !== next) continue;
    keys.asked[key] = Number.POSITIVE_INFINITY;
    const owner = keys.owner[key]!;
    memory.settled = Math.max(memory.settled, Math.min(settled, next + 1));
    owners[owner]?.settle?.(key, memory.settled);
    if (keys.owner[key] === owner) askLater(memory, owners[owner]?.due?.(key) ?? Number.POSITIVE_INFINITY, key);
  }
  memory.settled = settled;
  sweep(memory, before === Number.NEGATIVE_INFINITY ? 0 : Math.min(1, (settled - before) / SWEEP));
}

// Looks at a share of the keys, and takes out those that have been silent for so long that nothing hangs on them.
function sweep(memory: Memory, share: number): void {
  const { keys, entries, owners } = memory;
  for (let left = Math.ceil((keys.limit / STRIDE) * share); left > 0; left--) {
    if (memory.hand >= keys.limit) memory.hand = 0;
    const key = memory.hand;
    memory.hand += STRIDE;
    const owner = owners[keys.owner[key]!];
    if (owner === undefined || isPinned(keys, key)) continue;
    const tail = keys.tail[key]!;
    const last = owner.last?.(key) ?? (tail === NONE ? Number.NEGATIVE_INFINITY : entries.time[tail]!);
    if (last + owner.silence < memory.settled) dropKey(memory, key);
  }
}

/** Puts out keys until there are no more than allowed. The key in use is the newest, and is never put out. */
export function makeRoom(memory: Memory): void {
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
