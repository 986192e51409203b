import { listFindings } from '../findings/list.ts';
import { alertDetail, incidentDetail, type StoredEvidence } from '../incidents/query.ts';
import { assetsById } from '../inventory/query.ts';
import { type Activity, atLeast, type Detection, severities } from '../model/index.ts';
import type { Routes } from './api/index.ts';
import type { Context, Output } from './context.ts';
import { assetRef, findingView } from './findings.ts';
import { activityView, alertView, incidentView, type Names, readNames } from './incidents.ts';

type Detail = Output<Routes['getIncident']>;
type Entry = Detail['timeline'][number];

/** How long before the first and after the last alert events of the same actors are shown. */
const AROUND_MS = 3_600_000;

/** Events shown that are no evidence, for each actor; actors asked for; evidence shown. */
const MOST_AROUND = 100;
const MOST_ACTORS = 3;
const MOST_EVIDENCE = 500;

/** Deliveries of notices shown. */
const MOST_TELLINGS = 100;

/** Assets and open findings shown. */
const MOST_ASSETS = 50;
const MOST_FINDINGS = 50;

/** Detections whose meaning and advice are spelt out, at most. */
const MOST_TOLD = 8;

/** The detections that an incident is about, the worst first: where one is of medium or more, the lesser ones only go along. */
function telling(detections: readonly Detection[]): Detection[] {
  const worstFirst = detections
    .filter(({ origin }) => origin !== 'watch')
    .sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
  const worth = worstFirst.filter(({ severity }) => atLeast(severity, 'medium'));
  return (worth.length > 0 ? worth : worstFirst).slice(0, MOST_TOLD);
}

/** One incident with its timeline; undefined where there is none. */
export async function incidentDetailView(context: Context, id: string): Promise<Detail | undefined> {
  const { db, tenant } = context;
  const detail = await incidentDetail(db, tenant, id);
  if (detail === undefined) return undefined;
  const { incident, alerts, evidence, history } = detail;
  const [names, around, told, assets] = await Promise.all([
    readNames(context),
    eventsAround(context, incident),
    tellings(context, incident.id),
    knownAssets(context, incident.assets),
  ]);
  const shown = eventEntries(names, evidence, around.events);
  const timeline: Entry[] = [
    ...alerts.map((alert): Entry => ({ type: 'alert', at: alert.first_at.toISOString(), alert: alertView(alert) })),
    ...shown.entries,
    ...history.map((entry): Entry => historyEntry(entry)),
    ...told,
  ];
  timeline.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : rank(a) - rank(b)));
  const detections = telling(
    [...new Set(alerts.map(({ detection }) => detection))].flatMap((detection) => {
      const known = context.events.library().detections.get(detection);
      return known === undefined ? [] : [known.detection];
    }),
  );
  return {
    ...incidentView(incident),
    timeline,
    cut: around.cut || shown.cut || alerts.length < incident.alerts,
    respond: detections.flatMap(({ id: detection, title, respond }) =>
      respond === undefined ? [] : [{ detection, title, text: respond }],
    ),
    why: detections.map(({ id: detection, title, why }) => ({ detection, title, text: why })),
    ...assets,
  };
}

/** At one moment, an alert comes after the events that it rests on. */
function rank(entry: Entry): number {
  return ['event', 'alert', 'told', 'change', 'note'].indexOf(entry.type);
}

/** What the same actors did shortly before and after. An event log that does not answer costs this part only. */
async function eventsAround(
  { events, log }: Context,
  incident: { actors: string[]; first_at: Date; last_at: Date },
): Promise<{ events: Activity[]; cut: boolean }> {
  const since = new Date(incident.first_at.getTime() - AROUND_MS);
  const until = new Date(incident.last_at.getTime() + AROUND_MS);
  const asked = incident.actors.slice(0, MOST_ACTORS);
  try {
    const found = await Promise.all(
      asked.map((actor) => events.log.search({ actor, since, until }, { limit: MOST_AROUND })),
    );
    return {
      events: found.flatMap(({ items }) => items.map(({ activity }) => activity)),
      cut: asked.length < incident.actors.length || found.some(({ next }) => next !== null),
    };
  } catch (error) {
    log.warn({ err: error }, 'the event log cannot be searched');
    return { events: [], cut: true };
  }
}

function eventEntries(
  names: Names,
  evidence: readonly StoredEvidence[],
  around: readonly Activity[],
): { entries: Entry[]; cut: boolean } {
  const alertsOf = new Map<string, string[]>();
  const activities = new Map<string, Activity>();
  for (const { alert, source, event, activity } of evidence) {
    const key = `${source}\n${event}`;
    alertsOf.set(key, [...(alertsOf.get(key) ?? []), alert]);
    if (activity !== null) activities.set(key, activity);
  }
  const cut = activities.size > MOST_EVIDENCE;
  const kept = new Map([...activities].slice(0, MOST_EVIDENCE));
  for (const activity of around) {
    const key = `${activity.source}\n${activity.id}`;
    if (!activities.has(key)) kept.set(key, activity);
  }
  const entries = [...kept].map(
    ([key, activity]): Entry => ({
      type: 'event',
      at: activity.time,
      event: activityView(names, activity),
      alerts: alertsOf.get(key) ?? [],
    }),
  );
  return { entries, cut };
}

function historyEntry(entry: {
  at: Date;
  kind: 'note' | 'change';
  actor: string | null;
  note: string | null;
  what: string | null;
  from_value: string | null;
  to_value: string | null;
}): Entry {
  const at = entry.at.toISOString();
  const by = entry.actor ?? 'system';
  if (entry.kind === 'note') return { type: 'note', at, by, note: entry.note ?? '' };
  return { type: 'change', at, by, what: entry.what ?? '', from: entry.from_value, to: entry.to_value };
}

/** Who was told of it, and how that went. */
async function tellings({ db, tenant }: Context, incident: string): Promise<Entry[]> {
  const rows = await db
    .selectFrom('deliveries')
    .innerJoin('notices', (join) =>
      join.onRef('notices.tenant', '=', 'deliveries.tenant').onRef('notices.id', '=', 'deliveries.notice'),
    )
    .innerJoin('channels', (join) =>
      join.onRef('channels.tenant', '=', 'deliveries.tenant').onRef('channels.id', '=', 'deliveries.channel'),
    )
    .select(['channels.name as channel', 'deliveries.state', 'deliveries.created_at', 'deliveries.sent_at'])
    .where('deliveries.tenant', '=', tenant)
    .where('notices.incident', '=', incident)
    .orderBy('deliveries.seq')
    .limit(MOST_TELLINGS)
    .execute();
  return rows.map(({ channel, state, created_at, sent_at }) => ({
    ...{ type: 'told', channel, state },
    at: (sent_at ?? created_at).toISOString(),
  }));
}

async function knownAssets(
  { db, tenant, content, now }: Context,
  ids: readonly string[],
): Promise<Pick<Detail, 'known' | 'openFindings'>> {
  const rows = (await assetsById(db, tenant, ids.slice(0, MOST_ASSETS))).filter(({ gone_at }) => gone_at === null);
  const findings = await Promise.all(
    rows.map(({ id }) => listFindings(db, tenant, { asset: id, excepted: false }, { limit: 10, now })),
  );
  return {
    known: rows.map((row) => assetRef(content, row)),
    openFindings: findings
      .flatMap(({ items }) => items)
      .slice(0, MOST_FINDINGS)
      .map(({ asset, ...row }) => {
        const { id, severity, title } = findingView(content, { ...row, asset });
        return { id, severity, asset, title };
      }),
  };
}

/** One alert with the records it rests on; undefined where there is none. */
export async function alertDetailView(context: Context, id: string): Promise<Output<Routes['getAlert']> | undefined> {
  const { db, tenant, events } = context;
  const found = await alertDetail(db, tenant, id);
  if (found === undefined) return undefined;
  const { alert, evidence } = found;
  const [names, records] = await Promise.all([readNames(context), recordsOf(context, evidence)]);
  const detection = events.library().detections.get(alert.detection)?.detection;
  return {
    ...alertView(alert),
    why: detection?.why ?? alert.title,
    respond: detection?.respond ?? null,
    evidence: evidence.flatMap(({ activity, event }) => {
      if (activity === null) return [];
      const record = records.get(event);
      return [{ event: activityView(names, activity), record: record ?? null, kept: record !== undefined }];
    }),
    exceptionDraft: exceptionDraft(alert, evidence),
  };
}

async function recordsOf({ events, log }: Context, evidence: readonly StoredEvidence[]): Promise<Map<string, unknown>> {
  const [first, last] = [evidence[0], evidence.at(-1)];
  if (first === undefined || last === undefined) return new Map();
  const around = { since: first.at, until: new Date(last.at.getTime() + 1) };
  try {
    const ids = evidence.map(({ event }) => event);
    return new Map((await events.log.byIds(ids, around)).map(({ activity, record }) => [activity.id, record]));
  } catch (error) {
    log.warn({ err: error }, 'the event log cannot be asked');
    return new Map();
  }
}

/**
 * What an exception for the likes of an alert would ask for: what tells the alert from others, and who did what where, as
 * far as all its events agree.
 */
function exceptionDraft(
  alert: { grouped: Record<string, string> },
  evidence: readonly StoredEvidence[],
): { field: string; value: string }[] {
  const activities = evidence.flatMap(({ activity }) => (activity === null ? [] : [activity]));
  const agreed = (value: (activity: Activity) => string): string | undefined => {
    const values = new Set(activities.map(value));
    const [only] = values;
    return values.size === 1 && only !== '' ? only : undefined;
  };
  const usual: Record<string, string | undefined> = {
    'hwaseong.actor': agreed(({ actor }) => actor.id),
    'hwaseong.account': agreed(({ account }) => account),
    'hwaseong.action': agreed(({ action }) => action),
  };
  return Object.entries({ ...usual, ...alert.grouped }).flatMap(([field, value]) =>
    value === undefined ? [] : [{ field, value }],
  );
}
