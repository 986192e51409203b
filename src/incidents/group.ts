import { createHash } from 'node:crypto';
import { type Activity, atLeast, type Severity, severities, type Text } from '../model/index.ts';
import type { Alert } from './types.ts';

const HOUR = 3_600_000;

/** How long after one alert another of the same actor, session, asset or address still belongs to it. */
export const joinWithin = { actor: 6 * HOUR, session: 6 * HOUR, asset: HOUR, address: HOUR } as const;

/** Alerts below this neither open an incident that anybody is woken for nor draw others together: they are lines in it. */
const DRAWS_FROM: Severity = 'medium';

/** With so many tactics of ATT&CK at once, alerts are an attack under way rather than single acts. */
const TACTICS_OF_AN_ATTACK = 3;

/** OCSF classes of events in which the address stands for whoever acts: sign-ins and traffic. */
const byAddress: ReadonlySet<number> = new Set([3002, 4001]);

/** Something that two alerts can have in common, and for how long that joins them. */
export interface JoinKey {
  key: string;
  within: number;
}

/** Alerts that belong together. */
export interface IncidentGroup {
  /** Hash of its earliest alert's id: the same alerts give the same id, in whatever order they come. */
  id: string;
  title: Text;
  severity: Severity;
  /** Alerts by their time. */
  alerts: readonly Alert[];
  /** Most frequent first. */
  actors: readonly string[];
  accounts: readonly string[];
  addresses: readonly string[];
  assets: readonly string[];
  techniques: readonly string[];
  tactics: readonly string[];
  /** Milliseconds since 1970, of its earliest and latest event. */
  firstAt: number;
  lastAt: number;
  /** Different events that its alerts rest on. */
  events: number;
}

/** Times of the first and last event that an alert rests on. */
export function spanOf({ evidence }: Alert): { first: number; last: number } {
  const times = evidence.map(({ time }) => time);
  return { first: Math.min(...times), last: Math.max(...times) };
}

/**
 * What an alert can have in common with others: who acted (in an account), in which session, on which asset, and from
 * which address where that is all that is known. Services acting on their own join nothing, they are in every account.
 * Who was made or changed by one and acts in the other is in common too.
 */
export function joinKeys({ evidence }: Alert): JoinKey[] {
  const found = new Map<string, number>();
  const add = (key: string, within: number) => found.set(key, within);
  for (const { activity } of evidence) {
    if (activity === undefined) continue;
    const { actor, account, assets, ip, classUid } = activity;
    if (actor.id !== '' && isSomebody(actor)) {
      add(`actor ${actor.id} ${account}`, joinWithin.actor);
      add(`asset ${actor.id}`, joinWithin.asset);
      if (actor.session !== undefined) add(`session ${actor.session}`, joinWithin.session);
    }
    for (const asset of assets) add(`asset ${asset}`, joinWithin.asset);
    if (ip !== undefined && byAddress.has(classUid)) add(`address ${ip}`, joinWithin.address);
  }
  return [...found].map(([key, within]) => ({ key, within }));
}

function isSomebody({ type }: Activity['actor']): boolean {
  return type !== 'service' && type !== 'anonymous';
}

/** True where two alerts have something in common and lie near enough in time. */
export function belongTogether(one: Alert, other: Alert): boolean {
  const theirs = new Set(joinKeys(other).map(({ key }) => key));
  const gap = gapBetween(spanOf(one), spanOf(other));
  return joinKeys(one).some(({ key, within }) => gap <= within && theirs.has(key));
}

/**
 * True where an alert belongs to an incident: together with one of the alerts in it that draw others, or with any where
 * none does.
 */
export function joins(alert: Alert, incident: { alerts: readonly Alert[] }): boolean {
  if (alert.watch !== undefined) return false;
  const drawing = incident.alerts.filter(draws);
  return (drawing.length === 0 ? incident.alerts : drawing).some((member) => belongTogether(alert, member));
}

/** True for an alert that draws others together. */
export function draws({ severity, watch }: Alert): boolean {
  return watch === undefined && atLeast(severity, DRAWS_FROM);
}

/**
 * Puts alerts together that belong together, directly or through others. Lesser alerts go to the earliest incident that
 * they belong to, or stay among themselves. The order in which alerts are given does not matter; those of watches are left out.
 */
export function groupIncidents(alerts: Iterable<Alert>): IncidentGroup[] {
  const all = [
    ...new Map([...alerts].filter(({ watch }) => watch === undefined).map((alert) => [alert.id, alert])).values(),
  ];
  const main = all.filter(draws).sort(byTime);
  const lesser = all.filter((alert) => !draws(alert)).sort(byTime);
  const groups = connected(main);
  const alone: Alert[] = [];
  const index = keyIndex(groups);
  for (const alert of lesser) {
    const group = earliestWith(alert, index);
    if (group === undefined) alone.push(alert);
    else group.lines.push(alert);
  }
  return [
    ...groups.map(({ members, lines }) => describe([...members, ...lines])),
    ...connected(alone).map(({ members }) => describe(members)),
  ].sort((one, other) => one.firstAt - other.firstAt || (one.id < other.id ? -1 : 1));
}

interface Group {
  members: Alert[];
  /** Lesser alerts that go with them. */
  lines: Alert[];
}

/** The connected parts: for each thing in common, alerts are chained as long as the next begins soon enough. */
function connected(alerts: readonly Alert[]): Group[] {
  const parents = alerts.map((_, index) => index);
  const rootOf = (index: number): number => {
    let root = index;
    while (parents[root] !== root) root = parents[root] = parents[parents[root] as number] as number;
    return root;
  };
  const chains = new Map<string, { last: number; index: number }>();
  // Alerts come in the order in which they begin.
  for (const [index, alert] of alerts.entries()) {
    const { first, last } = spanOf(alert);
    for (const { key, within } of joinKeys(alert)) {
      const chain = chains.get(key);
      if (chain === undefined || first - chain.last > within) chains.set(key, { last, index });
      else {
        parents[rootOf(index)] = rootOf(chain.index);
        chain.last = Math.max(chain.last, last);
      }
    }
  }
  const groups = new Map<number, Group>();
  for (const [index, alert] of alerts.entries()) {
    const root = rootOf(index);
    const group = groups.get(root) ?? { members: [], lines: [] };
    groups.set(root, group);
    group.members.push(alert);
  }
  return [...groups.values()];
}

type KeyIndex = ReadonlyMap<string, readonly { group: Group; order: number; first: number; last: number }[]>;

function keyIndex(groups: readonly Group[]): KeyIndex {
  const index = new Map<string, { group: Group; order: number; first: number; last: number }[]>();
  for (const [order, group] of groups.entries()) {
    for (const alert of group.members) {
      for (const { key } of joinKeys(alert)) {
        const entries = index.get(key) ?? [];
        index.set(key, entries);
        entries.push({ group, order, ...spanOf(alert) });
      }
    }
  }
  return index;
}

function earliestWith(alert: Alert, index: KeyIndex): Group | undefined {
  const span = spanOf(alert);
  let best: { group: Group; order: number } | undefined;
  for (const { key, within } of joinKeys(alert)) {
    for (const entry of index.get(key) ?? []) {
      if (gapBetween(span, entry) <= within && (best === undefined || entry.order < best.order)) best = entry;
    }
  }
  return best?.group;
}

function gapBetween(one: { first: number; last: number }, other: { first: number; last: number }): number {
  return Math.max(0, one.first - other.last, other.first - one.last);
}

function byTime(one: Alert, other: Alert): number {
  return spanOf(one).first - spanOf(other).first || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0);
}

/** What an incident of these alerts is. */
function describe(members: readonly Alert[]): IncidentGroup {
  const alerts = [...members].sort(byTime);
  const earliest = alerts[0] as Alert;
  const worst = alerts.reduce((one, other) => (atLeast(one.severity, other.severity) ? one : other));
  const tactics = [...new Set(alerts.flatMap((alert) => alert.tactics))].sort();
  const activities = alerts.flatMap(({ evidence }) => evidence.flatMap(({ activity }) => activity ?? []));
  const spans = alerts.map(spanOf);
  return {
    id: incidentId(earliest.id),
    title: worst.title,
    severity: incidentSeverity(worst.severity, tactics),
    alerts,
    actors: frequent(activities.map(({ actor }) => actor.id)),
    accounts: frequent(activities.map(({ account }) => account)),
    addresses: frequent(activities.map(({ ip }) => ip ?? '')),
    assets: frequent(activities.flatMap(({ assets }) => assets)),
    techniques: [...new Set(alerts.flatMap((alert) => alert.techniques))].sort(),
    tactics,
    firstAt: Math.min(...spans.map(({ first }) => first)),
    lastAt: Math.max(...spans.map(({ last }) => last)),
    events: new Set(alerts.flatMap(({ evidence }) => evidence.map(({ source, id }) => `${source}\n${id}`))).size,
  };
}

/** Id of the incident whose earliest alert this is. */
export function incidentId(earliestAlert: string): string {
  return createHash('sha256').update(`incident\n${earliestAlert}`).digest('hex').slice(0, 32);
}

/** The worst of its alerts, one step up where they show several tactics at once. */
export function incidentSeverity(worst: Severity, tactics: readonly string[]): Severity {
  const raised = new Set(tactics).size >= TACTICS_OF_AN_ATTACK && atLeast(worst, DRAWS_FROM);
  return raised ? (severities[Math.max(0, severities.indexOf(worst) - 1)] as Severity) : worst;
}

/** Different values that are not empty, most frequent first, equally frequent ones by name. */
function frequent(values: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== '') counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([value]) => value);
}
