import { BrokenPacking, unpack } from '../../platform/packed/index.ts';
import { ReadingCut } from './errors.ts';

/** Bytes of a chunk: layers are large, and each chunk goes through the readers by itself. */
const CHUNK_BYTES = 256 * 1024;

/**
 * The bytes of a stream, unpacked: gzip, zstd or as they are.
 *
 * @param came told how many bytes came, as they lie
 * @throws ReadingCut for what does not unpack to its end; and what the stream throws
 */
export async function* unpackedTree(
  packed: AsyncIterable<Uint8Array>,
  came: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  try {
    yield* unpack(counted(packed, came), { chunkBytes: CHUNK_BYTES });
  } catch (error) {
    if (!(error instanceof BrokenPacking)) throw error;
    throw new ReadingCut(error.code, error.message);
  }
}

async function* counted(chunks: AsyncIterable<Uint8Array>, came: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    came(chunk.length);
    yield chunk;
  }
}
