import { crc32, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { UserError } from '../../../model/index.ts';
import { createDue } from './due.ts';
import { createEntries, STRIDE as ENTRY, idOf, insertEntry, type Note, noteAt, setNote } from './entries.ts';
import { addKey, createKeys, STRIDE as KEY, type Keys, labelOf, NONE, setLabel } from './keys.ts';
import { askLater, type Memory, makeRoom } from './memory.ts';

/** What of the detections a snapshot holds: who owned which owner numbers, and what it was then. */
export interface OwnedNumbers {
  id: string;
  /** Changes with what the detection means. */
  fingerprint: string;
  owner: number;
  owners: number;
}

interface Header {
  newest: number | null;
  settled: number | null;
  seed: number;
  evicted: number;
  late: number;
  nodes: OwnedNumbers[];
  sources: string[];
  keys: number;
  entries: number;
  /** CRC-32 of each chunk behind this one. */
  sums: number[];
}

const MAGIC = 'hwaseong-detector 1\n';
/** Texts in one chunk. */
const BATCH = 50_000;
const MOST = 1 << 30;

const keyInts = ['owner', 'hashA', 'hashB', 'size', 'p', 'q', 'n'] as const;
const keyFloats = ['x', 'y', 'z'] as const;

/**
 * A memory in bytes. Keys come in the order of use, pinned ones last; entries in the order of the keys, so that lists need no
 * pointers. The first chunk is a header with a checksum of each of the others.
 */
export function writeSnapshot(
  memory: Memory,
  { newest, late, nodes }: { newest: number; late: number; nodes: readonly OwnedNumbers[] },
): Uint8Array[] {
  const { keys, entries } = memory;
  const live = liveKeys(keys);
  const keyNumber = new Int32Array(keys.limit / KEY).fill(NONE);
  for (const [number, key] of live.entries()) keyNumber[key / KEY] = number;
  const order = new Int32Array(entries.count);
  let placed = 0;
  const entryNumber = new Int32Array(entries.limit / ENTRY).fill(NONE);
  for (const key of live) {
    for (let at = keys.head[key]!; at !== NONE; at = entries.next[at]!) {
      entryNumber[at / ENTRY] = placed;
      order[placed++] = at;
    }
  }
  const keyNumberOf = (key: number) => (key === NONE ? NONE : keyNumber[key / KEY]!);
  const entryNumberOf = (entry: number) => (entry === NONE ? NONE : entryNumber[entry / ENTRY]!);

  const chunks: Uint8Array[] = [];
  const add = (bytes: Uint8Array): void => void chunks.push(zstdCompressSync(bytes));
  const addColumn = (column: Int32Array | Float64Array | Uint16Array): void =>
    add(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
  const addTexts = (count: number, textAt: (number: number) => unknown): void => {
    for (let from = 0; from < count; from += BATCH) {
      const batch = Array.from({ length: Math.min(BATCH, count - from) }, (_, number) => textAt(from + number));
      add(Buffer.from(JSON.stringify(batch)));
    }
  };

  for (const name of keyInts) {
    const points = name === 'p' || name === 'q';
    addColumn(Int32Array.from(live, (key) => (points ? entryNumberOf(keys[name][key]!) : keys[name][key]!)));
  }
  for (const name of keyFloats) addColumn(Float64Array.from(live, (key) => keys[name][key]!));
  addColumn(Float64Array.from(order, (at) => entries.time[at]!));
  addColumn(Float64Array.from(order, (at) => entries.value[at]!));
  addColumn(Int32Array.from(order, (at) => keyNumberOf(entries.link[at]!)));
  addColumn(Uint16Array.from(order, (at) => entries.source[at]!));
  addTexts(live.length, (number) => labelOf(keys, live[number]!) ?? 0);
  addTexts(order.length, (number) => idOf(entries, order[number]!));
  addTexts(order.length, (number) => noteAt(entries, order[number]!) ?? 0);

  const header: Header = {
    newest: finite(newest),
    settled: finite(memory.settled),
    seed: memory.hasher.seed,
    evicted: memory.evicted,
    late,
    nodes: [...nodes],
    sources: entries.sources,
    keys: live.length,
    entries: order.length,
    sums: chunks.map((chunk) => crc32(chunk)),
  };
  const text = JSON.stringify(header);
  return [Buffer.from(`${MAGIC}${crc32(text)}\n${text}`), ...chunks];
}

/**
 * Takes up what {@link writeSnapshot} wrote, in place of what the memory holds. `ownerOf` gives the number that an owner has
 * now, or NONE where its detection is gone or changed: what it knew is dropped.
 *
 * @throws UserError `snapshot-unreadable`; the memory is then as it was
 */
export function readSnapshot(
  memory: Memory,
  chunks: readonly Uint8Array[],
  renumber: (nodes: readonly OwnedNumbers[]) => (owner: number) => number,
): { newest: number; late: number } {
  const header = readHeader(chunks);
  const read = readColumns(header, chunks.slice(1));
  const ownerOf = renumber(header.nodes);
  const { owner, hashA, hashB, size, p, q, n, x, y, z, time, value, link, source, labels, ids, notes } = read;

  const keys = createKeys();
  const entries = createEntries();
  entries.sources = header.sources;
  const newKey = new Int32Array(header.keys).fill(NONE);
  const newEntry = new Int32Array(header.entries).fill(NONE);
  const pinned = new Uint8Array(header.keys);
  for (const to of link) if (to !== NONE) pinned[to] = 1;

  for (let number = 0, first = 0; number < header.keys; first += size[number]!, number++) {
    const nowOwner = ownerOf(owner[number]!);
    if (nowOwner === NONE) continue;
    const key = addKey(keys, nowOwner, hashA[number]!, hashB[number]!, pinned[number] === 1);
    newKey[number] = key;
    setLabel(keys, key, labels[number] || undefined);
    keys.n[key] = n[number]!;
    keys.x[key] = x[number]!;
    keys.y[key] = y[number]!;
    keys.z[key] = z[number]!;
    for (let at = first; at < first + size[number]!; at++) {
      const entry = insertEntry(keys, entries, key, time[at]!, ids[at]!, header.sources[source[at]!]!);
      if (entry === NONE) throw unreadable('an event stands twice under one key');
      newEntry[at] = entry;
      entries.value[entry] = value[at]!;
      setNote(entries, entry, notes[at] || undefined);
    }
  }
  const moved = (numbers: Int32Array, index: number) => (index === NONE ? NONE : numbers[index]!);
  for (let number = 0; number < header.keys; number++) {
    const key = newKey[number]!;
    if (key === NONE) continue;
    keys.p[key] = moved(newEntry, p[number]!);
    keys.q[key] = moved(newEntry, q[number]!);
  }
  for (let at = 0; at < header.entries; at++) {
    if (newEntry[at] !== NONE) entries.link[newEntry[at]!] = moved(newKey, link[at]!);
  }

  Object.assign(memory.keys, keys);
  Object.assign(memory.entries, entries);
  memory.hasher.seed = header.seed;
  memory.settled = header.settled ?? Number.NEGATIVE_INFINITY;
  memory.evicted = header.evicted;
  memory.hand = 0;
  Object.assign(memory.due, createDue());
  for (let key = 0; key < keys.limit; key += KEY) {
    askLater(memory, memory.owners[keys.owner[key]!]?.due?.(key) ?? Number.POSITIVE_INFINITY, key);
  }
  makeRoom(memory);
  return { newest: header.newest ?? Number.NEGATIVE_INFINITY, late: header.late };
}

/** Live keys from the least to the most recently used, then the pinned ones. */
function liveKeys(keys: Keys): Int32Array {
  const live = new Int32Array(keys.count);
  let count = 0;
  const used = new Uint8Array(keys.limit / KEY);
  for (let key = keys.oldest; key !== NONE; key = keys.newer[key]!) {
    used[key / KEY] = 1;
    live[count++] = key;
  }
  for (let key = 0; key < keys.limit; key += KEY)
    if (used[key / KEY] === 0 && keys.owner[key] !== NONE) live[count++] = key;
  return live.subarray(0, count);
}

function readHeader(chunks: readonly Uint8Array[]): Header {
  const text = Buffer.from(chunks[0] ?? new Uint8Array()).toString('utf8');
  if (!text.startsWith(MAGIC)) throw unreadable('it was not written by this version');
  const end = text.indexOf('\n', MAGIC.length);
  const body = text.slice(end + 1);
  if (end === NONE || crc32(body) !== Number(text.slice(MAGIC.length, end))) throw unreadable('its header is damaged');
  const header = JSON.parse(body) as Header;
  if (header.sums.length !== chunks.length - 1) throw unreadable('a part of it is missing');
  for (const [index, sum] of header.sums.entries()) {
    if (crc32(chunks[index + 1]!) !== sum) throw unreadable(`its part ${index + 1} is damaged`);
  }
  return header;
}

/** The columns of a snapshot, each of the right length and pointing nowhere outside. */
function readColumns({ keys, entries, sources, nodes }: Header, chunks: readonly Uint8Array[]) {
  let at = 0;
  const next = (): Buffer => {
    const chunk = chunks[at++];
    if (chunk === undefined) throw unreadable('a part of it is missing');
    try {
      return zstdDecompressSync(chunk, { maxOutputLength: MOST });
    } catch (cause) {
      throw unreadable(`its part ${at} does not unpack`, cause);
    }
  };
  const column = <T extends Int32Array | Float64Array | Uint16Array>(
    type: { new (buffer: ArrayBuffer): T; BYTES_PER_ELEMENT: number },
    length: number,
    [least, most]: [number, number] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  ): T => {
    const bytes = next();
    if (bytes.length !== length * type.BYTES_PER_ELEMENT) throw unreadable(`its part ${at} has the wrong length`);
    const values = new type(new Uint8Array(bytes).buffer);
    if (values.some((value) => value < least || value > most)) throw unreadable(`its part ${at} points outside`);
    return values;
  };
  const texts = <T>(length: number): T[] => {
    const found: T[] = [];
    while (found.length < length) {
      const batch = JSON.parse(next().toString('utf8')) as T[];
      if (batch.length === 0) throw unreadable(`its part ${at} is empty`);
      for (const one of batch) found.push(one);
    }
    if (found.length !== length) throw unreadable(`its part ${at} has the wrong length`);
    return found;
  };
  const owners = Math.max(0, ...nodes.map((node) => node.owner + node.owners));
  const read = {
    owner: column(Int32Array, keys, [0, owners - 1]),
    hashA: column(Int32Array, keys),
    hashB: column(Int32Array, keys),
    size: column(Int32Array, keys, [0, entries]),
    p: column(Int32Array, keys, [NONE, entries - 1]),
    q: column(Int32Array, keys, [NONE, entries - 1]),
    n: column(Int32Array, keys),
    x: column(Float64Array, keys),
    y: column(Float64Array, keys),
    z: column(Float64Array, keys),
    time: column(Float64Array, entries),
    value: column(Float64Array, entries),
    link: column(Int32Array, entries, [NONE, keys - 1]),
    source: column(Uint16Array, entries, [0, sources.length - 1]),
    labels: texts<string | 0>(keys),
    ids: texts<string>(entries),
    notes: texts<Note | 0>(entries),
  };
  if (read.size.reduce((sum, size) => sum + size, 0) !== entries) throw unreadable('its lists have the wrong length');
  return read;
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function unreadable(reason: string, cause?: unknown): UserError {
  return new UserError(
    'snapshot-unreadable',
    {
      en: `What the detections remembered cannot be taken up: ${reason}. They start afresh; rules with a learning period learn again.`,
      ko: `탐지가 기억하던 상태를 이어받을 수 없습니다(${reason}). 처음부터 다시 시작하며, 학습 기간이 있는 규칙은 다시 학습합니다.`,
    },
    { cause },
  );
}
