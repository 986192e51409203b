import { describe, expect, it } from 'vitest';
import { apk } from './apk.ts';
import { readWith } from './entry.fixture.ts';

const read = (text: string) => readWith(apk, 'lib/apk/db/installed', text);

describe("apk's database", () => {
  it('tells packages with their origin and the files that may hold others', () => {
    const text = `C:Q1abcdefghijklmnopqrstuvwxyz0=
P:libexample
V:1.2.3-r4
A:x86_64
S:1000
L:MIT AND BSD-2-Clause
o:example
m:Some One <one@example.com>
D:so:libc.musl-x86_64.so.1
F:usr
F:usr/bin
R:example
a:0:0:755
F:usr/share/doc
R:readme.txt

P:other
V:1-r0

`;
    expect(read(text)).toEqual({
      packages: [
        {
          type: 'apk',
          name: 'libexample',
          version: '1.2.3-r4',
          arch: 'x86_64',
          source: { name: 'example', version: '1.2.3-r4' },
          licenses: ['MIT AND BSD-2-Clause'],
          supplier: 'Some One <one@example.com>',
          owns: ['usr/bin/example'],
        },
        { type: 'apk', name: 'other', version: '1-r0', source: { name: 'other', version: '1-r0' } },
      ],
    });
    expect(readWith(apk, 'usr/lib/apk/db/installed', text)?.packages).toHaveLength(2);
  });

  it('is told as incomplete, or malformed, where it is damaged', () => {
    expect(read('P:a\nV:1\n\nP:b\n\n')).toMatchObject({ packages: [{ name: 'a' }], incomplete: { code: 'malformed' } });
    expect(read('P:a\nV:1')).toMatchObject({ incomplete: { code: 'cut' } });
    expect(() => read('\x7fELF')).toThrow('no entry');
  });
});
