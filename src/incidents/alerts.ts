import { type Activity, type Detection, type Firing, MOST_EVIDENCE } from '../model/index.ts';
import type { Alert, Evidence } from './types.ts';

/** Collects firings as they come; those of one id become one. */
export function firingCollector() {
  const merged = new Map<string, { firing: Firing; events: Map<string, Firing['events'][number]> }>();
  return {
    add(firing: Firing): void {
      const known = merged.get(firing.id);
      const events = known?.events ?? new Map<string, Firing['events'][number]>();
      for (const event of firing.events) events.set(`${event.source}\n${event.id}`, event);
      if (known === undefined) merged.set(firing.id, { firing, events });
      // Room for what may yet come earlier, and an end to it.
      else if (events.size > 4 * MOST_EVIDENCE)
        known.events = new Map(earliest(events).map((event) => [`${event.source}\n${event.id}`, event]));
    },
    /** What was collected, each with its earliest events. */
    firings(): Firing[] {
      return [...merged.values()].map(({ firing, events }) => ({ ...firing, events: earliest(events) }));
    },
  };
}

function earliest(events: ReadonlyMap<string, Firing['events'][number]>): Firing['events'][number][] {
  return [...events.values()]
    .sort((one, other) => one.time - other.time || (one.id < other.id ? -1 : 1))
    .slice(0, MOST_EVIDENCE);
}

/** The alert that a detection's firing is, with what its events were as far as that is known. */
export function alertOf(
  firing: Firing,
  detection: Detection,
  activityOf: (source: string, id: string) => Activity | undefined,
): Alert {
  const evidence: Evidence[] = firing.events.map((event) => {
    const activity = activityOf(event.source, event.id);
    return activity === undefined ? event : { ...event, activity };
  });
  return {
    id: firing.id,
    detection: detection.id,
    ...(detection.origin === 'watch' ? { watch: detection.id } : {}),
    title: detection.title,
    severity: detection.severity,
    techniques: detection.techniques,
    tactics: detection.tactics,
    group: firing.group,
    period: firing.period,
    evidence,
  };
}
