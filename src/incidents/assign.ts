import { type SqlBool, sql, type Transaction } from 'kysely';
import { type Severity, severities, type Text } from '../model/index.ts';
import { type Database, jsonText, searchText } from '../platform/store/index.ts';
import { belongTogether, draws, groupIncidents, incidentId, incidentSeverity, joinWithin } from './group.ts';
import { asEvidence, evidenceOf, type StoredAlert, type StoredIncident } from './query.ts';
import type { Alert } from './types.ts';
import { writeHistory } from './work.ts';

/** Alerts that are grouped anew together. Beyond, a new one joins what it belongs to, and nothing that stands is moved. */
const MOST_REGROUPED = 500;

/** Alerts around one that are looked at then. */
const MOST_NEIGHBOURS = 100;

/** The longest time that joins two alerts, in seconds. */
const REACH_SECONDS = Math.max(...Object.values(joinWithin)) / 1000;

/** Values of each kind that an incident shows and is found by. */
const MOST_VALUES = 200;

/** An incident that has something to be told. */
export interface IncidentNews {
  kind: 'incident-opened' | 'incident-worse';
  incident: StoredIncident;
  /** Its worst alert. */
  alert: StoredAlert;
}

/**
 * Puts alerts that are new or have changed into incidents, as `groupIncidents` would group all alerts there are: those
 * that may be touched are grouped anew, and what stands is moved as little as possible. An incident keeps the id it was
 * opened with. Where alerts bridge two incidents, the one opened first takes in the other, with its notes; the id of the
 * other goes on to lead there. An incident that somebody closed keeps its alerts and takes in no more: what comes later
 * opens another one. Alerts of watches lie in the incident that they fit into, if there is one.
 */
export async function assignIncidents(
  trx: Transaction<Database>,
  tenant: string,
  changed: readonly StoredAlert[],
  now: Date,
): Promise<IncidentNews[]> {
  const open = await withoutClosed(trx, tenant, changed);
  if (open.length === 0) return [];
  const around = await collect(trx, tenant, open);
  const groups =
    around === undefined ? await joinNearest(trx, tenant, open) : regroup(await withEvidence(trx, tenant, around));
  return apply(trx, tenant, groups, now);
}

/** Alerts that make one incident, with those of watches that lie in it. */
type Members = { id: string; incident: string | null; opens: boolean; firstAt: number }[];

async function withoutClosed(
  trx: Transaction<Database>,
  tenant: string,
  alerts: readonly StoredAlert[],
): Promise<StoredAlert[]> {
  const incidents = [...new Set(alerts.map(({ incident }) => incident).filter((id) => id !== null))];
  if (incidents.length === 0) return [...alerts];
  const closed = await trx
    .selectFrom('incidents')
    .select('id')
    .where('tenant', '=', tenant)
    .where(sql<SqlBool>`id = any(${incidents}::text[])`)
    .where('status', '=', 'closed')
    .execute();
  const ids = new Set(closed.map(({ id }) => id));
  return alerts.filter(({ incident }) => incident === null || !ids.has(incident));
}

/** Everything that hangs together with some alerts, directly or through others; undefined where that is too much. */
async function collect(
  trx: Transaction<Database>,
  tenant: string,
  start: readonly StoredAlert[],
): Promise<StoredAlert[] | undefined> {
  const found = new Map(start.map((alert) => [alert.id, alert]));
  // A watch's alert is reached, and leads nowhere; but where it lies depends on what is around it.
  let frontier = [...found.keys()];
  while (frontier.length > 0) {
    if (found.size > MOST_REGROUPED) return undefined;
    const near = await neighbours(trx, tenant, frontier, MOST_REGROUPED + 1);
    const fresh = near.filter(({ id }) => !found.has(id));
    for (const alert of fresh) found.set(alert.id, alert);
    frontier = fresh.filter(({ watch }) => watch === null).map(({ id }) => id);
  }
  return [...found.values()];
}

/** Alerts that share something with these and lie near enough in time that it may count, newest first. */
async function neighbours(
  trx: Transaction<Database>,
  tenant: string,
  ids: readonly string[],
  limit: number,
): Promise<StoredAlert[]> {
  const reach = sql`make_interval(secs => ${REACH_SECONDS})`;
  const { rows } = await sql<StoredAlert>`
    select other.* from alerts other
    left join incidents i on i.tenant = other.tenant and i.id = other.incident
    where other.tenant = ${tenant} and (i.id is null or i.status <> 'closed') and exists (
      select from alerts one where one.tenant = ${tenant} and one.id = any(${[...ids]}::text[]) and one.id <> other.id
        and one.keys && other.keys and other.first_at <= one.last_at + ${reach} and other.last_at >= one.first_at - ${reach})
    order by other.last_at desc, other.seq desc limit ${limit}`.execute(trx);
  return rows;
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
  const evidence = Map.groupBy(
    await evidenceOf(
      trx,
      tenant,
      rows.map(({ id }) => id),
    ),
    ({ alert }) => alert,
  );
  return rows.map((row) => ({
    row,
    alert: {
      ...{ id: row.id, detection: row.detection, title: row.title, severity: row.severity },
      ...(row.watch === null ? {} : { watch: row.watch }),
      ...{ techniques: row.techniques, tactics: row.tactics, group: row.grouped, period: row.period.getTime() },
      evidence: (evidence.get(row.id) ?? []).map(asEvidence),
    },
  }));
}

function regroup(loaded: readonly Loaded[]): Members[] {
  const rows = new Map(loaded.map(({ row }) => [row.id, row]));
  const withSpan = loaded.filter(({ alert }) => alert.evidence.length > 0);
  const groups = groupIncidents(withSpan.map(({ alert }) => alert)).map(({ alerts }) => ({
    alerts,
    members: alerts.map(({ id }) => memberOf(rows.get(id) as StoredAlert)),
  }));
  for (const { row, alert } of withSpan) {
    if (row.watch === null) continue;
    // Groups come in the order of their time.
    const home = groups.find(({ alerts }) => alerts.some((one) => belongTogether(one, alert)));
    home?.members.push(memberOf(row));
  }
  return groups.map(({ members }) => members);
}

function memberOf({ id, incident, watch, first_at }: StoredAlert): Members[number] {
  return { id, incident, opens: watch === null, firstAt: first_at.getTime() };
}

/** Each alert goes where the nearest one is that it belongs to. */
async function joinNearest(
  trx: Transaction<Database>,
  tenant: string,
  alerts: readonly StoredAlert[],
): Promise<Members[]> {
  const groups: Members[] = [];
  for (const row of alerts) {
    if (row.incident !== null) {
      groups.push([memberOf(row)]);
      continue;
    }
    const near = await neighbours(trx, tenant, [row.id], MOST_NEIGHBOURS);
    const [self, ...others] = await withEvidence(trx, tenant, [row, ...near.filter(({ watch }) => watch === null)]);
    const fitting = others.filter(({ alert }) => self !== undefined && belongTogether(self.alert, alert));
    const home = fitting.find(({ alert }) => draws(alert)) ?? fitting[0];
    if (home !== undefined) groups.push([memberOf(home.row), memberOf(row)]);
    else if (row.watch === null) groups.push([memberOf(row)]);
  }
  return groups;
}

async function apply(
  trx: Transaction<Database>,
  tenant: string,
  groups: readonly Members[],
  now: Date,
): Promise<IncidentNews[]> {
  const standing = await readIncidents(
    trx,
    tenant,
    groups.flat().map(({ incident }) => incident),
  );
  const news: IncidentNews[] = [];
  const emptied = new Map<string, string>();
  const kept = claims(groups, standing);
  for (const [index, members] of groups.entries()) {
    const id = kept[index] ?? newIncidentId(members);
    const moved = members.filter(({ incident }) => incident !== id);
    for (const { incident } of moved) if (incident !== null && !kept.includes(incident)) emptied.set(incident, id);
    await moveAlerts(
      trx,
      tenant,
      moved.map((alert) => alert.id),
      id,
    );
    const one = await summarise(trx, tenant, id, standing.get(id), now);
    if (one !== undefined) news.push(one);
  }
  for (const [gone, into] of emptied) await mergeInto(trx, tenant, gone, into, now);
  return news;
}

/** Which standing incident each group goes on with: the one opened first of those that are its alone, or mostly. */
function claims(groups: readonly Members[], standing: ReadonlyMap<string, StoredIncident>): (string | undefined)[] {
  const claimedBy = new Map<string, { index: number; members: number }>();
  for (const [index, members] of groups.entries()) {
    const counts = new Map<string, number>();
    for (const { incident, opens } of members) {
      if (incident !== null && opens) counts.set(incident, (counts.get(incident) ?? 0) + 1);
    }
    for (const [incident, count] of counts) {
      const before = claimedBy.get(incident);
      if (before === undefined || count > before.members) claimedBy.set(incident, { index, members: count });
    }
  }
  const claimed = groups.map((): StoredIncident[] => []);
  for (const [incident, { index }] of claimedBy) {
    const row = standing.get(incident);
    if (row !== undefined) claimed[index]?.push(row);
  }
  return claimed.map(
    (rows) =>
      rows
        .sort((a, b) => a.opened_at.getTime() - b.opened_at.getTime() || (a.id < b.id ? -1 : 1))
        .map(({ id }) => id)[0],
  );
}

function newIncidentId(members: Members): string {
  const opening = members.filter(({ opens }) => opens);
  const earliest = opening.reduce((one, other) =>
    other.firstAt < one.firstAt || (other.firstAt === one.firstAt && other.id < one.id) ? other : one,
  );
  return incidentId(earliest.id);
}

async function readIncidents(
  trx: Transaction<Database>,
  tenant: string,
  ids: readonly (string | null)[],
): Promise<Map<string, StoredIncident>> {
  const rows = await trx
    .selectFrom('incidents')
    .selectAll()
    .where('tenant', '=', tenant)
    .where(sql<SqlBool>`id = any(${[...new Set(ids.filter((id) => id !== null))]}::text[])`)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
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

/** Writes what the alerts of an incident come to; tells where it is new, or worse than before. */
async function summarise(
  trx: Transaction<Database>,
  tenant: string,
  id: string,
  before: StoredIncident | undefined,
  now: Date,
): Promise<IncidentNews | undefined> {
  const alerts = await trx
    .selectFrom('alerts')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('incident', '=', id)
    .orderBy('first_at')
    .orderBy('id')
    .execute();
  const own = alerts.filter(({ watch }) => watch === null);
  if (own.length === 0) return undefined;
  const worst = own.reduce((one, other) => (rank(other.severity) < rank(one.severity) ? other : one));
  const tactics = own.flatMap((alert) => alert.tactics);
  const row = {
    title: jsonText({ ...worst.title }),
    severity: incidentSeverity(worst.severity, tactics),
    actors: frequent(alerts.flatMap(({ actors }) => actors)),
    accounts: frequent(alerts.flatMap(({ accounts }) => accounts)),
    assets: frequent(alerts.flatMap(({ assets }) => assets)),
    techniques: [...new Set(own.flatMap(({ techniques }) => techniques))].sort(),
    alerts: alerts.length,
    first_at: new Date(Math.min(...alerts.map(({ first_at }) => first_at.getTime()))),
    last_at: new Date(alerts.reduce((last, { last_at }) => Math.max(last, last_at.getTime()), 0)),
  };
  const search = searchText([...titles(own), ...row.actors, ...row.accounts, ...row.assets, ...row.techniques]);
  const stored = await trx
    .insertInto('incidents')
    .values({ tenant, id, opened_at: now, ...row, search })
    .onConflict((conflict) => conflict.columns(['tenant', 'id']).doUpdateSet({ ...row, search, merged_into: null }))
    .returningAll()
    .executeTakeFirstOrThrow();
  if (before === undefined) return { kind: 'incident-opened', incident: stored, alert: worst };
  if (rank(row.severity) >= rank(before.severity)) return undefined;
  await writeHistory(trx, tenant, id, [
    {
      ...{ at: now, kind: 'change', actor: null, what: 'severity' },
      ...{ from_value: before.severity, to_value: row.severity },
    },
  ]);
  return { kind: 'incident-worse', incident: stored, alert: worst };
}

/** An incident without alerts of its own any more: what people wrote and decided goes along. */
async function mergeInto(
  trx: Transaction<Database>,
  tenant: string,
  gone: string,
  into: string,
  now: Date,
): Promise<void> {
  const left = await trx
    .selectFrom('alerts')
    .select('id')
    .where('tenant', '=', tenant)
    .where('incident', '=', gone)
    .limit(1)
    .executeTakeFirst();
  if (left !== undefined) return;
  const [one, other] = await Promise.all([incidentRow(trx, tenant, gone), incidentRow(trx, tenant, into)]);
  if (one === undefined || other === undefined) return;
  await trx
    .updateTable('incidents')
    .set({ merged_into: into })
    .where('tenant', '=', tenant)
    .where((where) => where.or([where('id', '=', gone), where('merged_into', '=', gone)]))
    .execute();
  await trx
    .updateTable('incident_events')
    .set({ incident: into })
    .where('tenant', '=', tenant)
    .where('incident', '=', gone)
    .execute();
  await trx
    .updateTable('incidents')
    .set({
      assignee: other.assignee ?? one.assignee,
      status: other.status === 'open' && one.status === 'investigating' ? 'investigating' : other.status,
    })
    .where('tenant', '=', tenant)
    .where('id', '=', into)
    .execute();
  await writeHistory(trx, tenant, into, [
    { at: now, kind: 'change', actor: null, what: 'merged', from_value: gone, to_value: into },
  ]);
}

async function incidentRow(trx: Transaction<Database>, tenant: string, id: string) {
  return trx
    .selectFrom('incidents')
    .select(['assignee', 'status'])
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .executeTakeFirst();
}

function rank(severity: Severity): number {
  return severities.indexOf(severity);
}

function titles(alerts: readonly { title: Text }[]): string[] {
  return alerts.flatMap(({ title }) => [title.en, title.ko]);
}

/** Different values, most frequent first, equally frequent ones by name; not more than are shown. */
function frequent(values: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .slice(0, MOST_VALUES)
    .map(([value]) => value);
}
