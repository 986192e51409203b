import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Feed } from '../feeds/index.ts';
import { buildAdvisories } from './build.ts';
import { advisoryAge } from './meta.ts';
import { type Advisories, openAdvisories } from './open.ts';
import { advisory, feedOf, ready } from './testing.ts';

const now = new Date('2030-01-10T00:00:00Z');
let dir: string;
let file: string;

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'hwaseong-advisories-'));
  file = path.join(dir, 'advisories.sqlite');
});
afterEach(() => rm(dir, { recursive: true }));

const build = (...read: Feed[]) =>
  buildAdvisories(file, { read: read.map((feed) => ready(feed)), failed: [] }, { now });

function ask<T>(question: (lookup: Advisories) => T): T {
  const advisories = openAdvisories(file);
  try {
    return question(advisories);
  } finally {
    advisories.close();
  }
}

describe('the advisory database', () => {
  it('tells all that is said of a package, with the vulnerabilities that each record stands for', async () => {
    await build(
      feedOf('ghsa', [advisory('GHSA-1', 'left', { aliases: ['CVE-2030-1000'] }), advisory('GHSA-2', 'right')]),
      feedOf('osv', [advisory('X-1', 'left', { source: 'x', aliases: ['GHSA-1'] })]),
    );
    expect(ask((lookup) => lookup.affecting('npm', 'left'))).toEqual([
      {
        ecosystem: 'npm',
        name: 'left',
        advisory: 'GHSA-1',
        source: 'ghsa',
        vulnerabilities: ['CVE-2030-1000'],
        ranges: [{ fixed: '2.0.0' }],
      },
      {
        ecosystem: 'npm',
        name: 'left',
        advisory: 'X-1',
        source: 'x',
        vulnerabilities: ['CVE-2030-1000'],
        ranges: [{ fixed: '2.0.0' }],
      },
    ]);
    expect(ask((lookup) => [lookup.affecting('npm', 'unheard-of'), lookup.affecting('pypi', 'left')])).toEqual([
      [],
      [],
    ]);
  });

  it('knows which ecosystems it covers', async () => {
    await build(feedOf('ghsa', [advisory('GHSA-1', 'left')]));
    expect(ask((lookup) => [lookup.covers('npm'), lookup.covers('debian:12')])).toEqual([true, false]);
  });

  it('takes the spellings of a name for one where its ecosystem does', async () => {
    await build(
      feedOf('pypa', [
        advisory('PYSEC-1', 'x', { affected: [{ ecosystem: 'pypi', name: 'Zope.Interface', ranges: [] }] }),
        advisory('GO-1', 'x', { affected: [{ ecosystem: 'golang', name: 'example.com/Owner/Module', ranges: [] }] }),
      ]),
    );
    expect(ask((lookup) => lookup.affecting('pypi', 'zope_interface'))).toHaveLength(1);
    expect(ask((lookup) => lookup.affecting('golang', 'example.com/owner/module'))).toHaveLength(1);
  });

  it('joins what all sources know of a vulnerability', async () => {
    const vector = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';
    await build(
      feedOf('debian', [
        advisory('DSA-1', 'left', { source: 'debian', upstream: ['CVE-2030-1000'], title: 'left - security update' }),
      ]),
      feedOf('ghsa', [
        advisory('GHSA-1', 'left', {
          aliases: ['CVE-2030-1000'],
          severity: 'high',
          title: 'Reads too far',
          cvss: [vector],
          published: '2030-01-01T00:00:00.000Z',
        }),
      ]),
      feedOf('nvd', [
        advisory('CVE-2030-1000', 'left', { source: 'nvd', severity: 'critical', affected: [] }),
        advisory('CVE-2030-9999', 'x', { source: 'nvd', affected: [] }),
      ]),
      feedOf('cisa-kev', [{ enriches: 'exploited', id: 'CVE-2030-1000', added: '2030-01-02', ransomware: true }]),
      feedOf('epss', [{ enriches: 'epss', id: 'CVE-2030-1000', probability: 0.5, percentile: 0.9 }]),
    );
    expect(ask((lookup) => lookup.facts('CVE-2030-1000'))).toEqual({
      id: 'CVE-2030-1000',
      aliases: ['GHSA-1'],
      title: 'Reads too far',
      severities: { ghsa: 'high', nvd: 'critical' },
      cvss: { vector, score: 9.8 },
      published: '2030-01-01T00:00:00.000Z',
      epss: { probability: 0.5, percentile: 0.9 },
      exploited: { added: '2030-01-02', ransomware: true },
    });
    expect(ask((lookup) => lookup.facts('CVE-2030-9999'))).toBeUndefined();
  });

  it('takes of two copies of an advisory the newer, and none where its maker took it back', async () => {
    const copy = (fixed: string, modified: string) =>
      advisory('GHSA-1', 'left', { modified, affected: [{ ecosystem: 'npm', name: 'left', ranges: [{ fixed }] }] });
    await build(
      feedOf('ghsa', [copy('2', '2030-01-02T00:00:00.000Z'), { enriches: 'withdrawn', id: 'GHSA-2', source: 'ghsa' }]),
      feedOf('osv', [copy('1', '2030-01-01T00:00:00.000Z'), advisory('GHSA-2', 'right')]),
    );
    expect(ask((lookup) => lookup.affecting('npm', 'left')).map(({ ranges }) => ranges[0]?.fixed)).toEqual(['2']);
    expect(ask((lookup) => lookup.affecting('npm', 'right'))).toEqual([]);
  });
});

describe('building it again', () => {
  it('takes over the feeds that are not read anew', async () => {
    await build(
      feedOf('ghsa', [advisory('GHSA-1', 'left')]),
      feedOf('osv', [advisory('X-1', 'left', { source: 'x' })]),
    );
    const outcomes = await build(feedOf('ghsa', [advisory('GHSA-9', 'left')]));
    expect(outcomes.map(({ id, state }) => [id, state])).toEqual([
      ['ghsa', 'read'],
      ['osv', 'unchanged'],
    ]);
    expect(ask((lookup) => lookup.affecting('npm', 'left')).map(({ advisory: id }) => id)).toEqual(['GHSA-9', 'X-1']);
  });

  it('keeps the last good data of a feed that breaks, whole', async () => {
    await build(feedOf('ghsa', [advisory('GHSA-1', 'left')]));
    const [outcome] = await build(feedOf('ghsa', [advisory('GHSA-9', 'left')], true));
    expect(outcome).toMatchObject({ state: 'failed', present: true, problem: 'it ends early' });
    expect(ask((lookup) => lookup.affecting('npm', 'left')).map(({ advisory: id }) => id)).toEqual(['GHSA-1']);
  });

  it('lets a reader go on with the file that it has opened', async () => {
    await build(feedOf('ghsa', [advisory('GHSA-1', 'left')]));
    const reader = openAdvisories(file);
    await build(feedOf('ghsa', [advisory('GHSA-9', 'left')]));
    expect(reader.affecting('npm', 'left')[0]?.advisory).toBe('GHSA-1');
    reader.close();
    expect(ask((lookup) => lookup.affecting('npm', 'left')[0]?.advisory)).toBe('GHSA-9');
  });

  it('that is stopped leaves the old file and nothing else', async () => {
    await build(feedOf('ghsa', [advisory('GHSA-1', 'left')]));
    const before = await readFile(file);
    const stop = new AbortController();
    const many = Array.from({ length: 3000 }, (_, index) => advisory(`GHSA-${index}`, `p${index}`));
    const plan = { read: [ready(feedOf('ghsa', many))], failed: [] };
    const say = () => stop.abort(new Error('stopped'));
    await expect(buildAdvisories(file, plan, { now, signal: stop.signal, say })).rejects.toThrow('stopped');
    expect((await readFile(file)).equals(before)).toBe(true);
    expect(await readdir(dir)).toEqual(['advisories.sqlite']);
  });

  it('clears away what one that was killed has left', async () => {
    await writeFile(`${file}.building-999999`, 'x');
    await writeFile(`${file}.building-999999.staging`, 'x');
    await build(feedOf('ghsa', [advisory('GHSA-1', 'left')]));
    expect(await readdir(dir)).toEqual(['advisories.sqlite']);
  });

  it('is refused while another process is at it, and not once that is gone', async () => {
    const holder = spawn(process.execPath, [
      '--input-type=module-typescript',
      '-e',
      `import { takeLock } from ${JSON.stringify(path.resolve('src/platform/store/lock.ts'))}; await takeLock(${JSON.stringify(`${file}.lock`)}); console.log('held'); setInterval(() => {}, 1000);`,
    ]);
    await once(holder.stdout, 'data');
    await expect(build(feedOf('ghsa', [advisory('GHSA-1', 'left')]))).rejects.toMatchObject({
      code: 'advisories-busy',
    });
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    expect(await build(feedOf('ghsa', [advisory('GHSA-1', 'left')]))).toHaveLength(1);
  });

  it('needs a feed that can be read', async () => {
    await expect(build(feedOf('ghsa', [], true))).rejects.toMatchObject({ code: 'advisories-empty' });
    expect(await readdir(dir)).toEqual([]);
  });
});

describe('opening', () => {
  it('tells a file that is not there from one that is not ours', async () => {
    expect(() => openAdvisories(file)).toThrowError(expect.objectContaining({ code: 'advisories-missing' }));
    await writeFile(file, 'words');
    expect(() => openAdvisories(file)).toThrowError(expect.objectContaining({ code: 'advisories-unreadable' }));
  });

  it('refuses tables that are not the ones that we make', async () => {
    await build(feedOf('ghsa', [advisory('GHSA-1', 'left')]));
    const database = new DatabaseSync(file);
    database.exec('DROP TABLE fact; CREATE VIEW fact AS SELECT 1 AS vulnerability, 2 AS facts');
    database.close();
    expect(() => openAdvisories(file)).toThrowError(expect.objectContaining({ code: 'advisories-unreadable' }));
  });

  it('of a damaged file is an error that says so, when it is asked at the latest', async () => {
    await build(
      feedOf(
        'ghsa',
        Array.from({ length: 500 }, (_, index) => advisory(`GHSA-${index}`, `p${index}`)),
      ),
    );
    const whole = await readFile(file);
    for (let at = 100; at < whole.length; at += 3001) {
      const damaged = Buffer.from(whole);
      damaged.fill(0xff, at, at + 64);
      await writeFile(file, damaged);
      try {
        ask((lookup) => [lookup.affecting('npm', 'p7'), lookup.facts('GHSA-7')]);
      } catch (error) {
        expect(error).toMatchObject({ name: 'UserError' });
      }
    }
  });
});

describe('age', () => {
  it('is that of the oldest feed; those over the limit are named', async () => {
    await buildAdvisories(
      file,
      {
        read: [
          ready(feedOf('ghsa', [advisory('GHSA-1', 'left')]), new Date('2030-01-09T00:00:00Z')),
          ready(feedOf('osv', [advisory('X-1', 'left')]), new Date('2029-12-31T00:00:00Z')),
        ],
        failed: [],
      },
      { now },
    );
    const { meta } = openAdvisories(file);
    expect(advisoryAge(meta, now)).toEqual({ days: 10, tooOld: [{ id: 'osv', days: 10 }] });
    expect(advisoryAge(meta, now, 30).tooOld).toEqual([]);
  });
});
