import { type Kysely, type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely';
import { type Activity, countsBySeverity, type Severity, type SeverityCounts } from '../model/index.ts';
import {
  type AlertsTable,
  containing,
  type Database,
  type IncidentEventsTable,
  type IncidentStatus,
  type IncidentsTable,
} from '../platform/store/index.ts';
import { readCursor, writeCursor } from './cursor.ts';
import type { Evidence } from './types.ts';

export type StoredAlert = Omit<Selectable<AlertsTable>, 'tenant'>;
export type StoredIncident = Omit<Selectable<IncidentsTable>, 'tenant'>;
export type IncidentEvent = Omit<Selectable<IncidentEventsTable>, 'tenant' | 'incident'>;

/** An event of an alert as it is stored; `activity` is null where the event could not be found. */
export interface StoredEvidence {
  alert: string;
  source: string;
  event: string;
  at: Date;
  activity: Activity | null;
}

/** A stored event as alerts are grouped by it. */
export function asEvidence({ source, event, at, activity }: StoredEvidence): Evidence {
  return { source, id: event, time: at.getTime(), ...(activity === null ? {} : { activity }) };
}

export interface Page<T> {
  items: T[];
  /** Cursor of the next page; null at the end. */
  next: string | null;
}

interface CommonFilter {
  severity?: readonly Severity[];
  account?: string;
  /** Part of an actor's id. */
  actor?: string;
  asset?: string;
  /** An ATT&CK id; a technique stands for its sub-techniques too. */
  technique?: string;
  /** Words that are all found. */
  q?: string;
  /** Whose newest event is at or after, and before. */
  since?: Date;
  until?: Date;
}

export interface IncidentFilter extends CommonFilter {
  status?: readonly IncidentStatus[];
  assignee?: string;
}

export interface AlertFilter extends CommonFilter {
  detection?: string;
  watch?: string;
  excepted?: boolean;
}

/** More words than this are not looked at. */
const MOST_WORDS = 8;

/** Alerts of one incident that are shown. */
const MOST_ALERTS = 200;

/**
 * One page of incidents, newest activity first. `limit` is cut to 1–500.
 *
 * @throws UserError `cursor-invalid`
 */
export async function listIncidents(
  db: Kysely<Database>,
  tenant: string,
  filter: IncidentFilter,
  page: { cursor?: string; limit?: number },
): Promise<Page<StoredIncident>> {
  const where = [sql<SqlBool>`merged_into is null`, ...conditionsOf(filter, 'accounts')];
  if (filter.status !== undefined) where.push(sql<SqlBool>`status = any(${[...filter.status]}::text[])`);
  if (filter.assignee !== undefined) where.push(sql<SqlBool>`assignee = ${filter.assignee}`);
  return newestFirst(page, (limit, after) =>
    db
      .selectFrom('incidents')
      .selectAll()
      .where('tenant', '=', tenant)
      .where(all([...where, ...after]))
      .orderBy('last_at', 'desc')
      .orderBy('seq', 'desc')
      .limit(limit)
      .execute(),
  );
}

/**
 * One page of alerts, newest first. `limit` is cut to 1–500.
 *
 * @throws UserError `cursor-invalid`
 */
export async function listAlerts(
  db: Kysely<Database>,
  tenant: string,
  filter: AlertFilter,
  page: { cursor?: string; limit?: number },
): Promise<Page<StoredAlert>> {
  const where = conditionsOf(filter, 'account');
  if (filter.detection !== undefined) where.push(sql<SqlBool>`detection = ${filter.detection}`);
  if (filter.watch !== undefined) where.push(sql<SqlBool>`watch = ${filter.watch}`);
  if (filter.excepted !== undefined) {
    where.push(filter.excepted ? sql<SqlBool>`exception_id is not null` : sql<SqlBool>`exception_id is null`);
  }
  return newestFirst(page, (limit, after) =>
    db
      .selectFrom('alerts')
      .selectAll()
      .where('tenant', '=', tenant)
      .where(all([...where, ...after]))
      .orderBy('last_at', 'desc')
      .orderBy('seq', 'desc')
      .limit(limit)
      .execute(),
  );
}

async function newestFirst<T extends { last_at: Date; seq: number }>(
  page: { cursor?: string; limit?: number },
  read: (limit: number, after: RawBuilder<SqlBool>[]) => Promise<T[]>,
): Promise<Page<T>> {
  const limit = Math.min(Math.max(page.limit ?? 100, 1), 500);
  const after: RawBuilder<SqlBool>[] = [];
  if (page.cursor !== undefined) {
    const [at, seq] = readCursor(page.cursor);
    after.push(sql<SqlBool>`(last_at, seq) < (${at}::timestamptz, ${seq})`);
  }
  const rows = await read(limit + 1, after);
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? writeCursor(last) : null };
}

function all(conditions: readonly RawBuilder<SqlBool>[]): RawBuilder<SqlBool> {
  return conditions.length === 0 ? sql<SqlBool>`true` : sql<SqlBool>`(${sql.join([...conditions], sql` and `)})`;
}

function conditionsOf(filter: CommonFilter, account: 'account' | 'accounts'): RawBuilder<SqlBool>[] {
  const where: RawBuilder<SqlBool>[] = [];
  if (filter.severity !== undefined) where.push(sql<SqlBool>`severity = any(${[...filter.severity]}::text[])`);
  if (filter.account !== undefined) {
    where.push(
      account === 'account'
        ? sql<SqlBool>`account = ${filter.account}`
        : sql<SqlBool>`accounts @> array[${filter.account}]::text[]`,
    );
  }
  if (filter.actor !== undefined) {
    const pattern = containing(filter.actor);
    where.push(sql<SqlBool>`exists (select from unnest(actors) one where lower(one) like ${pattern})`);
  }
  if (filter.asset !== undefined) where.push(sql<SqlBool>`assets @> array[${filter.asset}]::text[]`);
  if (filter.technique !== undefined) {
    where.push(
      sql<SqlBool>`exists (select from unnest(techniques) one
        where one = ${filter.technique} or starts_with(one, ${`${filter.technique}.`}))`,
    );
  }
  const words = (filter.q ?? '').split(/\s+/).filter((word) => word !== '');
  for (const word of words.slice(0, MOST_WORDS)) where.push(sql<SqlBool>`search like ${containing(word)}`);
  if (filter.since !== undefined) where.push(sql<SqlBool>`last_at >= ${filter.since}`);
  if (filter.until !== undefined) where.push(sql<SqlBool>`last_at < ${filter.until}`);
  return where;
}

export interface IncidentDetail {
  incident: StoredIncident;
  /** By time, the earliest ones, at most {@link MOST_ALERTS}. */
  alerts: StoredAlert[];
  evidence: StoredEvidence[];
  /** Notes and changes, oldest first, at most 1,000. */
  history: IncidentEvent[];
}

/** One incident with its alerts; of one that was merged, the incident that it is part of. */
export async function incidentDetail(
  db: Kysely<Database>,
  tenant: string,
  id: string,
): Promise<IncidentDetail | undefined> {
  const incident = await incidentOf(db, tenant, id);
  if (incident === undefined) return undefined;
  const alerts = await db
    .selectFrom('alerts')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('incident', '=', incident.id)
    .orderBy('first_at')
    .orderBy('id')
    .limit(MOST_ALERTS)
    .execute();
  const [evidence, history] = await Promise.all([
    evidenceOf(
      db,
      tenant,
      alerts.map((alert) => alert.id),
    ),
    db
      .selectFrom('incident_events')
      .select(['seq', 'at', 'kind', 'actor', 'note', 'what', 'from_value', 'to_value'])
      .where('tenant', '=', tenant)
      .where('incident', '=', incident.id)
      .orderBy('at')
      .orderBy('seq')
      .limit(1000)
      .execute(),
  ]);
  return { incident, alerts, evidence, history };
}

/** One incident; of one that was merged, the incident that it is part of. */
export async function incidentOf(
  db: Kysely<Database>,
  tenant: string,
  id: string,
): Promise<StoredIncident | undefined> {
  const row = await db
    .selectFrom('incidents')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .executeTakeFirst();
  // Whoever takes an incident in takes over what was merged into it, so that there is one step only.
  return row?.merged_into == null ? row : incidentOf(db, tenant, row.merged_into);
}

/** One alert with the events it rests on. */
export async function alertDetail(
  db: Kysely<Database>,
  tenant: string,
  id: string,
): Promise<{ alert: StoredAlert; evidence: StoredEvidence[] } | undefined> {
  const alert = await db
    .selectFrom('alerts')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .executeTakeFirst();
  return alert === undefined ? undefined : { alert, evidence: await evidenceOf(db, tenant, [id]) };
}

/** What some alerts rest on, by time. */
export async function evidenceOf(
  db: Kysely<Database>,
  tenant: string,
  alerts: readonly string[],
): Promise<StoredEvidence[]> {
  if (alerts.length === 0) return [];
  return db
    .selectFrom('alert_events')
    .select(['alert', 'source', 'event', 'at', 'activity'])
    .where('tenant', '=', tenant)
    .where(sql<SqlBool>`alert = any(${[...alerts]}::text[])`)
    .orderBy('at')
    .orderBy('event')
    .execute();
}

/** How many incidents stand open, by severity. */
export async function openIncidents(db: Kysely<Database>, tenant: string): Promise<SeverityCounts> {
  const rows = await db
    .selectFrom('incidents')
    .select(['severity', sql<number>`count(*)::int`.as('n')])
    .where('tenant', '=', tenant)
    .where('status', '!=', 'closed')
    .where('merged_into', 'is', null)
    .groupBy('severity')
    .execute();
  return bySeverity(rows);
}

/** Alerts raised on each day (UTC) from `since` on, by severity; days without any are left out. */
export async function alertsByDay(
  db: Kysely<Database>,
  tenant: string,
  since: Date,
): Promise<Map<string, SeverityCounts>> {
  const rows = await db
    .selectFrom('alert_days')
    .select([sql<string>`day::text`.as('date'), 'severity', sql<number>`sum(n)::int`.as('n')])
    .where('tenant', '=', tenant)
    .where(sql<SqlBool>`day >= ${since.toISOString().slice(0, 10)}::date`)
    .groupBy(['day', 'severity'])
    .execute();
  const days = new Map<string, { severity: Severity; n: number }[]>();
  for (const row of rows) days.set(row.date, [...(days.get(row.date) ?? []), row]);
  return new Map([...days].map(([day, counts]) => [day, bySeverity(counts)]));
}

/** How often each detection fired from `since` on, and when last. */
export async function alertsByDetection(
  db: Kysely<Database>,
  tenant: string,
  since: Date,
): Promise<Map<string, { alerts: number; last: Date }>> {
  const rows = await db
    .selectFrom('alert_days')
    .select(['detection', sql<number>`sum(n)::int`.as('alerts'), sql<Date>`max(last_at)`.as('last')])
    .where('tenant', '=', tenant)
    .where(sql<SqlBool>`day >= ${since.toISOString().slice(0, 10)}::date`)
    .groupBy('detection')
    .execute();
  return new Map(rows.map(({ detection, ...counts }) => [detection, counts]));
}

function bySeverity(rows: readonly { severity: Severity; n: number }[]): SeverityCounts {
  const counts = countsBySeverity();
  for (const { severity, n } of rows) counts[severity] += n;
  return counts;
}
