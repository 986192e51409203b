import { sql } from 'kysely';
import { newId } from '../../platform/crypto.ts';
import { jsonText } from '../../platform/store/index.ts';
import type { Services } from '../services.ts';

/** Why a scan runs. */
export type Trigger = 'user' | 'schedule' | 'upload' | 'event' | 'sample';

/** One image, where a scan is not of everything that its connection leads to. */
export interface ScanTarget {
  reference: string;
  platform?: string;
}

/**
 * Puts a scan of a connection into the queue and answers its id; where one waits or runs already, the id of that one.
 * Each image is a scan of its own; one that waits is not put there twice. An upload or the sample brings its own facts and is always a scan of its own: `hold` leaves it to the caller
 * to enqueue it once the facts lie in its folder.
 */
export async function requestScan(
  { db, tenant, jobs }: Pick<Services, 'db' | 'tenant' | 'jobs'>,
  connection: string,
  options: { trigger: Trigger; by: string | null; now: Date; hold?: boolean; target?: ScanTarget },
): Promise<string> {
  const { trigger, by, now, target } = options;
  const id = await db.transaction().execute(async (trx) => {
    // Two requests at once wait for each other here.
    await trx
      .selectFrom('connections')
      .select('id')
      .where('tenant', '=', tenant)
      .where('id', '=', connection)
      .forUpdate()
      .executeTakeFirst();
    if (trigger !== 'upload' && trigger !== 'sample') {
      const same = trx
        .selectFrom('scans')
        .select('id')
        .where('tenant', '=', tenant)
        .where('connection', '=', connection)
        .where('trigger', 'in', ['user', 'schedule', 'event']);
      // An image that is being read may have been pushed again since.
      const active = await (target === undefined
        ? same.where('state', 'in', ['queued', 'running']).where('target', 'is', null)
        : same.where('state', '=', 'queued').where(sql<boolean>`target = ${jsonText({ ...target })}::jsonb`)
      ).executeTakeFirst();
      if (active !== undefined) return { scan: active.id, fresh: false };
    }
    const scan = newId();
    await trx
      .insertInto('scans')
      .values({
        ...{ tenant, id: scan, connection, state: 'queued', trigger, requested_by: by, requested_at: now },
        target: target === undefined ? null : jsonText({ ...target }),
      })
      .execute();
    return { scan, fresh: true };
  });
  if (id.fresh && options.hold !== true) await jobs.enqueue('scan', { scan: id.scan });
  return id.scan;
}
