import { sql } from 'kysely';
import type { EventLog } from '../../eventlog/index.ts';
import type { Services } from '../services.ts';
import { readSettings } from '../settings.ts';
import type { Pipeline } from './pipeline.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** What the events of the sample organisation are called where they are counted, and where they lie apart in the event log. */
export const SAMPLE = 'sample';

/** How often full chunks of the event log are compacted and old events dropped. */
const COMPACT_MS = 5 * MINUTE_MS;

/** How long counters are kept: by the hour, and in all. */
const HOURS_KEPT_DAYS = 40;
const COUNTERS_KEPT_DAYS = 400;

/** Compacts the event log again and again, until it is stopped. */
export function startUpkeep(
  services: Services,
  log: EventLog,
  pipeline: Pick<Pipeline, 'safe'>,
): { stop(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  let busy = false;
  const timer = setInterval(() => {
    // What no snapshot covers has to stay as it was appended: it would be judged again after a crash.
    if (busy || pipeline.safe === undefined) return;
    busy = true;
    running = compact(services, log, pipeline.safe)
      .catch((error: unknown) => services.log.error({ err: error }, 'the event log cannot be compacted'))
      .finally(() => {
        busy = false;
      });
  }, COMPACT_MS);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}

async function compact(services: Services, log: EventLog, safe: NonNullable<Pipeline['safe']>): Promise<void> {
  const { eventDays } = await readSettings(services);
  await log.compact(services.clock(), eventDays, safe);
  // The sample may have left by way of a server that keeps no events.
  if (!(await hasSample(services))) await log.dropApart(SAMPLE);
}

async function hasSample({ db, tenant }: Services): Promise<boolean> {
  const row = await db
    .selectFrom('connections')
    .select('id')
    .where('tenant', '=', tenant)
    .where('sample', '=', true)
    .executeTakeFirst();
  return row !== undefined;
}

/** Drops alerts and closed incidents that are older than anybody asks for. Part of the daily upkeep. */
export async function dropOldAlerts({ db, tenant }: Pick<Services, 'db' | 'tenant'>, now: Date): Promise<void> {
  const before = new Date(now.getTime() - COUNTERS_KEPT_DAYS * DAY_MS);
  await db.transaction().execute(async (trx) => {
    const gone = sql`select a.id from alerts a left join incidents i on i.tenant = a.tenant and i.id = a.incident
      where a.tenant = ${tenant} and a.last_at < ${before} and (i.id is null or (i.status = 'closed' and i.last_at < ${before}))`;
    await sql`delete from alert_events where tenant = ${tenant} and alert in (${gone})`.execute(trx);
    await sql`delete from alerts where tenant = ${tenant} and id in (${gone})`.execute(trx);
    const old = sql`select id from incidents where tenant = ${tenant} and last_at < ${before}
      and (status = 'closed' or merged_into is not null)`;
    await sql`delete from incident_events where tenant = ${tenant} and incident in (${old})`.execute(trx);
    await sql`delete from incidents where tenant = ${tenant} and id in (${old})`.execute(trx);
  });
}

/** Adds old counters of events up to days, and drops very old ones. Part of the daily upkeep. */
export async function tidyEventCounters({ db, tenant }: Pick<Services, 'db' | 'tenant'>, now: Date): Promise<void> {
  const byHour = new Date(now.getTime() - HOURS_KEPT_DAYS * DAY_MS);
  const oldest = new Date(now.getTime() - COUNTERS_KEPT_DAYS * DAY_MS);
  await db.transaction().execute(async (trx) => {
    await sql`
      with gone as (
        delete from event_hours where tenant = ${tenant} and hour < ${byHour} and hour <> date_trunc('day', hour, 'UTC')
        returning hour, feed, source, taken, duplicates, newest)
      insert into event_hours (tenant, hour, feed, source, taken, duplicates, newest)
      select ${tenant}, date_trunc('day', hour, 'UTC'), feed, source, sum(taken), sum(duplicates), max(newest)
      from gone group by 2, 3, 4
      on conflict (tenant, hour, feed, source) do update set taken = event_hours.taken + excluded.taken,
        duplicates = event_hours.duplicates + excluded.duplicates, newest = greatest(event_hours.newest, excluded.newest)`.execute(
      trx,
    );
    await sql`
      with gone as (
        delete from event_losses where tenant = ${tenant} and hour < ${byHour} and hour <> date_trunc('day', hour, 'UTC')
        returning hour, feed, reason, n)
      insert into event_losses (tenant, hour, feed, reason, n)
      select ${tenant}, date_trunc('day', hour, 'UTC'), feed, reason, sum(n) from gone group by 2, 3, 4
      on conflict (tenant, hour, feed, reason) do update set n = event_losses.n + excluded.n`.execute(trx);
    await trx.deleteFrom('event_hours').where('tenant', '=', tenant).where('hour', '<', oldest).execute();
    await trx.deleteFrom('event_losses').where('tenant', '=', tenant).where('hour', '<', oldest).execute();
    const day = oldest.toISOString().slice(0, 10);
    await sql`delete from known_event_days where tenant = ${tenant} and day < ${day}::date`.execute(trx);
    await sql`delete from alert_days where tenant = ${tenant} and day < ${day}::date`.execute(trx);
  });
}
