import { BrokenPacking, packingOf, peek, unpacked } from '../../platform/packed/index.ts';
import { FeedBroken, limits, RATIO_FROM } from './limits.ts';

/** Archives in archives in compressed files: more than anybody has a reason for. */
const MOST_LAYERS = 3;

/** Bytes that tell what a file is: a tar says so behind the first header's name. */
export const HEAD_BYTES = 512;

/**
 * The bytes of a stream without gzip, zstd and bzip2, which its first bytes tell, one in the other too.
 *
 * @param name for people
 * @throws FeedBroken for what is packed otherwise or too often, and while it is read for what does not unpack to its end
 */
export async function expanded(source: AsyncIterable<Uint8Array>, name: string): Promise<AsyncIterable<Buffer>> {
  let all = await peek(source, HEAD_BYTES);
  for (let layer = 0; layer < MOST_LAYERS; layer++) {
    const packing = packingOf(all.head);
    if (packing === undefined) return all.chunks;
    const growth = { ratio: limits.ratio, from: RATIO_FROM };
    all = await peek(asFeed(unpacked(all.chunks, packing, { growth, bzip2: true }), name), HEAD_BYTES);
  }
  throw new FeedBroken(`${name} is packed more than ${MOST_LAYERS} times`);
}

async function* asFeed(chunks: AsyncIterable<Buffer>, name: string): AsyncGenerator<Buffer> {
  try {
    yield* chunks;
  } catch (error) {
    if (error instanceof BrokenPacking) throw new FeedBroken(`${name} ${error.message}`, { cause: error });
    throw error instanceof FeedBroken
      ? error
      : new FeedBroken(`${name} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}
