import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gunzipSync, gzipSync } from 'node:zlib';
import { extract, pack } from 'tar-stream';
import { parse, stringify } from 'yaml';
import { openAdvisories } from '../../../src/advisories/database/open.ts';
import { updateAdvisories } from '../../../src/advisories/index.ts';
import { createMatcher } from '../../../src/engines/vulnerability/index.ts';
import { bomsIn } from '../../../src/findings/vulnerabilities/index.ts';
import { buildInventory } from '../../../src/inventory/index.ts';
import { readAnswers } from '../../../src/platform/segments/index.ts';
import { containerCatalog } from '../../../src/sources/catalogs.ts';
import { hostCatalog } from '../../../src/sources/host/index.ts';

/** Days up to which the feeds know, and no file says: those of the commits that they were taken from. */
const asOf: Readonly<Record<string, string>> = {
  'alpine-secdb': '2020-06-08',
  'cisa-kev': '2025-08-25',
  debian: '2023-04-02',
  pypa: '2024-10-10',
  rubysec: '2026-08-22',
  rustsec: '2026-08-21',
  wolfi: '2025-05-07',
};

/** What the advisories say of the sample: the records that apply, by feed, and the CVEs that they speak of. */
interface Needed {
  records: Map<string, Set<string>>;
  names: Map<string, Set<string>>;
  vulnerabilities: Set<string>;
}

/**
 * Takes the records that apply to the recorded software out of the feeds in a folder, in the feeds' own formats, and writes them as feeds
 * of the sample. Only feeds are taken whose licence lets them be passed on, or that state nothing but facts (which version of which
 * package mends which CVE); NOTICE names them. Answers how many records of each.
 */
export async function recordFeeds(feeds: string, facts: string, to: string): Promise<Record<string, number>> {
  const needed = await recordsNeeded(feeds, facts);
  await rm(to, { recursive: true, force: true });
  const counts: Record<string, number> = {};
  for (const [feed, take] of Object.entries(takers)) {
    const folder = path.join(to, feed);
    await mkdir(folder, { recursive: true });
    counts[feed] = await take(path.join(feeds, feed), folder, needed);
  }
  await writeFile(path.join(to, 'feeds.json'), `${JSON.stringify({ sample: true, asOf }, null, 2)}\n`);
  return counts;
}

async function recordsNeeded(feeds: string, facts: string): Promise<Needed> {
  const folder = await mkdtemp(path.join(tmpdir(), 'hwaseong-sample-feeds-'));
  const needed: Needed = { records: new Map(), names: new Map(), vulnerabilities: new Set() };
  const add = (map: Map<string, Set<string>>, feed: string, value: string) =>
    map.set(feed, (map.get(feed) ?? new Set()).add(value));
  try {
    const file = path.join(folder, 'advisories.sqlite');
    await updateAdvisories(file, { from: feeds, now: new Date(), env: {} });
    const database = openAdvisories(file);
    const matcher = createMatcher(database);
    for (const catalog of [containerCatalog, hostCatalog]) {
      for (const { bom } of bomsIn(await buildInventory(catalog, answersOf(catalog.provider)))) {
        for (const { id, because } of matcher.match(bom).vulnerabilities) {
          needed.vulnerabilities.add(id);
          add(needed.records, because.source, because.advisory);
          add(needed.names, because.source, because.name);
        }
      }
    }
    database.close();
  } finally {
    await rm(folder, { recursive: true });
  }
  return needed;

  async function* answersOf(provider: string) {
    for await (const answer of readAnswers(facts)) if (answer.collection.provider === provider) yield answer;
  }
}

type Taker = (from: string, to: string, needed: Needed) => Promise<number>;

const takers: Readonly<Record<string, Taker>> = {
  'alpine-secdb': takeAlpine,
  'cisa-kev': takeExploited,
  debian: takeDebian,
  pypa: (from, to, { records }) =>
    takeEntries(path.join(from, 'pypa.tar.gz'), path.join(to, 'pypa.tar.gz'), (name, text) => {
      const id = path.basename(name).replace(/\.ya?ml$/, '');
      return records.get('pypa')?.has(id) === true ? withoutVersions(text) : undefined;
    }),
  rubysec: (from, to, { records, names }) =>
    takeEntries(path.join(from, 'rubysec.tar.gz'), path.join(to, 'rubysec.tar.gz'), (name, text) => {
      const gem = /^(?:\.\/)?gems\/([^/]+)\//.exec(name)?.[1] ?? '';
      // Those of OSVDB are under terms of their own.
      if (names.get('rubysec')?.has(gem) !== true || /osvdb/i.test(path.basename(name))) return undefined;
      return [...(records.get('rubysec') ?? [])].some((id) => isAbout(text, name, id)) ? text : undefined;
    }),
  rustsec: (from, to, { vulnerabilities }) =>
    takeEntries(path.join(from, 'rustsec.tar.gz'), path.join(to, 'rustsec.tar.gz'), (name, text) =>
      name.includes('openssl-src') && [...vulnerabilities].some((id) => text.includes(`"${id}"`)) ? text : undefined,
    ),
  wolfi: (from, to, { names }) =>
    takeEntries(path.join(from, 'wolfi.tar.gz'), path.join(to, 'wolfi.tar.gz'), (name, text) => {
      const of = path.basename(name).replace(/\.advisories\.ya?ml$/, '');
      return names.get('wolfi')?.has(of) === true ? text : undefined;
    }),
};

/** Whether a file of rubysec is the one that a record came of: by the name of the file, or by an id that it has. */
function isAbout(text: string, name: string, id: string): boolean {
  const bare = id.replace(/^(?:CVE|GHSA)-/, '');
  return path.basename(name).startsWith(id) || text.includes(`cve: ${bare}\n`) || text.includes(`ghsa: ${bare}\n`);
}

/** A record without the list of versions that its ranges say already. */
function withoutVersions(text: string): string {
  const record = parse(text) as { affected?: { ranges?: unknown[]; versions?: unknown }[] };
  for (const affected of record.affected ?? []) if ((affected.ranges ?? []).length > 0) delete affected.versions;
  return stringify(record);
}

/** Writes an archive anew with the entries that are taken, as they were or otherwise. */
async function takeEntries(
  from: string,
  to: string,
  take: (name: string, text: string) => string | undefined,
): Promise<number> {
  const entries = new Map<string, string>();
  const reading = extract();
  reading.end(gunzipSync(await readFile(from)));
  for await (const entry of reading) {
    const content = (await buffer(entry)).toString();
    const taken = entry.header.type === 'file' ? take(entry.header.name, content) : undefined;
    if (taken !== undefined) entries.set(entry.header.name, taken);
  }
  const writing = pack();
  for (const [name, text] of [...entries].sort(([a], [b]) => (a < b ? -1 : 1))) {
    writing.entry({ name, mtime: new Date(0) }, text);
  }
  writing.finalize();
  await writeFile(to, gzipSync(await buffer(writing), { level: 9 }));
  return entries.size;
}

/** Of Debian's lists: number, source package, CVEs and the version for the release that the sample runs. */
async function takeDebian(from: string, to: string, { records }: Needed): Promise<number> {
  const text = gunzipSync(await readFile(path.join(from, 'DSA.list.gz'))).toString();
  const wanted = records.get('debian') ?? new Set();
  const entries = text
    .split(/\n(?=\[)/)
    .filter((entry) => wanted.has(/\b(D[SL]A-\d+(?:-\d+)?)\b/.exec(entry)?.[1] ?? ''));
  const kept = entries.map((entry) => {
    const lines = entry.split('\n');
    return lines.filter((line, n) => n === 0 || /^\t(?:\{|\[bullseye\])/.test(line)).join('\n');
  });
  await writeFile(path.join(to, 'DSA.list'), `${kept.join('\n')}\n`);
  return kept.length;
}

/** Of Alpine's: packages and the versions that mend a CVE. */
async function takeAlpine(from: string, to: string, { names }: Needed): Promise<number> {
  const wanted = names.get('alpine-secdb') ?? new Set();
  let count = 0;
  const reading = extract();
  reading.end(gunzipSync(await readFile(path.join(from, 'alpine-secdb.tar.gz'))));
  for await (const entry of reading) {
    const content = (await buffer(entry)).toString();
    if (!/v3\.11\/main\.ya?ml$/.test(entry.header.name)) continue;
    const { distroversion, reponame, packages } = parse(content) as {
      distroversion: string;
      reponame: string;
      packages: { pkg: { name: string; secfixes: unknown } }[];
    };
    const kept = packages.filter(({ pkg }) => wanted.has(pkg.name));
    count += kept.length;
    await mkdir(path.join(to, 'v3.11'), { recursive: true });
    await writeFile(path.join(to, 'v3.11', 'main.yaml'), stringify({ distroversion, reponame, packages: kept }));
  }
  return count;
}

async function takeExploited(from: string, to: string, { vulnerabilities }: Needed): Promise<number> {
  const name = 'known_exploited_vulnerabilities.json';
  const catalogue = JSON.parse(await readFile(path.join(from, name), 'utf8')) as {
    count: number;
    vulnerabilities: { cveID: string }[];
  };
  const kept = catalogue.vulnerabilities.filter(({ cveID }) => vulnerabilities.has(cveID));
  await writeFile(
    path.join(to, name),
    `${JSON.stringify({ ...catalogue, count: kept.length, vulnerabilities: kept }, null, 1)}\n`,
  );
  return kept.length;
}

/** Where the feeds lie that the sample's are taken from; undefined where there are none, and the sample keeps those that it has. */
export function feedsAt(env: NodeJS.ProcessEnv): string | undefined {
  const folder = env.HWASEONG_FEEDS ?? path.join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'advisories');
  return existsSync(folder) ? folder : undefined;
}
