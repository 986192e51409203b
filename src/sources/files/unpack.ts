import { pipeline, Readable, Transform, type TransformCallback } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { ReadingCut } from './errors.ts';

/** How bytes are packed, by their first ones. */
export type Packing = 'none' | 'gzip' | 'zstd' | 'unsupported';

/** Bytes that {@link packingOf} looks at. */
export const PACKING_BYTES = 6;

/** Told by magic numbers and never by what a manifest says of them: those differ more often than one would think. */
export function packingOf(head: Uint8Array): Packing {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  const first = head.length < 4 ? 0 : new DataView(head.buffer, head.byteOffset, 4).getUint32(0, true);
  if (first === ZSTD_FRAME || isSkippable(first)) return 'zstd';
  const isXz = first === 0x587a37fd && head[4] === 0x5a;
  const isBzip2 =
    head[0] === 0x42 && head[1] === 0x5a && head[2] === 0x68 && (head[3] ?? 0) >= 0x31 && (head[3] ?? 0) <= 0x39;
  return isXz || isBzip2 ? 'unsupported' : 'none';
}

/**
 * The bytes of a stream, unpacked: gzip (several members too), zstd (several frames too) or as they are. An error of the stream or of
 * its packing ends the one that is given.
 *
 * @param came told how many bytes came, as they lie
 * @throws ReadingCut for bytes that are packed otherwise
 */
export async function unpack(packed: Readable, came?: (bytes: number) => void): Promise<Readable> {
  const { head, rest } = await peek(came ? counted(packed, came) : packed, PACKING_BYTES);
  const packing = packingOf(head);
  if (packing === 'none') return rest;
  if (packing === 'unsupported') {
    rest.destroy();
    throw new ReadingCut('unsupported', 'packed by neither gzip nor zstd');
  }
  const chunkSize = 256 * 1024;
  const failed = () => undefined; // Whoever reads the last stream gets the error from it.
  if (packing === 'gzip') return pipeline(rest, createGunzip({ chunkSize }), failed);
  return pipeline(rest, frameByFrame(), createZstdDecompress({ chunkSize }), failed);
}

function counted(stream: Readable, came: (bytes: number) => void): Readable {
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      came(chunk.length);
      done(null, chunk);
    },
  });
  // Whoever reads the counter gets the error from it.
  return pipeline(stream, counter, () => undefined);
}

/** The first bytes of a stream, and a stream of all its bytes. */
export async function peek(stream: Readable, bytes: number): Promise<{ head: Buffer; rest: Readable }> {
  const chunks: Buffer[] = [];
  let length = 0;
  const iterator = stream.iterator({ destroyOnReturn: false });
  while (length < bytes) {
    const next = await iterator.next();
    if (next.done) break;
    chunks.push(next.value as Buffer);
    length += (next.value as Buffer).length;
  }
  await iterator.return?.();
  const head = Buffer.concat(chunks);
  if (stream.readableEnded || stream.destroyed)
    return { head, rest: Readable.from(head.length > 0 ? [head] : [], { objectMode: false }) };
  stream.unshift(head);
  return { head, rest: stream };
}

const ZSTD_FRAME = 0xfd2fb528;

function isSkippable(magic: number): boolean {
  return magic >>> 4 === 0x184d2a5;
}

/**
 * Hands on the frames of zstd (RFC 8878, section 3.1) in writes of their own, without skippable ones: Node's decompressor leaves out,
 * without a word, what follows a frame in the same write, and layers that are made for lazy pulling are full of frames.
 */
function frameByFrame(): Transform {
  /** Bytes of the header that is being read. */
  let header: Buffer = Buffer.alloc(0);
  let state: 'magic' | 'skippable' | 'frame' | 'block' = 'magic';
  /** Bytes to come until the next header, and whether they are handed on. */
  let body = 0;
  let keep = true;
  let hasChecksum = false;
  let lastBlock = false;

  const isBetweenFrames = () => body === 0 && state === 'magic' && header.length === 0;

  /** Bytes that the header needs, as far as can be told by what is there. */
  function needed(): number {
    if (state === 'magic') return 4;
    if (state === 'skippable') return 8;
    if (state === 'block') return 3;
    if (header.length < 5) return 5;
    const descriptor = header[4] as number;
    const isSingle = (descriptor & 0x20) !== 0;
    const sizeFlag = descriptor >> 6;
    const sizeBytes = sizeFlag === 0 ? (isSingle ? 1 : 0) : 1 << sizeFlag;
    return 5 + (isSingle ? 0 : 1) + ([0, 1, 2, 4][descriptor & 3] as number) + sizeBytes;
  }

  /** Takes a header that is whole. Gives the bytes of it to hand on. */
  function take(): Buffer | undefined {
    const whole = header;
    if (state === 'magic') {
      const magic = whole.readUInt32LE(0);
      if (isSkippable(magic)) state = 'skippable';
      else if (magic === ZSTD_FRAME) state = 'frame';
      else throw new ReadingCut('malformed', 'zstd: bytes that are no frame');
      return undefined;
    }
    header = Buffer.alloc(0);
    if (state === 'skippable') {
      body = whole.readUInt32LE(4);
      keep = false;
      state = 'magic';
      return undefined;
    }
    keep = true;
    if (state === 'frame') {
      hasChecksum = ((whole[4] as number) & 4) !== 0;
      lastBlock = false;
      state = 'block';
      return whole;
    }
    const word = whole.readUIntLE(0, 3);
    lastBlock = (word & 1) !== 0;
    const isRun = ((word >> 1) & 3) === 1;
    body = (isRun ? 1 : word >> 3) + (lastBlock && hasChecksum ? 4 : 0);
    if (lastBlock) state = 'magic';
    return whole;
  }

  return new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      let kept: Buffer[] = [];
      const write = () => {
        if (kept.length > 0) this.push(kept.length === 1 ? kept[0] : Buffer.concat(kept));
        kept = [];
      };
      try {
        for (let at = 0; at < chunk.length; ) {
          const bytes = Math.min(body > 0 ? body : needed() - header.length, chunk.length - at);
          const piece = chunk.subarray(at, at + bytes);
          at += bytes;
          if (body > 0) {
            body -= bytes;
            if (keep) kept.push(piece);
          } else {
            header = Buffer.concat([header, piece]);
            const handed = header.length < needed() ? undefined : take();
            if (handed) kept.push(handed);
          }
          if (isBetweenFrames()) write();
        }
        write();
        done();
      } catch (error) {
        done(error as Error);
      }
    },
    flush(done) {
      done(isBetweenFrames() ? null : new ReadingCut('malformed', 'zstd: ends within a frame'));
    },
  });
}
