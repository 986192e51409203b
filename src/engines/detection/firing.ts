import { alertId, canonicalJson, type Firing } from '../../model/index.ts';
import type { Witness } from './state/entries.ts';

/** Ids kept of alerts made lately: one that goes on asks for the same again and again. */
const KEPT_IDS = 20_000;

/** Makes firings: the alert's period from the time of its last event, and its id. */
export interface Firings {
  byGroup(
    detection: string,
    period: number,
    group: Record<string, string>,
    time: number,
    events: readonly Witness[],
  ): Firing;
  /** The same, where the group is known as canonical JSON. */
  byLabel(detection: string, period: number, label: string, time: number, events: readonly Witness[]): Firing;
}

export function createFirings(): Firings {
  const ids = new Map<string, string>();
  const make = (
    detection: string,
    period: number,
    label: string,
    group: Record<string, string>,
    time: number,
    events: readonly Witness[],
  ): Firing => {
    const start = periodStart(time, period);
    const key = `${detection}\n${start}\n${label}`;
    let id = ids.get(key);
    if (id === undefined) {
      id = alertId(detection, group, start);
      if (ids.size >= KEPT_IDS) ids.clear();
      ids.set(key, id);
    }
    return { id, detection, group, period: start, events };
  };
  return {
    byGroup: (detection, period, group, time, events) =>
      make(detection, period, canonicalJson(group), group, time, events),
    byLabel: (detection, period, label, time, events) =>
      make(detection, period, label, JSON.parse(label) as Record<string, string>, time, events),
  };
}

/** Start of the period that a time falls in. */
export function periodStart(time: number, period: number): number {
  return Math.floor(time / period) * period;
}
