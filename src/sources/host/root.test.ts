import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesWith } from './root.fixture.ts';
import { configLines, fitsGlob, matching, openRoot } from './root.ts';

describe('the files of a host', () => {
  it('are found behind links, which stay inside the root', () => {
    const outside = path.join(tmpdir(), `outside-${process.pid}`);
    writeFileSync(outside, 'secret');
    const files = filesWith({
      'etc/real': 'inside',
      'etc/absolute': { link: '/etc/real' },
      'etc/climbing': { link: '../../../../../etc/real' },
      'etc/out': { link: outside },
      lib: { link: 'usr/lib' },
      'usr/lib/name': 'merged',
    });
    expect(files.text('etc/absolute')).toBe('inside');
    expect(files.text('etc/climbing')).toBe('inside');
    expect(files.text('lib/name')).toBe('merged');
    expect(files.text('etc/out')).toBeUndefined();
    expect(files.text('../../../../../../etc/hostname')).toBeUndefined();
    expect(files.missed).toEqual([]);
  });

  it('do not end in a circle of links', () => {
    const files = filesWith({ a: { link: 'b' }, b: { link: 'a' } });
    expect(files.text('a')).toBeUndefined();
  });

  it('remember what was too large, and that a folder is no file', () => {
    const files = filesWith({ 'etc/large': 'x'.repeat(100), 'etc/folder': { folder: 0o755 } });
    expect(files.text('etc/large', 10)).toBeUndefined();
    expect(files.text('etc/folder')).toBeUndefined();
    expect(files.missed).toEqual([{ code: 'TooLarge', message: '/etc/large: has more than 10 bytes' }]);
  });

  it('have a root that is there', () => {
    expect(() => openRoot('/no/such/root')).toThrow('cannot be read as the root');
  });

  it('are found by patterns of the shell', () => {
    const files = filesWith({
      'etc/a.d/one.conf': '',
      'etc/a.d/two.conf': '',
      'etc/a.d/.hidden.conf': '',
      'etc/a.d/x': '',
    });
    expect(matching(files, '/etc/a.d/*.conf')).toEqual(['etc/a.d/one.conf', 'etc/a.d/two.conf']);
    expect(matching(files, 'etc/*/x')).toEqual(['etc/a.d/x']);
  });
});

it('patterns of the shell fit as the shell has it', () => {
  for (const [name, pattern, fits] of [
    ['a.conf', '*.conf', true],
    ['a.conf.bak', '*.conf', false],
    ['abc', 'a?c', true],
    ['b7', '[a-c][0-9]', true],
    ['d7', '[!a-c]7', true],
    ['[x', '[x', true],
    ['', '*', true],
  ] as const)
    expect([name, pattern, fitsGlob(name, pattern)]).toEqual([name, pattern, fits]);
});

it('lines of configuration are joined where a backslash ends them', () => {
  expect(configLines('# no\n\n a = 1 \\\n  2\n b\\\\\n', { joined: true })).toEqual([
    { line: 3, text: 'a = 1  2' },
    { line: 5, text: 'b\\\\' },
  ]);
});
