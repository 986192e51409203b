import { describe, expect, it } from 'vitest';
import { namesOf, readWith } from './entry.fixture.ts';
import { elfOf, machOOf, peOf, universalOf } from './executable/executables.fixture.ts';
import { goBinary } from './go-binary.ts';

const modules = [
  'path\texample.com/tool/cmd/tool',
  'mod\texample.com/tool\tv1.4.0\th1:abc=',
  'dep\texample.com/one\tv0.1.2\th1:abc=',
  'dep\texample.com/replaced\tv1.0.0',
  '=>\texample.com/fork\tv1.0.1\th1:abc=',
  'dep\texample.com/local\tv1.0.0',
  '=>\t./local\t(devel)\t',
  'build\t-compiler=gc',
  '',
].join('\n');
const packages = ['stdlib@v1.22.3', 'example.com/tool@v1.4.0', 'example.com/one@v0.1.2', 'example.com/fork@v1.0.1'];

/** Since Go 1.18. */
function inline(version: string, list: string): Buffer {
  const counted = (text: string) => {
    const size = Buffer.byteLength(text);
    const length = size < 128 ? [size] : [(size & 0x7f) | 0x80, size >> 7];
    return [Buffer.from(length), Buffer.from(text)];
  };
  const header = Buffer.alloc(32);
  header.write('\xff Go buildinf:\x08\x02', 'latin1');
  return Buffer.concat([header, ...counted(version), ...counted(`${'<'.repeat(16)}${list}${'>'.repeat(16)}`)]);
}

/** Before Go 1.18, loaded to an address. */
function pointed(version: string, list: string, address: number, wide: boolean, littleEndian: boolean): Buffer {
  const size = wide ? 8 : 4;
  const word = (value: number) => {
    const bytes = Buffer.alloc(size);
    if (wide) littleEndian ? bytes.writeBigUInt64LE(BigInt(value)) : bytes.writeBigUInt64BE(BigInt(value));
    else littleEndian ? bytes.writeUInt32LE(value) : bytes.writeUInt32BE(value);
    return bytes;
  };
  const header = Buffer.alloc(16);
  header.write('\xff Go buildinf:', 'latin1');
  header[14] = size;
  header[15] = littleEndian ? 0 : 1;
  const framed = `${'<'.repeat(16)}${list}${'>'.repeat(16)}`;
  const strings = 16 + 2 * size;
  const texts = strings + 4 * size;
  return Buffer.concat([
    header,
    word(address + strings),
    word(address + strings + 2 * size),
    word(address + texts),
    word(version.length),
    word(address + texts + version.length),
    word(framed.length),
    Buffer.from(version + framed),
  ]);
}

const read = (program: Buffer, path = 'usr/bin/tool', mode = 0o755) => namesOf(readWith(goBinary, path, program, mode));

describe('modules of a Go program', () => {
  it.each([
    ['Linux', elfOf({ name: '.go.buildinfo', content: inline('go1.22.3', modules) })],
    ['Linux without the section', elfOf({ name: '.data', content: inline('go1.22.3', modules) })],
    ['Windows', peOf({ name: '.data', content: inline('go1.22.3', modules) })],
    ['macOS', machOOf({ name: '__go_buildinfo', content: inline('go1.22.3', modules) })],
    ['macOS, universal', universalOf(machOOf({ name: '__go_buildinfo', content: inline('go1.22.3', modules) }))],
  ])(
    'are told of one for %s, those that stand in for others too, those without a version left out',
    (_name, program) => {
      expect(read(program)).toEqual(packages);
    },
  );

  it.each([
    [true, true],
    [true, false],
    [false, true],
    [false, false],
  ])('are told of programs of before Go 1.18 (64 bits: %s, little endian: %s)', (wide, littleEndian) => {
    const content = pointed('go1.16.5', modules, 0x4000, wide, littleEndian);
    const program = elfOf({ name: '.go.buildinfo', content, address: 0x4000 }, { wide, littleEndian });
    expect(read(program)).toEqual(['stdlib@v1.16.5', ...packages.slice(1)]);
  });

  it('have the standard library of the toolchain, if that was released', () => {
    const version = (text: string) => read(elfOf({ name: '.go.buildinfo', content: inline(text, '') }));
    expect(version('go1.21')).toEqual(['stdlib@v1.21.0']);
    expect(version('go1.23rc2')).toEqual(['stdlib@v1.23.0-rc.2']);
    expect(version('go1.22.9 X:boringcrypto')).toEqual(['stdlib@v1.22.9']);
    expect(version('devel go1.24-0123456789')).toEqual([]);
  });

  it('have the version of the program that its build linked in, if there is just one', () => {
    const built = (ldflags: string) =>
      read(
        elfOf({
          name: '.go.buildinfo',
          content: inline('go1.22.3', `mod\texample.com/tool\t(devel)\t\nbuild\t-ldflags="${ldflags}"\n`),
        }),
      ).slice(1);
    expect(built('-s -w -X main.version=1.2.3')).toEqual(['example.com/tool@v1.2.3']);
    expect(built("-X 'example.com/tool/internal.Version=v1.2.3-rc.1'")).toEqual(['example.com/tool@v1.2.3-rc.1']);
    expect(built('-X main.version=1.2.3 -X example.com/other.version=4.5.6')).toEqual([]);
    expect(built('-s -w')).toEqual([]);
  });

  it('are looked for in programs and libraries alone', () => {
    const program = elfOf({ name: '.go.buildinfo', content: inline('go1.22.3', '') });
    expect(read(program, 'usr/share/doc/tool', 0o644)).toEqual([]);
    expect(read(program, 'usr/lib/tool.so', 0o644)).toEqual(['stdlib@v1.22.3']);
    expect(readWith(goBinary, 'usr/bin/script', `#!/bin/sh\n${'#'.repeat(600)}`, 0o755)).toBeUndefined();
    expect(
      readWith(goBinary, 'usr/bin/c', elfOf({ name: '.data', content: Buffer.alloc(100) }), 0o755),
    ).toBeUndefined();
  });

  it('are malformed where the list is longer than its section', () => {
    const content = inline('go1.22.3', modules).subarray(0, 60);
    expect(() => read(elfOf({ name: '.go.buildinfo', content }))).toThrow('points outside of itself');
  });
});
