import { execFileSync } from 'node:child_process';
import {
  closeSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ReadingCut } from './errors.ts';
import { readLimits } from './limits.ts';
import { type Made, paxOf, tarOf } from './tar.fixture.ts';
import { tarParser } from './tar.ts';
import type { FileEntry } from './types.ts';

interface Listed {
  entries: FileEntry[];
  contents: Record<string, string>;
  refused: string[];
}

/** Everything in a tar that is pushed in pieces of a size. */
function list(tar: Uint8Array, piece = 1 << 20): Listed {
  const listed: Listed = { entries: [], contents: {}, refused: [] };
  const parser = tarParser(
    {
      entry(entry) {
        listed.entries.push(entry);
        if (entry.type !== 'file') return undefined;
        return {
          bytes: entry.size,
          take: (content) => {
            listed.contents[entry.path] = content.toString('latin1');
          },
        };
      },
      refused: (name, code) => void listed.refused.push(`${name}: ${code}`),
    },
    readLimits,
  );
  for (let at = 0; at < tar.length; at += piece) parser.push(Buffer.from(tar.subarray(at, at + piece)));
  parser.end();
  return listed;
}

describe('a tar', () => {
  test('has files, directories, links and their modes', () => {
    const { entries, contents } = list(
      tarOf(
        { name: './usr/' },
        { name: './usr/env', content: 'hello', mode: 0o4755 },
        { name: 'usr/link', type: '2', target: '../bin' },
        { name: 'usr/same', type: '1', target: './usr/env' },
      ),
    );
    expect(entries.map(({ path, type, mode, target }) => [path, type, mode.toString(8), target])).toEqual([
      ['usr', 'directory', '755', undefined],
      ['usr/env', 'file', '4755', undefined],
      ['usr/link', 'symlink', '644', '../bin'],
      ['usr/same', 'hardlink', '644', 'usr/env'],
    ]);
    expect(contents).toEqual({ 'usr/env': 'hello' });
  });

  test.each([1, 7, 511, 513, 4096])('is the same in pieces of %i bytes', (piece) => {
    const tar = tarOf({ name: 'a', content: 'x'.repeat(1500) }, paxOf({ path: 'é/long' }), { name: 'b', content: 'b' });
    expect(list(tar, piece)).toEqual(list(tar));
  });

  test('has names that lead out of the root, which are passed over and told', () => {
    const { entries, refused } = list(
      tarOf({ name: '../etc/shadow', content: 'x' }, { name: 'a/../../b' }, { name: 'a/../c' }, { name: '/d' }),
    );
    expect(entries.map(({ path }) => path)).toEqual(['c', 'd']);
    expect(refused).toEqual(['../etc/shadow: malformed', 'a/../../b: malformed']);
  });

  test('names what the engines of containers unpack, whatever its headers say beside', () => {
    const paths = (...entries: Made[]) => list(tarOf(...entries)).entries.map(({ path }) => path);
    expect(paths(paxOf({ path: 'other', uid: '7' }, 'g'), { name: 'a' }, { name: 'b' })).toEqual(['a', 'b']);
    expect(paths(paxOf({ path: '', linkpath: '' }), { name: 'a' })).toEqual(['a']);
    expect(paths(paxOf({ path: 'first' }), paxOf({ uid: '1' }), { name: 'a' })).toEqual(['a']);
    expect(paths(paxOf({ path: 'pax' }), { name: 'long', type: 'L', content: 'gnu' }, { name: 'a' })).toEqual(['gnu']);
    expect(paths(paxOf({ 'GNU.sparse.name': 'other' }), { name: 'a' })).toEqual(['a']);
    expect(list(tarOf({ name: 'a/', type: '0', content: 'text' }, { name: 'b' })).contents).toMatchObject({
      a: 'text',
    });
  });

  test('has directories that are thousands of levels deep, which are told', () => {
    const { entries, refused } = list(
      tarOf(paxOf({ path: 'd/'.repeat(5000) }), { name: 'x', type: '5' }, { name: 'y' }),
    );
    expect(entries.map(({ path }) => path)).toEqual(['y']);
    expect(refused).toHaveLength(1);
  });

  test.each([
    ['no tar', Buffer.alloc(512, 'x')],
    ['one with a wrong sum', Buffer.concat([tarOf({ name: 'a' })]).fill('b', 0, 1)],
    ['one that ends within a file', tarOf({ name: 'a', content: 'x'.repeat(600) }).subarray(0, 1024)],
    ['one whose size lies', tarOf({ name: 'a', size: 8 ** 11 - 1 })],
    ['one with a name of gigabytes', tarOf({ name: 'a', type: 'L', size: 8 ** 11 - 1 })],
    ['one with attributes that are none', tarOf({ name: 'a', type: 'x', content: 'no attributes' }, { name: 'b' })],
  ])('is refused: %s', (_name, bytes) => {
    expect(() => list(bytes)).toThrow(ReadingCut);
  });

  test('of any bytes gives entries or a typed error', () => {
    const whole = tarOf(paxOf({ path: 'p', 'GNU.sparse.major': '1', 'GNU.sparse.realsize': '9' }), {
      name: 'a',
      content: '1\n0\n1\n',
    });
    const broken = fc.tuple(fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 8 }), fc.boolean());
    fc.assert(
      fc.property(
        fc.oneof(fc.uint8Array({ maxLength: 2048 }), broken),
        fc.integer({ min: 1, max: 1024 }),
        (made, piece) => {
          const bytes = made instanceof Uint8Array ? made : damaged(whole, made[0], made[1]);
          try {
            list(bytes, piece);
          } catch (error) {
            expect(error).toBeInstanceOf(ReadingCut);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});

/** Bytes changed, and the sums of the headers made to fit where that is wanted. */
function damaged(tar: Buffer, changes: readonly (readonly [number, number])[], fits: boolean): Buffer {
  const bytes = Buffer.from(tar);
  for (const [at, value] of changes) bytes[at] = value;
  for (let at = 0; fits && at + 512 <= bytes.length; at += 512) {
    const header = bytes.subarray(at, at + 512);
    if (header[0] === 0) continue;
    header.fill(0x20, 148, 156);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  }
  return bytes;
}

describe('what tar of GNU writes', () => {
  let folder: string;
  const long = `${'n'.repeat(120)}/${'m'.repeat(120)}`;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tar-'));
    mkdirSync(join(folder, 'n'.repeat(120)));
    writeFileSync(join(folder, long), 'long');
    writeFileSync(join(folder, '한글'), 'korean');
    symlinkSync('t'.repeat(150), join(folder, 'link'));
    linkSync(join(folder, '한글'), join(folder, 'same'));
    const sparse = openSync(join(folder, 'sparse'), 'w');
    for (let place = 0; place < 30; place += 1) writeSync(sparse, `at ${place};`, place * 64 * 1024);
    closeSync(sparse);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each([
    ['gnu', []],
    ['posix', []],
    ['gnu', ['--sparse']],
    ['posix', ['--sparse', '--sparse-version=0.0']],
    ['posix', ['--sparse', '--sparse-version=0.1']],
    ['posix', ['--sparse', '--sparse-version=1.0']],
  ])('in the format %s %j is read', (format, options) => {
    const tar = execFileSync('tar', [`--format=${format}`, ...options, '-C', folder, '-cf', '-', '.'], {
      maxBuffer: 2 ** 26,
    });
    const { entries, contents, refused } = list(tar, 10_000);
    const whole = contents.sparse ?? '';
    expect(refused).toEqual([]);
    expect(contents[long]).toBe('long');
    expect(entries.find(({ type }) => type === 'symlink')?.target).toBe('t'.repeat(150));
    expect(entries.find(({ type }) => type === 'hardlink')?.target).toMatch(/^(한글|same)$/);
    expect(contents['한글'] ?? contents.same).toBe('korean');
    expect(whole).toHaveLength(29 * 64 * 1024 + 6);
    expect(whole.slice(7 * 64 * 1024, 7 * 64 * 1024 + 8)).toBe('at 7;\0\0\0');
    expect(entries.find(({ path }) => path === 'sparse')?.size).toBe(whole.length);
  });
});
