import { type SqlBool, sql, type Transaction } from 'kysely';
import { type Severity, severities } from '../model/index.ts';
import { type Database, jsonText, searchText } from '../platform/store/index.ts';
import { incidentSeverity } from './group.ts';
import type { StoredAlert, StoredIncident } from './query.ts';
import { writeHistory } from './work.ts';

/** Values of each kind that an incident shows and is found by. */
const MOST_VALUES = 200;

/** An incident that has something to be told. */
export interface IncidentNews {
  kind: 'incident-opened' | 'incident-worse';
  incident: StoredIncident;
  /** The earliest of its worst alerts. */
  alert: StoredAlert;
}

/** Incidents by id; ids that are null or unknown are left out. */
export async function readIncidents(
  trx: Transaction<Database>,
  tenant: string,
  ids: readonly (string | null)[],
): Promise<Map<string, StoredIncident>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  if (wanted.length === 0) return new Map();
  const rows = await trx
    .selectFrom('incidents')
    .selectAll()
    .where('tenant', '=', tenant)
    .where(sql<SqlBool>`id = any(${wanted}::text[])`)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** Writes what the alerts of an incident come to; tells where it is new, or worse than before. */
export async function summarise(
  trx: Transaction<Database>,
  tenant: string,
  id: string,
  before: StoredIncident | undefined,
  now: Date,
): Promise<IncidentNews | undefined> {
  const alerts = await trx
    .selectFrom('alerts')
    .select(['id', 'watch', 'title', 'severity', 'techniques', 'tactics', 'actors', 'accounts', 'assets'])
    .select(['first_at', 'last_at'])
    .where('tenant', '=', tenant)
    .where('incident', '=', id)
    .orderBy('first_at')
    .orderBy('id')
    .execute();
  const own = alerts.filter(({ watch }) => watch === null);
  if (own.length === 0) return undefined;
  const worst = own.reduce((one, other) => (rank(other.severity) < rank(one.severity) ? other : one));
  const row = {
    title: jsonText({ ...worst.title }),
    severity: incidentSeverity(
      worst.severity,
      own.flatMap(({ tactics }) => tactics),
    ),
    actors: frequent(alerts.flatMap(({ actors }) => actors)),
    accounts: frequent(alerts.flatMap(({ accounts }) => accounts)),
    assets: frequent(alerts.flatMap(({ assets }) => assets)),
    techniques: [...new Set(own.flatMap(({ techniques }) => techniques))].sort(),
    alerts: alerts.length,
    first_at: new Date(alerts.reduce((first, { first_at }) => Math.min(first, first_at.getTime()), Infinity)),
    last_at: new Date(alerts.reduce((last, { last_at }) => Math.max(last, last_at.getTime()), 0)),
  };
  const titles = own.flatMap(({ title }) => [title.en, title.ko]);
  const search = searchText([...titles, ...row.actors, ...row.accounts, ...row.assets, ...row.techniques]);
  const incident = await trx
    .insertInto('incidents')
    .values({ tenant, id, opened_at: now, ...row, search })
    .onConflict((conflict) => conflict.columns(['tenant', 'id']).doUpdateSet({ ...row, search, merged_into: null }))
    .returningAll()
    .executeTakeFirstOrThrow();
  const kind = await changeOf(trx, tenant, incident, before, now);
  if (kind === undefined) return undefined;
  const alert = await trx
    .selectFrom('alerts')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('id', '=', worst.id)
    .executeTakeFirstOrThrow();
  return { kind, incident, alert };
}

async function changeOf(
  trx: Transaction<Database>,
  tenant: string,
  { id, severity }: StoredIncident,
  before: StoredIncident | undefined,
  now: Date,
): Promise<IncidentNews['kind'] | undefined> {
  if (before === undefined) return 'incident-opened';
  if (rank(severity) >= rank(before.severity)) return undefined;
  await writeHistory(trx, tenant, id, [
    {
      ...{ at: now, kind: 'change', actor: null, what: 'severity' },
      ...{ from_value: before.severity, to_value: severity },
    },
  ]);
  return 'incident-worse';
}

/** Of an incident without alerts of its own any more: what people wrote and decided goes along, and so does its id. */
export async function mergeInto(
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
    .where('watch', 'is', null)
    .limit(1)
    .executeTakeFirst();
  if (left !== undefined) return;
  const incidents = await readIncidents(trx, tenant, [gone, into]);
  const [one, other] = [incidents.get(gone), incidents.get(into)];
  if (one === undefined || other === undefined) return;
  await trx
    .updateTable('alerts')
    .set({ incident: into })
    .where('tenant', '=', tenant)
    .where('incident', '=', gone)
    .execute();
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

function rank(severity: Severity): number {
  return severities.indexOf(severity);
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
