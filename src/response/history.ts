import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../platform/store/index.ts';
import type { Notice } from './types.ts';

/** Older than so many hours when it becomes known, something is history, unless set otherwise. */
export const HISTORY_HOURS = 24;

const GATHER_MS = 30_000;
const QUARTER_MS = 15 * 60_000;

const HOUR_MS = 3_600_000;

/** What comes of events. News of vulnerabilities is as old as its making known. */
const ofEvents: readonly Notice['kind'][] = ['incident-opened', 'incident-worse', 'watch'];

/** After how many hours something is history, as the organisation has set it; 0: nothing is. */
export async function historyHours(db: Kysely<Database> | Transaction<Database>, tenant: string): Promise<number> {
  const row = await db
    .selectFrom('settings')
    .select('value')
    .where('tenant', '=', tenant)
    .where('name', '=', 'historyHours')
    .executeTakeFirst();
  return typeof row?.value === 'number' ? row.value : HISTORY_HOURS;
}

/** True where something was long past when it became known, as everything is that the first import of a log brings. */
export function isHistory({ kind, at }: Pick<Notice, 'kind' | 'at'>, knownAt: Date, hours: number): boolean {
  return hours > 0 && ofEvents.includes(kind) && knownAt.getTime() - at.getTime() > hours * HOUR_MS;
}

/** The same of a delivery `d` and its notice `n`, for the store. */
export function isHistorySql(hours: number) {
  return sql<boolean>`(${hours}::int > 0 and n.kind = any(${[...ofEvents]}::text[]) and d.created_at - n.at > make_interval(hours => ${hours}::int))`;
}

/**
 * Says when history that becomes known now is told to a channel: half a minute after the first of it, with all that came till then,
 * and while more comes every quarter of an hour, so that a long import makes few messages.
 */
export function historyTimes(): (channel: string, now: Date) => Date {
  const told = new Map<string, number>();
  return (channel, now) => {
    const at = now.getTime();
    const last = told.get(channel) ?? Number.NEGATIVE_INFINITY;
    const due = last > at ? last : at - last < QUARTER_MS ? last + QUARTER_MS : at + GATHER_MS;
    told.set(channel, due);
    return new Date(due);
  };
}
