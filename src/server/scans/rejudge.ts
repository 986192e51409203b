import { existsSync } from 'node:fs';
import type { Services } from '../services.ts';
import { scanFolder } from './folders.ts';
import { judgeScan } from './judge-scan.ts';

/** Judges the newest facts of every connection again, after params or content changed. */
export async function rejudge(services: Services, stopping: AbortSignal): Promise<void> {
  const { db, tenant } = services;
  const scans = await db
    .selectFrom('scans')
    .select(['id', 'connection'])
    .distinctOn('connection')
    .where('tenant', '=', tenant)
    .where('state', 'in', ['done', 'incomplete'])
    .orderBy('connection')
    .orderBy('finished_at', 'desc')
    .execute();
  for (const { id, connection } of scans) {
    if (stopping.aborted) return;
    const folder = scanFolder(services, connection, id);
    if (existsSync(folder)) await judgeScan(services, { connection, folder, again: true });
  }
}
