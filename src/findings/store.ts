import { type Kysely, sql, type Transaction } from 'kysely';
import type { Result } from '../model/index.ts';
import type { Database } from '../platform/store/index.ts';
import { compactCounters } from './compact.ts';
import { holdConnection } from './connection.ts';
import { lockExceptions } from './exceptions.ts';
import { type Change, changesOf, type JudgedPair, type Previous } from './lifecycle.ts';
import { sortOut } from './outcome.ts';
import { applyPlaces, isPlace } from './places.ts';
import type { Applied, Batch, Run } from './run.ts';
import { writeFindings } from './write-findings.ts';
import { confirmUnchanged, writeResults } from './write-results.ts';

export type { Applied, Batch, Run } from './run.ts';

/** Results of a batch: large enough that a statement's cost is shared, small enough that others seldom wait. */
const BATCH = 2000;

/** After so many batches their counters' rows are added up, so that readers never sum many. */
const BATCHES_COUNTED = 5;

/**
 * Applies the results of a whole judgement batch by batch; results of one asset follow each other, as `judge` gives them.
 * A pair that says what it said before is only confirmed: judging is cheap, writing is not.
 * Each batch is one transaction: results, findings, history and counters agree at every moment.
 */
export async function applyAll(
  db: Kysely<Database>,
  run: Run,
  results: AsyncIterable<Result> | Iterable<Result>,
): Promise<Applied> {
  const total: Applied = { results: 0, opened: 0, reopened: 0, resolved: 0, stale: 0 };
  let batch: Result[] = [];
  let batches = 0;
  const flush = async () => {
    const applied = await applyResults(db, run, await sortOut(db, run, batch));
    for (const name of Object.keys(total) as (keyof Applied)[]) total[name] += applied[name];
    total.results += batch.length - applied.results;
    batch = [];
    if (++batches % BATCHES_COUNTED === 0) await compactCounters(db, run.tenant, run.now);
  };
  for await (const result of results) {
    if (batch.length >= BATCH && batch.at(-1)?.asset !== result.asset) await flush();
    batch.push(result);
  }
  if (batch.length > 0) await flush();
  await compactCounters(db, run.tenant, run.now);
  return total;
}

/**
 * Applies one batch in one transaction. Writers of the same account wait for each other, others do not.
 *
 * @throws ConnectionRemoved where the connection of the run is no more
 */
export async function applyResults(db: Kysely<Database>, run: Run, batch: Batch): Promise<Applied> {
  return db.transaction().execute(async (trx) => {
    await holdConnection(trx, run);
    const accounts = [...new Set(batch.results.map((result) => result.account))].sort();
    for (const account of accounts) {
      await sql`select pg_advisory_xact_lock(hashtextextended(${`judge/${run.tenant}/${account}`}, 0))`.execute(trx);
    }
    await lockExceptions(trx, run.tenant, 'share');
    const pairs = pairsOf(batch);
    const previous = await findingsOf(trx, run.tenant, pairs, batch.gone ?? []);
    const changes = changesOf(previous, { ...batch, pairs, gone: new Set(batch.gone) });
    await writeResults(trx, run, batch, pairs);
    await writeFindings(trx, run, changes);
    await confirmUnchanged(trx, run, batch.unchanged ?? []);
    const places = await applyPlaces(trx, run, batch.results.filter(isPlace));
    const count = (kind: Change['kind']) => changes.filter((change) => change.kind === kind).length;
    return {
      results: batch.results.length,
      opened: count('opened'),
      reopened: count('reopened'),
      resolved: count('resolved'),
      stale: changes.filter((change) => change.kind === 'stale' && !change.again).length + places,
    };
  });
}

function pairsOf(batch: Batch): JudgedPair[] {
  const pairs = new Map<string, JudgedPair>();
  for (const { control, asset } of [...batch.results, ...(batch.pairs ?? [])]) {
    pairs.set(`${control}\n${asset}`, { control, asset });
  }
  return [...pairs.values()];
}

async function findingsOf(
  trx: Transaction<Database>,
  tenant: string,
  pairs: readonly JudgedPair[],
  gone: readonly string[],
): Promise<Previous[]> {
  const { rows } = await sql<Previous>`
    select f.id, f.rule, f.asset, f.discriminator, f.status, f.stale
    from unnest(${pairs.map((pair) => pair.control)}::text[], ${pairs.map((pair) => pair.asset)}::text[]) p (control, asset)
    join findings f on f.tenant = ${tenant} and f.asset = p.asset and f.rule = p.control
    union
    select f.id, f.rule, f.asset, f.discriminator, f.status, f.stale
    from findings f where f.tenant = ${tenant} and f.asset = any(${[...gone]}::text[])`.execute(trx);
  return rows;
}
