/** No key, no entry. */
export const NONE = -1;

/**
 * The keys of all stateful detections: what `owner` keeps apart (a group, a value, a member of a group), by hash. Typed arrays,
 * because a million objects would take four times the memory and the collector's time; they are replaced when they grow, so nobody
 * keeps them.
 *
 * What is used together of a key lies side by side, four columns in one buffer, so that a key is in four places of the
 * machine's memory and not in sixteen. So a key is its number times {@link STRIDE}: the index at which each column, which
 * begins one further into the buffer than the column before, holds what is the key's.
 *
 * Registers are the owner's own: `x`, `y`, `z` numbers, `p`, `q` entries, `n` a count.
 */
export interface Keys {
  owner: Int32Array;
  hashA: Int32Array;
  hashB: Int32Array;
  head: Int32Array;
  tail: Int32Array;
  size: Int32Array;
  x: Float64Array;
  y: Float64Array;
  z: Float64Array;
  /** When the key is asked next what it can decide; Infinity: not at all. */
  asked: Float64Array;
  p: Int32Array;
  q: Int32Array;
  n: Int32Array;
  /** By number. See {@link labelOf}. */
  labels: (string | undefined)[];
  /** Neighbours in the order of use; NONE for pinned keys, which are freed with what they belong to. */
  newer: Int32Array;
  older: Int32Array;
  newest: number;
  oldest: number;
  count: number;
  /** Keys ever given out: all live ones lie below. A key itself, see {@link STRIDE}. */
  limit: number;
  /** Numbers there is room for. */
  room: number;
  free: number;
  buckets: Int32Array;
  chain: Int32Array;
}

/** From one key to the next. */
export const STRIDE = 4;

const START = 1024;
/** What finds a key; where it stands among others; what it holds; its numbers. */
const intColumns = [
  ['owner', 'hashA', 'hashB', 'chain'],
  ['newer', 'older', 'head', 'tail'],
  ['size', 'n', 'p', 'q'],
] as const;
const floatColumns = ['x', 'y', 'z', 'asked'] as const;
type Columns = Pick<Keys, (typeof intColumns)[number][number] | (typeof floatColumns)[number]>;

export function createKeys(): Keys {
  return {
    ...columns(START),
    labels: [],
    newest: NONE,
    oldest: NONE,
    count: 0,
    limit: 0,
    room: START,
    free: NONE,
    buckets: new Int32Array(START * 2).fill(NONE),
  };
}

/** Columns with room for so many keys; they begin with what others hold. */
function columns(room: number, before?: Columns): Columns {
  const made: Partial<Record<string, Int32Array | Float64Array>> = {};
  const add = (names: readonly (keyof Columns)[], type: typeof Int32Array | typeof Float64Array): void => {
    const buffer = new ArrayBuffer(room * STRIDE * type.BYTES_PER_ELEMENT);
    if (before !== undefined) new Uint8Array(buffer).set(new Uint8Array(before[names[0]!].buffer));
    for (const [at, name] of names.entries()) made[name] = new type(buffer, at * type.BYTES_PER_ELEMENT);
  };
  for (const names of intColumns) add(names, Int32Array);
  add(floatColumns, Float64Array);
  return made as unknown as Columns;
}

/** What a key stands for, in words, where the owner needs them again. */
export function labelOf(keys: Keys, key: number): string | undefined {
  return keys.labels[key / STRIDE];
}

export function setLabel(keys: Keys, key: number, label: string | undefined): void {
  keys.labels[key / STRIDE] = label;
}

export function findKey(keys: Keys, owner: number, a: number, b: number): number {
  const { hashA, hashB, owner: owners, chain, buckets } = keys;
  for (let key = buckets[bucketOf(owner, a, buckets.length)]!; key !== NONE; key = chain[key]!) {
    if (hashA[key] === a && hashB[key] === b && owners[key] === owner) return key;
  }
  return NONE;
}

/** A new key with empty registers, the newest in the order of use unless pinned. The caller knows that there is none. */
export function addKey(keys: Keys, owner: number, a: number, b: number, pinned: boolean): number {
  let key = keys.free;
  if (key !== NONE) keys.free = keys.chain[key]!;
  else {
    if (keys.limit === keys.room * STRIDE) growKeys(keys);
    key = keys.limit;
    keys.limit += STRIDE;
  }
  keys.count += 1;
  keys.owner[key] = owner;
  keys.hashA[key] = a;
  keys.hashB[key] = b;
  keys.head[key] = keys.tail[key] = keys.p[key] = keys.q[key] = NONE;
  keys.size[key] = keys.n[key] = 0;
  keys.x[key] = keys.y[key] = keys.z[key] = 0;
  keys.asked[key] = Number.POSITIVE_INFINITY;
  keys.newer[key] = keys.older[key] = NONE;
  link(keys, key);
  if (!pinned) putNewest(keys, key);
  return key;
}

/** Takes a key out. Its entries have to be gone. */
export function removeKey(keys: Keys, key: number): void {
  const bucket = bucketOf(keys.owner[key]!, keys.hashA[key]!, keys.buckets.length);
  let before = NONE;
  for (let at = keys.buckets[bucket]!; at !== key; at = keys.chain[at]!) before = at;
  if (before === NONE) keys.buckets[bucket] = keys.chain[key]!;
  else keys.chain[before] = keys.chain[key]!;
  takeOut(keys, key);
  keys.owner[key] = NONE;
  setLabel(keys, key, undefined);
  keys.chain[key] = keys.free;
  keys.free = key;
  keys.count -= 1;
}

/** Makes a key the most recently used one. */
export function touchKey(keys: Keys, key: number): void {
  if (keys.newest === key) return;
  takeOut(keys, key);
  putNewest(keys, key);
}

function putNewest(keys: Keys, key: number): void {
  keys.older[key] = keys.newest;
  keys.newer[key] = NONE;
  if (keys.newest !== NONE) keys.newer[keys.newest] = key;
  keys.newest = key;
  if (keys.oldest === NONE) keys.oldest = key;
}

function takeOut(keys: Keys, key: number): void {
  const newer = keys.newer[key]!;
  const older = keys.older[key]!;
  if (newer !== NONE) keys.older[newer] = older;
  else if (keys.newest === key) keys.newest = older;
  if (older !== NONE) keys.newer[older] = newer;
  else if (keys.oldest === key) keys.oldest = newer;
  keys.newer[key] = keys.older[key] = NONE;
}

function bucketOf(owner: number, a: number, buckets: number): number {
  return (a ^ Math.imul(owner, 0x9e3779b1)) & (buckets - 1);
}

function link(keys: Keys, key: number): void {
  const bucket = bucketOf(keys.owner[key]!, keys.hashA[key]!, keys.buckets.length);
  keys.chain[key] = keys.buckets[bucket]!;
  keys.buckets[bucket] = key;
}

function growKeys(keys: Keys): void {
  keys.room *= 2;
  Object.assign(keys, columns(keys.room, keys));
  keys.buckets = new Int32Array(keys.room * 2).fill(NONE);
  // Only called when every index is given out and none is free, so all of them are live.
  for (let key = 0; key < keys.limit; key += STRIDE) link(keys, key);
}
