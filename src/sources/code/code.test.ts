import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Collection, FactRecord } from '../../model/index.ts';
import { readLimits } from '../files/index.ts';
import { lockFileIn } from './lock-file-in.ts';
import { originIn } from './origin.ts';
import { type ScanFolderOptions, scanFolder } from './scan.ts';

const lock = JSON.stringify({
  name: 'shop',
  lockfileVersion: 3,
  packages: { '': { dependencies: { one: '1.0.0' } }, 'node_modules/one': { version: '1.0.0' } },
});

function folderOf(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(path.join(tmpdir(), 'code-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  }
  return root;
}

async function scanned(root: string, options: Partial<ScanFolderOptions> = {}) {
  const records: FactRecord[] = [];
  const given = { tenant: 't', connection: 'c', redactionKey: Buffer.alloc(32), now: () => new Date(0), ...options };
  const folder = await scanFolder(root, given, { write: async (record) => void records.push(record) });
  const collection = (operation: string) =>
    records.find((one): one is Collection => one.type === 'collection' && one.operation === operation);
  const secrets = records.flatMap((one) => (one.type === 'fact' && one.operation === 'ListSecrets' ? [one.data] : []));
  return { ...folder, collection, secrets };
}

const named = ({ bom }: { bom: { packages: { name: string }[] } }) => bom.packages.map(({ name }) => name);

describe('a folder of sources', () => {
  it('tells what its lock files declare with their lines, and what is installed in it', async () => {
    const root = folderOf({
      'package-lock.json': lock,
      'api/requirements.txt': 'flask==1.0\n',
      'api/venv/lib/python3.12/site-packages/two-2.0.dist-info/METADATA': 'Name: two\nVersion: 2.0\n',
    });
    const { bom, collection } = await scanned(root);
    expect(bom.packages.map(({ purl, locations }) => [purl, locations[0]?.path, locations[0]?.lines])).toEqual([
      ['pkg:npm/one@1.0.0', 'package-lock.json', [1, 1]],
      ['pkg:pypi/flask@1.0', 'api/requirements.txt', [1, 1]],
      ['pkg:pypi/two@2.0', 'api/venv/lib/python3.12/site-packages/two-2.0.dist-info/METADATA', undefined],
    ]);
    expect(collection('ListPackages')).toMatchObject({ complete: true, items: 3 });
  });

  it('is searched for secrets in folders that would be the system’s own in an image', async () => {
    const root = folderOf({
      'lib/app.yml': 'a: 1\ndb_password: "hG7!kd82Lq"\n',
      'dev/.env': 'API_TOKEN=k29dKq8sLw01mZx\n',
    });
    const { secrets } = await scanned(root);
    expect(secrets).toMatchObject([
      { name: 'dev/.env', line: 1 },
      { name: 'lib/app.yml', line: 2, where: 'file' },
    ]);
    expect(JSON.stringify(secrets)).not.toContain('kd82Lq');
  });

  it('is read without what version control keeps, wherever that lies, and without following links', async () => {
    const root = folderOf({ '.git/x/package-lock.json': lock, 'sub/.git/package-lock.json': lock });
    const other = folderOf({ 'package-lock.json': lock });
    symlinkSync(other, path.join(root, 'link'));
    expect(named(await scanned(root))).toEqual([]);
  });

  it('is the same again by its name or where Git says it comes from, and by its place alone without these', async () => {
    const config = '[core]\n[remote "origin"]\n\turl = https://user:token@code.example/team/shop.git\n';
    const [one, two] = [folderOf({ '.git/config': config }), folderOf({ '.git/config': config })];
    const [first, second] = [await scanned(one), await scanned(two)];
    expect(first).toMatchObject({ id: second.id, name: 'code.example/team/shop' });
    expect((await scanned(folderOf({}))).id).not.toBe((await scanned(folderOf({}))).id);
    expect((await scanned(folderOf({}), { name: 'shop' })).id).toBe((await scanned(folderOf({}), { name: 'shop' })).id);
  });

  it('that was not read to its end, or has broken files, says so', async () => {
    const root = folderOf({ 'a/package-lock.json': '{', 'b/package-lock.json': lock });
    const broken = await scanned(root);
    expect(broken.collection('ListPackages')).toMatchObject({ complete: false, error: { code: 'Unread' } });
    expect(broken.collection('ListSecrets')?.complete).toBe(true);
    const cut = await scanned(root, { limits: { ...readLimits, entries: 2 } });
    expect(cut.collection('ListSecrets')?.complete).toBe(false);
    expect(cut.collection('ListPackages')?.complete).toBe(false);
  });

  it('has to be a folder', async () => {
    const root = folderOf({ file: '' });
    await expect(scanned(path.join(root, 'file'))).rejects.toMatchObject({ code: 'folder-none' });
    await expect(scanned(path.join(root, 'none'))).rejects.toMatchObject({ code: 'folder-unreadable' });
  });
});

describe('the origin of a folder', () => {
  const of = (url: string) =>
    originIn(`[remote "upstream"]\nurl = https://a.example/b\n[remote "origin"]\nurl = ${url}\n`);

  it('is its place without who signs in there', () => {
    expect(of('git@code.example:team/shop.git')).toBe('code.example/team/shop');
    expect(of('ssh://git@Code.example:2222/team/shop')).toBe('code.example:2222/team/shop');
    expect(of('/srv/git/shop')).toBeUndefined();
    expect(of('../shop')).toBeUndefined();
  });

  it('is looked for in any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(of(text) ?? '').not.toMatch(/^[^/]*@/);
      }),
    );
  });
});

describe('the first lock file', () => {
  it('is found in the folder or one below, and not in the root of a system', async () => {
    expect(await lockFileIn(folderOf({ 'go.mod': '' }))).toBe('go.mod');
    expect(await lockFileIn(folderOf({ 'api/Cargo.lock': '', 'README.md': '' }))).toBe('api/Cargo.lock');
    expect(await lockFileIn(folderOf({ 'etc/os-release': '', 'usr/bin/x': '', 'app/go.mod': '' }))).toBeUndefined();
    expect(await lockFileIn('/nowhere')).toBeUndefined();
  });
});
