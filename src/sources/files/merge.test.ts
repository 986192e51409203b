import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readTar } from './layer.ts';
import { mergeLayers } from './merge.ts';
import { followLinks } from './paths.ts';
import { type Made, tarOf } from './tar.fixture.ts';
import { textReader } from './text.fixture.ts';

async function merge(...layers: readonly Made[][]) {
  const read = layers.map((entries) =>
    readTar(Readable.from([tarOf(...entries)], { objectMode: false }), [textReader()]),
  );
  return mergeLayers((await Promise.all(read)).map((one, index) => ({ diffId: `layer ${index}`, read: one })));
}

async function shown(...layers: readonly Made[][]): Promise<string[]> {
  const { readings } = await merge(...layers);
  return readings.map(({ path, value, hidden }) => `${path}=${value}${hidden ? ' hidden' : ''}`);
}

const file = (name: string, content = ''): Made => ({ name, content });
const link = (name: string, target: string): Made => ({ name, target, type: '2' });

describe('layers', () => {
  test('add to each other', async () => {
    expect(await shown([file('a', '1')], [file('b', '2')])).toEqual(['a=1', 'b=2']);
  });

  test('replace files', async () => {
    expect(await shown([file('a', '1')], [file('a', '2')])).toEqual(['a=1 hidden', 'a=2']);
  });

  test('join directories', async () => {
    expect(await shown([file('d/a', '1')], [{ name: 'd/' }, file('d/b', '2')])).toEqual(['d/a=1', 'd/b=2']);
  });

  test('remove files and directories by whiteouts, and not their like', async () => {
    const below = [file('d/a', '1'), file('d/b', '2'), file('da', '3'), file('e/f/g', '4')];
    expect(await shown(below, [file('d/.wh.a'), file('e/.wh.f')])).toEqual([
      'd/a=1 hidden',
      'd/b=2',
      'da=3',
      'e/f/g=4 hidden',
    ]);
  });

  test('remove but what lies below: a whiteout does not reach its own layer or a later one', async () => {
    expect(await shown([file('a', '1')], [file('a', '2'), file('.wh.a')], [file('a', '3')])).toEqual([
      'a=1 hidden',
      'a=2 hidden',
      'a=3',
    ]);
    expect(await shown([file('a', '1')], [file('.wh.a'), file('a', '2')])).toEqual(['a=1 hidden', 'a=2']);
  });

  test('empty directories by opaque whiteouts', async () => {
    expect(await shown([file('d/a', '1'), file('b', '2')], [file('d/c', '3'), file('d/.wh..wh..opq')])).toEqual([
      'd/a=1 hidden',
      'b=2',
      'd/c=3',
    ]);
    expect(await shown([file('d/a', '1'), file('b', '2')], [file('.wh..wh..opq')])).toEqual([
      'd/a=1 hidden',
      'b=2 hidden',
    ]);
  });

  test('replace a directory by a file or a link, and all that lay in it', async () => {
    expect(await shown([file('d/a', '1')], [file('d', '2')])).toEqual(['d/a=1 hidden', 'd=2']);
    expect(await shown([file('lib/a', '1')], [link('lib', 'usr/lib')])).toEqual(['lib/a=1 hidden']);
  });

  test('write through a link to a directory that an earlier one has', async () => {
    expect(await shown([file('usr/lib/a', '1'), link('lib', 'usr/lib')], [file('lib/a', '2')])).toEqual([
      'usr/lib/a=1 hidden',
      'usr/lib/a=2',
    ]);
    expect(await shown([file('usr/lib/a', '1'), link('lib', '/usr/lib')], [file('lib/.wh.a')])).toEqual([
      'usr/lib/a=1 hidden',
    ]);
  });

  test('put a directory in the place of a link where they name it', async () => {
    const { readings, links } = await merge(
      [file('usr/lib/a', '1'), link('lib', 'usr/lib')],
      [{ name: 'lib/' }, file('lib/a', '2')],
    );
    expect(readings.map(({ path, hidden }) => [path, hidden])).toEqual([
      ['usr/lib/a', undefined],
      ['lib/a', undefined],
    ]);
    expect(links.size).toBe(0);
  });

  test('say in which of them a reading lies, and what of them could not be read', async () => {
    const { readings } = await merge([file('a')], [file('b')]);
    expect(readings.map(({ layer }) => layer)).toEqual(['layer 0', 'layer 1']);
    const broken = await readTar(Readable.from([Buffer.alloc(512, 1)]), []);
    expect(mergeLayers([{ diffId: 'sha256:1', read: broken }]).unread).toMatchObject([
      { path: 'sha256:1', code: 'malformed' },
    ]);
  });
});

describe('links', () => {
  const links = new Map([
    ['a', 'b'],
    ['b', '/c/d'],
    ['up', '../../x'],
    ['loop', 'loop/y'],
    ['p', 'q'],
    ['q', 'p'],
    ['c/e', '../f'],
  ]);
  test.each([
    ['a/file', 'c/d/file'],
    ['up', 'x'],
    ['c/e/g', 'f/g'],
    ['loop', undefined],
    ['p', undefined],
    ['a/../z', 'c/z'],
  ])('lead %s to %s', (path, to) => {
    expect(followLinks(path, (at) => links.get(at))).toBe(to);
  });

  test('never lead out of the root, nor for ever', () => {
    const part = fc.constantFrom('a', 'b', 'c', '..', '.', '', '/');
    const path = fc.array(part, { maxLength: 8 }).map((parts) => parts.join('/'));
    fc.assert(
      fc.property(path, fc.array(fc.tuple(path, path)), (start, made) => {
        const links = new Map(made.map(([from, to]) => [from, to]));
        const led = followLinks(start, (at) => links.get(at));
        expect(led === undefined || !led.split('/').includes('..')).toBe(true);
      }),
    );
  });
});
