import { describe, expect, it } from 'vitest';
import { namesOf, readWith } from '../entry.fixture.ts';
import type { PackageReading } from '../types.ts';
import { berkeleyOf, headerOf, ndbOf, sqliteOf, type Tags } from './databases.fixture.ts';
import { rpm } from './index.ts';
import { rpmManifest } from './manifest.ts';

const plain: Tags = { 1000: 'plain', 1001: '1.0', 1002: '2.el9' };
const full: Tags = {
  1000: 'full',
  1001: '2.5',
  1002: '1.module+el8',
  1003: 1,
  1011: 'Example, Inc.',
  1014: 'MIT and BSD',
  1022: 'x86_64',
  1044: 'full-source-2.5-1.module+el8.src.rpm',
  1116: [0, 1, 0],
  1117: ['full', 'readme', 'other.conf'],
  1118: ['/usr/bin/', '/usr/share/doc/full/'],
  5096: 'full:2:8010020240101000000:cdc1202b',
};
const key: Tags = { 1000: 'gpg-pubkey', 1001: 'fd431d51', 1002: '4ae0493b' };
const headers = [plain, full, key].map(headerOf);
const long = headerOf({ ...plain, 1000: 'long', 1014: 'x'.repeat(100_000) });

const formats: Readonly<Record<string, { path: string; of(headers: readonly Buffer[]): Buffer }>> = {
  SQLite: { path: 'var/lib/rpm/rpmdb.sqlite', of: (list) => sqliteOf(list) },
  ndb: { path: 'usr/lib/sysimage/rpm/Packages.db', of: ndbOf },
  'Berkeley DB': { path: 'var/lib/rpm/Packages', of: (list) => berkeleyOf(list) },
  'Berkeley DB of a machine with the other byte order': {
    path: 'var/lib/rpm/Packages',
    of: (list) => berkeleyOf(list, false),
  },
};

describe.each(Object.entries(formats))("rpm's database in %s", (_name, { path, of }) => {
  const read = (bytes: Buffer) => readWith(rpm, path, bytes);

  it('tells packages, without the keys that are kept among them', () => {
    expect(read(of(headers))).toEqual({
      packages: [
        { type: 'rpm', name: 'plain', version: '1.0-2.el9' },
        {
          type: 'rpm',
          name: 'full',
          version: '1:2.5-1.module+el8',
          arch: 'x86_64',
          source: { name: 'full-source', version: '2.5-1.module+el8' },
          module: 'full:2:8010020240101000000:cdc1202b',
          licenses: ['MIT and BSD'],
          supplier: 'Example, Inc.',
          owns: ['usr/bin/full'],
        },
      ],
    });
  });

  it('may hold headers of any length, and none', () => {
    expect(namesOf(read(of([long, ...headers])))).toEqual([
      'long@1.0-2.el9',
      'plain@1.0-2.el9',
      'full@1:2.5-1.module+el8',
    ]);
    const many = Array.from({ length: 200 }, (_, index) => headerOf({ ...plain, 1000: `package-${index}` }));
    expect(read(of(many))?.packages).toHaveLength(200);
  });

  it('leaves the other packages where one cannot be read, and says so', () => {
    const found = read(of([headerOf({ 1000: 'nameless' }), headerOf(plain)]));
    expect(namesOf(found)).toEqual(['plain@1.0-2.el9']);
    expect(found?.incomplete?.reason).toBe('1 of 2 headers: an rpm header lacks name, version or release');
    expect(() => read(of([Buffer.from('no header at all')]))).toThrow('1 of 1 headers');
  });

  it('is never taken for empty or whole where it is cut', () => {
    const bytes = of([long, ...headers]);
    for (let size = 0; size < bytes.length; size += 256) expectNoSilence(() => read(bytes.subarray(0, size)), 3);
  });

  it('never loses a package without a word where a bit is turned', () => {
    const bytes = of(headers);
    for (let at = 0; at < bytes.length; at += 1) {
      for (const bit of [1, 128]) {
        bytes[at] = (bytes[at] as number) ^ bit;
        expectNoSilence(() => read(bytes), 2);
        bytes[at] = (bytes[at] as number) ^ bit;
      }
    }
  });
});

function expectNoSilence(read: () => PackageReading | undefined, packages: number): void {
  let found: PackageReading | undefined;
  try {
    found = read();
  } catch (error) {
    expect(error).toMatchObject({ name: 'UnreadableFile' });
    return;
  }
  // More than there are may come of it: the name of a key becomes one of a package.
  if (found?.incomplete === undefined) expect(found?.packages?.length).toBeGreaterThanOrEqual(packages);
}

describe("rpm's database", () => {
  it('has its changes in a second file at times, and that they are not read is told', () => {
    expect(readWith(rpm, 'var/lib/rpm/rpmdb.sqlite-wal', 'frames')?.incomplete?.code).toBe('unsupported');
    expect(readWith(rpm, 'var/lib/rpm/rpmdb.sqlite-wal', '')).toBeUndefined();
  });

  it('is no other file of that name', () => {
    expect(readWith(rpm, 'srv/rpm/Packages', 'x')).toBeUndefined();
    expect(readWith(rpm, 'var/lib/rpm/Name', 'x')).toBeUndefined();
    expect(() => readWith(rpm, 'var/lib/rpm/rpmdb.sqlite', 'x'.repeat(200))).toThrow('not a SQLite database');
    expect(() => readWith(rpm, 'var/lib/rpm/Packages', 'x'.repeat(200))).toThrow('not a hash');
    expect(() => readWith(rpm, 'var/lib/rpm/Packages.db', 'x'.repeat(200))).toThrow('not a database in ndb format');
  });
});

it('tells packages of the list that is left where rpm was removed', () => {
  const line = (...fields: string[]) => `${fields.join('\t')}\n`;
  const list =
    line('glibc', '2.35-6.cm2', '1', '2', 'Example', '(none)', '3', 'x86_64', '0', 'glibc-2.35-6.cm2.src.rpm') +
    line('tool', '1.0-1.cm2', '1', '2', 'Example', '2', '3', 'noarch', '2', 'tool-1.0-1.cm2.src.rpm');
  const found = readWith(rpmManifest, 'var/lib/rpmmanifest/container-manifest-2', list);
  expect(namesOf(found)).toEqual(['glibc@2.35-6.cm2', 'tool@2:1.0-1.cm2']);
  expect(found?.packages?.[0]).toMatchObject({ arch: 'x86_64', source: { name: 'glibc', version: '2.35-6.cm2' } });
});
