import { sql } from 'kysely';
import { evidenceOf } from '../../incidents/query.ts';
import type { Json, LogEvent } from '../../model/index.ts';
import { eventFields } from '../../sources/events/index.ts';
import type { Context } from '../context.ts';
import { storedEvent } from '../events/read.ts';
import type { DetectionException } from './exceptions.ts';

/** The newest alerts of a detection are looked at, so many and no more. */
const MOST_ALERTS = 500;

/** Marks the alerts of a detection whose events an exception would have let pass: all that are still stored, and one at least. */
export async function markExcepted(context: Context, exception: DetectionException): Promise<void> {
  const { db, tenant, events } = context;
  const alerts = await db
    .selectFrom('alerts')
    .select('id')
    .where('tenant', '=', tenant)
    .where('detection', '=', exception.detection)
    .where('exception_id', 'is', null)
    .orderBy('last_at', 'desc')
    .orderBy('seq', 'desc')
    .limit(MOST_ALERTS)
    .execute();
  const evidence = await evidenceOf(
    db,
    tenant,
    alerts.map(({ id }) => id),
  );
  const [first, last] = [evidence[0], evidence.at(-1)];
  if (first === undefined || last === undefined) return;
  const stored = await events.log.byIds([...new Set(evidence.map(({ event }) => event))], {
    since: first.at,
    until: new Date(last.at.getTime() + 1),
  });
  const { timeZone } = events.library().plan;
  const covers = coverage(exception.fields, eventFields(events.enrichment, { timeZone }));
  const covered = new Map(
    stored.map((one) => {
      const event = storedEvent(one);
      return [one.activity.id, event !== undefined && covers(event)];
    }),
  );
  const excepted = alerts.filter(({ id }) => {
    const known = evidence.filter(({ alert, event }) => alert === id && covered.has(event));
    return known.length > 0 && known.every(({ event }) => covered.get(event));
  });
  if (excepted.length === 0) return;
  await db
    .updateTable('alerts')
    .set({ exception_id: exception.id })
    .where('tenant', '=', tenant)
    .where(sql<boolean>`id = any(${excepted.map(({ id }) => id)}::text[])`)
    .execute();
}

/** Takes the mark of an exception that ended from its alerts. */
export async function unmarkExcepted({ db, tenant }: Context, exception: string): Promise<void> {
  await db
    .updateTable('alerts')
    .set({ exception_id: null })
    .where('tenant', '=', tenant)
    .where('exception_id', '=', exception)
    .execute();
}

/** Tells whether all fields hold for an event, as the engine's filter would: in any case, `*` for any run of characters. */
function coverage(
  fields: DetectionException['fields'],
  readers: ReturnType<typeof eventFields>,
): (event: LogEvent) => boolean {
  const tests = fields.map(({ field, value }) => ({ field, holds: matcher(value) }));
  return (event) =>
    tests.every(({ field, holds }) => {
      const value = readers.reader(event.source, field)(event);
      return (Array.isArray(value) ? value : [value]).some((one) => holds(one));
    });
}

function matcher(pattern: string): (value: Json | undefined) => boolean {
  const parts = pattern.toLowerCase().split('*');
  return (value) => {
    if (value === undefined || value === null || typeof value === 'object') return false;
    return matchesParts(String(value).toLowerCase(), parts);
  };
}

/** True if the text is these parts with anything between them. Linear: each part is looked for once. */
function matchesParts(text: string, parts: readonly string[]): boolean {
  const [first = '', ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false;
  let from = first.length;
  const end = text.length - last.length;
  for (const part of rest) {
    const found = text.indexOf(part, from);
    if (found === -1 || found + part.length > end) return false;
    from = found + part.length;
  }
  return true;
}
