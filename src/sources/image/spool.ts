import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { readLimits, unpackedTree } from '../files/index.ts';
import { imageErrors } from './errors.ts';

/**
 * Puts a stream, unpacked, into a temporary file, so that its parts can be read in any order. The file has no name any more when this
 * returns: however the program ends, nothing is left.
 *
 * @param name for people
 * @throws UserError where it unpacks to more than the limits allow
 */
export async function spool(name: string, stream: Readable, signal: AbortSignal | undefined): Promise<FileHandle> {
  const file = join(tmpdir(), `hwaseong-image-${randomBytes(12).toString('hex')}`);
  const handle = await open(file, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL, 0o600);
  try {
    await unlink(file);
    let packed = 0;
    let unpacked = 0;
    const chunks = unpackedTree(stream, (bytes) => {
      packed += bytes;
    });
    for await (const chunk of chunks) {
      signal?.throwIfAborted();
      unpacked += chunk.length;
      const isBomb = unpacked > readLimits.ratioFrom && unpacked > readLimits.ratio * packed;
      if (isBomb || unpacked > readLimits.bytes)
        throw imageErrors.tooLarge(name, isBomb ? readLimits.ratio * packed : readLimits.bytes);
      await handle.write(chunk);
    }
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}
