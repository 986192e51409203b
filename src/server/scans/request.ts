import { newId } from '../../platform/crypto.ts';
import type { Services } from '../services.ts';

/** Why a scan runs. */
export type Trigger = 'user' | 'schedule' | 'upload' | 'sample';

/**
 * Puts a scan of a connection into the queue and answers its id; where one waits or runs already, the id of that one.
 * An upload or the sample brings its own facts and is always a scan of its own: `hold` leaves it to the caller
 * to enqueue it once the facts lie in its folder.
 */
export async function requestScan(
  { db, tenant, jobs }: Pick<Services, 'db' | 'tenant' | 'jobs'>,
  connection: string,
  options: { trigger: Trigger; by: string | null; now: Date; hold?: boolean },
): Promise<string> {
  const { trigger, by, now } = options;
  const id = await db.transaction().execute(async (trx) => {
    // Two requests at once wait for each other here.
    await trx
      .selectFrom('connections')
      .select('id')
      .where('tenant', '=', tenant)
      .where('id', '=', connection)
      .forUpdate()
      .executeTakeFirst();
    if (trigger === 'user' || trigger === 'schedule') {
      const active = await trx
        .selectFrom('scans')
        .select('id')
        .where('tenant', '=', tenant)
        .where('connection', '=', connection)
        .where('state', 'in', ['queued', 'running'])
        .where('trigger', 'in', ['user', 'schedule'])
        .executeTakeFirst();
      if (active !== undefined) return { scan: active.id, fresh: false };
    }
    const scan = newId();
    await trx
      .insertInto('scans')
      .values({ tenant, id: scan, connection, state: 'queued', trigger, requested_by: by, requested_at: now })
      .execute();
    return { scan, fresh: true };
  });
  if (id.fresh && options.hold !== true) await jobs.enqueue('scan', { scan: id.scan });
  return id.scan;
}
