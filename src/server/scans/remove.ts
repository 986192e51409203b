import { forgetConnection } from '../../findings/forget.ts';
import type { Services } from '../services.ts';
import { removeFacts } from './folders.ts';

/**
 * Removes a connection with everything that was collected through it. A scan that runs is cancelled, and nothing is judged
 * for it from the first moment. The connection itself goes last: where this is cut off, it is still there to be removed again.
 */
export async function removeConnection(services: Services, connection: string): Promise<void> {
  const { db, tenant, jobs, clock } = services;
  await jobs.schedule('scheduled-scan', connection, null, { connection });
  await db
    .updateTable('connections')
    .set({ removed_at: clock() })
    .where('tenant', '=', tenant)
    .where('id', '=', connection)
    .execute();
  await db
    .updateTable('scans')
    .set({ cancel_requested: true })
    .where('tenant', '=', tenant)
    .where('connection', '=', connection)
    .execute();
  await forgetConnection(db, tenant, connection);
  await removeFacts(services, connection);
  await db.deleteFrom('connections').where('tenant', '=', tenant).where('id', '=', connection).execute();
}
