import { stringify } from 'yaml';
import { alertsByDetection } from '../../incidents/query.ts';
import type { Routes } from '../api/index.ts';
import type { Context, Output } from '../context.ts';
import { takenBySource } from '../events/counters.ts';
import { isListed, type Library, type ShelvedDetection } from './library.ts';
import { type Watch, watchDetectionId } from './watches.ts';

export type DetectionView = Output<Routes['setDetection']>;
export type WatchView = Output<Routes['createWatch']>;
type Matrix = Output<Routes['attackMatrix']>;

const DAY_MS = 86_400_000;

/** How often detections fired, and of which sources events come in. */
export interface Activity {
  alerts: ReadonlyMap<string, { alerts: number; last: Date }>;
  /** Sources of which an event came in the last week. */
  alive: ReadonlySet<string>;
}

/** What detections did in the last `days`. */
export async function readActivity(context: Context, days = 30): Promise<Activity> {
  const ago = (count: number) => new Date(context.now.getTime() - count * DAY_MS);
  const [alerts, taken] = await Promise.all([
    alertsByDetection(context.db, context.tenant, ago(days)),
    takenBySource(context, ago(7)),
  ]);
  return { alerts, alive: new Set(taken.keys()) };
}

/** A detection as lists show it. */
export function detectionView({ detection, enabled }: ShelvedDetection, activity: Activity): DetectionView {
  const fired = activity.alerts.get(detection.id);
  const { id, title, why, severity, kind } = detection;
  return {
    ...{ id, title, why, severity, kind, enabled },
    techniques: [...detection.techniques],
    tactics: [...detection.tactics],
    sources: [...detection.sources],
    origin: detection.origin === 'user' ? 'user' : 'product',
    author: detection.author ?? null,
    alertsLastMonth: fired?.alerts ?? 0,
    lastAlert: fired?.last.toISOString() ?? null,
    state: stateOf(detection.sources, enabled, fired !== undefined, activity),
  };
}

function stateOf(
  sources: readonly string[],
  enabled: boolean,
  fired: boolean,
  { alive }: Activity,
): DetectionView['state'] {
  if (!enabled) return 'off';
  if (fired) return 'firing';
  return sources.some((source) => alive.has(source)) ? 'silent' : 'no-events';
}

/** The Sigma text of a detection, with the rules that it counts before it. */
export function sigmaText(library: Library, shelved: ShelvedDetection): string {
  const rules = shelved.detection.kind === 'rule' ? [] : library.rulesOf(shelved.detection.id);
  const documents = rules.map(({ id }) => library.detections.get(id)?.document);
  return [...documents, shelved.document]
    .filter((document) => document !== undefined)
    .map((document) => stringify(document, { lineWidth: 120 }))
    .join('---\n');
}

/** A watch as the API shows it. */
export function watchView(watch: Watch, library: Library, { alerts }: Activity): WatchView {
  const sources = new Set(watch.events.map((event) => library.known.get(event)?.source));
  const fired = [...sources].flatMap((source) => {
    const found = source === undefined ? undefined : alerts.get(watchDetectionId(watch.id, source));
    return found === undefined ? [] : [found];
  });
  const last = fired.map((one) => one.last.getTime()).sort((a, b) => b - a)[0];
  const { id, title, enabled, events, actor, account, region, ip, asset, outcome, severity, channels, named } = watch;
  return {
    ...{ id, title, enabled, events, actor, account, region, ip, asset, outcome, severity, channels, named },
    alertsLastMonth: fired.reduce((sum, one) => sum + one.alerts, 0),
    lastAlert: last === undefined ? null : new Date(last).toISOString(),
  };
}

/** The ATT&CK matrix: a technique stands for its sub-techniques too. */
export function attackMatrix(context: Context, library: Library, activity: Activity): Matrix {
  const { tactics, techniques } = context.content.events.attack;
  const listed = [...library.detections.values()].filter(isListed);
  const cells = [...techniques.values()].map((technique) => ({
    technique,
    cell: { id: technique.id, name: technique.title, ...cellOf(technique.id, listed, activity) },
  }));
  return {
    tactics: tactics.map(({ id, name, title }) => ({
      id,
      name: title,
      techniques: cells.filter(({ technique }) => technique.tactics.includes(name)).map(({ cell }) => cell),
    })),
  };
}

function cellOf(technique: string, listed: readonly ShelvedDetection[], { alerts, alive }: Activity) {
  const about = listed.filter(({ detection }) =>
    detection.techniques.some((one) => one === technique || one.startsWith(`${technique}.`)),
  );
  const enabled = about.filter((one) => one.enabled);
  const blind = enabled.filter(({ detection }) => !detection.sources.some((source) => alive.has(source)));
  const raised = about.reduce((sum, { detection }) => sum + (alerts.get(detection.id)?.alerts ?? 0), 0);
  return {
    ...{ detections: about.length, enabled: enabled.length, blind: blind.length, alerts: raised },
    state: cellState(enabled.length, blind.length, raised),
  };
}

function cellState(enabled: number, blind: number, alerts: number): 'seen' | 'covered' | 'silent' | 'none' {
  if (alerts > 0) return 'seen';
  if (enabled === 0) return 'none';
  return blind < enabled ? 'covered' : 'silent';
}
