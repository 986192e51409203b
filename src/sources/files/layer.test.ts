import { Readable } from 'node:stream';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { UnreadableFile } from './errors.ts';
import { readTar } from './layer.ts';
import { readLimits } from './limits.ts';
import { type Made, paxOf, tarOf } from './tar.fixture.ts';
import { textReader } from './text.fixture.ts';
import type { FileReader } from './types.ts';

const stream = (bytes: Uint8Array) => Readable.from([Buffer.from(bytes)], { objectMode: false });
const read = (entries: readonly Made[], readers: readonly FileReader[] = [textReader()], limits = readLimits) => {
  const bytes = tarOf(...entries);
  return readTar(stream(bytes), readers, limits, { again: async () => stream(bytes) });
};
const shown = ({ readings }: { readings: readonly { path: string; value: unknown; hidden?: true }[] }) =>
  readings.map(({ path, value, hidden }) => `${path}=${value}${hidden ? ' hidden' : ''}`);

describe('a layer', () => {
  test.each([
    ['plain', (bytes: Buffer) => bytes],
    ['gzip', (bytes: Buffer) => gzipSync(bytes)],
    ['zstd', (bytes: Buffer) => zstdCompressSync(bytes)],
  ])('is read: %s', async (_name, pack) => {
    const layer = await readTar(stream(pack(tarOf({ name: 'a', content: '1' }, { name: 'b', content: '' }))), [
      textReader(),
    ]);
    expect(shown(layer)).toEqual(['a=1', 'b=']);
    expect(layer).toMatchObject({ entries: 2, unread: [] });
  });

  test('has a path twice: the last one counts, the first lies hidden in it', async () => {
    expect(
      shown(
        await read([
          { name: 'a', content: '1' },
          { name: 'a', content: '2' },
        ]),
      ),
    ).toEqual(['a=1 hidden', 'a=2']);
  });

  test('has a directory that something else replaces, and all that lay in it', async () => {
    const made = [
      { name: 'd/' },
      { name: 'd/e/a', content: '1' },
      { name: 'd', content: '2' },
      { name: 'da', content: '3' },
    ];
    expect(shown(await read(made))).toEqual(['d/e/a=1 hidden', 'd=2', 'da=3']);
  });

  test('gives a file under each of its hard links', async () => {
    expect(
      shown(
        await read([
          { name: 'a', content: '1' },
          { name: 'b', type: '1', target: 'a' },
        ]),
      ),
    ).toEqual(['a=1', 'b=1']);
  });

  test('is read again for a hard link whose file had passed by unread', async () => {
    const made = [
      { name: 'objects/1f', content: '1' },
      { name: 'lib/x.json', type: '1', target: 'objects/1f' },
    ];
    const layer = await read(made, [textReader(/\.json$/)]);
    expect(shown(layer)).toEqual(['lib/x.json=1']);
    expect(layer.unread).toEqual([]);
  });

  test('is not read again for any number of hard links', async () => {
    const links = ['1.json', '2.json', '3.json'].map((name) => ({ name, type: '1', target: 'a' }));
    const limits = { ...readLimits, againBytes: 20 };
    const layer = await read([{ name: 'a', content: '0123456789' }, ...links], [textReader(/json$/)], limits);
    expect(layer.readings.map(({ path }) => path)).toEqual(['1.json', '2.json']);
    expect(layer.unread).toMatchObject([{ path: '3.json', code: 'too-large' }]);
  });

  test('tells of a hard link to a file that it does not have', async () => {
    const layer = await read([{ name: 'b', type: '1', target: 'elsewhere' }]);
    expect(layer.unread).toMatchObject([{ path: 'b', code: 'unsupported' }]);
  });

  test('knows what is removed from a name that is nothing by itself', async () => {
    const made = [
      { name: 'a/.wh.b', content: '' },
      { name: 'c/.wh..wh..opq' },
      { name: '.wh..wh.plnk/' },
      { name: 'x/.wh...' },
    ];
    const layer = await read(made);
    expect(layer.tree).toMatchObject({ whiteouts: ['a/b'], opaque: ['c'], files: [], directories: [] });
    expect(layer.readings).toEqual([]);
  });

  test('shows the first bytes before a file is read, and tells those that are too large', async () => {
    const sniffing: FileReader<string> = {
      ...textReader(/./, 5000),
      sniff: (head) => head.length === 4096 && head[0] === 0x78,
    };
    const layer = await read(
      [
        { name: 'like', content: 'x'.repeat(5000) },
        { name: 'unlike', content: 'y'.repeat(9000) },
        { name: 'large', content: 'x'.repeat(9000) },
      ],
      [sniffing],
    );
    expect(layer.readings.map(({ path }) => path)).toEqual(['like']);
    expect(layer.unread).toMatchObject([{ path: 'large', code: 'too-large' }]);
  });

  test('tells what a reader cannot read, and reads on', async () => {
    const picky: FileReader<string> = {
      ...textReader(),
      read: ({ path }) => {
        if (path === 'a') throw new UnreadableFile('malformed', 'no JSON');
        if (path === 'b') throw new TypeError('a fault');
        return path;
      },
    };
    const layer = await read([{ name: 'a' }, { name: 'b' }, { name: 'c' }], [picky]);
    expect(shown(layer)).toEqual(['c=c']);
    expect(layer.unread.map(({ path, code }) => [path, code])).toEqual([
      ['a', 'malformed'],
      ['b', 'failed'],
    ]);
  });

  test.each([
    ['entries', { entries: 1 }],
    ['bytes', { bytes: 512 }],
    ['paths', { pathsInAll: 1 }],
  ])('is cut by the limit of %s, which is told', async (_name, limit) => {
    const layer = await read([{ name: 'a' }, { name: 'b' }], [textReader()], { ...readLimits, ...limit });
    expect(layer.unread).toMatchObject([{ path: '', code: 'limit' }]);
  });

  test('that unpacks to far more than its size is cut', async () => {
    const bomb = gzipSync(tarOf({ name: 'zeros', content: Buffer.alloc(20_000_000) }));
    const layer = await readTar(stream(bomb), [], { ...readLimits, ratioFrom: 1_000_000 });
    expect(layer.unread).toMatchObject([{ path: '', code: 'limit' }]);
    expect(layer.bytes).toBeLessThan(10_000_000);
  });

  test('that is broken keeps what was read and tells that it was cut', async () => {
    const bytes = tarOf({ name: 'a', content: '1' }, { name: 'b', content: 'x'.repeat(2000) });
    const layer = await readTar(stream(bytes.subarray(0, 2000)), [textReader()]);
    expect(shown(layer)).toEqual(['a=1']);
    expect(layer.unread).toMatchObject([{ path: '', code: 'malformed' }]);
  });

  test('whose packing is broken is told, not thrown', async () => {
    const packed = gzipSync(tarOf({ name: 'a', content: '1' }));
    const layer = await readTar(stream(packed.subarray(0, packed.length - 9)), [textReader()]);
    expect(layer.unread).toMatchObject([{ path: '', code: 'malformed' }]);
  });

  test('whose sparse file is hardly anything but holes does not cost the holes', async () => {
    const pax = paxOf({ 'GNU.sparse.size': '8000000000', 'GNU.sparse.map': '0,1' });
    const layer = await read([pax, { name: 'holes', content: 'x' }], [textReader(/./, 2 ** 33)]);
    expect(layer.readings).toEqual([]);
    expect(layer.unread).toMatchObject([{ path: 'holes', code: 'too-large' }]);
  });

  test('ends with the error of its stream', async () => {
    const failing = Readable.from(
      (async function* () {
        yield tarOf({ name: 'a' }).subarray(0, 512);
        throw new Error('the line is dead');
      })(),
      { objectMode: false },
    );
    await expect(readTar(failing, [])).rejects.toThrow('the line is dead');
  });
});
