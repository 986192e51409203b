import { Transform, type TransformCallback } from 'node:stream';
import { BrokenPacking } from './errors.ts';
import { isSkippableFrame, ZSTD_FRAME } from './packing.ts';

/**
 * Hands on the frames of zstd (RFC 8878, section 3.1) in writes of their own, without skippable ones: Node's decompressor leaves out,
 * without a word, what follows a frame in the same write. Layers that are made for lazy pulling are full of frames, and so are logs
 * that are appended to.
 */
export function zstdFrames(): Transform {
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
      if (isSkippableFrame(magic)) state = 'skippable';
      else if (magic === ZSTD_FRAME) state = 'frame';
      else throw new BrokenPacking('malformed', 'holds bytes that are no frame of zstd');
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
      done(isBetweenFrames() ? null : new BrokenPacking('malformed', 'ends within a frame of zstd'));
    },
  });
}
