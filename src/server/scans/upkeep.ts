import { recountVulnerabilities } from '../../findings/affected/index.ts';
import { endExpiredExceptions } from '../../findings/exceptions.ts';
import { dropUnusedPackages } from '../../inventory/boms.ts';
import { dropOldVersions } from '../../inventory/store.ts';
import { dropOldAlerts, tidyEventCounters } from '../events/upkeep.ts';
import type { Services } from '../services.ts';
import { readSettings } from '../settings.ts';
import { removeFacts } from './folders.ts';

const DAY = 24 * 3_600_000;

/** Deletes what is older than the settings say. The newest facts of each connection stay: they are judged by. */
export async function upkeep(services: Services, now: Date): Promise<void> {
  const { db, tenant } = services;
  const { segmentDays, versionDays } = await readSettings(services);
  await removeOldFacts(services, new Date(now.getTime() - segmentDays * DAY));
  await dropOldVersions(db, tenant, new Date(now.getTime() - versionDays * DAY));
  await endExpiredExceptions(db, tenant, now);
  await recountVulnerabilities(db, tenant);
  await dropUnusedPackages(db, tenant);
  await dropOldAlerts(services, now);
  await tidyEventCounters(services, now);
  await db.deleteFrom('sessions').where('tenant', '=', tenant).where('expires_at', '<', now).execute();
  await db.deleteFrom('sign_in_links').where('tenant', '=', tenant).where('expires_at', '<', now).execute();
}

async function removeOldFacts(services: Services, before: Date): Promise<void> {
  const { db, tenant } = services;
  const rows = await db
    .selectFrom('scans')
    .select(['id', 'connection', 'finished_at'])
    .where('tenant', '=', tenant)
    .where('state', 'in', ['done', 'incomplete', 'failed', 'cancelled'])
    .orderBy('connection')
    .orderBy('finished_at', 'desc')
    .execute();
  let newestOf: string | undefined;
  for (const { id, connection, finished_at } of rows) {
    const newest = connection !== newestOf;
    newestOf = connection;
    if (!newest && finished_at !== null && finished_at < before) await removeFacts(services, connection, id);
  }
}
