import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readFolder } from './folder.ts';
import { readLimits } from './limits.ts';
import { textReader } from './text.fixture.ts';

describe('a folder', () => {
  let folder: string;
  let root: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'folder-'));
    root = join(folder, 'root');
    mkdirSync(join(root, 'etc'), { recursive: true });
    writeFileSync(join(folder, 'secret'), 'outside');
    writeFileSync(join(root, 'etc/a'), 'inside');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('is read as the root of its files; links are not followed', async () => {
    symlinkSync('../../secret', join(root, 'etc/b'));
    symlinkSync(folder, join(root, 'all'));
    execFileSync('mkfifo', [join(root, 'fifo')]);
    const { readings, links, unread } = await readFolder(root, [textReader()]);
    expect(readings).toEqual([{ reader: 'text', path: 'etc/a', value: 'inside' }]);
    expect(Object.fromEntries(links)).toEqual({ 'etc/b': '../../secret', all: folder });
    expect(unread).toEqual([]);
  });

  test('leaves out what is to be skipped', async () => {
    mkdirSync(join(root, 'var/lib'), { recursive: true });
    writeFileSync(join(root, 'var/lib/b'), 'b');
    const { readings } = await readFolder(root, [textReader()], readLimits, { skip: ['/etc', 'var/lib/'] });
    expect(readings).toEqual([]);
  });

  test('tells what is too deep or too much', async () => {
    const deep = join(root, ...Array.from({ length: 300 }, () => 'd'));
    mkdirSync(deep, { recursive: true });
    expect((await readFolder(root, [textReader()])).unread).toMatchObject([{ code: 'too-large' }]);
    const few = await readFolder(root, [textReader()], { ...readLimits, entries: 5 });
    expect(few.unread).toMatchObject([{ path: '', code: 'limit' }]);
  });

  test('reads files larger than what is looked at first', async () => {
    writeFileSync(join(root, 'large'), 'x'.repeat(10_000));
    const { readings } = await readFolder(root, [textReader(/large/, 10_000)]);
    expect(readings).toMatchObject([{ path: 'large', value: 'x'.repeat(10_000) }]);
  });

  test('that is not there is an error', async () => {
    await expect(readFolder(join(folder, 'none'), [])).rejects.toThrow('ENOENT');
  });

  test('leaves out the file systems of the kernel', async () => {
    const { readings, unread } = await readFolder('/', [textReader(/^proc\/version$|^sys\/kernel/)], readLimits, {
      skip: ['work', 'usr', 'var', 'tmp', 'root', 'home', 'opt', 'lib', 'etc'],
    });
    expect(readings).toEqual([]);
    expect(unread.filter(({ path }) => /^(proc|sys)\b/.test(path))).toEqual([]);
  });
});
