import { sql, type Transaction } from 'kysely';
import { type Activity, MOST_EVIDENCE } from '../model/index.ts';
import { type Database, jsonText, searchText, storableText } from '../platform/store/index.ts';
import { joinKeys } from './group.ts';
import { asEvidence, evidenceOf, type StoredAlert, type StoredEvidence } from './query.ts';
import type { Alert } from './types.ts';

/** Rows in one statement: PostgreSQL takes 65,535 parameters. */
const AT_ONCE = 1000;

export interface StoredAlerts {
  /** Those that are new or not what they were, as they are stored now. */
  changed: StoredAlert[];
  /** Ids of those that were not there before. */
  fresh: ReadonlySet<string>;
}

/**
 * Stores alerts: one that is there already takes in what is new of it. The outcome does not depend on the order in which
 * firings of one alert come, nor on how often.
 */
export async function storeAlerts(
  trx: Transaction<Database>,
  tenant: string,
  alerts: readonly Alert[],
  now: Date,
): Promise<StoredAlerts> {
  if (alerts.length === 0) return { changed: [], fresh: new Set() };
  const ids = alerts.map(({ id }) => id);
  const before = await readAlerts(trx, tenant, ids);
  await writeEvidence(trx, tenant, alerts);
  await dropLaterEvidence(trx, tenant, ids);
  const evidence = Map.groupBy(await evidenceOf(trx, tenant, ids), ({ alert }) => alert);
  const rows = alerts
    .map((alert) => rowOf(alert, evidence.get(alert.id) ?? [], before.get(alert.id), now))
    .filter((row) => differs(row, before.get(row.id)));
  if (rows.length === 0) return { changed: [], fresh: new Set() };
  for (let index = 0; index < rows.length; index += AT_ONCE) {
    await trx
      .insertInto('alerts')
      .values(rows.slice(index, index + AT_ONCE).map((row) => ({ tenant, ...row })))
      .onConflict((conflict) =>
        conflict.columns(['tenant', 'id']).doUpdateSet((given) => ({
          source: given.ref('excluded.source'),
          actor: given.ref('excluded.actor'),
          account: given.ref('excluded.account'),
          region: given.ref('excluded.region'),
          ip: given.ref('excluded.ip'),
          actors: given.ref('excluded.actors'),
          accounts: given.ref('excluded.accounts'),
          assets: given.ref('excluded.assets'),
          keys: given.ref('excluded.keys'),
          first_at: given.ref('excluded.first_at'),
          last_at: given.ref('excluded.last_at'),
          events: given.ref('excluded.events'),
          search: given.ref('excluded.search'),
        })),
      )
      .execute();
  }
  const fresh = new Set(rows.map(({ id }) => id).filter((id) => !before.has(id)));
  await countAlerts(trx, tenant, rows, fresh);
  const stored = await readAlerts(
    trx,
    tenant,
    rows.map(({ id }) => id),
  );
  return { changed: [...stored.values()], fresh };
}

/** Firings come again and again: whenever an event of an alert does, and after a crash. */
function differs(row: ReturnType<typeof rowOf>, before: StoredAlert | undefined): boolean {
  return (
    before === undefined ||
    row.first_at.getTime() !== before.first_at.getTime() ||
    row.last_at.getTime() !== before.last_at.getTime() ||
    row.events !== before.events ||
    row.keys.join('\n') !== before.keys.join('\n')
  );
}

async function readAlerts(
  trx: Transaction<Database>,
  tenant: string,
  ids: readonly string[],
): Promise<Map<string, StoredAlert>> {
  const rows = await trx
    .selectFrom('alerts')
    .selectAll()
    .where('tenant', '=', tenant)
    .where(sql<boolean>`id = any(${[...ids]}::text[])`)
    .execute();
  return new Map(rows.map(({ tenant: _tenant, ...row }) => [row.id, row]));
}

async function writeEvidence(trx: Transaction<Database>, tenant: string, alerts: readonly Alert[]): Promise<void> {
  const rows = alerts.flatMap(({ id: alert, evidence }) =>
    evidence.map(({ source, id: event, time, activity }) => ({
      ...{ tenant, alert, source, event: storableText(event), at: new Date(time) },
      activity: activity === undefined ? null : jsonText({ ...activity } as never),
    })),
  );
  for (let index = 0; index < rows.length; index += AT_ONCE) {
    await trx
      .insertInto('alert_events')
      .values(rows.slice(index, index + AT_ONCE))
      .onConflict((conflict) =>
        conflict
          .columns(['tenant', 'alert', 'source', 'event'])
          .doUpdateSet({ activity: sql`coalesce(alert_events.activity, excluded.activity)` }),
      )
      .execute();
  }
}

/** Keeps the earliest events of each alert. */
async function dropLaterEvidence(trx: Transaction<Database>, tenant: string, ids: readonly string[]): Promise<void> {
  await sql`
    delete from alert_events gone using (
      select alert, source, event, row_number() over (partition by alert order by at, source, event) as place
      from alert_events where tenant = ${tenant} and alert = any(${[...ids]}::text[])) ranked
    where gone.tenant = ${tenant} and gone.alert = ranked.alert and gone.source = ranked.source
      and gone.event = ranked.event and ranked.place > ${MOST_EVIDENCE}`.execute(trx);
}

function rowOf(alert: Alert, evidence: readonly StoredEvidence[], before: StoredAlert | undefined, now: Date) {
  const activities = evidence.map(({ activity }) => activity).filter((activity) => activity !== null);
  const times = alert.evidence.map(({ time }) => time);
  const last = times.reduce((a, b) => Math.max(a, b), before?.last_at.getTime() ?? 0);
  const first = activities[0];
  const actors = distinct(activities.map(({ actor }) => actor.id));
  const assets = distinct(activities.flatMap((activity) => activity.assets));
  const { title, group, techniques } = alert;
  return {
    id: alert.id,
    detection: alert.detection,
    watch: alert.watch ?? null,
    title: jsonText({ ...title }),
    severity: alert.severity,
    techniques: [...techniques],
    tactics: [...alert.tactics],
    grouped: jsonText({ ...group }),
    period: new Date(alert.period),
    source: evidence[0]?.source ?? '',
    ...seenFrom(first),
    actors,
    accounts: distinct(activities.map(({ account }) => account)),
    assets,
    keys: joinKeys({ ...alert, evidence: evidence.map(asEvidence) }).map(({ key }) => storableText(key)),
    first_at: evidence[0]?.at ?? new Date(alert.period),
    last_at: new Date(last),
    raised_at: before?.raised_at ?? now,
    events: evidence.length,
    search: searchText([
      ...[title.en, title.ko, alert.detection, ...techniques, ...Object.values(group)],
      ...[...actors, ...distinct(activities.map(({ actor }) => actor.name)), ...assets],
      ...distinct(activities.flatMap(({ account, ip, action }) => [account, ip ?? '', action])),
    ]),
  };
}

/** Who, where and from where, by the earliest event that is known. */
function seenFrom(first: Activity | undefined) {
  return {
    actor: storableText(first?.actor.id ?? ''),
    account: storableText(first?.account ?? ''),
    region: storableText(first?.region ?? ''),
    ip: first?.ip === undefined ? null : storableText(first.ip),
  };
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts.filter((text) => text !== '').map(storableText))];
}

async function countAlerts(
  trx: Transaction<Database>,
  tenant: string,
  rows: readonly ReturnType<typeof rowOf>[],
  fresh: ReadonlySet<string>,
): Promise<void> {
  const counts = new Map<string, { tenant: string; day: string; n: number; last_at: Date } & CountKey>();
  for (const { id, detection, severity, first_at, last_at } of rows) {
    const day = first_at.toISOString().slice(0, 10);
    const key = `${day} ${severity} ${detection}`;
    const count = counts.get(key) ?? { tenant, day, detection, severity, n: 0, last_at };
    count.n += fresh.has(id) ? 1 : 0;
    if (last_at > count.last_at) count.last_at = last_at;
    counts.set(key, count);
  }
  await trx
    .insertInto('alert_days')
    .values([...counts.values()])
    .onConflict((conflict) =>
      conflict.columns(['tenant', 'day', 'detection', 'severity']).doUpdateSet({
        n: sql`alert_days.n + excluded.n`,
        last_at: sql`greatest(alert_days.last_at, excluded.last_at)`,
      }),
    )
    .execute();
}

type CountKey = { detection: string; severity: Alert['severity'] };
