import type { EventLog } from '../../eventlog/types.ts';
import { alertOf, firingCollector } from '../../incidents/alerts.ts';
import type { Alert } from '../../incidents/types.ts';
import type { Activity, Firing } from '../../model/index.ts';
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
      const collector = firingCollector();
      for (const firing of firings) collector.add(firing);
      const merged = collector.firings().filter(({ events }) => events.length > 0);
      await find(merged.flatMap(({ events }) => events));
      return merged.flatMap((firing) => {
        // What was removed while its firing was on the way raises nothing any more.
        const shelved = detections.get(firing.detection);
        if (shelved === undefined) return [];
        const { detection, watch } = shelved;
        const alert = alertOf(firing, detection, (source, id) => known.get(keyOf({ source, id })) ?? undefined);
        return [watch === undefined ? alert : { ...alert, watch }];
      });
    },
  };
}

function keyOf({ source, id }: { source: string; id: string }): string {
  return `${source}\n${id}`;
}
