import { BrokenPacking, unpack } from '../../../platform/packed/index.ts';
import { limits, lose, type ReadLosses } from './limits.ts';

const reasons = { malformed: 'stream-cut', limit: 'too-large', unsupported: 'unknown-source' } as const;

/**
 * The bytes of a file as they were before gzip or zstd, which its first bytes tell. Ends early, and counts it, where the
 * stream is cut or broken (`stream-cut`), expands beyond reason (`too-large`) or is packed otherwise (`unknown-source`).
 *
 * @throws what the stream throws
 */
export async function* expand(
  source: AsyncIterable<Uint8Array>,
  losses: ReadLosses,
  most: { ratio: number; expanded: number } = limits,
): AsyncGenerator<Buffer> {
  try {
    yield* unpack(source, { growth: { ratio: most.ratio, from: most.expanded } });
  } catch (error) {
    if (!(error instanceof BrokenPacking)) throw error;
    lose(losses, reasons[error.code]);
  }
}
