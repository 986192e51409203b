import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { LogPosition } from './types.ts';

/** A chunk is full at this size, and is compacted then or when it is this old. */
const FULL_BYTES = 64 * 1024 * 1024;
const FULL_MS = 10 * 60_000;

/** How much of a chunk is read at once. */
const BATCH_BYTES = 4 * 1024 * 1024;

/** How much of a chunk's end is read to find its last whole line. */
const TAIL_BYTES = 16 * 1024 * 1024;

const CHUNK_NAME = /^\d{13}-\d{6}\.ndjson$/;
const APART_NAME = /^[a-z]{1,32}$/;

/** Append-only files of lines. One is written at a time; the others are closed and wait to be compacted. */
export interface Chunks {
  /** Appends lines and syncs them to disk. */
  append(lines: readonly string[], now: Date): Promise<LogPosition>;
  /** Closes the open chunk where it is full or old, so that it can be compacted. */
  roll(now: Date, force?: boolean): Promise<void>;
  /** Chunks that nobody writes any more, oldest first. */
  closed(): Promise<string[]>;
  /** Lines that were appended after a position, as batches of some MB, each with the position after it. */
  after(position: LogPosition | undefined): AsyncIterable<{ lines: string[] } & LogPosition>;
  /** A file beside the chunks, whole or not at all, that all look-ups read; without lines it goes. */
  apart(name: string, lines: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

interface Open {
  name: string;
  handle: FileHandle;
  bytes: number;
  since: number;
}

/**
 * Opens the chunks of a folder. What a killed writer left is mended: a last line that is not whole was never acknowledged,
 * and is cut off.
 */
export async function openChunks(dir: string): Promise<Chunks> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const [last] = (await names(dir)).reverse();
  if (last !== undefined) await cutTornLine(path.join(dir, last));
  let current: Open | undefined;
  /** Of the newest chunk: names go up, whatever the clock does. */
  let [stamp, count] =
    last === undefined ? [0, 0] : (last.replace('.ndjson', '').split('-').map(Number) as [number, number]);
  let turn: Promise<unknown> = Promise.resolve();

  /** One after the other: appends of two callers must not mix. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = turn.then(work, work);
    turn = next.catch(() => undefined);
    return next;
  };

  async function begin(now: Date): Promise<Open> {
    stamp = Math.max(now.getTime(), stamp);
    count = (count + 1) % 1_000_000;
    if (count === 0) stamp += 1;
    const name = `${String(stamp).padStart(13, '0')}-${String(count).padStart(6, '0')}.ndjson`;
    const handle = await open(path.join(dir, name), 'ax', 0o600);
    await syncFolder(dir);
    return { name, handle, bytes: 0, since: now.getTime() };
  }

  async function end(): Promise<void> {
    const { handle } = current ?? {};
    current = undefined;
    await handle?.close();
  }

  return {
    append: (lines, now) =>
      inTurn(async () => {
        current ??= await begin(now);
        const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
        try {
          await current.handle.appendFile(bytes);
          await current.handle.datasync();
        } catch (error) {
          // What part of it was written is unknown: take back to what was, so that no torn line stands in the middle.
          await current.handle.truncate(current.bytes).catch(() => undefined);
          await end();
          throw error;
        }
        current.bytes += bytes.length;
        const place = { chunk: current.name, offset: current.bytes };
        if (current.bytes >= FULL_BYTES) await end();
        return place;
      }),
    roll: (now, force = false) =>
      inTurn(async () => {
        if (current !== undefined && (force || now.getTime() - current.since >= FULL_MS)) await end();
      }),
    closed: () => inTurn(async () => (await names(dir)).filter((name) => name !== current?.name)),
    async *after(position) {
      const here = (await names(dir)).filter((name) => position === undefined || name >= position.chunk);
      for (const chunk of here) {
        const from = position?.chunk === chunk ? position.offset : 0;
        for await (const { lines, offset } of linesOf(path.join(dir, chunk), from)) yield { lines, chunk, offset };
      }
    },
    apart: (name, lines) =>
      inTurn(async () => {
        if (!APART_NAME.test(name)) throw new Error(`not a name: ${name}`);
        const file = path.join(dir, `apart-${name}.ndjson`);
        if (lines.length === 0) return rm(file, { force: true });
        const handle = await open(`${file}.new`, 'w', 0o600);
        try {
          await handle.writeFile(lines.map((line) => `${line}\n`).join(''));
          await handle.sync();
        } finally {
          await handle.close();
        }
        await rename(`${file}.new`, file);
        await syncFolder(dir);
      }),
    close: () => inTurn(end),
  };
}

async function names(dir: string): Promise<string[]> {
  return (await readdir(dir)).filter((name) => CHUNK_NAME.test(name)).sort();
}

/** Whole lines of a file from an offset on, as batches with the offset after each. */
async function* linesOf(file: string, from: number): AsyncGenerator<{ lines: string[]; offset: number }> {
  const handle = await open(file, 'r');
  try {
    let offset = from;
    for (let size = BATCH_BYTES; ; ) {
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(size), 0, size, offset);
      const end = buffer.subarray(0, bytesRead).lastIndexOf(0x0a) + 1;
      if (end === 0) {
        if (bytesRead < size) return;
        size *= 2;
        continue;
      }
      offset += end;
      yield { lines: buffer.toString('utf8', 0, end - 1).split('\n'), offset };
      size = BATCH_BYTES;
    }
  } finally {
    await handle.close();
  }
}

async function cutTornLine(file: string): Promise<void> {
  const { size } = await stat(file);
  if (size === 0) return;
  const handle = await open(file, 'r+');
  try {
    const length = Math.min(size, TAIL_BYTES);
    const { buffer } = await handle.read(Buffer.alloc(length), 0, length, size - length);
    const end = buffer.lastIndexOf(0x0a) + 1;
    if (end < length) await handle.truncate(size - length + end);
  } finally {
    await handle.close();
  }
}

/** A new file's name survives a power cut only once its folder is synced. */
async function syncFolder(dir: string): Promise<void> {
  const handle = await open(dir, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
