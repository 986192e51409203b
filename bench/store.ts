import { type Kysely, sql } from 'kysely';
import { groupFindings, overviewCounts } from '../src/findings/counts.ts';
import { listFindings } from '../src/findings/list.ts';
import { findingDetail } from '../src/findings/query.ts';
import { countKinds, listAssets } from '../src/inventory/query.ts';
import { type Database, DEFAULT_TENANT, openStore } from '../src/platform/store/index.ts';
import { ask, type Benchmark, perSecond, quantile, type Row } from './benchmark.ts';
import { type Findings, makeFindings } from './findings.ts';
import { withFolder } from './product.ts';

const tenant = DEFAULT_TENANT;
const SECONDS = 30;
const now = new Date('2026-01-04T00:00:00Z');

/**
 * How fast results come into the embedded store, first and again, and how fast ten clients that ask a mix of questions are
 * answered while a scan writes.
 */
export const store: Benchmark = {
  name: 'store',
  title: 'The embedded store with 1,000,000 findings',
  run: ({ scale, say }) =>
    withFolder(async (dataDir) => {
      const { db, close } = await openStore({ dataDir });
      try {
        return await measure(db, await makeFindings(Math.round(1_000_000 * scale)), say);
      } finally {
        await close();
      }
    }),
};

async function measure(db: Kysely<Database>, findings: Findings, say: (line: string) => void): Promise<Row[]> {
  const rows: Row[] = [];
  const note = (row: Row) => {
    rows.push(row);
    say(`${row.name}: ${Math.round(row.value)} ${row.unit}`);
  };
  const floor = await insertFloor(db, 200_000);

  let started = performance.now();
  await findings.saveAssets(db);
  note({ name: 'Assets saved', value: perSecond(findings.assets, started), unit: 'assets/s', floor });

  const bar = { least: 10_000 };
  const part = { count: 250_000, seldom: true };
  started = performance.now();
  const usual = await findings.apply(db, now, findings.results(now, 0, part), 'usual');
  note({
    name: 'Results applied, a first scan, 1 of 5 failed',
    value: perSecond(usual.results, started),
    unit: 'results/s',
    floor,
    bar,
  });

  const first = new Date('2026-01-02T00:00:00Z');
  started = performance.now();
  const { results } = await findings.apply(db, first, findings.results(first, 0));
  note({
    name: 'Results applied, all new, 4 of 5 failed',
    value: perSecond(results, started),
    unit: 'results/s',
    floor,
  });

  const second = new Date('2026-01-03T00:00:00Z');
  const again = Math.round(results / 5);
  started = performance.now();
  await findings.apply(db, second, findings.results(second, 0, { count: again }));
  note({ name: 'Results applied, nothing changed', value: perSecond(again, started), unit: 'results/s', floor, bar });

  // What autovacuum does within its first minute.
  await sql`vacuum analyze`.execute(db);
  const ping = await ask({ ping: () => sql`select 1`.execute(db) }, { clients: 10, seconds: 2 });
  const writing = keepWriting(db, findings);
  const answers = await ask(questions(db, findings), { clients: 10, seconds: SECONDS });
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
  note({ name: 'Results applied meanwhile', value: written / SECONDS, unit: 'results/s' });
  return rows;
}

/** What the console asks: lists sorted and narrowed in every way, searches common and rare, groups, one finding. */
function questions(db: Kysely<Database>, findings: Findings): Record<string, () => Promise<unknown>> {
  const { account, region, kinds, rules } = findings;
  const rule = (n: number) => rules[n % rules.length] as string;
  const kind = (n: number) => kinds[n % kinds.length] as string;
  type Sort = 'risk' | 'severity' | 'lastSeen' | 'firstSeen';
  const list = (filter: Parameters<typeof listFindings>[2], sort: Sort = 'risk') => {
    return () => listFindings(db, tenant, filter, { sort, limit: 100, now });
  };
  return {
    'list by risk': list({}),
    'list by severity': list({}, 'severity'),
    'list by last seen': list({}, 'lastSeen'),
    'list by first seen': list({ status: 'all' }, 'firstSeen'),
    'list low by risk': list({ severity: ['low'] }),
    'list of a rule': list({ rules: [rule(77)] }),
    'list of an account and region': list({ account: account(7), region }),
    'list of a kind by last seen': list({ kind: kind(3) }, 'lastSeen'),
    'list of a rule in an account': list({ rules: [rule(3)], account: account(11), severity: ['high', 'critical'] }),
    'three pages': () => threePages(db),
    'search a common word': list({ q: 'billing' }),
    'search a rare word': list({ q: 'ledger-4245' }),
    'search nothing matches': list({ q: 'no such thing anywhere' }),
    'search in Korean': list({ q: findings.korean }),
    'groups by rule': () => groupFindings(db, tenant, {}, 'rule', now),
    'groups by region of an account': () => groupFindings(db, tenant, { account: account(5) }, 'region', now),
    'one finding': async () => {
      const [finding] = (await listFindings(db, tenant, { account: account(3) }, { limit: 1, now })).items;
      return finding === undefined ? undefined : findingDetail(db, tenant, finding.id, now);
    },
    overview: () => overviewCounts(db, tenant, { now }),
    trend: () => overviewCounts(db, tenant, { days: 90, now }),
    'assets of a kind': () => listAssets(db, tenant, { kind: kind(5) }),
    'search assets': () => listAssets(db, tenant, { q: 'ledger-77' }),
    'kinds counted': () => countKinds(db, tenant),
  };
}

async function threePages(db: Kysely<Database>): Promise<void> {
  let cursor: string | null = null;
  for (let page = 0; page < 3; page++) {
    const where: { cursor?: string } = cursor === null ? {} : { cursor };
    const found: { next: string | null } = await listFindings(db, tenant, {}, { limit: 100, now, ...where });
    cursor = found.next;
  }
}

/** A scan that goes on beside the questions: a part of the findings closes, opens, is confirmed. */
function keepWriting(db: Kysely<Database>, findings: Findings): { stop(): Promise<number> } {
  let stopped = false;
  const work = (async () => {
    let written = 0;
    for (let round = 1; !stopped; round++) {
      const at = new Date(Date.UTC(2026, 0, 3, 1, round));
      function* until() {
        for (const result of findings.results(at, round)) {
          if (stopped) return;
          written++;
          yield result;
        }
      }
      await findings.apply(db, at, until());
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
