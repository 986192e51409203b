import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { sql, type Transaction } from 'kysely';
import { assignIncidents } from '../../incidents/assign.ts';
import { storeAlerts } from '../../incidents/store.ts';
import type { Json, JsonObject } from '../../model/index.ts';
import type { Database } from '../../platform/store/index.ts';
import { alertMaker } from '../events/alerts.ts';
import { assetLookup } from '../events/asset-facts.ts';
import { readBatch } from '../events/batch.ts';
import { countKnown, countTaken } from '../events/counters.ts';
import { knownAmong, talliesOf } from '../events/outcome.ts';
import { SAMPLE } from '../events/upkeep.ts';
import { remember, remembered } from '../remembered.ts';
import type { AppServices } from '../services.ts';
import { moved, passedSince } from './fresh-facts.ts';

/** Row of the settings that says what they were, so that all of it can go again. */
const NAME = 'sample-events';

interface Taken {
  /** Ids of the events. */
  events: string[];
  known: { event: string; activity: { time: string } }[];
}

/**
 * Takes in what the logs of the sample organisation recorded, once: every time in them is moved as those of its facts are, so that they
 * end shortly before the sample was added. They are read, kept, judged and grouped by what does so with all events, but by a judge of
 * their own: what happens in the sample is never taken for something seen before. Nobody is told of what came of it.
 */
export async function takeSampleEvents(services: AppServices, connection: string): Promise<void> {
  const { db, tenant, events, clock, sampleDir } = services;
  const file = path.join(sampleDir, 'events', 'cloudtrail.ndjson.zst');
  const row = await db
    .selectFrom('connections')
    .select('created_at')
    .where('tenant', '=', tenant)
    .where('id', '=', connection)
    .executeTakeFirst();
  if (row === undefined || !existsSync(file) || (await remembered({ db, tenant }, NAME)) !== undefined) return;
  const now = clock();
  const passed = await passedSince(sampleDir, row.created_at);
  const records = await recordsIn(file, passed);
  const read = await readBatch([{ feed: SAMPLE, source: 'cloudtrail', records }], now.toISOString());
  const all = read.flatMap((delivery) => delivery.events);
  const stored = all.map((one) => one.stored);
  const activities = stored.map(({ activity }) => activity);
  await events.log.setApart(SAMPLE, stored);

  const library = events.library();
  const maker = alertMaker(events.log);
  maker.remember(activities);
  const judge = events.newJudge();
  try {
    await judge.load(library.plan);
    const assets = await assetLookup(services).fresh(activities.flatMap((activity) => activity.assets));
    const firings = await judge.push({ events: all.map(({ event }) => event), assets });
    firings.push(...(await judge.finish()));
    const alerts = await maker.make(firings, library.detections);
    const known = knownAmong(library, stored).map(({ event, activity: { time } }) => ({ event, activity: { time } }));
    const isTaken = await db.transaction().execute(async (trx) => {
      // The sample may have left meanwhile.
      const there = await trx
        .selectFrom('connections')
        .select('id')
        .where('tenant', '=', tenant)
        .where('id', '=', connection)
        .where('removed_at', 'is', null)
        .forUpdate()
        .executeTakeFirst();
      if (there === undefined) return false;
      const { changed } = await storeAlerts(trx, tenant, alerts, now);
      await assignIncidents(trx, tenant, changed, now);
      await countTaken(trx, tenant, talliesOf(SAMPLE, stored, []), now);
      await countKnown(trx, tenant, known);
      const taken: Taken = { events: activities.map(({ id }) => id), known };
      await remember({ db: trx, tenant }, NAME, { ...taken }, now);
      return true;
    });
    if (!isTaken) await events.log.dropApart(SAMPLE);
  } finally {
    await judge.close();
  }
}

/** Removes them with everything that came of them. May be called again where it was cut off. */
export async function forgetSampleEvents({ db, tenant, events }: AppServices): Promise<void> {
  const taken = (await remembered({ db, tenant }, NAME))?.value as unknown as Taken | undefined;
  if (taken !== undefined) {
    await db.transaction().execute(async (trx) => {
      await forgetAlerts(trx, tenant, taken.events);
      await forgetKnown(trx, tenant, taken.known);
      await trx.deleteFrom('event_hours').where('tenant', '=', tenant).where('feed', '=', SAMPLE).execute();
      await trx.deleteFrom('settings').where('tenant', '=', tenant).where('name', '=', NAME).execute();
    });
  }
  await events.log.dropApart(SAMPLE);
}

async function recordsIn(file: string, passed: number): Promise<JsonObject[]> {
  const lines = zstdDecompressSync(await readFile(file))
    .toString()
    .trimEnd()
    .split('\n');
  return lines.map((line) => moved(JSON.parse(line) as Json, passed) as JsonObject);
}

async function forgetAlerts(trx: Transaction<Database>, tenant: string, events: readonly string[]): Promise<void> {
  const { rows } = await sql<{ id: string; incident: string | null }>`
    select id, incident from alerts a where tenant = ${tenant} and exists (select from alert_events e
      where e.tenant = a.tenant and e.alert = a.id and e.event = any(${[...events]}::text[]))`.execute(trx);
  const alerts = rows.map(({ id }) => id);
  const incidents = [...new Set(rows.flatMap(({ incident }) => incident ?? []))];
  await sql`
    update alert_days d set n = d.n - gone.n from (
      select (first_at at time zone 'UTC')::date as day, detection, severity, count(*)::int as n from alerts
      where tenant = ${tenant} and id = any(${alerts}::text[]) group by 1, 2, 3) gone
    where d.tenant = ${tenant} and d.day = gone.day and d.detection = gone.detection and d.severity = gone.severity`.execute(
    trx,
  );
  await sql`delete from alert_days where tenant = ${tenant} and n <= 0`.execute(trx);
  await sql`delete from alert_events where tenant = ${tenant} and alert = any(${alerts}::text[])`.execute(trx);
  await sql`delete from alerts where tenant = ${tenant} and id = any(${alerts}::text[])`.execute(trx);
  const { rows: empty } = await sql<{ id: string }>`
    delete from incidents i where tenant = ${tenant} and (id = any(${incidents}::text[]) or merged_into = any(${incidents}::text[]))
      and not exists (select from alerts a where a.tenant = i.tenant and a.incident in (i.id, i.merged_into)) returning id`.execute(
    trx,
  );
  const gone = empty.map(({ id }) => id);
  await sql`delete from incident_events where tenant = ${tenant} and incident = any(${gone}::text[])`.execute(trx);
}

async function forgetKnown(trx: Transaction<Database>, tenant: string, known: Taken['known']): Promise<void> {
  const counts = new Map<string, number>();
  for (const { event, activity } of known) {
    const key = `${activity.time.slice(0, 10)} ${event}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  for (const [key, n] of counts) {
    await sql`update known_event_days set n = n - ${n}
      where tenant = ${tenant} and day = ${key.slice(0, 10)}::date and event = ${key.slice(11)}`.execute(trx);
  }
  await sql`delete from known_event_days where tenant = ${tenant} and n <= 0`.execute(trx);
}
