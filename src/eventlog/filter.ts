import type { EventFilter } from './types.ts';

/** Part of a statement with the values of its `?`. */
export interface Condition {
  sql: string;
  values: (string | number)[];
}

const MOST_WORDS = 8;

/** The condition that a filter means over the table `events`. */
export function conditionOf(filter: EventFilter): Condition {
  const parts: string[] = ['true'];
  const values: (string | number)[] = [];
  const add = (sql: string, ...given: (string | number)[]) => {
    parts.push(sql);
    values.push(...given);
  };
  for (const name of ['source', 'account', 'region', 'ip', 'outcome'] as const) {
    const value = filter[name];
    if (value !== undefined) add(`${name} = ?`, value);
  }
  if (filter.action !== undefined) add('lower(action) = lower(?)', filter.action);
  if (filter.actor !== undefined) add('(actor = ? or actor_name = ?)', filter.actor, filter.actor);
  if (filter.asset !== undefined) add('list_contains(assets, ?)', filter.asset);
  if (filter.since !== undefined) add('time >= ?::TIMESTAMP', timestamp(filter.since));
  if (filter.until !== undefined) add('time < ?::TIMESTAMP', timestamp(filter.until));
  for (const word of (filter.q ?? '').toLowerCase().split(/\s+/).filter(Boolean).slice(0, MOST_WORDS)) {
    add(`contains(lower(concat_ws(' ', action, service, actor, actor_name, ip, error, record)), ?)`, word);
  }
  return { sql: parts.join(' and '), values };
}

/** A time as DuckDB reads it: UTC, without a zone. */
function timestamp(time: Date): string {
  return time.toISOString().slice(0, -1);
}
