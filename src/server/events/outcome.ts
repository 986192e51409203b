import type { LogPosition, StoredEvent } from '../../eventlog/types.ts';
import type { Alert } from '../../incidents/types.ts';
import type { Activity } from '../../model/index.ts';
import type { Library } from '../detections/library.ts';
import type { Tally } from './counters.ts';
import type { JudgeState } from './judge.ts';
import type { Losses } from './read.ts';
import type { LossReason } from './types.ts';

/** What one pass through the pipeline has to store, in one transaction. */
export interface Outcome {
  alerts: readonly Alert[];
  tallies: readonly Tally[];
  lost: readonly { feed: string; lost: Losses }[];
  /** Known events among those that are new. */
  known: readonly { event: string; activity: Activity }[];
  /** Everything up to there is judged, once this is stored. */
  position?: LogPosition;
}

/** Nothing to store. */
export const noOutcome: Outcome = { alerts: [], tallies: [], lost: [], known: [] };

/** What came in by a feed, by event source: new events, and those that were there already. */
export function talliesOf(feed: string, fresh: readonly StoredEvent[], again: readonly StoredEvent[]): Tally[] {
  const tallies = new Map<string, Tally>();
  const add = ({ activity, receivedAt }: StoredEvent, taken: number) => {
    const { source } = activity;
    // One from the future says nothing of how far the feed is.
    const time = new Date(Math.min(Date.parse(activity.time), Date.parse(receivedAt)));
    const tally = tallies.get(source) ?? { feed, source, taken: 0, duplicates: 0, newest: time };
    tally.taken += taken;
    tally.duplicates += 1 - taken;
    if (time > tally.newest) tally.newest = time;
    tallies.set(source, tally);
  };
  for (const event of fresh) add(event, 1);
  for (const event of again) add(event, 0);
  return [...tallies.values()];
}

/** The known events among some. */
export function knownAmong(library: Library, events: readonly StoredEvent[]): Outcome['known'] {
  return events.flatMap(({ activity }) => {
    const event = library.knownId(activity);
    return event === undefined ? [] : [{ event, activity }];
  });
}

/** What the detector has given up since it was asked last. */
export function lostSince(before: JudgeState['losses'], now: JudgeState['losses']): Losses {
  const more = (name: 'evicted' | 'late' | 'future') => Math.max(0, now[name] - before[name]);
  return { evicted: more('evicted'), late: more('late'), future: more('future') };
}

/** How much was lost, whatever the reason. */
export function sum(lost: Losses): number {
  return (Object.keys(lost) as LossReason[]).reduce((total, reason) => total + (lost[reason] ?? 0), 0);
}
