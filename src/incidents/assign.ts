import { type SqlBool, sql, type Transaction } from 'kysely';
import { newId } from '../platform/crypto.ts';
import type { Database } from '../platform/store/index.ts';
import { belongTogether, draws, groupIncidents, incidentId, joinWithin } from './group.ts';
import { type IncidentNews, mergeInto, readIncidents, summarise } from './incident-row.ts';
import { asEvidence, evidenceOf, type StoredAlert, type StoredIncident } from './query.ts';
import type { Alert } from './types.ts';

/** Alerts that are grouped anew together. Beyond, a new one joins what it belongs to, and nothing that stands is moved. */
const MOST_REGROUPED = 500;

/** Alerts around one that are looked at then. */
const MOST_NEIGHBOURS = 100;

/** The longest time that joins two alerts, in seconds. */
const REACH_SECONDS = Math.max(...Object.values(joinWithin)) / 1000;

/**
 * Puts alerts that are new or have changed into incidents, as `groupIncidents` would group all alerts there are: those
 * that may be touched are grouped anew, and what stands is moved as little as possible. An incident keeps the id it was
 * opened with. Where alerts bridge two incidents, the one opened first takes in the other, with its notes; the id of the
 * other goes on to lead there. An incident that somebody closed keeps its alerts and takes in no more: what comes later
 * opens another one. Alerts of watches lie in the earliest incident that they fit into, if there is one.
 */
export async function assignIncidents(
  trx: Transaction<Database>,
  tenant: string,
  changed: readonly StoredAlert[],
  now: Date,
): Promise<IncidentNews[]> {
  const open = await withoutClosed(trx, tenant, changed);
  const own = open.filter(({ watch }) => watch === null);
  const watched = open.filter(({ watch }) => watch !== null);
  const touched = await touchedAmong(trx, tenant, own);
  const around = await collect(trx, tenant, touched);
  const groups =
    around === undefined ? await joinNearest(trx, tenant, touched) : regroup(await withEvidence(trx, tenant, around));
  const { grown, opened } = await moveInto(trx, tenant, groups, now);
  const seen = await placeWatched(trx, tenant, watched, touched);
  const incidents = await readIncidents(trx, tenant, [...grown, ...seen, ...own.map(({ incident }) => incident)]);
  const news: IncidentNews[] = [];
  for (const [id, incident] of incidents) {
    const one = await summarise(trx, tenant, id, opened.has(id) ? undefined : incident, now);
    if (one !== undefined) news.push(one);
  }
  return news;
}

async function withoutClosed(
  trx: Transaction<Database>,
  tenant: string,
  alerts: readonly StoredAlert[],
): Promise<StoredAlert[]> {
  const incidents = await readIncidents(
    trx,
    tenant,
    alerts.map(({ incident }) => incident),
  );
  return alerts.filter(({ incident }) => incident === null || incidents.get(incident)?.status !== 'closed');
}

/** Those that are in no incident yet, and those that may have come to belong to another one too. */
async function touchedAmong(
  trx: Transaction<Database>,
  tenant: string,
  alerts: readonly StoredAlert[],
): Promise<StoredAlert[]> {
  if (alerts.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    select one.id from alerts one where one.tenant = ${tenant}
      and one.id = any(${alerts.map(({ id }) => id)}::text[]) and (one.incident is null or exists (
        select from alerts other left join incidents i on i.tenant = other.tenant and i.id = other.incident
        where ${isNear} and other.watch is null and other.incident is distinct from one.incident
          and (i.id is null or i.status <> 'closed')))`.execute(trx);
  const ids = new Set(rows.map(({ id }) => id));
  return alerts.filter(({ id }) => ids.has(id));
}

/** Two alerts share something and lie near enough in time that it may count. */
const isNear = sql<SqlBool>`other.tenant = one.tenant and other.id <> one.id and one.keys && other.keys
  and other.first_at <= one.last_at + make_interval(secs => ${sql.lit(REACH_SECONDS)})
  and other.last_at >= one.first_at - make_interval(secs => ${sql.lit(REACH_SECONDS)})`;

/** Alerts near any of these, newest first; none of incidents that are closed. */
async function neighbours(
  trx: Transaction<Database>,
  tenant: string,
  ids: readonly string[],
  of: 'watches' | 'detections',
  limit: number,
): Promise<StoredAlert[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<StoredAlert>`
    select other.* from alerts other
    left join incidents i on i.tenant = other.tenant and i.id = other.incident
    where other.tenant = ${tenant} and (i.id is null or i.status <> 'closed')
      and ${of === 'watches' ? sql`other.watch is not null` : sql`other.watch is null`}
      and exists (select from alerts one where one.tenant = ${tenant} and one.id = any(${[...ids]}::text[]) and ${isNear})
    order by other.last_at desc, other.seq desc limit ${limit}`.execute(trx);
  return rows;
}

/** Everything that hangs together with some alerts, directly or through others; undefined where that is too much. */
async function collect(
  trx: Transaction<Database>,
  tenant: string,
  start: readonly StoredAlert[],
): Promise<StoredAlert[] | undefined> {
  const found = new Map(start.map((alert) => [alert.id, alert]));
  let frontier = [...found.keys()];
  while (frontier.length > 0) {
    if (found.size > MOST_REGROUPED) return undefined;
    const near = await neighbours(trx, tenant, frontier, 'detections', MOST_REGROUPED + 1);
    const fresh = near.filter(({ id }) => !found.has(id));
    for (const alert of fresh) found.set(alert.id, alert);
    frontier = fresh.map(({ id }) => id);
  }
  return [...found.values()];
}

/** A stored alert as alerts are grouped. */
interface Loaded {
  row: StoredAlert;
  alert: Alert;
}

async function withEvidence(
  trx: Transaction<Database>,
  tenant: string,
  rows: readonly StoredAlert[],
): Promise<Loaded[]> {
  const ids = rows.map(({ id }) => id);
  const evidence = Map.groupBy(await evidenceOf(trx, tenant, ids), ({ alert }) => alert);
  return rows
    .map((row) => ({
      row,
      alert: {
        ...{ id: row.id, detection: row.detection, title: row.title, severity: row.severity },
        ...(row.watch === null ? {} : { watch: row.watch }),
        ...{ techniques: row.techniques, tactics: row.tactics, group: row.grouped, period: row.period.getTime() },
        evidence: (evidence.get(row.id) ?? []).map(asEvidence),
      },
    }))
    .filter(({ alert }) => alert.evidence.length > 0);
}

/** Alerts that make one incident. */
type Members = readonly Pick<StoredAlert, 'id' | 'incident' | 'first_at'>[];

function regroup(loaded: readonly Loaded[]): Members[] {
  const rows = new Map(loaded.map(({ row }) => [row.id, row]));
  return groupIncidents(loaded.map(({ alert }) => alert)).map(({ alerts }) =>
    alerts.map(({ id }) => rows.get(id) as StoredAlert),
  );
}

/** Each new alert goes where the nearest one is that it belongs to. */
async function joinNearest(
  trx: Transaction<Database>,
  tenant: string,
  alerts: readonly StoredAlert[],
): Promise<Members[]> {
  const groups: Members[] = [];
  for (const row of alerts.filter(({ incident }) => incident === null)) {
    const near = await neighbours(trx, tenant, [row.id], 'detections', MOST_NEIGHBOURS);
    const [self, ...others] = await withEvidence(trx, tenant, [row, ...near]);
    const fitting = others.filter(({ row: other, alert }) => {
      return other.incident !== null && self !== undefined && belongTogether(self.alert, alert);
    });
    const home = fitting.find(({ alert }) => draws(alert)) ?? fitting[0];
    groups.push(home === undefined ? [row] : [home.row, row]);
  }
  return groups;
}

/** Puts each group into its incident; gives the ids of those that have changed, and of those among them that are new. */
async function moveInto(
  trx: Transaction<Database>,
  tenant: string,
  groups: readonly Members[],
  now: Date,
): Promise<{ grown: string[]; opened: Set<string> }> {
  const standing = await readIncidents(
    trx,
    tenant,
    groups.flat().map(({ incident }) => incident),
  );
  const kept = claims(groups, standing);
  const fresh = groups.map((members) => newIncidentId(members));
  const taken = await readIncidents(trx, tenant, fresh);
  const ids = groups.map((_, index) => {
    const id = fresh[index] as string;
    // Its earliest alert may have opened another incident once, which others have closed since.
    const isFree = (taken.get(id)?.merged_into ?? null) !== null || !taken.has(id);
    return kept[index] ?? (isFree ? id : newId());
  });
  const emptied = new Map<string, string>();
  for (const [index, members] of groups.entries()) {
    const id = ids[index] as string;
    const moved = members.filter(({ incident }) => incident !== id);
    await moveAlerts(
      trx,
      tenant,
      moved.map((alert) => alert.id),
      id,
    );
    for (const { incident } of moved) if (incident !== null && !ids.includes(incident)) emptied.set(incident, id);
  }
  const opened = new Set(ids.filter((id) => !standing.has(id)));
  for (const id of opened) await summarise(trx, tenant, id, undefined, now);
  for (const [gone, into] of emptied) await mergeInto(trx, tenant, gone, into, now);
  return { grown: [...new Set(ids)], opened };
}

/** Which standing incident each group goes on with: the one opened first of those that it has the opening alert, or most, of. */
function claims(groups: readonly Members[], standing: ReadonlyMap<string, StoredIncident>): (string | undefined)[] {
  const claimedBy = new Map<string, { index: number; members: number }>();
  for (const [index, members] of groups.entries()) {
    const claim = (incident: string, count: number) => {
      if (count > (claimedBy.get(incident)?.members ?? 0)) claimedBy.set(incident, { index, members: count });
    };
    for (const [incident, { length }] of Map.groupBy(members, ({ incident }) => incident)) {
      if (incident !== null) claim(incident, length);
    }
    for (const { id } of members) claim(incidentId(id), Number.POSITIVE_INFINITY);
  }
  const claimed = groups.map((): StoredIncident[] => []);
  for (const [incident, { index }] of claimedBy) {
    const row = standing.get(incident);
    if (row !== undefined) claimed[index]?.push(row);
  }
  return claimed.map((rows) => rows.sort(byOpening)[0]?.id);
}

function byOpening(one: StoredIncident, other: StoredIncident): number {
  return one.opened_at.getTime() - other.opened_at.getTime() || (one.id < other.id ? -1 : 1);
}

function newIncidentId(members: Members): string {
  const [earliest] = [...members].sort(
    (one, other) => one.first_at.getTime() - other.first_at.getTime() || (one.id < other.id ? -1 : 1),
  );
  return incidentId((earliest as Members[number]).id);
}

async function moveAlerts(
  trx: Transaction<Database>,
  tenant: string,
  alerts: readonly string[],
  incident: string,
): Promise<void> {
  if (alerts.length === 0) return;
  await trx
    .updateTable('alerts')
    .set({ incident })
    .where('tenant', '=', tenant)
    .where(sql<SqlBool>`id = any(${[...alerts]}::text[])`)
    .execute();
}

/**
 * Puts alerts of watches into the earliest incident that they fit into: those that changed, and those near alerts that
 * have just found theirs. Gives the ids of incidents that have changed.
 */
async function placeWatched(
  trx: Transaction<Database>,
  tenant: string,
  changed: readonly StoredAlert[],
  touched: readonly StoredAlert[],
): Promise<string[]> {
  const idsOf = (alerts: readonly StoredAlert[]) => alerts.map(({ id }) => id);
  const near = await neighbours(trx, tenant, idsOf(touched), 'watches', MOST_REGROUPED);
  const watched = [...new Map([...changed, ...near].map((alert) => [alert.id, alert])).values()];
  const around = await neighbours(trx, tenant, idsOf(watched), 'detections', MOST_REGROUPED);
  if (around.length === 0) return [];
  const loaded = await withEvidence(trx, tenant, [...watched, ...around]);
  const incidents = await readIncidents(
    trx,
    tenant,
    around.map(({ incident }) => incident),
  );
  const moved = new Map<string, string[]>();
  for (const { row, alert } of loaded) {
    if (row.watch === null) continue;
    const homes = loaded
      .filter((other) => other.row.watch === null && belongTogether(alert, other.alert))
      .flatMap((other) => incidents.get(other.row.incident ?? '') ?? [])
      .sort((one, other) => one.first_at.getTime() - other.first_at.getTime() || (one.id < other.id ? -1 : 1));
    const home = homes[0]?.id;
    if (home !== undefined && home !== row.incident) moved.set(home, [...(moved.get(home) ?? []), row.id]);
  }
  for (const [incident, alerts] of moved) await moveAlerts(trx, tenant, alerts, incident);
  const left = watched.flatMap(({ incident }) => (incident === null ? [] : [incident]));
  return [...moved.keys(), ...left];
}
