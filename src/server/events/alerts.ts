import type { EventLog } from '../../eventlog/types.ts';
import type { Alert, Evidence } from '../../incidents/types.ts';
import { type Activity, type Firing, MOST_EVIDENCE } from '../../model/index.ts';
import type { ShelvedDetection } from '../detections/library.ts';

/** Activities that are remembered: an alert rests on events that have just passed, nearly always. */
const MOST_REMEMBERED = 20_000;

/** Makes alerts of firings: adds what the detection is, and what the events say. */
export interface AlertMaker {
  /** These have just passed. */
  remember(activities: readonly Activity[]): void;
  make(firings: readonly Firing[], detections: ReadonlyMap<string, ShelvedDetection>): Promise<Alert[]>;
}

export function alertMaker(log: Pick<EventLog, 'byIds'>): AlertMaker {
  /** By source and id, the ones asked for longest ago first. Null: looked for in the log, and not there. */
  const known = new Map<string, Activity | null>();

  function keep(key: string, activity: Activity | null): void {
    known.delete(key);
    known.set(key, activity);
  }

  async function find(events: readonly { source: string; id: string; time: number }[]): Promise<void> {
    const missing = events.filter((event) => !known.has(keyOf(event)));
    if (missing.length === 0) return;
    const times = missing.map(({ time }) => time);
    // Not `Math.min(...times)`: there may be more than a call takes arguments.
    const since = new Date(times.reduce((a, b) => Math.min(a, b)));
    const until = new Date(times.reduce((a, b) => Math.max(a, b)) + 1);
    const found = await log.byIds([...new Set(missing.map(({ id }) => id))], { since, until });
    for (const event of missing) keep(keyOf(event), null);
    for (const { activity } of found) keep(keyOf(activity), activity);
  }

  return {
    remember(activities) {
      for (const activity of activities) keep(keyOf(activity), activity);
      for (const key of known.keys()) {
        if (known.size <= MOST_REMEMBERED) break;
        known.delete(key);
      }
    },

    async make(firings, detections) {
      const byAlert = new Map<string, { firing: Firing; events: Map<string, Firing['events'][number]> }>();
      for (const firing of firings) {
        const alert = byAlert.get(firing.id) ?? { firing, events: new Map() };
        for (const event of firing.events) alert.events.set(keyOf(event), event);
        byAlert.set(firing.id, alert);
      }
      const earliest = [...byAlert.values()].map(({ firing, events }) => ({
        firing,
        events: [...events.values()].sort((a, b) => a.time - b.time || (a.id < b.id ? -1 : 1)).slice(0, MOST_EVIDENCE),
      }));
      await find(earliest.flatMap(({ events }) => events));
      return earliest.flatMap(({ firing, events }) => {
        const shelved = detections.get(firing.detection);
        if (shelved === undefined || events.length === 0) return [];
        const evidence = events.map((event): Evidence => {
          const activity = known.get(keyOf(event));
          return { ...event, ...(activity == null ? {} : { activity }) };
        });
        return [alertOf(firing, shelved, evidence)];
      });
    },
  };
}

function alertOf(firing: Firing, { detection, watch }: ShelvedDetection, evidence: readonly Evidence[]): Alert {
  const { id, title, severity, techniques, tactics } = detection;
  return {
    id: firing.id,
    detection: id,
    ...(watch === undefined ? {} : { watch }),
    ...{ title, severity, techniques, tactics, group: firing.group, period: firing.period, evidence },
  };
}

function keyOf({ source, id }: { source: string; id: string }): string {
  return `${source}\n${id}`;
}
