import { type Kysely, sql, type Transaction } from 'kysely';
import type { Activity } from '../../model/index.ts';
import type { Database } from '../../platform/store/index.ts';
import type { Services } from '../services.ts';
import type { Losses } from './read.ts';
import type { LossReason } from './types.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

type Where = Pick<Services, 'db' | 'tenant'>;

/** What came in with some deliveries, by feed and event source. */
export interface Tally {
  feed: string;
  source: string;
  taken: number;
  duplicates: number;
  /** Time of the newest event. */
  newest: Date;
}

/** Adds to the counters of what came in. */
export async function countTaken(
  db: Kysely<Database> | Transaction<Database>,
  tenant: string,
  tallies: readonly Tally[],
  now: Date,
): Promise<void> {
  if (tallies.length === 0) return;
  const hour = startOfHour(now);
  await db
    .insertInto('event_hours')
    .values(tallies.map((tally) => ({ tenant, hour, ...tally })))
    .onConflict((conflict) =>
      conflict.columns(['tenant', 'hour', 'feed', 'source']).doUpdateSet({
        taken: sql`event_hours.taken + excluded.taken`,
        duplicates: sql`event_hours.duplicates + excluded.duplicates`,
        newest: sql`greatest(event_hours.newest, excluded.newest)`,
      }),
    )
    .execute();
}

/** Adds to the counters of what was lost. */
export async function countLost(
  db: Kysely<Database> | Transaction<Database>,
  tenant: string,
  feed: string,
  lost: Losses,
  now: Date,
): Promise<void> {
  const rows = Object.entries(lost)
    .filter(([, n]) => n > 0)
    .map(([reason, n]) => ({ tenant, hour: startOfHour(now), feed, reason, n }));
  if (rows.length === 0) return;
  await db
    .insertInto('event_losses')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['tenant', 'hour', 'feed', 'reason']).doUpdateSet({ n: sql`event_losses.n + excluded.n` }),
    )
    .execute();
}

/** Adds to the counters of known events, by the day they happened. */
export async function countKnown(
  db: Kysely<Database> | Transaction<Database>,
  tenant: string,
  known: readonly { event: string; activity: Pick<Activity, 'time'> }[],
): Promise<void> {
  const counts = new Map<string, { tenant: string; day: string; event: string; n: number }>();
  for (const { event, activity } of known) {
    const day = activity.time.slice(0, 10);
    const row = counts.get(`${day} ${event}`) ?? { tenant, day, event, n: 0 };
    row.n += 1;
    counts.set(`${day} ${event}`, row);
  }
  if (counts.size === 0) return;
  await db
    .insertInto('known_event_days')
    .values([...counts.values()])
    .onConflict((conflict) =>
      conflict.columns(['tenant', 'day', 'event']).doUpdateSet({ n: sql`known_event_days.n + excluded.n` }),
    )
    .execute();
}

/** Events of the last hour and day, and what was lost, by reason too. */
export async function eventTotals({ db, tenant }: Where, now: Date) {
  const day = new Date(now.getTime() - DAY_MS);
  const [taken, lost] = await Promise.all([
    db
      .selectFrom('event_hours')
      .select([
        sql<number>`coalesce(sum(taken), 0)::int`.as('day'),
        sql<number>`coalesce(sum(taken) filter (where hour >= ${startOfHour(now)}), 0)::int`.as('hour'),
        sql<Date | null>`max(newest)`.as('newest'),
      ])
      .where('tenant', '=', tenant)
      .where('hour', '>=', day)
      .executeTakeFirstOrThrow(),
    db
      .selectFrom('event_losses')
      .select(['reason', sql<number>`sum(n)::int`.as('count')])
      .where('tenant', '=', tenant)
      .where('hour', '>=', day)
      .groupBy('reason')
      .orderBy('count', 'desc')
      .execute(),
  ]);
  return {
    lastHour: taken.hour,
    lastDay: taken.day,
    newest: taken.newest?.toISOString() ?? null,
    lost: lost.reduce((sum, { count }) => sum + count, 0),
    lostBy: lost.map(({ reason, count }) => ({ reason: reason as LossReason, count })),
  };
}

/** Events of each source since a moment, and the time of its newest. */
export async function takenBySource(
  { db, tenant }: Where,
  since: Date,
): Promise<Map<string, { n: number; newest: Date }>> {
  const rows = await db
    .selectFrom('event_hours')
    .select(['source', sql<number>`sum(taken)::int`.as('n'), sql<Date>`max(newest)`.as('newest')])
    .where('tenant', '=', tenant)
    .where('hour', '>=', since)
    .groupBy('source')
    .execute();
  return new Map(rows.map(({ source, ...counts }) => [source, counts]));
}

/** What each feed brought and lost since it is there. */
export async function feedCounts({ db, tenant }: Where) {
  const [taken, lost] = await Promise.all([
    db
      .selectFrom('event_hours')
      .select([
        'feed',
        sql<number>`sum(taken)::int`.as('taken'),
        sql<number>`sum(duplicates)::int`.as('duplicates'),
        sql<Date>`max(newest)`.as('newest'),
      ])
      .where('tenant', '=', tenant)
      .groupBy('feed')
      .execute(),
    db
      .selectFrom('event_losses')
      .select(['feed', 'reason', sql<number>`sum(n)::int`.as('count')])
      .where('tenant', '=', tenant)
      .groupBy(['feed', 'reason'])
      .orderBy('reason')
      .execute(),
  ]);
  const losses = new Map<string, { reason: LossReason; count: number }[]>();
  for (const { feed, reason, count } of lost) {
    losses.set(feed, [...(losses.get(feed) ?? []), { reason: reason as LossReason, count }]);
  }
  return { taken: new Map(taken.map(({ feed, ...counts }) => [feed, counts])), losses };
}

/** How often each known event came since a moment. */
export async function knownCounts({ db, tenant }: Where, since: Date): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('known_event_days')
    .select(['event', sql<number>`sum(n)::int`.as('n')])
    .where('tenant', '=', tenant)
    .where(sql<boolean>`day >= ${since.toISOString().slice(0, 10)}::date`)
    .groupBy('event')
    .execute();
  return new Map(rows.map(({ event, n }) => [event, n]));
}

function startOfHour(time: Date): Date {
  return new Date(Math.floor(time.getTime() / HOUR_MS) * HOUR_MS);
}
