import { isIP } from 'node:net';
import type { Insertable, Selectable } from 'kysely';
import type { KnownEvent } from '../../content/index.ts';
import type { Detection, Severity } from '../../model/index.ts';
import { jsonText, type WatchesTable } from '../../platform/store/index.ts';
import type { Services } from '../services.ts';
import { asPattern } from './pattern.ts';

export type Watch = Omit<Selectable<WatchesTable>, 'tenant'>;

/** How long what one actor does to one asset is told once. */
const PERIOD_MS = 3_600_000;

/** Row of the settings that says that the named watches were made: who removed one does not want it back. */
const NAMED = 'named-watches';

/** Watches by title, the named ones first. */
export async function readWatches({ db, tenant }: Pick<Services, 'db' | 'tenant'>): Promise<Watch[]> {
  const rows = await db.selectFrom('watches').selectAll().where('tenant', '=', tenant).execute();
  return rows
    .map(({ tenant: _tenant, ...watch }) => watch)
    .sort((a, b) => Number(b.named) - Number(a.named) || a.title.en.localeCompare(b.title.en, 'en'));
}

/** Makes a watch of each event that is watched from the start, once in the life of an installation. */
export async function addNamedWatches(services: Pick<Services, 'db' | 'tenant' | 'content'>, now: Date): Promise<void> {
  const { db, tenant, content } = services;
  const named = content.events.known.filter((event) => event.named);
  if (named.length === 0) return;
  await db.transaction().execute(async (trx) => {
    const first = await trx
      .insertInto('settings')
      .values({ tenant, name: NAMED, value: jsonText(true), updated_at: now, updated_by: 'system' })
      .onConflict((conflict) => conflict.doNothing())
      .returning('name')
      .executeTakeFirst();
    if (first === undefined) return;
    await trx
      .insertInto('watches')
      .values(named.map((event) => namedWatch(tenant, event, now)))
      .execute();
  });
}

function namedWatch(tenant: string, event: KnownEvent, now: Date): Insertable<WatchesTable> {
  return {
    tenant,
    id: event.id,
    title: jsonText({ ...event.title }),
    enabled: true,
    events: [event.id],
    severity: event.severity,
    channels: [],
    named: true,
    created_at: now,
    updated_at: now,
  };
}

const LEVELS: Record<Severity, string> = {
  critical: 'critical',
  high: 'high',
  medium: 'medium',
  low: 'low',
  info: 'informational',
};

/** Where a rule of a watch looks, by event source. */
export interface WatchPlace {
  logsource: Record<string, string>;
  /** The field that holds the event's name. */
  nameField: string;
}

/** Id of the detection that a watch is. */
export function watchDetectionId(watch: string, source: string): string {
  return `watch:${watch}:${source}`;
}

/**
 * The Sigma rules that a watch is: one for each kind of log that its events come in. Events that nobody knows any more are
 * left out.
 *
 * @param placeOf undefined for an event source that there is no more
 */
export function watchRules(
  watch: Watch,
  known: ReadonlyMap<string, KnownEvent>,
  placeOf: (source: string) => WatchPlace | undefined,
): { detection: Detection; document: Record<string, unknown> }[] {
  const events = watch.events.map((id) => known.get(id)).filter((event) => event !== undefined);
  const sources = [...new Set(events.map(({ source }) => source))];
  return sources.flatMap((source) => {
    const place = placeOf(source);
    if (place === undefined) return [];
    const own = events.filter((event) => event.source === source);
    return [watchRule(watch, own, source, place)];
  });
}

function watchRule(watch: Watch, events: readonly KnownEvent[], source: string, place: WatchPlace) {
  const id = watchDetectionId(watch.id, source);
  const groupBy = ['hwaseong.actor', 'hwaseong.account', 'hwaseong.action', 'hwaseong.asset'];
  const techniques = [...new Set(events.flatMap(({ technique }) => (technique === null ? [] : [technique])))];
  const selections: Record<string, unknown> = {
    event: events.map(({ service, names }) => ({ [place.nameField]: names, 'hwaseong.service': service })),
    ...conditionsOf(watch),
  };
  const detection: Detection = {
    id,
    title: watch.title,
    why: {
      en: 'An event that somebody watches has happened.',
      ko: '감시 대상으로 등록한 이벤트가 발생했습니다.',
    },
    severity: watch.severity,
    techniques,
    tactics: [],
    sources: [source],
    kind: 'rule',
    alerts: true,
    groupBy,
    period: PERIOD_MS,
    origin: 'watch',
    references: [],
    falsePositives: [],
  };
  const document = {
    title: watch.title.en,
    id,
    name: id,
    logsource: place.logsource,
    detection: { ...selections, condition: Object.keys(selections).join(' and ') },
    level: LEVELS[watch.severity],
  };
  return { detection, document };
}

/** What a watch asks of who, where and on what: selections of which all must hold. */
function conditionsOf(watch: Watch): Record<string, unknown> {
  const given: Record<string, unknown> = {};
  if (watch.actor !== null) {
    const actor = asPattern(watch.actor);
    given['actor'] = [{ 'hwaseong.actor': actor }, { 'hwaseong.actor.name': actor }];
  }
  if (watch.account !== null) given['account'] = { 'hwaseong.account': asPattern(watch.account) };
  if (watch.region !== null) given['region'] = { 'hwaseong.region': asPattern(watch.region) };
  if (watch.ip !== null) {
    given['address'] = isIP(watch.ip) === 0 ? { 'hwaseong.ip|cidr': watch.ip } : { 'hwaseong.ip': watch.ip };
  }
  if (watch.asset !== null) given['asset'] = { 'hwaseong.asset': asPattern(watch.asset) };
  if (watch.outcome !== null) given['outcome'] = { 'hwaseong.outcome': watch.outcome };
  return given;
}
