import { execFileSync } from 'node:child_process';
import { Readable } from 'node:stream';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BrokenPacking } from './errors.ts';
import { type UnpackOptions, unpack } from './unpack.ts';

async function text(
  source: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  options: UnpackOptions = {},
): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of unpack(Readable.from(source), options)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

const inPieces = (bytes: Uint8Array, size: number) =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );

describe('unpacking', () => {
  const skippable = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);
  const frames = Buffer.concat([
    skippable,
    zstdCompressSync('one '),
    zstdCompressSync('two '),
    skippable,
    zstdCompressSync('three'),
    skippable,
  ]);

  test('gives what is not packed as it is', async () => {
    expect(await text([Buffer.from('ab'), Buffer.from('cdefgh')])).toBe('abcdefgh');
    expect(await text([Buffer.from('a')])).toBe('a');
    expect(await text([])).toBe('');
  });

  test('reads all members of gzip', async () => {
    expect(await text([Buffer.concat([gzipSync('one '), gzipSync('two')])])).toBe('one two');
  });

  test.each([1, 2, 3, 5, 13, 1000])('reads all frames of zstd, in pieces of %i bytes', async (size) => {
    expect(await text(inPieces(frames, size))).toBe('one two three');
  });

  test('reads frames with and without sums and sizes', async () => {
    const big = 'x'.repeat(300_000) + Array.from({ length: 50_000 }, (_, index) => index).join();
    for (const options of [['-q'], ['-q', '--no-check'], ['-q', '--no-content-size'], ['-q', '-19', '--long=27']]) {
      const packed = execFileSync('zstd', options, { input: big, maxBuffer: 2 ** 24 });
      expect(await text(inPieces(Buffer.concat([packed, packed]), 9999))).toBe(big + big);
    }
  });

  test.each([
    ['zstd that ends early', frames.subarray(0, frames.length - 14)],
    ['zstd with something behind', Buffer.concat([zstdCompressSync('one'), Buffer.from('garbage')])],
    ['gzip that ends early', gzipSync('hello').subarray(0, 20)],
    ['bzip2', Buffer.from('BZh91AY&SY')],
    ['xz', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 4])],
  ])('refuses %s', async (_name, bytes) => {
    await expect(text([bytes])).rejects.toThrow(BrokenPacking);
  });

  test('reads bzip2 where it is asked to', async () => {
    const packed = execFileSync('bzip2', { input: 'one two' });
    expect(await text([packed], { bzip2: true })).toBe('one two');
    await expect(text([packed.subarray(0, packed.length - 12)], { bzip2: true })).rejects.toThrow(BrokenPacking);
  });

  test('stops where it grows beyond the ratio', async () => {
    const growth = { ratio: 100, from: 2 ** 20 };
    await expect(text([gzipSync(Buffer.alloc(2 ** 22))], { growth })).rejects.toThrow('more than 100 times its size');
    expect(await text([gzipSync(Buffer.alloc(2 ** 20, 'x'))], { growth })).toHaveLength(2 ** 20);
  });

  test('throws what the stream throws, and lets go of it', async () => {
    let closed = false;
    async function* failing() {
      try {
        yield gzipSync('one').subarray(0, 12);
        throw new Error('the disk is gone');
      } finally {
        closed = true;
      }
    }
    await expect(text(failing())).rejects.toThrow('the disk is gone');
    expect(closed).toBe(true);
  });

  test('of any bytes ends', async () => {
    const magic = fc.constantFrom(Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), Buffer.from([0x1f, 0x8b, 8]), Buffer.alloc(0));
    await fc.assert(
      fc.asyncProperty(magic, fc.uint8Array({ maxLength: 200 }), async (head, rest) => {
        await text([Buffer.concat([head, rest])]).catch((error: unknown) =>
          expect(error).toBeInstanceOf(BrokenPacking),
        );
      }),
      { numRuns: 300 },
    );
  });
});
