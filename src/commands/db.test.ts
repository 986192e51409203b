import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startRegistry } from '../sources/image/registry.fixture.ts';

let dir: string;
let feeds: string;

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'hwaseong-db-'));
  feeds = path.join(dir, 'feeds');
  await mkdir(path.join(feeds, 'osv'), { recursive: true });
  await writeFile(path.join(feeds, 'osv', 'all.ndjson'), `${record('GHSA-1')}\n${record('GHSA-2')}\n{}\n`);
});
afterEach(() => rm(dir, { recursive: true }));

function record(id: string): string {
  const ranges = [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '1.0.0' }] }];
  return JSON.stringify({ id, affected: [{ package: { ecosystem: 'npm', name: 'left' }, ranges }] });
}

/** Runs the program as a person does. */
function run(words: readonly string[], { language = 'en', stopAt }: { language?: string; stopAt?: RegExp } = {}) {
  const env = { ...process.env, HWASEONG_LANG: language, HWASEONG_ADVISORIES: path.join(dir, 'advisories.sqlite') };
  const child = spawn(process.execPath, ['src/main.ts', 'db', ...words], { env });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  // Ctrl-C as soon as a file of that name lies there.
  const watch = setInterval(() => {
    if (stopAt === undefined || !readdirSync(dir).some((name) => stopAt.test(name))) return;
    clearInterval(watch);
    child.kill('SIGINT');
  }, 50);
  child.on('close', () => clearInterval(watch));
  return new Promise<{ code: number | null; out: string; err: string }>((resolve) =>
    child.on('close', (code) => resolve({ code, out, err })),
  );
}

describe('hwaseong db', () => {
  it('update reads feeds and tells what it could not read', async () => {
    const { code, out, err } = await run(['update', '--from', feeds]);
    expect(err).toContain('osv: 2 records, 1 malformed');
    expect(err).toContain('all.ndjson:3: it has no id');
    expect(out).toContain('2 vulnerabilities in 1 packages of 1 ecosystems.');
    expect(code).toBe(0);
  });

  it('update exits with 3 where a feed failed, and with 2 where nothing is there', async () => {
    await run(['update', '--from', feeds]);
    await writeFile(path.join(feeds, 'osv', 'all.ndjson'), 'words');
    const { code, err } = await run(['update', '--from', feeds], { language: 'ko' });
    expect([code, err]).toEqual([3, expect.stringContaining('마지막으로 받은 데이터를 유지합니다')]);
    expect((await run(['update', '--from', path.join(dir, 'nowhere')])).code).toBe(2);
  });

  it('status shows feeds, coverage and age, for people and for programs', async () => {
    await run(['update', '--from', feeds]);
    const table = await run(['status']);
    expect(table.out).toMatch(/osv +\d{4}-\d\d-\d\d/);
    expect(table.out).toContain('Covers: npm');
    const json = JSON.parse((await run(['status', '--format', 'json'])).out) as Record<string, unknown>;
    expect(json).toMatchObject({ ecosystems: { npm: 2 }, tooOld: [], feeds: [{ id: 'osv', records: 2, rejected: 1 }] });
    expect((await run(['status', '--db', path.join(dir, 'none')])).code).toBe(2);
  });

  it('export and import carry it over, by a file and by a registry', async () => {
    await run(['update', '--from', feeds]);
    const file = path.join(dir, 'out.tar.zst');
    expect((await run(['export', file])).code).toBe(0);
    const elsewhere = path.join(dir, 'elsewhere', 'a.sqlite');
    expect((await run(['import', file, '--db', elsewhere])).out).toContain('2 vulnerabilities');
    const registry = await startRegistry(path.join(dir, 'registry'));
    try {
      const place = `oci://${registry.host}/security/advisories:latest`;
      expect(await run(['export', place])).toMatchObject({ code: 0, err: '' });
      const there = path.join(dir, 'there', 'a.sqlite');
      expect(await run(['import', place, '--db', there])).toMatchObject({ code: 0, err: '' });
      expect((await run(['status', '--db', there])).out).toContain('Covers: npm');
      expect((await run(['import', `oci://${registry.host}/security/none:latest`])).code).toBe(2);
    } finally {
      await registry.stop();
    }
  });

  it('update that is interrupted leaves nothing behind', async () => {
    await writeFile(path.join(feeds, 'osv', 'all.ndjson'), `${record('GHSA-1')}\n`.repeat(400_000));
    const { code, err } = await run(['update', '--from', feeds], { stopAt: /building/ });
    expect([code, err]).toEqual([2, expect.stringContaining('Stopped.')]);
    expect(await readdir(dir)).toEqual(['feeds']);
  });
});
