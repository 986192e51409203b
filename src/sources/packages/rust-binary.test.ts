import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readWith } from './entry.fixture.ts';
import { elfOf, machOOf, peOf } from './executable/executables.fixture.ts';
import { rustBinary } from './rust-binary.ts';

const list = {
  packages: [
    { name: 'one', version: '1.2.3', source: 'crates.io', dependencies: [1] },
    { name: 'two', version: '0.4.0', source: 'crates.io' },
    { name: 'tool', version: '0.1.0', source: 'local', root: true, dependencies: [0, 1] },
    { name: 'builder', version: '1.0.0', source: 'crates.io', kind: 'build' },
  ],
};
const section = (value: unknown) => ({ name: '.dep-v0', content: deflateSync(JSON.stringify(value)) });
const read = (program: Buffer) => readWith(rustBinary, 'usr/bin/tool', program, 0o755);

describe('crates of a Rust program', () => {
  it('are told with what they need', () => {
    for (const program of [elfOf(section(list)), peOf(section(list)), machOOf(section(list))])
      expect(read(program)?.packages).toEqual([
        { type: 'cargo', name: 'one', version: '1.2.3', relationship: 'direct', dependsOn: ['pkg:cargo/two@0.4.0'] },
        { type: 'cargo', name: 'two', version: '0.4.0', relationship: 'direct' },
        {
          type: 'cargo',
          name: 'tool',
          version: '0.1.0',
          dependsOn: ['pkg:cargo/one@1.2.3', 'pkg:cargo/two@0.4.0'],
        },
        { type: 'cargo', name: 'builder', version: '1.0.0', relationship: 'indirect', development: true },
      ]);
  });

  it('are not there in programs built without the list', () => {
    expect(read(elfOf({ name: '.text', content: Buffer.alloc(200) }))).toBeUndefined();
  });

  it('are malformed where the list is no list, and too many where it never ends', () => {
    expect(() => read(elfOf({ name: '.dep-v0', content: Buffer.from('no zlib') }))).toThrow('cannot be unpacked');
    expect(() => read(elfOf(section({})))).toThrow('has no packages');
    const bomb = { name: '.dep-v0', content: deflateSync(Buffer.alloc(64 * 1024 * 1024)) };
    expect(() => read(elfOf(bomb))).toThrow(expect.objectContaining({ code: 'too-large' }));
  });
});
