import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pino } from 'pino';
import { updateAdvisories } from '../src/advisories/index.ts';
import { MOST_AT_ONCE, type NewBom, saveBoms } from '../src/inventory/boms.ts';
import { type StoredAsset, saveAssets } from '../src/inventory/store.ts';
import type { Package } from '../src/model/index.ts';
import { openVault } from '../src/platform/crypto.ts';
import { DEFAULT_TENANT, openStore } from '../src/platform/store/index.ts';
import { contentOf } from '../src/server/content.ts';
import { advisoriesIn } from '../src/server/images/advisory-database.ts';
import { type Rejudged, rejudgeBoms } from '../src/server/images/rejudge.ts';
import { inProcessJobs } from '../src/server/jobs/index.ts';
import { newMetrics } from '../src/server/metrics.ts';
import type { Services } from '../src/server/services.ts';
import { type Benchmark, type Row, secondsSince, seededRandom } from './benchmark.ts';
import { withFolder } from './product.ts';

const tenant = DEFAULT_TENANT;
const BOMS = 10_000;
const PACKAGES = 200;
/** Different packages in all, versions apart; images of one organisation share most of theirs. */
const POOL = 20_000;
/** Advisories, one for each of the first packages of the pool. */
const ADVISORIES = 3000;

/** How long it takes to compare every bill of materials with newer advisories, without a look at any image. */
export const rejudging: Benchmark = {
  name: 'rejudge',
  title: 'Re-judging 10,000 bills of materials when advisories change',
  run: ({ scale, say }) =>
    withFolder(async (dataDir) => {
      const { db, close } = await openStore({ dataDir });
      try {
        const clock = () => new Date();
        const log = pino({ level: 'silent' });
        const services: Services = {
          ...{ db, tenant, dataDir, clock, log },
          ...{ storeKind: 'embedded', sampleDir: '', version: '0.0.0-bench' },
          content: contentOf([], [], []),
          advisories: advisoriesIn(dataDir, {}),
          vault: await openVault(path.join(dataDir, 'key')),
          jobs: inProcessJobs({ log, clock }),
          metrics: newMetrics(),
        };
        const boms = Math.round(BOMS * scale);
        const started = performance.now();
        await fill(services, boms);
        const rows: Row[] = [
          { name: 'Bills of materials kept, first seen', value: boms / secondsSince(started), unit: '/s' },
        ];
        const step = async (name: string, from: number, to: number, bar?: Row['bar']) => {
          await advise(dataDir, from, to);
          const judged = (await rejudgeBoms(services, new AbortController().signal)) as Rejudged;
          say(`${name}: ${judged.seconds} s, ${judged.changed} changed, ${judged.opened} opened`);
          rows.push({ name, value: judged.seconds, unit: 's', ...(bar === undefined ? {} : { bar }) });
        };
        await step('The first comparison: everything is new', 0, ADVISORIES);
        await step('Nothing is different', 0, 0, { most: 60 });
        await step('20 new advisories', ADVISORIES, ADVISORIES + 20, { most: 60 });
        return rows;
      } finally {
        await close();
      }
    }),
};

async function advise(dataDir: string, from: number, to: number): Promise<void> {
  const feed = path.join(dataDir, 'feeds', 'osv');
  await mkdir(feed, { recursive: true });
  for (let index = from; index < to; index++) {
    const events = [{ introduced: '0' }, { fixed: '2.0.0' }];
    const named = { ecosystem: 'npm', name: `package-${index}` };
    const id = `CVE-2026-${10_000 + index}`;
    const severity = ['LOW', 'MODERATE', 'HIGH', 'CRITICAL'][index % 4];
    const affected = [{ package: named, ranges: [{ type: 'SEMVER', events }] }];
    const record = { id, summary: `Trouble in ${named.name}`, affected, database_specific: { severity } };
    await writeFile(path.join(feed, `${id}.json`), JSON.stringify({ ...record, modified: '2026-01-01T00:00:00Z' }));
  }
  const file = path.join(dataDir, 'advisories', 'advisories.sqlite');
  await updateAdvisories(file, { from: path.join(dataDir, 'feeds'), now: new Date(), env: {}, force: true });
}

async function fill({ db }: Services, boms: number): Promise<void> {
  const random = seededRandom(7);
  const now = new Date();
  const account = 'registry.example.com';
  const of = { tenant, kind: 'oci.image', provider: 'oci', account, region: 'global', tags: {}, data: {} };
  const assets = Array.from({ length: boms }, (_, index): StoredAsset => {
    const name = `${account}/team/app-${index % 500}:${index}`;
    return { ...of, id: idOf(index), name, category: 'container', connection: 'c', calls: [] };
  });
  await saveAssets(db, tenant, assets, now);
  let batch: NewBom[] = [];
  for (let index = 0; index < boms; index++) {
    // Few packages are everywhere, most are seldom.
    const chosen = new Set(Array.from({ length: PACKAGES }, () => Math.floor(POOL * random() ** 3)));
    const bom = { packages: [...chosen].map((number) => packageOf(number, index % 3)), unread: [] };
    const image = { registry: account, repository: `team/app-${index % 500}`, madeAt: now, trust: 'unknown' as const };
    batch.push({ asset: idOf(index), kind: 'oci.image', bom, complete: true, scannedAt: now, image });
    if (batch.length < MOST_AT_ONCE.boms && index + 1 < boms) continue;
    await saveBoms(db, tenant, batch);
    batch = [];
  }
}

function idOf(index: number): string {
  return `sha256:${index.toString(16).padStart(64, '0')}`;
}

/** A third of the versions are fixed ones. */
function packageOf(number: number, minor: number): Package {
  const name = `package-${(number * 7919) % POOL}`;
  const version = number % 3 === 0 ? `2.${minor}.0` : `1.${minor}.0`;
  const path = `app/node_modules/${name}/package.json`;
  return { type: 'npm', name, version, purl: `pkg:npm/${name}@${version}`, locations: [{ path, layer: 'sha256:00' }] };
}
