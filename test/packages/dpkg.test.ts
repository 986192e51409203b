import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Package } from '../../src/model/index.ts';
import { readFolder } from '../../src/sources/files/index.ts';
import { assembleBom, installedCatalogs } from '../../src/sources/packages/index.ts';

const has = spawnSync('dpkg-query', ['--version']).error === undefined;
/** Only root may have dpkg set up a root of its own. */
const mayInstall = has && process.getuid?.() === 0;

let root: string;
beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), 'hwaseong-dpkg-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function bomOf(folder: string) {
  return assembleBom(await readFolder(folder, installedCatalogs), installedCatalogs);
}

function line({ name, version, arch, source }: Package): string {
  return [name, version, arch, source?.name, source?.version].join('|');
}

/** Packages whose files are there. */
function dpkgLists(admin: string): string[] {
  const fields = ['db:Status-Status', 'Package', 'Version', 'Architecture', 'source:Package', 'source:Version'];
  const format = `${fields.map((field) => `\${${field}}`).join('|')}\n`;
  const text = execFileSync('dpkg-query', [`--admindir=${admin}`, '-W', '-f', format], { encoding: 'utf8' });
  return text
    .split('\n')
    .filter((one) => /^(?:installed|unpacked|half-configured|triggers-\w+)\|/.test(one))
    .map((one) => one.slice(one.indexOf('|') + 1))
    .sort();
}

describe.skipIf(!has)('the packages of this machine', () => {
  it('are exactly those that dpkg-query lists', async () => {
    const folder = path.join(root, 'this-machine');
    mkdirSync(path.join(folder, 'var/lib/dpkg'), { recursive: true });
    copyFileSync('/var/lib/dpkg/status', path.join(folder, 'var/lib/dpkg/status'));
    const { packages, unread } = await bomOf(folder);
    expect(unread).toEqual([]);
    expect(packages.map(line).sort()).toEqual(dpkgLists(path.join(folder, 'var/lib/dpkg')));
    expect(packages.length).toBeGreaterThan(50);
  });
});

describe.skipIf(!mayInstall)('a root that dpkg has set up', () => {
  let folder: string;
  const admin = () => path.join(folder, 'var/lib/dpkg');

  beforeAll(() => {
    folder = path.join(root, 'set-up');
    for (const one of ['info', 'updates', 'triggers']) mkdirSync(path.join(admin(), one), { recursive: true });
    for (const file of ['status', 'available']) writeFileSync(path.join(admin(), file), '');
    const manifest = '{"name":"bundled","version":"1.0.0"}';
    const debs = [
      build('plain', 'Version: 1.0-1'),
      build('built-anew', 'Source: another (2.0-1)\nVersion: 1:2.0-1+b2'),
      build('with-node', 'Version: 3', { 'usr/share/with-node/node_modules/bundled/package.json': manifest }),
      build('removed', 'Version: 4', { 'etc/removed': 'kept\n', 'DEBIAN/conffiles': '/etc/removed\n' }),
      build('purged', 'Version: 5'),
    ];
    dpkg('--install', ...debs);
    dpkg('--unpack', build('unpacked', 'Version: 6'));
    dpkg('--remove', 'removed');
    dpkg('--purge', 'purged');
  });

  it('has exactly the packages that dpkg-query lists, those that are not set up among them', async () => {
    const { packages, unread } = await bomOf(folder);
    const system = packages.filter(({ type }) => type === 'deb');
    expect(unread).toEqual([]);
    expect(system.map(line).sort()).toEqual(dpkgLists(admin()));
    expect(system.map(({ name }) => name)).toEqual(['built-anew', 'plain', 'unpacked', 'with-node']);
  });

  it('tells which package of the system another belongs to', async () => {
    const { packages } = await bomOf(folder);
    expect(packages.find(({ type }) => type === 'npm')).toMatchObject({
      name: 'bundled',
      ownedBy: 'pkg:deb/with-node@3?arch=all',
    });
  });

  function dpkg(...args: string[]): void {
    execFileSync('dpkg', [`--root=${folder}`, '--log=/dev/null', ...args], { stdio: 'pipe' });
  }

  function build(name: string, fields: string, files: Readonly<Record<string, string>> = {}): string {
    const control = `Package: ${name}\n${fields}\nArchitecture: all\nMaintainer: Some One <one@example.com>\nDescription: x\n`;
    const from = path.join(root, name);
    for (const [file, text] of Object.entries({ ...files, 'DEBIAN/control': control })) {
      mkdirSync(path.dirname(path.join(from, file)), { recursive: true });
      writeFileSync(path.join(from, file), text);
    }
    execFileSync('dpkg-deb', ['--build', '--root-owner-group', from, `${from}.deb`], { stdio: 'pipe' });
    return `${from}.deb`;
  }
});
