import { type Kysely, sql, type Transaction } from 'kysely';
import { GLOBAL, type Result } from '../model/index.ts';
import { type Database, jsonText } from '../platform/store/index.ts';
import { CUT_LIST } from './lifecycle.ts';

/**
 * True for the result that stands for a whole place: the assets of a kind could not be listed in an account or region,
 * so that its control is unknown there.
 */
export function isPlace({ status, discriminator, asset, provider, account, region }: Result): boolean {
  if (status !== 'unknown' || discriminator !== CUT_LIST) return false;
  return asset === (region === GLOBAL ? `${provider}:${account}` : `${provider}:${account}:${region}`);
}

/**
 * Where a place is unknown, what was known of its assets is unknown too, unless this run judged them: their results
 * become `unknown`, their findings stay open and stale. Gives how many findings became stale.
 */
export async function applyPlaces(
  trx: Transaction<Database>,
  { tenant, now }: { tenant: string; now: Date },
  places: readonly Result[],
): Promise<number> {
  if (places.length === 0) return 0;
  const place = sql`unnest(${places.map((r) => r.control)}::text[], ${places.map((r) => r.account)}::text[],
    ${places.map((r) => r.region)}::text[], ${places.map((r) => r.asset)}::text[],
    ${places.map((r) => jsonText({ ...r.unknown }))}::text[]) p (control, account, region, asset, missing)`;
  await sql`
    update results r set status = 'unknown', unknown = p.missing::jsonb, evidence = '{}', error = null,
      outcome_hash = null, judged_at = ${now}
    from ${place}
    where r.tenant = ${tenant} and r.control = p.control and r.account = p.account
      and (p.region = ${GLOBAL} or r.region = p.region) and r.asset <> p.asset and r.judged_at < ${now}`.execute(trx);
  const { rows } = await sql<{ n: number }>`
    with changed as (
      update findings f set stale = true, changed_at = ${now}
      from ${place}
      where f.tenant = ${tenant} and f.rule = p.control and f.account = p.account
        and (p.region = ${GLOBAL} or f.region = p.region) and f.asset <> p.asset and f.status = 'open' and not f.stale
        and exists (select from finding_sightings s where s.tenant = f.tenant and s.seq = f.seq and s.last_seen < ${now})
      returning f.id, p.missing
    ), told as (
      insert into finding_events (tenant, finding, at, kind, detail)
      select ${tenant}, id, ${now}, 'stale', jsonb_build_object('missing', missing::jsonb) from changed
    )
    select count(*)::int as n from changed`.execute(trx);
  return rows[0]?.n ?? 0;
}

/**
 * Ends a judgement of whole accounts by all the given controls: places that were unknown earlier and are no longer,
 * which no result of this run has replaced, are forgotten.
 */
export async function finishAccounts(
  db: Kysely<Database>,
  { tenant, now }: { tenant: string; now: Date },
  accounts: readonly string[],
  controls: readonly string[],
): Promise<void> {
  await sql`
    delete from results r where r.tenant = ${tenant} and r.control = any(${[...controls]}::text[]) and r.status = 'unknown'
      and r.discriminator = ${CUT_LIST} and r.account = any(${[...accounts]}::text[]) and r.judged_at < ${now}
      and (r.asset like '%:' || r.account or r.asset like '%:' || r.account || ':' || r.region)`.execute(db);
}
