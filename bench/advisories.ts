import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { openAdvisories, updateAdvisories } from '../src/advisories/index.ts';
import { createMatcher } from '../src/engines/vulnerability/index.ts';
import type { Bom, Package } from '../src/model/index.ts';
import { type Benchmark, coreSecondsSince, quantile, type Row, seededRandom } from './benchmark.ts';

/** As many ranges as OSV.dev's export has of the ecosystems that are judged, about. */
const ADVISORIES = 170_000;
const PACKAGES = 1000;
const TIMES = 15;

/** Ecosystems with their share of the advisories and the number of packages that these are about. */
const kinds = [
  { named: 'npm', ours: 'npm', share: 0.2, packages: 6000 },
  { named: 'PyPI', ours: 'pypi', share: 0.12, packages: 3000 },
  { named: 'Maven', ours: 'maven', share: 0.1, packages: 4000 },
  { named: 'Go', ours: 'golang', share: 0.06, packages: 2500 },
  { named: 'Debian:12', ours: 'debian:12', share: 0.32, packages: 3500 },
  { named: 'AlmaLinux:9', ours: 'almalinux:9', share: 0.2, packages: 2500 },
] as const;

/** How fast the advisory database is built, opened and asked, with as many records as the public ones have. */
export const advisories: Benchmark = {
  name: 'advisories',
  title: 'Advisory database: build, open, match 1,000 packages, of one core',
  async run({ scale, say }) {
    const dir = await mkdtemp(path.join(tmpdir(), 'hwaseong-bench-'));
    try {
      const file = path.join(dir, 'advisories.sqlite');
      const count = Math.round(ADVISORIES * scale);
      const ranges = await writeFeed(path.join(dir, 'feeds', 'osv'), count);
      const before = process.cpuUsage();
      await updateAdvisories(file, { from: path.join(dir, 'feeds'), now: new Date(), env: {} });
      const building = coreSecondsSince(before);
      say(
        `${count} advisories with ${ranges} ranges: ${((await stat(file)).size / 1e6).toFixed(0)} MB in ${building.toFixed(1)} s`,
      );
      const bom = makeBom();
      const opening = timesOf(() => openAdvisories(file).close());
      const barely = timesOf(() => {
        const database = new DatabaseSync(file, { readOnly: true });
        database.prepare('SELECT count(*) FROM ecosystem').get();
        database.close();
      });
      let found = 0;
      const matching = timesOf(() => {
        const database = openAdvisories(file);
        found = createMatcher(database).match(bom).vulnerabilities.length;
        database.close();
      });
      say(`${found} vulnerabilities in ${bom.packages.length} packages`);
      const rows: Row[] = [
        { name: 'build', value: count / building, unit: 'advisories/s' },
        { name: 'open', value: quantile(opening, 0.5), unit: 'ms', floor: quantile(barely, 0.5), bar: { most: 50 } },
        { name: 'open and match 1,000 packages, first time', value: matching[0] ?? 0, unit: 'ms', bar: { most: 150 } },
        { name: 'open and match 1,000 packages', value: quantile(matching, 0.5), unit: 'ms', bar: { most: 150 } },
      ];
      return rows;
    } finally {
      await rm(dir, { recursive: true });
    }
  },
};

/** Milliseconds of one core. */
function timesOf(work: () => void): number[] {
  return Array.from({ length: TIMES }, () => {
    const before = process.cpuUsage();
    work();
    return coreSecondsSince(before) * 1000;
  });
}

/** Writes OSV records of made-up packages; a few packages have very many, as a kernel has. Gives the number of ranges. */
async function writeFeed(dir: string, count: number): Promise<number> {
  await mkdir(dir, { recursive: true });
  const random = seededRandom(7);
  let ranges = 0;
  function* lines() {
    for (const { named, share, packages } of kinds) {
      for (let index = 0; index < count * share; index++) {
        const about = Math.floor(random() ** 3 * packages);
        const affected = Array.from({ length: 1 + Math.floor(random() * 3) }, (_, branch) => {
          ranges += 1;
          const major = branch + Math.floor(random() * 4);
          return {
            package: { ecosystem: named, name: nameOf(named, about) },
            ranges: [
              {
                type: 'ECOSYSTEM',
                events: [
                  { introduced: branch === 0 ? '0' : `${major}.0.0` },
                  { fixed: `${major}.${Math.floor(random() * 20)}.${Math.floor(random() * 20)}` },
                ],
              },
            ],
          };
        });
        const number = 1000 + index;
        yield `${JSON.stringify({
          id: `${named.slice(0, 2)}-${number}`,
          aliases: [`CVE-2030-${number}`],
          summary: 'A reader of messages goes beyond the end of its buffer',
          details: 'Whoever sends a message whose length says more than it holds reads what lies behind it. '.repeat(4),
          modified: '2030-01-01T00:00:00Z',
          severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N' }],
          references: [{ type: 'WEB', url: `https://example.com/advisories/${number}` }],
          affected,
        })}\n`;
      }
    }
  }
  await pipeline(Readable.from(lines()), createWriteStream(path.join(dir, 'all.ndjson')));
  return ranges;
}

function nameOf(ecosystem: string, index: number): string {
  return ecosystem === 'Maven' ? `com.example.g${index % 97}:artifact-${index}` : `package-${index}`;
}

/** An image of Debian with an application of npm in it. Half of its packages have advisories, the rest none. */
function makeBom(): Bom {
  const random = seededRandom(11);
  const packages = Array.from({ length: PACKAGES }, (_, index): Package => {
    const type = index % 5 < 2 ? 'deb' : 'npm';
    const known = random() < 0.5;
    const name = known ? `package-${Math.floor(random() * 3000)}` : `other-${index}`;
    const version = `${Math.floor(random() * 6)}.${Math.floor(random() * 20)}.1`;
    return { type, name, version, purl: `pkg:${type}/${name}@${version}`, locations: [] };
  });
  return { distribution: { id: 'debian', version: '12' }, packages, unread: [] };
}
