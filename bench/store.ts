import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { groupFindings, overviewCounts, trend } from '../src/findings/counts.ts';
import { findingDetail, listFindings } from '../src/findings/query.ts';
import { applyAll, type Run } from '../src/findings/store.ts';
import { countKinds, listAssets } from '../src/inventory/query.ts';
import { type StoredAsset, saveAssets } from '../src/inventory/store.ts';
import { categories, type Result, type Severity, severities } from '../src/model/index.ts';
import { type Database, DEFAULT_TENANT, openStore } from '../src/platform/store/index.ts';
import { ask, type Benchmark, perSecond, quantile, type Row, type RunOptions } from './benchmark.ts';

const tenant = DEFAULT_TENANT;
const regions = [
  'us-east-1',
  'us-west-2',
  'eu-north-1',
  'eu-central-1',
  'ap-northeast-1',
  'ap-northeast-2',
  'sa-east-1',
  'global',
];
const adjectives = [
  'billing',
  'orders',
  'search',
  'audit',
  'media',
  'ledger',
  'reports',
  'catalog',
  'profile',
  'metrics',
];
const FINDINGS = 1_000_000;
const RULES = 150;
const ACCOUNTS = 60;

/**
 * The embedded store with a million findings: how fast results come in, first and again, and how fast ten clients that ask
 * a mix of questions are answered while a scan writes.
 */
export const store: Benchmark = {
  name: 'store',
  title: 'The store with 1,000,000 findings: writing, and 10 clients asking while a scan writes',
  async run({ scale, say }) {
    const dataDir = await mkdtemp(join(tmpdir(), 'hwaseong-bench-'));
    const opened = await openStore({ dataDir });
    try {
      return await measure(opened.db, Math.round(FINDINGS * scale), Math.max(5, 30 * scale), say);
    } finally {
      await opened.close();
      await rm(dataDir, { recursive: true, force: true });
    }
  },
};

async function measure(db: Kysely<Database>, size: number, seconds: number, say: RunOptions['say']): Promise<Row[]> {
  const rows: Row[] = [];
  const note = (row: Row) => {
    rows.push(row);
    say(`${row.name}: ${row.value.toFixed(1)} ${row.unit}`);
  };
  const assetCount = Math.max(1000, Math.round(size / 10));
  const floor = await insertFloor(db, 200_000);

  let started = performance.now();
  await saveAssets(db, tenant, assetsOf(assetCount), new Date('2026-01-01T00:00:00Z'));
  note({ name: 'assets saved', value: perSecond(assetCount, started), unit: 'assets/s', floor });

  const usual = { ...runAt('2026-01-02T00:00:00Z'), tenant: 'usual' };
  const usualSize = Math.min(200_000, size);
  started = performance.now();
  await applyAll(
    db,
    usual,
    resultsOf(usualSize, assetCount, usual.now, 0, (n) => n % 5 !== 0),
  );
  note({
    name: 'results applied, a first scan, 1 of 5 failed',
    value: perSecond((usualSize * 5) / 4, started),
    unit: 'results/s',
    floor,
    bar: { least: 10_000 },
  });

  const first = runAt('2026-01-02T00:00:00Z');
  started = performance.now();
  const loaded = await applyAll(db, first, resultsOf(size, assetCount, first.now, 0));
  note({
    name: 'results applied, all new, 4 of 5 failed',
    value: perSecond(loaded.results, started),
    unit: 'results/s',
    floor,
  });

  const second = runAt('2026-01-03T00:00:00Z');
  const again = Math.round(size / 4);
  started = performance.now();
  await applyAll(db, second, take(resultsOf(size, assetCount, second.now, 0), again));
  note({
    name: 'results applied, nothing changed',
    value: perSecond(again, started),
    unit: 'results/s',
    floor,
    bar: { least: 10_000 },
  });

  // What autovacuum does within its first minute.
  await sql`vacuum analyze`.execute(db);
  const ping = await ask({ ping: () => sql`select 1`.execute(db) }, { clients: 10, seconds: 2 });
  const writing = keepWriting(db, size, assetCount);
  const answers = await ask(questions(db), { clients: 10, seconds });
  const written = await writing.stop();
  const all = [...answers.values()].flat();
  note({
    name: `p95 of ${all.length} questions by 10 clients while a scan writes`,
    value: quantile(all, 0.95),
    unit: 'ms',
    floor: quantile([...ping.values()].flat(), 0.95),
    bar: { most: 150 },
  });
  for (const [name, times] of answers) note({ name: `  p95 ${name}`, value: quantile(times, 0.95), unit: 'ms' });
  note({ name: 'results applied meanwhile', value: written / seconds, unit: 'results/s' });
  return rows;
}

/** What the console asks: lists sorted and narrowed in every way, searches common and rare, groups, one finding. */
function questions(db: Kysely<Database>): Record<string, () => Promise<unknown>> {
  const now = new Date('2026-01-04T00:00:00Z');
  const list =
    (filter: Parameters<typeof listFindings>[2], sort: 'risk' | 'severity' | 'lastSeen' | 'firstSeen' = 'risk') =>
    () =>
      listFindings(db, tenant, filter, { sort, limit: 100, now });
  const pages = async () => {
    let cursor: string | null = null;
    for (let page = 0; page < 3; page++) {
      const found: { next: string | null } = await listFindings(
        db,
        tenant,
        {},
        { limit: 100, now, ...(cursor === null ? {} : { cursor }) },
      );
      cursor = found.next;
    }
  };
  return {
    'list by risk': list({}),
    'list by severity': list({}, 'severity'),
    'list by last seen': list({}, 'lastSeen'),
    'list by first seen': list({ status: 'all' }, 'firstSeen'),
    'list low by risk': list({ severity: ['low'] }),
    'list of a rule': list({ rules: ['rule-77'] }),
    'list of an account and region': list({ account: accountOf(7), region: 'eu-north-1' }),
    'list of a kind by last seen': list({ kind: 'aws.kind.k3' }, 'lastSeen'),
    'list of a rule in an account': list({ rules: ['rule-3'], account: accountOf(11), severity: ['high', 'critical'] }),
    'three pages': pages,
    'search a common word': list({ q: 'billing' }),
    'search a rare word': list({ q: 'ledger-4245' }),
    'search nothing matches': list({ q: 'no such thing anywhere' }),
    'search in Korean': list({ q: '규칙 77' }),
    'groups by rule': () => groupFindings(db, tenant, {}, 'rule', now),
    'groups by region of an account': () => groupFindings(db, tenant, { account: accountOf(5) }, 'region', now),
    'one finding': async () => {
      const [finding] = (await listFindings(db, tenant, { account: accountOf(3) }, { limit: 1, now })).items;
      return finding === undefined ? undefined : findingDetail(db, tenant, finding.id, now);
    },
    overview: () => overviewCounts(db, tenant, { now }),
    trend: () => trend(db, tenant, { days: 90, now }),
    'assets of a kind': () => listAssets(db, tenant, { kind: 'aws.kind.k5' }),
    'search assets': () => listAssets(db, tenant, { q: 'ledger-77' }),
    'kinds counted': () => countKinds(db, tenant),
  };
}

/** A scan that goes on beside the questions: a part of the findings closes, opens, is confirmed. */
function keepWriting(db: Kysely<Database>, size: number, assetCount: number): { stop(): Promise<number> } {
  let stopped = false;
  const work = (async () => {
    let written = 0;
    for (let round = 1; !stopped; round++) {
      const run = runAt(new Date(Date.UTC(2026, 0, 3, 1, round)).toISOString());
      function* until(): Generator<Result> {
        for (const result of resultsOf(size, assetCount, run.now, round)) {
          if (stopped) return;
          written++;
          yield result;
        }
      }
      await applyAll(db, run, until());
    }
    return written;
  })();
  return {
    stop: () => {
      stopped = true;
      return work;
    },
  };
}

function runAt(time: string): Run {
  return { tenant, now: new Date(time), rules };
}

const rules = new Map(
  Array.from({ length: RULES }, (_, n) => [
    `rule-${n}`,
    {
      severity: severities[n % severities.length] as Severity,
      title: { en: `Rule ${n} of the benchmark`, ko: `성능 시험 규칙 ${n}` },
    },
  ]),
);

function accountOf(n: number): string {
  return String(100_000_000_000 + (n % ACCOUNTS));
}

function assetOf(n: number) {
  const account = accountOf(n);
  const region = regions[(n >> 3) % regions.length] as string;
  const name = `${adjectives[n % adjectives.length]}-${n}`;
  const kind = `aws.kind.k${n % 30}`;
  return { account, region, name, kind, id: `arn:aws:kind:${region}:${account}:k${n % 30}/${name}` };
}

function* assetsOf(count: number): Generator<StoredAsset> {
  for (let n = 0; n < count; n++) {
    yield {
      tenant,
      provider: 'aws',
      ...assetOf(n),
      tags: { team: adjectives[(n >> 4) % adjectives.length] as string },
      category: categories[n % categories.length] as StoredAsset['category'],
      data: {
        Name: `item ${n}`,
        Size: n,
        Encrypted: n % 3 === 0,
        Rules: [
          { From: 22, To: 22 },
          { From: 443, To: 443 },
        ],
      },
      connection: 'bench',
      calls: ['list', 'detail'],
    };
  }
}

/** Twelve or so results an asset; unless told otherwise one in five is a pass, and `round` decides which. */
function* resultsOf(
  findings: number,
  assetCount: number,
  now: Date,
  round: number,
  passes = (n: number) => (n + round) % 5 === 0,
): Generator<Result> {
  const total = Math.round((findings * 5) / 4);
  const perAsset = Math.ceil(total / assetCount);
  for (let n = 0; n < total; n++) {
    const owner = Math.floor(n / perAsset);
    const { name: _name, id, ...place } = assetOf(owner);
    yield {
      control: `rule-${(owner * 7 + n) % RULES}`,
      asset: id,
      provider: 'aws',
      ...place,
      discriminator: '',
      status: passes(n) ? 'pass' : 'fail',
      evidence: { port: 22, source: '0.0.0.0/0', group: `sg-${n}` },
      judgedAt: now.toISOString(),
    };
  }
}

function* take<T>(items: Iterable<T>, count: number): Generator<T> {
  let left = count;
  for (const item of items) {
    if (left-- <= 0) return;
    yield item;
  }
}

/** Rows a second that the same database takes into a bare table of the same width. */
async function insertFloor(db: Kysely<Database>, rows: number): Promise<number> {
  await sql`create table bench_floor (id text primary key, a text, b text, data jsonb)`.execute(db);
  const started = performance.now();
  for (let n = 0; n < rows; n += 4000) {
    const ids = Array.from({ length: 4000 }, (_, index) => `id-${n + index}`);
    await sql`insert into bench_floor select id, 'a'||id, 'b'||id, '{"port": 22, "source": "0.0.0.0/0"}' from unnest(${ids}::text[]) id`.execute(
      db,
    );
  }
  const speed = perSecond(rows, started);
  await sql`drop table bench_floor`.execute(db);
  return speed;
}
