import { createHash, type Hash } from 'node:crypto';
import { Readable } from 'node:stream';
import { imageErrors } from './errors.ts';

export function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** A hash by the algorithm that a digest names. */
function hashFor(digest: string): Hash {
  return createHash(digest.startsWith('sha512:') ? 'sha512' : 'sha256');
}

/** @throws UserError where the bytes are not those of the digest */
export function checkDigest(what: string, bytes: Uint8Array, digest: string): void {
  const found = `${digest.slice(0, digest.indexOf(':'))}:${hashFor(digest).update(bytes).digest('hex')}`;
  if (found !== digest) throw imageErrors.digest(what, digest, found);
}

/** The same bytes; the stream ends in an error where they are not those of the digest, or more than they should be. */
export function checked(
  source: AsyncIterable<Buffer>,
  what: string,
  digest: string,
  size: number | undefined,
): Readable {
  return Readable.from(check(source, what, digest, size), { objectMode: false, highWaterMark: 1024 * 1024 });
}

async function* check(
  source: AsyncIterable<Buffer>,
  what: string,
  digest: string,
  size: number | undefined,
): AsyncGenerator<Buffer> {
  const hash = hashFor(digest);
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.length;
    if (size !== undefined && bytes > size) throw imageErrors.digest(what, `${size} bytes`, `more`);
    hash.update(chunk);
    yield chunk;
  }
  const found = `${digest.slice(0, digest.indexOf(':'))}:${hash.digest('hex')}`;
  if (found !== digest) throw imageErrors.digest(what, digest, found);
}
