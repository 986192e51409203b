import { existsSync } from 'node:fs';
import { sql } from 'kysely';
import { ConnectionRemoved } from '../../findings/connection.ts';
import type { Services } from '../services.ts';
import { scanFolder } from './folders.ts';
import { judgeScan } from './judge-scan.ts';

/**
 * Judges the newest facts of every connection again, after params or content changed. A scan of a cloud sees all of it; of images
 * and hosts one scan sees some, so that there the newest of each counts, oldest first.
 */
export async function rejudge(services: Services, stopping: AbortSignal): Promise<void> {
  const { db, tenant } = services;
  const { rows } = await sql<{ id: string; connection: string }>`
    select id, connection from (
      select distinct on (s.connection, part) s.id, s.connection, s.finished_at,
        case when c.provider = 'aws' then '' else coalesce(s.target->>'reference', case s.trigger when 'upload' then s.id else '' end) end as part
      from scans s join connections c on c.tenant = s.tenant and c.id = s.connection
      where s.tenant = ${tenant} and s.state in ('done', 'incomplete')
      order by s.connection, part, s.finished_at desc) newest
    order by connection, finished_at`.execute(db);
  for (const { id, connection } of rows) {
    if (stopping.aborted) return;
    const folder = scanFolder(services, connection, id);
    if (!existsSync(folder)) continue;
    try {
      await judgeScan(services, { connection, folder, again: true, stopping });
    } catch (error) {
      // Whoever removes it drops what was written till then.
      if (error instanceof ConnectionRemoved) continue;
      // What is not judged yet is at the next start, which finds the content changed still.
      if (stopping.aborted) return;
      throw error;
    }
  }
}
