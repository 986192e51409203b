import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UnreadableFile } from '../files/errors.ts';
import { fileEntry } from './entry.fixture.ts';
import { elfOf, machOOf, peOf } from './executable/executables.fixture.ts';
import { assembleBom, installedCatalogs, type PackageCatalog, type PackageReading } from './index.ts';
import { berkeleyOf, headerOf, ndbOf, sqliteOf } from './rpm/databases.fixture.ts';
import { zipOf } from './zip.fixture.ts';

const header = headerOf({ 1000: 'one', 1001: '1', 1002: '2', 1014: 'MIT', 1022: 'noarch' });
const goModules = Buffer.concat([
  Buffer.from('\xff Go buildinf:\x08\x02', 'latin1'),
  Buffer.alloc(16),
  Buffer.from('\x06go1.22\x00'),
]);
const crates = deflateSync('{"packages":[{"name":"one","version":"1.0.0"}]}');
const jar = zipOf({
  'META-INF/maven/g/a/pom.properties': 'groupId=g\nartifactId=a\nversion=1\n',
  'lib/b-2.jar': zipOf({ 'META-INF/MANIFEST.MF': 'Implementation-Version: 2\n' }),
});
const json = (value: object) => Buffer.from(JSON.stringify(value));

/** A whole file for each of the places where packages are told. */
const files: readonly [path: string, content: Buffer][] = [
  ['etc/os-release', Buffer.from('ID=debian\nVERSION_ID="12"\n')],
  ['var/lib/dpkg/status', Buffer.from('Package: one\nStatus: install ok installed\nVersion: 1\n\n')],
  ['var/lib/dpkg/info/one.list', Buffer.from('/usr/bin/one\n')],
  ['lib/apk/db/installed', Buffer.from('P:one\nV:1-r0\nF:usr/bin\nR:one\n\n')],
  ['var/lib/rpm/rpmdb.sqlite', sqliteOf([header])],
  ['var/lib/rpm/Packages.db', ndbOf([header])],
  ['var/lib/rpm/Packages', berkeleyOf([header, Buffer.concat([header, Buffer.alloc(2000)])])],
  [
    'var/lib/rpmmanifest/container-manifest-2',
    Buffer.from('one\t1-2\t1\t2\tv\t(none)\t3\tnoarch\t0\tone-1-2.src.rpm\n'),
  ],
  ['var/lib/pacman/local/one-1-1/desc', Buffer.from('%NAME%\none\n\n%VERSION%\n1-1\n\n')],
  ['node_modules/one/package.json', json({ name: 'one', version: '1.0.0', license: { type: 'MIT' } })],
  ['one.dist-info/METADATA', Buffer.from('Name: one\nVersion: 1\n\nText\n')],
  ['one.egg', zipOf({ 'EGG-INFO/PKG-INFO': 'Name: one\nVersion: 1\n' })],
  ['conda-meta/one.json', json({ name: 'one', version: '1' })],
  ['specifications/one-1.gemspec', Buffer.from('# stub: one 1 ruby lib\ns.licenses = ["MIT"]\n')],
  ['usr/bin/go', elfOf({ name: '.go.buildinfo', content: goModules })],
  ['usr/bin/go.exe', peOf({ name: '.data', content: goModules })],
  ['usr/bin/rust', machOOf({ name: '.dep-v0', content: crates })],
  ['app.jar', jar],
  ['vendor/composer/installed.json', json({ packages: [{ name: 'one/one', version: '1' }] })],
  ['app.deps.json', json({ libraries: { 'One/1.0.0': { type: 'package' } } })],
  [
    'opt/bitnami/one/.spdx-one.spdx',
    json({ packages: [{ externalRefs: [{ referenceLocator: 'pkg:bitnami/one@1' }] }] }),
  ],
];

/** What a catalog makes of any content: a reading from which a Bom can be made, or that it is unreadable. */
function survives(catalog: PackageCatalog, path: string, content: Buffer): void {
  const entry = fileEntry(path, content, 0o755);
  let value: PackageReading | undefined;
  try {
    if (catalog.sniff?.(content.subarray(0, 4096), entry) === false) return;
    value = catalog.read(entry, content);
  } catch (error) {
    if (error instanceof UnreadableFile) return;
    throw error;
  }
  if (value === undefined) return;
  const kept = JSON.parse(JSON.stringify(value));
  expect(kept).toEqual(value);
  const readings = { readings: [{ reader: catalog.id, path, value: kept }], unread: [], entries: 1, bytes: 0 };
  assembleBom(readings, installedCatalogs);
}

describe.each(files)('%s', (path, content) => {
  const interested = installedCatalogs.filter(({ wants }) => (wants(fileEntry(path, content, 0o755)) ?? 0) > 0);

  it('is read whole', () => {
    const readings = interested.map((catalog) => catalog.read(fileEntry(path, content, 0o755), content));
    expect(readings.some((reading) => reading !== undefined)).toBe(true);
  });

  it('is read or refused, whatever bytes it has', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        for (const catalog of interested) survives(catalog, path, Buffer.from(bytes));
      }),
      { numRuns: 200 },
    );
  });

  it('is read or refused, wherever it is damaged', () => {
    const place = fc.nat({ max: content.length - 1 });
    const damage = fc.array(fc.tuple(place, fc.nat({ max: 255 })), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(damage, fc.option(place), (changes, end) => {
        const bytes = Buffer.from(content);
        for (const [at, byte] of changes) bytes[at] = byte;
        for (const catalog of interested) survives(catalog, path, bytes.subarray(0, end ?? bytes.length));
      }),
      { numRuns: 400 },
    );
  });
});

it('knows a file for each catalog', () => {
  const unread = installedCatalogs.filter(
    ({ wants }) => !files.some(([path, content]) => wants(fileEntry(path, content, 0o755)) !== undefined),
  );
  expect(unread.map(({ id }) => id)).toEqual([]);
});

/** Each would take hours, or all memory, if it were not for a limit. */
describe('a file made to take forever', () => {
  const read = (path: string, content: Buffer) => {
    const entry = fileEntry(path, content, 0o755);
    for (const catalog of installedCatalogs) if (catalog.wants(entry) !== undefined) survives(catalog, path, content);
  };
  const blanks = ' '.repeat(2_000_000);

  it('has more blanks than anything', () => {
    for (const line of [`s.name =${blanks}x`, `${blanks}s.name = "x"`, `# stub: ${blanks}`])
      read('specifications/x.gemspec', Buffer.from(`${line}\n`));
    read('x.jar', zipOf({ 'META-INF/maven/g/a/pom.properties': `version=1${blanks}x${blanks}\n` }));
    read('x.dist-info/METADATA', Buffer.from(`Name: x\nVersion: 1\nAuthor: ${blanks}x\n${blanks}\n`));
    read('var/lib/dpkg/status', Buffer.from(`Package: x\nSource: x${blanks}(\nVersion: 1\n\n`));
    read('etc/redhat-release', Buffer.from(`x release ${blanks}`.slice(0, 60_000)));
  });

  it('is an rpm header with a long folder of many files', () => {
    const names = Array.from({ length: 100_000 }, () => 'x');
    const long = headerOf({
      1000: 'one',
      1001: '1',
      1002: '2',
      1116: names.map(() => 0),
      1117: names,
      1118: [`/usr/bin/${'x'.repeat(1_000_000)}/`],
    });
    read('var/lib/rpm/Packages.db', ndbOf([long]));
  });

  it('is a database whose packages all lie in the same place', () => {
    const bytes = ndbOf([Buffer.concat([header, Buffer.alloc(1_000_000)])]);
    for (let slot = 1; slot < 254; slot += 1) bytes.copy(bytes, 32 + 16 * slot, 32, 48);
    expect(() => read('var/lib/rpm/Packages.db', bytes)).not.toThrow();
  });

  it('is an archive whose entries all are the same archive', () => {
    let archive = zipOf({ 'META-INF/MANIFEST.MF': 'x'.repeat(100_000) }, { stored: true });
    for (let depth = 0; depth < 4; depth += 1) archive = manifold(zipOf({ 'x.jar': archive }, { stored: true }), 60);
    read('x.jar', archive);
  });

  /** An archive of one file, with that file many times in its directory. */
  function manifold(archive: Buffer, times: number): Buffer {
    const end = archive.subarray(-22);
    const start = end.readUInt32LE(16);
    const entry = archive.subarray(start, -22);
    const many = Buffer.from(end);
    many.writeUInt16LE(times, 8);
    many.writeUInt16LE(times, 10);
    many.writeUInt32LE(times * entry.length, 12);
    return Buffer.concat([archive.subarray(0, start), ...Array.from({ length: times }, () => entry), many]);
  }

  it('is a list of crates that all need each other', () => {
    const dependencies = Array.from({ length: 1500 }, (_, index) => index);
    const packages = dependencies.map((index) => ({ name: `crate-${index}`, version: '1.0.0', dependencies }));
    read('usr/bin/x', elfOf({ name: '.dep-v0', content: deflateSync(JSON.stringify({ packages })) }));
  });
});
