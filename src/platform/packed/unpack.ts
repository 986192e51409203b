import { type Duplex, PassThrough, pipeline, Readable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { BrokenPacking } from './errors.ts';
import { PACKING_BYTES, type Packing, packingOf } from './packing.ts';
import { zstdFrames } from './zstd-frames.ts';

export interface UnpackOptions {
  /** Most unpacked bytes for each packed one; counts only past `from` unpacked bytes. */
  growth?: { ratio: number; from: number };
  /** Bytes of the chunks that come, at the most. */
  chunkBytes?: number;
  /** Reads bzip2 too: for what publishers pack, not for what anybody may send, since it takes a hundred times as long. */
  bzip2?: boolean;
}

/**
 * The bytes of a stream, unpacked once: gzip (all members), zstd (all frames) or as they are.
 *
 * @throws BrokenPacking for what does not unpack to its end; and what the stream throws
 */
export async function* unpack(source: AsyncIterable<Uint8Array>, options: UnpackOptions = {}): AsyncGenerator<Buffer> {
  const { head, chunks } = await peek(source, PACKING_BYTES);
  const packing = packingOf(head);
  yield* packing === undefined ? chunks : unpacked(chunks, packing, options);
}

/**
 * The bytes of a stream that is packed as said.
 *
 * @throws BrokenPacking for what does not unpack to its end; and what the stream throws
 */
export async function* unpacked(
  source: AsyncIterable<Buffer>,
  packing: Packing,
  { growth, chunkBytes = 64 * 1024, bzip2 = false }: UnpackOptions = {},
): AsyncGenerator<Buffer> {
  if (packing === 'xz' || (packing === 'bzip2' && !bzip2)) {
    throw new BrokenPacking('unsupported', `is packed by ${packing}, which is not read: pack it by gzip or zstd`);
  }
  let packed = 0;
  let fault: { error: unknown } | undefined;
  const input = Readable.from(
    (async function* () {
      try {
        for await (const chunk of source) {
          packed += chunk.length;
          yield chunk;
        }
      } catch (error) {
        fault = { error };
        throw error;
      }
    })(),
    { objectMode: false },
  );
  const output = await through(input, packing, chunkBytes);
  let size = 0;
  try {
    for await (const chunk of output as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (growth !== undefined && size > growth.from && size > packed * growth.ratio) {
        throw new BrokenPacking('limit', `unpacks to more than ${growth.ratio} times its size`);
      }
      yield chunk;
    }
  } catch (error) {
    if (fault !== undefined) throw fault.error;
    if (error instanceof BrokenPacking) throw error;
    throw new BrokenPacking('malformed', `cannot be unpacked: ${(error as Error).message}`, { cause: error });
  } finally {
    input.destroy();
    output.destroy();
  }
}

async function through(input: Readable, packing: Exclude<Packing, 'xz'>, chunkSize: number): Promise<Duplex> {
  const failed = () => undefined; // Whoever reads the last stream gets the error from it.
  if (packing === 'gzip') return pipeline(input, createGunzip({ chunkSize }), failed);
  if (packing === 'zstd') return pipeline(input, zstdFrames(), createZstdDecompress({ chunkSize }), failed);
  return bunzipped(input);
}

/** The library's stream closes before what it gave is read, so that its chunks are carried over one by one. */
async function bunzipped(input: Readable): Promise<Duplex> {
  const { default: decoderOf } = await import('unbzip2-stream');
  const decoder = decoderOf();
  const output = new PassThrough();
  input.on('error', (error) => output.destroy(error));
  decoder.on('error', (error: Error) => output.destroy(error));
  decoder.on('data', (chunk: Buffer) => {
    if (!output.write(chunk)) decoder.pause();
  });
  output.on('drain', () => decoder.resume());
  decoder.on('end', () => output.end());
  input.pipe(decoder);
  return output;
}

/** The first bytes of a stream, as many as are asked for or as there are, and the whole stream again. */
export async function peek(
  source: AsyncIterable<Uint8Array>,
  bytes: number,
): Promise<{ head: Buffer; chunks: AsyncIterable<Buffer> }> {
  const iterator = source[Symbol.asyncIterator]();
  let head: Buffer = Buffer.alloc(0);
  let done = false;
  while (head.length < bytes && !done) {
    const next = await iterator.next();
    if (next.done === true) done = true;
    else head = head.length === 0 ? bufferOf(next.value) : Buffer.concat([head, next.value]);
  }
  const chunks = (async function* () {
    try {
      if (head.length > 0) yield head;
      while (!done) {
        const next = await iterator.next();
        if (next.done === true) return;
        yield bufferOf(next.value);
      }
    } finally {
      await iterator.return?.();
    }
  })();
  return { head, chunks };
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
