import { alertId, type Detection, type Firing } from '../../model/index.ts';
import type { Witness } from './state/entries.ts';

/** Makes a firing of a detection's alert: of a group (canonical JSON), in the period that the time falls in. */
export type MakeFiring = (label: string, time: number, events: readonly Witness[]) => Firing;

/** Alerts made lately: one that goes on asks for the same again and again. */
const KEPT = 20_000;

/** Gives for each detection what makes its firings. */
export function createFirings(): (detection: Pick<Detection, 'id' | 'period'>) => MakeFiring {
  const all: Map<string, Omit<Firing, 'events'>>[] = [];
  let kept = 0;
  return ({ id: detection, period: length }) => {
    const alerts = new Map<string, Omit<Firing, 'events'>>();
    all.push(alerts);
    return (label, time, events) => {
      const start = periodStart(time, length);
      const known = alerts.get(label);
      if (known !== undefined && known.period === start) {
        return { id: known.id, detection, group: known.group, period: start, events };
      }
      const group = JSON.parse(label) as Record<string, string>;
      const id = alertId(detection, group, start);
      if (known === undefined) kept += 1;
      if (kept > KEPT) {
        for (const one of all) one.clear();
        kept = 1;
      }
      alerts.set(label, { id, detection, group, period: start });
      return { id, detection, group, period: start, events };
    };
  };
}

/** Start of the period that a time falls in. */
export function periodStart(time: number, period: number): number {
  return Math.floor(time / period) * period;
}
