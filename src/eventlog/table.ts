import type { Activity, JsonObject } from '../model/index.ts';
import type { StoredEvent } from './types.ts';

/** Columns of the table `events`, in the order in which files hold them, with their DuckDB types. */
export const columns = {
  time: 'TIMESTAMP',
  received_at: 'TIMESTAMP',
  id: 'VARCHAR',
  source: 'VARCHAR',
  action: 'VARCHAR',
  service: 'VARCHAR',
  outcome: 'VARCHAR',
  error: 'VARCHAR',
  actor_type: 'VARCHAR',
  actor: 'VARCHAR',
  actor_name: 'VARCHAR',
  session: 'VARCHAR',
  account: 'VARCHAR',
  region: 'VARCHAR',
  ip: 'VARCHAR',
  agent: 'VARCHAR',
  assets: 'VARCHAR[]',
  class_uid: 'INTEGER',
  /** JSON text; `record->>'$.path'` reads it. */
  record: 'VARCHAR',
} as const;

export type ColumnName = keyof typeof columns;

/** One event as a line of a chunk, without the line feed. */
export function lineOf({ activity, receivedAt, record }: StoredEvent): string {
  const { actor } = activity;
  const row: Record<ColumnName, unknown> = {
    time: activity.time,
    received_at: receivedAt,
    id: activity.id,
    source: activity.source,
    action: activity.action,
    service: activity.service,
    outcome: activity.outcome,
    error: activity.error ?? null,
    actor_type: actor.type,
    actor: actor.id,
    actor_name: actor.name,
    session: actor.session ?? null,
    account: activity.account,
    region: activity.region,
    ip: activity.ip ?? null,
    agent: activity.agent ?? null,
    assets: activity.assets,
    class_uid: activity.classUid,
    record,
  };
  return JSON.stringify(row);
}

/** What {@link eventOf} reads: every column as text, times in ISO 8601. */
export type EventRow = { [Name in Exclude<ColumnName, 'assets' | 'class_uid'>]: string | null } & {
  assets: string[] | null;
  class_uid: number;
};

/** The SELECT list that {@link eventOf} reads. */
export const rowColumns = Object.keys(columns)
  .map((name) =>
    name === 'time' || name === 'received_at' ? `strftime(${name}, '%Y-%m-%dT%H:%M:%S.%gZ') as ${name}` : name,
  )
  .join(', ');

/** The event that {@link lineOf} wrote. */
export function eventOfLine(line: string): StoredEvent {
  const { record, ...row } = JSON.parse(line) as Omit<EventRow, 'record'> & { record: JsonObject };
  return withRecord(row, record);
}

/** A row of the table as the event it was. */
export function eventOf({ record, ...row }: EventRow): StoredEvent {
  return withRecord(row, JSON.parse(record ?? '{}') as JsonObject);
}

function withRecord(row: Omit<EventRow, 'record'>, record: JsonObject): StoredEvent {
  const text = (name: Exclude<ColumnName, 'assets' | 'class_uid' | 'record'>) => row[name] ?? '';
  const activity: Activity = {
    id: text('id'),
    source: text('source'),
    time: text('time'),
    action: text('action'),
    service: text('service'),
    outcome: text('outcome') as Activity['outcome'],
    actor: { type: text('actor_type') as Activity['actor']['type'], id: text('actor'), name: text('actor_name') },
    account: text('account'),
    region: text('region'),
    assets: row.assets ?? [],
    classUid: row.class_uid,
  };
  if (row.error !== null) activity.error = row.error;
  if (row.session !== null) activity.actor.session = row.session;
  if (row.ip !== null) activity.ip = row.ip;
  if (row.agent !== null) activity.agent = row.agent;
  return { activity, receivedAt: text('received_at'), record };
}
