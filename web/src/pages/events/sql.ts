/** Statements to begin with, by the key of their words. */
export const examples = {
  actions: `select action, count(*) as n, count(distinct actor) as actors
from events
where time > now()::timestamp - interval 24 hours
group by action
order by n desc`,
  failures: `select actor_name, error, count(*) as n, min(time) as first, max(time) as last
from events
where outcome = 'failure' and time > now()::timestamp - interval 7 days
group by all
order by n desc`,
  addresses: `select actor_name, ip, min(time) as first, count(*) as n
from events
where ip is not null
group by all
having min(time) > now()::timestamp - interval 24 hours
order by first desc`,
  field: `select time, actor_name, action, (record->>'$.requestParameters.bucketName') as bucket
from events
where service = 's3.amazonaws.com' and (record->>'$.requestParameters.bucketName') is not null
order by time desc`,
  hours: `select hour(time) as hour_utc, count(*) as n, count(*) filter (outcome = 'failure') as failed
from events
where time > now()::timestamp - interval 30 days
group by hour_utc
order by hour_utc`,
} as const;

/** The table's columns, as a person asks for them. */
export const columns = [
  'time',
  'received_at',
  'id',
  'source',
  'action',
  'service',
  'outcome',
  'error',
  'actor_type',
  'actor',
  'actor_name',
  'session',
  'account',
  'region',
  'ip',
  'agent',
  'assets',
  'class_uid',
  'record',
] as const;

/** A value of a result as a person reads it; undefined for none. */
export function cellText(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/**
 * A result as CSV (RFC 4180). A text that a spreadsheet would take for a formula is led by an apostrophe: events hold what
 * strangers wrote.
 */
export function csvOf(names: readonly string[], rows: readonly (readonly unknown[])[]): string {
  const cell = (value: unknown) => {
    const text = cellText(value) ?? '';
    const safe =
      typeof value === 'string' && /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return [names, ...rows].map((row) => row.map(cell).join(',')).join('\r\n');
}
