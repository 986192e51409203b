import type { Kysely, Transaction } from 'kysely';
import { newId } from '../platform/crypto.ts';
import { type Database, jsonText } from '../platform/store/index.ts';
import { historyHours, historyTimes, isHistory } from './history.ts';
import { tellableAt } from './quiet.ts';
import { channelsFor, type Route } from './routing.ts';
import type { Notice, QueueNotices } from './types.ts';

type Db = Kysely<Database> | Transaction<Database>;

/** Puts notices into the outbox, see {@link QueueNotices}. Answers how many deliveries that makes. */
export function newOutbox(clock: () => Date): QueueNotices {
  const historyAt = historyTimes();
  return async (db, tenant, notices) => {
    if (notices.length === 0) return 0;
    const routes = await readRoutes(db, tenant);
    const channels = await db
      .selectFrom('channels')
      .select(['id', 'quiet', 'digest_minutes'])
      .where('tenant', '=', tenant)
      .where('enabled', '=', true)
      .execute();
    const fresh = new Set(await insertNotices(db, tenant, notices));
    const now = clock();
    const hours = await historyHours(db, tenant);
    const rows = notices
      .filter(({ id }) => fresh.has(id))
      .flatMap((notice) => {
        const ids = new Set(channelsFor(notice, routes));
        return channels
          .filter(({ id }) => ids.has(id))
          .map((channel) => {
            const gathered = isHistory(notice, now, hours)
              ? historyAt(channel.id, now)
              : new Date(now.getTime() + (channel.digest_minutes ?? 0) * 60_000);
            const due = tellableAt(channel.quiet, notice.severity, gathered);
            return {
              tenant,
              id: newId(),
              channel: channel.id,
              notice: notice.id,
              state: due > now ? ('held' as const) : ('waiting' as const),
              created_at: now,
              next_at: due,
            };
          });
      });
    if (rows.length > 0)
      await db
        .insertInto('deliveries')
        .values(rows)
        .onConflict((on) => on.doNothing())
        .execute();
    return rows.length;
  };
}

async function readRoutes(db: Db, tenant: string): Promise<Route[]> {
  return db
    .selectFrom('routing')
    .select(['channel', 'severity', 'account', 'asset'])
    .where('tenant', '=', tenant)
    .orderBy('position')
    .execute();
}

/** Answers the ids of those that were not there. */
async function insertNotices(db: Db, tenant: string, notices: readonly Notice[]): Promise<string[]> {
  const once = [...new Map(notices.map((notice) => [notice.id, notice])).values()];
  const rows = await db
    .insertInto('notices')
    .values(
      once.map(({ id, kind, severity, title, summary, account, assets, techniques, at, incident, path }) => ({
        tenant,
        id,
        kind,
        severity,
        title: jsonText({ ...title }),
        summary: jsonText({ ...summary }),
        account,
        assets: [...assets],
        techniques: [...techniques],
        at,
        incident: incident ?? null,
        path,
      })),
    )
    .onConflict((on) => on.doNothing())
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}
