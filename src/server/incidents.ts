import type { KnownEvent } from '../content/index.ts';
import type { StoredAlert, StoredIncident } from '../incidents/query.ts';
import type { Activity } from '../model/index.ts';
import type { Enrichment } from '../sources/events/types.ts';
import { readAccounts } from './accounts.ts';
import type { Routes } from './api/index.ts';
import type { Context, Output } from './context.ts';

export type ActivityView = Output<Routes['getEvent']>['event'];
export type AlertView = Output<Routes['listAlerts']>['items'][number];
export type IncidentView = Output<Routes['updateIncident']>;

/** What is looked up to show an activity. */
export interface Names {
  /** People's word for an action. */
  title(activity: Pick<Activity, 'source' | 'service' | 'action'>): KnownEvent['title'] | null;
  account(id: string): string;
  enrichment: Enrichment;
}

/** The names that this organisation's events are shown by. */
export async function readNames({ events, ...services }: Pick<Context, 'events' | 'db' | 'tenant'>): Promise<Names> {
  const accounts = new Map((await readAccounts(services)).map(({ id, name }) => [id, name]));
  return {
    title: titlesOf(events.library().known.values()),
    account: (id) => accounts.get(id) ?? id,
    enrichment: events.enrichment,
  };
}

/** Titles of known events, by what their log calls them. */
function titlesOf(known: Iterable<KnownEvent>): Names['title'] {
  const titles = new Map<string, KnownEvent['title']>();
  for (const { source, service, names, title } of known) {
    for (const name of names) titles.set(`${source} ${service} ${name}`, title);
  }
  return ({ source, service, action }) => titles.get(`${source} ${service} ${action}`) ?? null;
}

/** An activity as the API shows it. */
export function activityView(names: Names, activity: Activity): ActivityView {
  return {
    id: activity.id,
    source: activity.source,
    time: activity.time,
    action: activity.action,
    title: names.title(activity),
    service: activity.service,
    outcome: activity.outcome,
    error: activity.error ?? null,
    actor: { ...activity.actor, session: activity.actor.session ?? null },
    account: activity.account,
    accountName: names.account(activity.account),
    region: activity.region,
    ip: activity.ip ?? null,
    place: activity.ip === undefined ? null : placeOf(names.enrichment, activity.ip),
    agent: activity.agent ?? null,
    assets: activity.assets,
  };
}

function placeOf(enrichment: Enrichment, ip: string): ActivityView['place'] {
  const facts = enrichment.address(ip);
  if (facts === undefined) return null;
  return {
    country: facts.country ?? null,
    city: facts.city ?? null,
    organisation: facts.organisation ?? null,
    cloud: facts.cloud ?? null,
    tags: [
      ...(facts.internal ? ['internal'] : []),
      ...(facts.tor === true ? ['tor'] : []),
      ...(facts.vpn === true ? ['vpn'] : []),
      ...(facts.threats ?? []),
    ],
  };
}

/** An alert as the API shows it. */
export function alertView(row: StoredAlert): AlertView {
  return {
    id: row.id,
    detection: row.detection,
    title: row.title,
    severity: row.severity,
    techniques: row.techniques,
    group: row.grouped,
    actor: row.actor,
    account: row.account,
    region: row.region,
    ip: row.ip,
    assets: row.assets,
    source: row.source,
    firstAt: row.first_at.toISOString(),
    lastAt: row.last_at.toISOString(),
    raisedAt: row.raised_at.toISOString(),
    events: row.events,
    incident: row.incident,
    watch: row.watch,
    excepted: row.exception_id !== null,
  };
}

/** An incident as the API shows it. */
export function incidentView(row: StoredIncident): IncidentView {
  return {
    id: row.id,
    title: row.title,
    severity: row.severity,
    status: row.status,
    verdict: row.verdict,
    assignee: row.assignee,
    actors: row.actors,
    accounts: row.accounts,
    assets: row.assets,
    techniques: row.techniques,
    alerts: row.alerts,
    firstAt: row.first_at.toISOString(),
    lastAt: row.last_at.toISOString(),
    openedAt: row.opened_at.toISOString(),
    closedAt: row.closed_at?.toISOString() ?? null,
  };
}
