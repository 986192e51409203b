import { createReadStream } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  type Advisories,
  type FeedOutcome,
  feeds,
  openAdvisories,
  updateAdvisories,
} from '../../../src/advisories/index.ts';
import { noCounts, readFeed } from '../../../src/advisories/read-feed.ts';
import type { Advisory } from '../../../src/model/index.ts';
import { readNdjson } from '../ndjson.ts';

const root = path.join(import.meta.dirname, '../../../../shared/advisories');

/** Everything that a feed's folder holds, read by us. */
async function recordsOf(id: string): Promise<Advisory[]> {
  const feed = feeds.find((one) => one.id === id);
  if (feed === undefined) throw new Error(`There is no feed ${id}.`);
  const records: Advisory[] = [];
  for await (const record of readFeed(feed, path.join(root, id), noCounts()))
    if ('affected' in record) records.push(record);
  return records;
}

/** The texts of a packed folder, read without us. */
async function textsIn(archive: string): Promise<string[]> {
  const entries = extract();
  createReadStream(path.join(root, archive)).pipe(createGunzip()).pipe(entries);
  const texts: string[] = [];
  for await (const entry of entries) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    if (entry.header.type === 'file') texts.push(Buffer.concat(chunks).toString('utf8'));
  }
  return texts;
}

/** Sum of the numbers of records that the folder's README counts. */
async function countedIn(id: string, words: RegExp): Promise<number> {
  const section = /## Count\n([\s\S]*?)\n##/.exec(await readFile(path.join(root, id, 'README.md'), 'utf8'))?.[1] ?? '';
  return [...section.matchAll(words)].reduce((sum, [, number]) => sum + Number(number), 0);
}

describe('the feeds that are published', () => {
  let dir: string;
  let advisories: Advisories;
  let outcomes: FeedOutcome[];

  beforeAll(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'hwaseong-feeds-'));
    const file = path.join(dir, 'advisories.sqlite');
    outcomes = await updateAdvisories(file, { from: root, now: new Date(), env: {} });
    advisories = openAdvisories(file);
  }, 600_000);
  afterAll(async () => {
    advisories?.close();
    await rm(dir, { recursive: true, force: true });
  });

  it('are all read, and no record of theirs is malformed', async () => {
    const folders = (await readdir(root, { withFileTypes: true }))
      .filter((one) => one.isDirectory())
      .map(({ name }) => name);
    expect(outcomes.map(({ id }) => id).sort()).toEqual(folders.sort());
    expect(outcomes.filter(({ state, counts }) => state !== 'read' || counts.rejected > 0)).toEqual([]);
  });

  it.each([
    ['go-vulndb', /(\d+) OSV records/g],
    ['pypa', /(\d+) OSV records/g],
    ['almalinux', /(\d+) OSV records/g],
    ['rustsec', /(\d+) advisories/g],
    ['rubysec', /(\d+) (?:gem|interpreter)/g],
    ['friendsofphp', /(\d+) advisories/g],
    ['debian', /(\d+) (?:DSA|DLA)/g],
    ['cisa-kev', /(\d+) CVEs/g],
  ])('%s holds as many records as its README says', async (id, words) => {
    const counts = outcomes.find((one) => one.id === id)?.counts;
    const leftOut = Object.values(counts?.leftOut ?? {}).reduce((sum, one) => sum + one, 0);
    expect((counts?.records ?? 0) + leftOut).toBe(await countedIn(id, words));
  });

  it('Go: what was withdrawn is not told, and ranges from the beginning have none', async () => {
    const raw: { id: string; withdrawn?: string }[] = [];
    for await (const one of readNdjson<(typeof raw)[number]>(path.join(root, 'go-vulndb/go-vulndb.ndjson.gz')))
      raw.push(one);
    const ours = await recordsOf('go-vulndb');
    expect(ours.map(({ id }) => id).sort()).toEqual(
      raw
        .filter(({ withdrawn }) => withdrawn === undefined)
        .map(({ id }) => id)
        .sort(),
    );
    expect(
      ours
        .flatMap(({ affected }) => affected)
        .flatMap(({ ranges }) => ranges)
        .filter(({ introduced }) => introduced === '0'),
    ).toEqual([]);
    expect(advisories.affecting('golang', 'stdlib').length).toBeGreaterThan(50);
  });

  it('Python: what was withdrawn is not told', async () => {
    const withdrawn = (await textsIn('pypa/pypa.tar.gz'))
      .filter((text) => /^withdrawn:/m.test(text))
      .map((text) => /^id: (\S+)/m.exec(text)?.[1]);
    expect(withdrawn.length).toBeGreaterThan(0);
    const ours = new Set((await recordsOf('pypa')).map(({ id }) => id));
    expect(withdrawn.filter((id) => ours.has(id as string))).toEqual([]);
  });

  it('Rust: nothing that is only a notice', async () => {
    const notices = (await textsIn('rustsec/rustsec.tar.gz'))
      .filter((text) => /^informational\s*=/m.test(text))
      .map((text) => /^id\s*=\s*"([^"]+)"/m.exec(text)?.[1]);
    const ours = new Set((await recordsOf('rustsec')).map(({ id }) => id));
    expect(notices.length).toBeGreaterThan(400);
    expect(notices.filter((id) => ours.has(id as string))).toEqual([]);
  });

  it('AlmaLinux: security updates alone, each for its CVEs and builds of modules for their streams', async () => {
    const ours = await recordsOf('almalinux');
    expect(ours.filter(({ id }) => !id.startsWith('ALSA-'))).toEqual([]);
    expect(ours.filter(({ upstream = [] }) => upstream.length > 0).length / ours.length).toBeGreaterThan(0.99);
    const modular = ours
      .flatMap(({ affected }) => affected)
      .filter(({ ranges }) => ranges.some(({ fixed }) => fixed?.includes('.module_el') === true));
    expect(modular.filter(({ module }) => module !== undefined).length / modular.length).toBeGreaterThan(0.97);
  });

  it('Alpine: every id of every release; the version 0 means never affected', async () => {
    let lines = 0;
    let never = 0;
    for (const text of await textsIn('alpine-secdb/alpine-secdb.tar.gz')) {
      const document = parse(text) as { packages: { pkg: { secfixes: Record<string, string[] | null> } }[] | null };
      for (const { pkg } of document.packages ?? []) {
        for (const [version, ids] of Object.entries(pkg.secfixes)) {
          lines += ids?.length ?? 0;
          if (version === '0') never += ids?.length ?? 0;
        }
      }
    }
    const ours = await recordsOf('alpine-secdb');
    expect(ours).toHaveLength(lines);
    expect(ours.filter(({ affected }) => affected[0]?.status === 'not-affected')).toHaveLength(never);
  });

  it('Wolfi: the newest event decides', async () => {
    const newest: Record<string, number> = {};
    for (const text of await textsIn('wolfi/wolfi.tar.gz')) {
      for (const advisory of text.split(/^ {2}- id: /m).slice(1)) {
        const events = [...advisory.matchAll(/^ {6}- timestamp: (\S+)\n {8}type: (\S+)/gm)];
        const latest = events.toSorted(([, one = ''], [, other = '']) => Date.parse(one) - Date.parse(other)).at(-1);
        const type = latest?.[2] ?? '';
        newest[type] = (newest[type] ?? 0) + 1;
      }
    }
    const ours = await recordsOf('wolfi');
    const statuses = ours.map(({ affected }) =>
      affected[0]?.ranges.length === 1 ? 'fixed' : (affected[0]?.status ?? 'affected'),
    );
    const of = (status: string) => statuses.filter((one) => one === status).length;
    expect(ours).toHaveLength(Object.values(newest).reduce((sum, one) => sum + one, 0));
    expect(of('will-not-fix')).toBe((newest['fix-not-planned'] ?? 0) + (newest['analysis-not-planned'] ?? 0));
    expect(of('not-affected')).toBeGreaterThanOrEqual(newest['false-positive-determination'] ?? 0);
    expect(of('fixed') + of('not-affected')).toBe(
      (newest['fixed'] ?? 0) + (newest['false-positive-determination'] ?? 0),
    );
  });

  it('are joined: what is exploited is known of every vulnerability that some package has', async () => {
    const catalogue = JSON.parse(
      await readFile(path.join(root, 'cisa-kev/known_exploited_vulnerabilities.json'), 'utf8'),
    ) as { vulnerabilities: { cveID: string }[] };
    const known = catalogue.vulnerabilities.flatMap(({ cveID }) => advisories.facts(cveID) ?? []);
    expect(known.length).toBeGreaterThan(100);
    expect(known.filter(({ exploited }) => exploited === undefined)).toEqual([]);
  });

  it('are joined: records of several databases stand for the same CVE', async () => {
    const byCve = new Map<string, Set<string>>();
    for (const record of advisories.affecting('pypi', 'django')) {
      expect(record.vulnerabilities.length).toBeGreaterThan(0);
      for (const id of record.vulnerabilities) byCve.set(id, (byCve.get(id) ?? new Set()).add(record.source));
    }
    expect([...byCve.keys()].filter((id) => id.startsWith('CVE-')).length / byCve.size).toBeGreaterThan(0.95);
    expect(advisories.covers('debian:11') && advisories.covers('alpine:3.10') && !advisories.covers('npm')).toBe(true);
  });
});
