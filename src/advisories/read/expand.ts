import { PassThrough, Readable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import bunzip2 from 'unbzip2-stream';
import { FeedBroken, limits, RATIO_FROM } from './limits.ts';

type Packing = 'gzip' | 'zstd' | 'bzip2' | 'xz' | undefined;

/** Archives in archives in compressed files: more than anybody has a reason for. */
const MOST_LAYERS = 3;

/** The bytes of a stream without gzip, zstd and bzip2, which its first bytes tell; an end that comes early is an error. */
export async function expanded(source: AsyncIterable<Uint8Array>, name: string): Promise<AsyncIterable<Buffer>> {
  let all = await peek(source);
  for (let layer = 0; layer < MOST_LAYERS; layer++) {
    const packing = packingOf(all.head);
    if (packing === undefined) return all.chunks;
    if (packing === 'xz') throw new FeedBroken(`${name} is packed by xz, which is not read: pack it by gzip or zstd`);
    all = await peek(unpacked(all.chunks, packing, name));
  }
  throw new FeedBroken(`${name} is packed more than ${MOST_LAYERS} times`);
}

/** The first 512 bytes of a stream, and the whole stream again. */
export async function peek(
  source: AsyncIterable<Uint8Array>,
): Promise<{ head: Buffer; chunks: AsyncIterable<Buffer> }> {
  const iterator = source[Symbol.asyncIterator]();
  let head: Buffer = Buffer.alloc(0);
  let done = false;
  while (head.length < 512 && !done) {
    const next = await iterator.next();
    if (next.done === true) done = true;
    else head = Buffer.concat([head, next.value]);
  }
  const chunks = (async function* () {
    try {
      if (head.length > 0) yield head;
      while (!done) {
        const next = await iterator.next();
        if (next.done === true) return;
        yield Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength);
      }
    } finally {
      await iterator.return?.();
    }
  })();
  return { head, chunks };
}

function packingOf(head: Buffer): Packing {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (head.length >= 4 && head.readUInt32LE(0) === 0xfd2fb528) return 'zstd';
  if (head.subarray(0, 3).toString('latin1') === 'BZh') return 'bzip2';
  return head.subarray(0, 6).toString('latin1') === '\u00fd7zXZ\0' ? 'xz' : undefined;
}

async function* unpacked(
  source: AsyncIterable<Buffer>,
  packing: 'gzip' | 'zstd' | 'bzip2',
  name: string,
): AsyncGenerator<Buffer> {
  let packed = 0;
  const input = Readable.from(
    (async function* () {
      for await (const chunk of source) {
        packed += chunk.length;
        yield chunk;
      }
    })(),
    { objectMode: false },
  );
  const decoder = packing === 'gzip' ? createGunzip() : packing === 'zstd' ? createZstdDecompress() : bunzip2Of(input);
  if (packing !== 'bzip2') {
    input.on('error', (error) => decoder.destroy(error));
    input.pipe(decoder as ReturnType<typeof createGunzip>);
  }
  let size = 0;
  try {
    for await (const chunk of decoder) {
      size += (chunk as Buffer).length;
      if (size > RATIO_FROM && size > packed * limits.ratio)
        throw new FeedBroken(`${name} grows beyond reason when unpacked`);
      yield chunk as Buffer;
    }
  } catch (error) {
    if (error instanceof FeedBroken) throw error;
    throw new FeedBroken(`${name} cannot be unpacked: ${(error as Error).message}`, { cause: error });
  } finally {
    input.destroy();
    decoder.destroy();
  }
}

/** The library's stream closes before what it gave is read, so that its chunks are carried over one by one. */
function bunzip2Of(input: Readable): Readable {
  const decoder = bunzip2();
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
