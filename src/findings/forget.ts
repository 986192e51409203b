import { type Kysely, sql } from 'kysely';
import { forgetBoms } from '../inventory/boms.ts';
import type { Database } from '../platform/store/index.ts';
import { recountVulnerabilities } from './affected/rules.ts';

/** Rows dropped by one statement, so that none holds its locks for long. */
const STEP = 5000;

/**
 * Drops everything that was collected through a connection and what was judged of it: assets with their history and
 * relations, collections, results, findings with theirs, and the flow of accounts that no other connection reaches.
 * The connection itself, its scans and segments stay with the caller. May be called again where it was cut off.
 */
export async function forgetConnection(db: Kysely<Database>, tenant: string, connection: string): Promise<void> {
  const accounts = await db
    .selectFrom('collections')
    .select('account')
    .distinct()
    .where('tenant', '=', tenant)
    .where('connection', '=', connection)
    .execute();
  for (;;) {
    const assets = await db
      .selectFrom('assets')
      .select('id')
      .where('tenant', '=', tenant)
      .where('connection', '=', connection)
      .limit(STEP)
      .execute();
    if (assets.length === 0) break;
    await forgetAssets(
      db,
      tenant,
      assets.map((asset) => asset.id),
    );
  }
  await recountVulnerabilities(db, tenant);
  await db.deleteFrom('collections').where('tenant', '=', tenant).where('connection', '=', connection).execute();
  for (const { account } of accounts) await forgetAccount(db, tenant, account);
}

async function forgetAssets(db: Kysely<Database>, tenant: string, assets: readonly string[]): Promise<void> {
  const ids = [...assets];
  await db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ id: string; seq: number }>`
      delete from findings where tenant = ${tenant} and asset = any(${ids}::text[]) returning id, seq`.execute(trx);
    const findings = rows.map((row) => row.id);
    const seqs = rows.map((row) => row.seq);
    await sql`delete from finding_sightings where tenant = ${tenant} and seq = any(${seqs}::bigint[])`.execute(trx);
    await sql`delete from finding_events where tenant = ${tenant} and finding = any(${findings}::text[])`.execute(trx);
    await sql`delete from exceptions where tenant = ${tenant} and finding_id = any(${findings}::text[])`.execute(trx);
    await sql`delete from results where tenant = ${tenant} and asset = any(${ids}::text[])`.execute(trx);
    await sql`delete from relations where tenant = ${tenant} and from_id = any(${ids}::text[])`.execute(trx);
    await sql`delete from relations where tenant = ${tenant} and to_id = any(${ids}::text[])`.execute(trx);
    await sql`delete from asset_versions where tenant = ${tenant} and asset = any(${ids}::text[])`.execute(trx);
    await forgetBoms(trx, tenant, ids);
    await sql`delete from assets where tenant = ${tenant} and id = any(${ids}::text[])`.execute(trx);
  });
}

/** What is kept by account goes with the last connection that reaches it. */
async function forgetAccount(db: Kysely<Database>, tenant: string, account: string): Promise<void> {
  const other = await db
    .selectFrom('collections')
    .select('call')
    .where('tenant', '=', tenant)
    .where('account', '=', account)
    .limit(1)
    .executeTakeFirst();
  if (other !== undefined) return;
  // Results that stand for places hang on no asset of the inventory.
  await db.deleteFrom('results').where('tenant', '=', tenant).where('account', '=', account).execute();
  await db.deleteFrom('finding_flow').where('tenant', '=', tenant).where('account', '=', account).execute();
}
