import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Firing, JsonObject, LogEvent } from '../../../src/model/index.ts';
import { recognise } from '../../../src/sources/events/index.ts';
import { readNdjson } from '../ndjson.ts';
import { isSevere, type Library } from './library.ts';

/** An alert of a replay: every event that any firing of it rests on. */
interface Alert {
  id: string;
  detection: string;
  events: Set<string>;
}

export interface StreamScore {
  recall: { found: number; techniques: number; missed: string[] };
  noise: { per1000: number; distinct: number };
  time: { same: boolean };
  /** Each technique with the detections that found it. */
  foundBy: Record<string, string[]>;
  /** Alerts on ordinary events alone: detection and actor → how often. */
  noisy: Record<string, number>;
  /** Alert ids that are not in every replay, by the replay that differs from the one in order. */
  differing: Record<string, string[]>;
}

const ordinary: ReadonlySet<string> = new Set(['background', 'stratus-terraform']);
const minute = 60_000;
const techniquesFile = 'techniques.ndjson';

/** Replays the labelled stream in four orders; see the README of the set. */
export async function scoreStream(dir: string, library: Library): Promise<StreamScore> {
  const labels = new Map<string, string>();
  const events: LogEvent[] = [];
  for (const file of await streamFiles(dir)) {
    for await (const { label, log } of readNdjson<{ label: string; log: JsonObject }>(file)) {
      const source = recognise(log);
      const head = source?.read(log);
      if (source === undefined || head === undefined) continue;
      const event = { source: source.id, record: log, ...head };
      labels.set(event.id, label);
      events.push(event);
    }
  }
  const alerts = replay(events, library);
  const { same, differing } = sameInEveryOrder(events, alerts, library);
  return {
    ...(await recallOf(dir, alerts, labels, library)),
    ...noiseOf(alerts, events, labels, library),
    time: { same },
    differing,
  };
}

/** The stream itself, which may lie in several files beside the list of techniques. */
async function streamFiles(dir: string): Promise<string[]> {
  const names = (await readdir(dir)).filter((name) => /\.ndjson(\.gz)?$/.test(name) && name !== techniquesFile);
  return names.sort().map((name) => path.join(dir, name));
}

function replay(events: readonly LogEvent[], library: Library): Map<string, Alert> {
  const detector = library.detector();
  const alerts = new Map<string, Alert>();
  const take = (firings: readonly Firing[]) => {
    for (const firing of firings) {
      const alert = alerts.get(firing.id) ?? { id: firing.id, detection: firing.detection, events: new Set() };
      for (const { id } of firing.events) alert.events.add(id);
      alerts.set(firing.id, alert);
    }
  };
  for (const event of events) take(detector.push(event));
  take(detector.finish());
  return alerts;
}

async function recallOf(
  dir: string,
  alerts: ReadonlyMap<string, Alert>,
  labels: ReadonlyMap<string, string>,
  library: Library,
): Promise<Pick<StreamScore, 'recall' | 'foundBy'>> {
  const foundBy: Record<string, string[]> = {};
  for await (const { technique, attack } of readNdjson<{ technique: string; attack: string[] }>(
    path.join(dir, techniquesFile),
  )) {
    const finders = [...alerts.values()].filter(({ detection, events }) => {
      const known = library.detections.get(detection);
      if (known === undefined || !isSevere(known)) return false;
      const speaks = known.techniques.some((id) => attack.includes(id) || attack.includes(id.split('.')[0] ?? id));
      return speaks && [...events].some((event) => labels.get(event) === technique);
    });
    foundBy[technique] = [...new Set(finders.map(({ detection }) => detection))];
  }
  const missed = Object.keys(foundBy).filter((technique) => foundBy[technique]?.length === 0);
  const techniques = Object.keys(foundBy).length;
  return { recall: { found: techniques - missed.length, techniques, missed }, foundBy };
}

function noiseOf(
  alerts: ReadonlyMap<string, Alert>,
  events: readonly LogEvent[],
  labels: ReadonlyMap<string, string>,
  library: Library,
): Pick<StreamScore, 'noise' | 'noisy'> {
  const actors = new Map(
    events.map((event) => [event.id, recognise(event.record)?.describe(event).actor.id ?? ''] as const),
  );
  const noisy: Record<string, number> = {};
  for (const { detection, events: rested } of alerts.values()) {
    const known = library.detections.get(detection);
    if (known === undefined || !isSevere(known)) continue;
    if (![...rested].every((event) => ordinary.has(labels.get(event) ?? ''))) continue;
    const [first = ''] = rested;
    const who = `${detection} ${actors.get(first) ?? ''}`;
    noisy[who] = (noisy[who] ?? 0) + 1;
  }
  const count = Object.values(noisy).reduce((sum, times) => sum + times, 0);
  const quiet = events.filter(({ id }) => ordinary.has(labels.get(id) ?? '')).length;
  return { noise: { per1000: quiet === 0 ? 0 : (1000 * count) / quiet, distinct: Object.keys(noisy).length }, noisy };
}

function sameInEveryOrder(
  events: readonly LogEvent[],
  inOrder: ReadonlyMap<string, Alert>,
  library: Library,
): { same: boolean; differing: Record<string, string[]> } {
  const random = seeded(3);
  const orders: Record<string, LogEvent[]> = {
    shuffled: arriving(events, ({ time }) => time + random() * 15 * minute),
    late: arriving(events, ({ time }, index) => time + (index % 10 === 0 ? 60 * minute : 0)),
    twice: events.flatMap((event, index) => (index % 20 === 0 ? [event, event] : [event])),
  };
  const differing: Record<string, string[]> = {};
  for (const [name, order] of Object.entries(orders)) {
    const others = replay(order, library);
    const one = [...inOrder.values()].filter(({ id }) => !others.has(id));
    const other = [...others.values()].filter(({ id }) => !inOrder.has(id));
    if (one.length + other.length > 0)
      differing[name] = [...new Set([...one, ...other].map(({ detection }) => detection))];
  }
  return { same: Object.keys(differing).length === 0, differing };
}

function arriving(events: readonly LogEvent[], arrival: (event: LogEvent, index: number) => number): LogEvent[] {
  return events
    .map((event, index) => ({ event, at: arrival(event, index) }))
    .sort((a, b) => a.at - b.at)
    .map(({ event }) => event);
}

/** Random numbers that are the same every time (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
