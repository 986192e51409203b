import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFolder } from '../../src/sources/files/index.ts';
import { assembleBom, installedCatalogs } from '../../src/sources/packages/index.ts';

/** rpm, what builds its packages, and what loads a database of Berkeley DB, which rpm itself only reads by now. */
const has = ['rpm', 'rpmbuild', 'db_load'].every((tool) => spawnSync(tool, ['--version']).error === undefined);

const packages = 60;
const subpackage = (index: number) => `
%package part${index}
Summary: a part
${index % 3 === 0 ? 'BuildArch: noarch' : `Vendor: Example ${index}`}
${index % 5 === 0 ? `Epoch: ${index}` : ''}
License: ${'MIT OR '.repeat(index)}BSD
%description part${index}
${'A part of the whole. '.repeat(index * 40)}
%files part${index}
/usr/share/whole/part${index}
`;
const specification = `
Name: whole
Epoch: 2
Version: 1.0~rc1
Release: 3.el9
Summary: the whole
License: MIT
ModularityLabel: whole:1:20240101000000:rhel9
%description
The whole.
%install
mkdir -p %{buildroot}/usr/bin %{buildroot}/usr/share/whole
touch %{buildroot}/usr/bin/whole
touch $(seq -f %{buildroot}/usr/share/whole/part%%g 0 ${packages - 1})
touch $(seq -f %{buildroot}/usr/share/whole/one-of-many-files-%%g 3000)
%files
/usr/bin/whole
/usr/share/whole/one-of-many-files-*
${Array.from({ length: packages }, (_, index) => subpackage(index)).join('')}
`;

describe.skipIf(!has)('a root of rpm, with packages that rpm has built and installed', () => {
  let folder: string;
  const database = (format: string) => path.join(folder, format, 'var/lib/rpm');

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'hwaseong-rpm-'));
    const spec = path.join(folder, 'whole.spec');
    writeFileSync(spec, specification);
    const top = path.join(folder, 'build');
    const defines = ['--define', `_topdir ${top}`, '--define', '_build_id_links none'];
    execFileSync('rpmbuild', ['-bb', '--quiet', ...defines, spec], { stdio: 'pipe' });
    mkdirSync(database('sqlite'), { recursive: true });
    const built = execFileSync('find', [top, '-name', '*.rpm'], { encoding: 'utf8' }).trim().split('\n');
    const how = ['--justdb', '--nodeps', '--nosignature', '--ignorearch'];
    execFileSync('rpm', ['--dbpath', database('sqlite'), '-i', ...how, ...built], { stdio: 'pipe' });
    toBerkeley(path.join(database('sqlite'), 'rpmdb.sqlite'), database('berkeley'));
  }, 120_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(['sqlite', 'berkeley'])('has exactly the packages that rpm lists, in %s', async (format) => {
    const listed = rpmLists(database(format));
    expect(listed).toHaveLength(packages + 1);
    const { packages: found, unread } = await bomOf(path.join(folder, format));
    expect(unread).toEqual([]);
    expect(found.map(line).sort()).toEqual(listed);
  });

  it('no longer has what was removed', async () => {
    const gone = Array.from({ length: 30 }, (_, index) => `whole-part${index * 2}`);
    execFileSync('rpm', ['--dbpath', database('sqlite'), '-e', '--justdb', '--nodeps', ...gone], {
      stdio: 'pipe',
    });
    const { packages: found, unread } = await bomOf(path.join(folder, 'sqlite'));
    expect(unread).toEqual([]);
    expect(found).toHaveLength(packages + 1 - gone.length);
    expect(found.map(line).sort()).toEqual(rpmLists(database('sqlite')));
  });
});

async function bomOf(root: string) {
  return assembleBom(await readFolder(root, installedCatalogs), installedCatalogs);
}

const none = '(none)';

function rpmLists(database: string): string[] {
  const tags = ['NAME', 'EPOCH', 'VERSION', 'RELEASE', 'ARCH', 'SOURCERPM', 'MODULARITYLABEL', 'LICENSE', 'VENDOR'];
  const format = `${tags.map((tag) => `%{${tag}}`).join('|')}\n`;
  const backend = ['--define', '_db_backend bdb_ro'];
  const text = execFileSync('rpm', ['--dbpath', database, ...backend, '-qa', '--qf', format], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return text.trim().split('\n').sort();
}

function line(one: Awaited<ReturnType<typeof bomOf>>['packages'][number]): string {
  const [, epoch = none, version, release] = /^(?:(\d+):)?([^-]+)-(.+)$/.exec(one.version) ?? [];
  const source = `${one.source?.name}-${one.source?.version}.src.rpm`;
  const [license, supplier] = [one.licenses?.join(' ') ?? none, one.supplier ?? none];
  return [one.name, epoch, version, release, one.arch, source, one.module ?? none, license, supplier].join('|');
}

/** Loads the headers of a database in SQLite into a hash of Berkeley DB, as rpm wrote them of old. */
function toBerkeley(sqlite: string, folder: string): void {
  const rows = new DatabaseSync(sqlite, { readOnly: true }).prepare('SELECT hnum, blob FROM Packages').all();
  const number = (value: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    return bytes.toString('hex');
  };
  const records = rows.flatMap(({ hnum, blob }) => [
    number(Number(hnum)),
    Buffer.from(blob as Uint8Array).toString('hex'),
  ]);
  const lines = ['VERSION=3', 'format=bytevalue', 'type=hash', 'HEADER=END'];
  lines.push(...[number(0), number(rows.length), ...records].map((hex) => ` ${hex}`), 'DATA=END', '');
  mkdirSync(folder, { recursive: true });
  execFileSync('db_load', [path.join(folder, 'Packages')], { input: lines.join('\n') });
  if (readFileSync(path.join(folder, 'Packages')).readUInt32LE(12) !== 0x061561) throw new Error('not a hash');
}
