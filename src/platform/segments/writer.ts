import { type FileHandle, mkdir, open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { createZstdCompress, type ZstdCompress } from 'node:zlib';
import type { FactRecord, FactSink } from '../../model/index.ts';
import { diskError } from './errors.ts';

/** Uncompressed size after which the next segment begins. */
const SEGMENT_BYTES = 64 * 1024 * 1024;

/** What is written between two syncs at the most; a killed process loses no more than this. */
const SYNC_BYTES = 256 * 1024;

export interface SegmentWriter extends FactSink {
  /** Makes everything written so far safe on disk. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a folder of fact segments for appending. Each writer begins a file of its own
 * (`000001.ndjson.zst`, one JSON record a line), so that a file cut short by a crash is never written to again.
 * Facts become durable with the collection that ends them: a collection is never on disk before its facts.
 *
 * @throws UserError where the folder cannot be written
 */
export async function openSegments(dir: string): Promise<SegmentWriter> {
  let next = 1;
  try {
    await mkdir(dir, { recursive: true });
    for (const name of await readdir(dir)) {
      const number = /^(\d{6})\.ndjson\.zst$/.exec(name)?.[1];
      if (number !== undefined) next = Math.max(next, Number(number) + 1);
    }
  } catch (error) {
    throw diskError(dir, error);
  }

  let segment: OpenSegment | undefined;
  let written = 0;
  let unsynced = 0;
  let queue: Promise<void> = Promise.resolve();

  /** One task at a time: callers may write concurrently. */
  function inTurn(task: () => Promise<void>): Promise<void> {
    const done = queue.then(task).catch((error: unknown) => {
      throw diskError(dir, error);
    });
    queue = done.catch(() => {});
    return done;
  }

  async function write(record: FactRecord): Promise<void> {
    const line = `${JSON.stringify(record)}\n`;
    await inTurn(async () => {
      segment ??= await openSegment(path.join(dir, `${String(next++).padStart(6, '0')}.ndjson.zst`));
      await segment.append(line);
      written += line.length;
      unsynced += line.length;
      if (unsynced >= SYNC_BYTES) {
        await segment.sync();
        unsynced = 0;
      }
      if (written >= SEGMENT_BYTES) await finish();
    });
  }

  async function finish(): Promise<void> {
    const closing = segment;
    segment = undefined;
    written = 0;
    unsynced = 0;
    await closing?.close();
  }

  return {
    write,
    sync: () =>
      inTurn(async () => {
        unsynced = 0;
        await segment?.sync();
      }),
    close: () => inTurn(finish),
  };
}

interface OpenSegment {
  append(text: string): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

async function openSegment(file: string): Promise<OpenSegment> {
  const handle: FileHandle = await open(file, 'wx', 0o600);
  const compress: ZstdCompress = createZstdCompress();
  const pumped = (async () => {
    for await (const chunk of compress) await handle.write(chunk as Buffer);
  })();
  // The failure reaches the caller through the write that follows it.
  pumped.catch((error: unknown) => compress.destroy(error as Error));

  const settled = <T>(work: (done: (error?: Error | null) => void) => T): Promise<void> =>
    new Promise((resolve, reject) => {
      if (compress.destroyed) return reject(compress.errored ?? new Error('the segment is closed'));
      compress.once('error', reject);
      work((error) => {
        compress.off('error', reject);
        if (error) reject(error);
        else resolve();
      });
    });

  return {
    append: (text) => settled((done) => compress.write(text, done)),
    async sync() {
      await settled((done) => compress.flush(done));
      await handle.sync();
    },
    async close() {
      compress.end();
      await pumped;
      await handle.sync();
      await handle.close();
    },
  };
}
