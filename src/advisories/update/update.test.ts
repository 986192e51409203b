import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAdvisories } from '../database/open.ts';
import { isPlainPath } from './from-web.ts';
import { updateAdvisories } from './update.ts';

const now = new Date('2030-01-10T00:00:00Z');
let dir: string;
let file: string;

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'hwaseong-update-'));
  file = path.join(dir, 'db', 'advisories.sqlite');
});
afterEach(() => rm(dir, { recursive: true }));

const record = (id: string, fixed: string) =>
  JSON.stringify({
    id,
    affected: [
      {
        package: { ecosystem: 'npm', name: 'left' },
        ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed }] }],
      },
    ],
  });

function fixedIn(): (string | undefined)[] {
  const advisories = openAdvisories(file);
  const fixed = advisories.affecting('npm', 'left').map(({ ranges }) => ranges[0]?.fixed);
  advisories.close();
  return fixed;
}

function asOf(feed: string): string | undefined {
  const advisories = openAdvisories(file);
  const found = advisories.meta.feeds.find(({ id }) => id === feed)?.asOf;
  advisories.close();
  return found;
}

describe('an update from a folder', () => {
  const folder = () => path.join(dir, 'feeds');
  const update = (more = {}) => updateAdvisories(file, { from: folder(), now, env: {}, ...more });
  const put = async (name: string, content: string | Uint8Array) => {
    const at = path.join(folder(), name);
    await mkdir(path.dirname(at), { recursive: true });
    await writeFile(at, content);
    await utimes(at, new Date('2030-01-05T00:00:00Z'), new Date('2030-01-05T00:00:00Z'));
  };

  it('reads the feeds that lie there, packed or not, as old as their files', async () => {
    await put('osv/all.ndjson.gz', gzipSync(record('GHSA-1', '1')));
    await put('other/file.json', '{}');
    expect(await update()).toMatchObject([{ id: 'osv', state: 'read', counts: { records: 1 } }]);
    expect([fixedIn(), asOf('osv')]).toEqual([['1'], '2030-01-05T00:00:00.000Z']);
  });

  it('reads no feed whose files are the same, unless it is to', async () => {
    await put('osv/all.ndjson', record('GHSA-1', '1'));
    await update();
    expect(await update()).toMatchObject([{ state: 'unchanged' }]);
    expect(await update({ force: true })).toMatchObject([{ state: 'read' }]);
    await put('osv/all.ndjson', record('GHSA-1', '1.5'));
    expect(await update()).toMatchObject([{ state: 'read' }]);
    expect(fixedIn()).toEqual(['1.5']);
  });

  it('keeps the last good data of a feed that is broken now, and counts what is malformed', async () => {
    await put('osv/all.ndjson', `${record('GHSA-1', '1')}\n{"id"`);
    expect(await update()).toMatchObject([{ state: 'read', counts: { records: 1, rejected: 1 } }]);
    await put('osv/all.ndjson', gzipSync(record('GHSA-1', '2')).subarray(0, 30));
    expect(await update()).toMatchObject([{ state: 'failed', present: true }]);
    expect(fixedIn()).toEqual(['1']);
  });

  it('is told where there is no folder, no feed in it, or no feed of that name', async () => {
    await expect(update()).rejects.toMatchObject({ code: 'advisories-folder-unreadable' });
    await put('other/file.json', '{}');
    await expect(update()).rejects.toMatchObject({ code: 'advisories-no-feed' });
    await expect(update({ only: ['nowhere'] })).rejects.toMatchObject({ code: 'no-such-feed' });
  });
});

describe('an update from a mirror', () => {
  let server: Server;
  let base: string;
  /** What the mirror has, by path; a number is an answer of that status. */
  let files: Record<string, string | number>;
  let asked: string[];

  beforeEach(async () => {
    files = {};
    asked = [];
    server = createServer((request, response) => {
      const name = request.url ?? '';
      const content = files[name] ?? 404;
      const etag = `"${String(content).length}"`;
      const status = typeof content === 'number' ? content : request.headers['if-none-match'] === etag ? 304 : 200;
      asked.push(`${name} ${status}`);
      response.writeHead(status, { etag, 'last-modified': 'Sat, 05 Jan 2030 00:00:00 GMT' });
      response.end(status === 200 ? content : undefined);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/mirror`;
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  const update = (more = {}) => updateAdvisories(file, { from: base, now, env: {}, ...more });
  const index = (feeds: Record<string, string[]>) => {
    files['/mirror/index.json'] = JSON.stringify({ feeds });
  };

  it('fetches the files that its index names, and later what has changed of them', async () => {
    index({ osv: ['a.ndjson', 'deep/b.ndjson'] });
    files['/mirror/osv/a.ndjson'] = record('GHSA-1', '1');
    files['/mirror/osv/deep/b.ndjson'] = record('GHSA-2', '2');
    expect(await update()).toMatchObject([{ id: 'osv', state: 'read', counts: { records: 2 } }]);
    expect(asOf('osv')).toBe('2030-01-05T00:00:00.000Z');
    asked = [];
    expect(await update()).toMatchObject([{ state: 'unchanged' }]);
    expect(asked).toEqual(['/mirror/index.json 200', '/mirror/osv/a.ndjson 304', '/mirror/osv/deep/b.ndjson 304']);
    files['/mirror/osv/a.ndjson'] = record('GHSA-1', '1.5');
    expect(await update()).toMatchObject([{ state: 'read', counts: { records: 2 } }]);
    expect(fixedIn()).toEqual(['1.5', '2']);
  });

  it('knows the files of each feed where there is no index', async () => {
    files['/mirror/osv/npm.zip'] = 503;
    files['/mirror/cisa-kev/known_exploited_vulnerabilities.json'] = JSON.stringify({
      vulnerabilities: [{ cveID: 'CVE-2030-1000', dateAdded: '2030-01-01' }],
    });
    const outcomes = await update();
    expect(outcomes.map(({ id, state, present }) => [id, state, present])).toEqual([
      ['cisa-kev', 'read', true],
      ['osv', 'failed', false],
    ]);
  });

  it('keeps what is there where the mirror fails, feed by feed and as a whole', async () => {
    index({ osv: ['a.ndjson'] });
    files['/mirror/osv/a.ndjson'] = record('GHSA-1', '1');
    await update();
    files['/mirror/osv/a.ndjson'] = 500;
    expect(await update()).toMatchObject([{ state: 'failed', present: true, problem: expect.stringContaining('500') }]);
    await expect(update({ from: 'http://127.0.0.1:9/' })).rejects.toMatchObject({
      code: 'advisories-mirror-unreachable',
    });
    expect(fixedIn()).toEqual(['1']);
    expect(await readdir(path.dirname(file))).toEqual(['advisories.sqlite']);
  });

  it('never writes outside of its folder, whatever the index says', () => {
    expect(['a.zip', 'v3.20/main.json', 'a+b_c-1.json'].every(isPlainPath)).toBe(true);
    expect(['../a', '/a', 'a/../../b', 'a//b', './a', '', 'a\\b', 'a\0'].some(isPlainPath)).toBe(false);
  });

  it('goes through the proxy that the environment names', async () => {
    index({ osv: ['a.ndjson'] });
    files['/mirror/osv/a.ndjson'] = record('GHSA-1', '1');
    const proxied: string[] = [];
    const proxy = createServer((request, response) => {
      proxied.push(request.url ?? '');
      const at = new URL(request.url ?? '', base).pathname;
      response.end(typeof files[at] === 'string' ? files[at] : '');
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    expect(await update({ from: 'http://mirror.example.com/mirror', env: { HTTP_PROXY: address } })).toMatchObject([
      { state: 'read' },
    ]);
    expect(proxied).toContain('http://mirror.example.com/mirror/osv/a.ndjson');
    await new Promise((resolve) => proxy.close(resolve));
  });
});
