import { type Kysely, sql, type Transaction } from 'kysely';
import { findingId } from '../model/index.ts';
import { type Database, jsonText, storableText } from '../platform/store/index.ts';
import type { JudgedPair } from './lifecycle.ts';
import type { Batch, Run } from './run.ts';

/** Writes the results of a batch over those before, and drops what its pairs and gone assets no longer give. */
export async function writeResults(
  trx: Transaction<Database>,
  { tenant, now }: Run,
  { results, gone }: Batch,
  pairs: readonly JudgedPair[],
): Promise<void> {
  const column = <T>(read: (result: Batch['results'][number]) => T): T[] => results.map(read);
  await sql`
    insert into results (tenant, id, control, asset, discriminator, kind, account, region, status, evidence, unknown,
      error, outcome_hash, judged_at)
    select ${tenant}, r.id, r.control, r.asset, r.discriminator, r.kind, r.account, r.region, r.status, r.evidence::jsonb,
      r.unknown::jsonb, r.error, r.outcome_hash, ${now}
    from unnest(
      ${column((r) => findingId(r.control, r.asset, r.discriminator))}::text[], ${column((r) => r.control)}::text[],
      ${column((r) => r.asset)}::text[], ${column((r) => storableText(r.discriminator))}::text[],
      ${column((r) => r.kind)}::text[], ${column((r) => r.account)}::text[], ${column((r) => r.region)}::text[],
      ${column((r) => r.status)}::text[], ${column((r) => jsonText(r.evidence))}::text[],
      ${column((r) => (r.unknown === undefined ? null : jsonText({ ...r.unknown })))}::text[],
      ${column((r) => (r.error === undefined ? null : storableText(r.error)))}::text[],
      ${column((r) => r.outcomeHash ?? null)}::text[])
      r (id, control, asset, discriminator, kind, account, region, status, evidence, unknown, error, outcome_hash)
    on conflict (tenant, id) do update set status = excluded.status, evidence = excluded.evidence,
      unknown = excluded.unknown, error = excluded.error, outcome_hash = excluded.outcome_hash, judged_at = excluded.judged_at,
      kind = excluded.kind, account = excluded.account, region = excluded.region`.execute(trx);
  // The latest judgement of a pair is what it gave now: what it gave before and no longer does goes.
  await sql`
    delete from results r
    using unnest(${pairs.map((pair) => pair.control)}::text[], ${pairs.map((pair) => pair.asset)}::text[]) p (control, asset)
    where r.tenant = ${tenant} and r.asset = p.asset and r.control = p.control and r.judged_at < ${now}`.execute(trx);
  if (gone !== undefined && gone.length > 0) {
    await sql`delete from results where tenant = ${tenant} and asset = any(${[...gone]}::text[])`.execute(trx);
  }
}

/** The outcome hash of every (control, asset) pair last judged of some assets, by `CONTROL\nASSET`: equal ones need not be written again. */
export async function outcomeHashes(
  db: Kysely<Database>,
  tenant: string,
  assets: readonly string[],
): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('results')
    .select(['control', 'asset', 'outcome_hash'])
    .where('tenant', '=', tenant)
    .where(sql<boolean>`asset = any(${[...assets]}::text[])`)
    .where('outcome_hash', 'is not', null)
    .execute();
  return new Map(rows.map((row) => [`${row.control}\n${row.asset}`, row.outcome_hash as string]));
}

/** Moves the times of pairs on whose inputs did not change. What was stale stays so: it was unknown then and is now. */
export async function confirmUnchanged(
  trx: Transaction<Database>,
  { tenant, now }: Run,
  pairs: readonly JudgedPair[],
): Promise<void> {
  if (pairs.length === 0) return;
  const pair = sql`unnest(${pairs.map((one) => one.control)}::text[], ${pairs.map((one) => one.asset)}::text[]) p (control, asset)`;
  await sql`
    update results r set judged_at = ${now} from ${pair}
    where r.tenant = ${tenant} and r.asset = p.asset and r.control = p.control`.execute(trx);
  await sql`
    update finding_sightings s set last_seen = ${now} from ${pair}
    join findings f on f.tenant = ${tenant} and f.asset = p.asset and f.rule = p.control and f.status = 'open' and not f.stale
    where s.tenant = ${tenant} and s.seq = f.seq`.execute(trx);
}
