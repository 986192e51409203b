import { type Kysely, sql } from 'kysely';
import type { Database } from '../../platform/store/database.ts';
import type { Services } from '../services.ts';
import { removeFacts } from './folders.ts';

/**
 * Removes a connection with everything that was collected through it: facts, assets with their history, results,
 * findings. Counters follow by the store's triggers. Done again, it removes what a scan that still ran has left.
 */
export async function removeConnection(services: Services, connection: string): Promise<void> {
  const { db, tenant, jobs } = services;
  await jobs.schedule('scheduled-scan', connection, null, { connection });
  await db.transaction().execute(async (trx) => {
    // First, so that a scan sees it as cancelled while the rest goes.
    await trx.deleteFrom('connections').where('tenant', '=', tenant).where('id', '=', connection).execute();
    await removeAssets(trx, tenant, connection);
    for (const table of ['collections', 'segments'] as const) {
      await trx.deleteFrom(table).where('tenant', '=', tenant).where('connection', '=', connection).execute();
    }
  });
  await removeFacts(services, connection);
}

async function removeAssets(trx: Kysely<Database>, tenant: string, connection: string): Promise<void> {
  const owned = trx.selectFrom('assets').select('id').where('tenant', '=', tenant).where('connection', '=', connection);
  await trx.deleteFrom('findings').where('tenant', '=', tenant).where('asset', 'in', owned).execute();
  await trx.deleteFrom('results').where('tenant', '=', tenant).where('asset', 'in', owned).execute();
  await trx.deleteFrom('asset_versions').where('tenant', '=', tenant).where('asset', 'in', owned).execute();
  await trx
    .deleteFrom('relations')
    .where('tenant', '=', tenant)
    .where(sql<boolean>`starts_with(scope, ${`${connection}/`})`)
    .execute();
  const accounts = await trx
    .deleteFrom('assets')
    .where('tenant', '=', tenant)
    .where('connection', '=', connection)
    .returning('account')
    .execute();
  await forgetTrend(trx, tenant, [...new Set(accounts.map(({ account }) => account))]);
}

/** The trend is reckoned back from what is open now: of accounts that are no longer known, it must know nothing either. */
async function forgetTrend(trx: Kysely<Database>, tenant: string, accounts: readonly string[]): Promise<void> {
  await trx
    .deleteFrom('finding_flow as flow')
    .where('flow.tenant', '=', tenant)
    .where(sql<boolean>`flow.account = any(${[...accounts]}::text[])`)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('assets')
            .select('assets.id')
            .where('assets.tenant', '=', tenant)
            .whereRef('assets.account', '=', 'flow.account'),
        ),
      ),
    )
    .execute();
}
