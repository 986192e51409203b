import type { Counting } from '../correlation/count.ts';
import { type NodeContext, noteOf, type StatefulNode } from '../correlation/node.ts';
import { periodStart } from '../firing.ts';
import { noteAt, setNote, type Witness, witness } from '../state/entries.ts';
import { labelOf, NONE, setLabel } from '../state/keys.ts';
import { forget, remember, takeKey } from '../state/memory.ts';
import { evidenceBetween } from './evidence.ts';
import type { Tally } from './tally.ts';

/**
 * Windows that slide in event time. A window ends at every event of a group and reaches `span` back, both ends included;
 * it fires where its total is enough. The total only grows while events come in, so it fires at once, and a late event
 * makes those windows fire that hold it: which windows fire in the end does not hang on the order of arrival.
 *
 * The newest window's total is kept in registers, so that an event in order costs the same however many are remembered.
 * Events that are settled (nothing before them can come any more) are forgotten as soon as the total of those behind them is
 * enough, since windows that can still change hold these as well.
 */
export function slidingNode(
  { memory, owner, delay, period, chained, carried, fire }: NodeContext,
  span: number,
  tally: Tally,
  counting: Counting,
): StatefulNode {
  const { keys, entries } = memory;

  memory.owners[owner] = {
    silence: span + delay,
    removing(key, entry) {
      const first = keys.p[key]!;
      const wasSettled = keys.q[key] !== NONE;
      if (first !== NONE && entries.time[entry]! >= entries.time[first]!) tally.leaves(key, entry);
      tally.removed(key, entry, wasSettled);
      if (first === entry) keys.p[key] = entries.next[entry]!;
      if (!wasSettled) return;
      keys.n[key]! -= 1;
      if (keys.q[key] === entry) keys.q[key] = entries.before[entry]!;
    },
  };
  // Values' keys go with their group.
  memory.owners[owner + 1] = { silence: Number.POSITIVE_INFINITY };

  /** Forgets what no window that can still change needs. */
  const thin = (key: number): void => {
    const settled = memory.settled - delay;
    for (let head = keys.head[key]!; head !== NONE && entries.time[head]! < settled - span; head = keys.head[key]!) {
      forget(memory, key, head);
    }
    for (;;) {
      const last = keys.q[key]!;
      const next = last === NONE ? keys.head[key]! : entries.next[last]!;
      if (next === NONE || entries.time[next]! >= settled) break;
      keys.q[key] = next;
      keys.n[key]! += 1;
      const superseded = tally.settled(key, next);
      if (superseded !== NONE) forget(memory, key, superseded);
    }
    while (keys.n[key]! > 1 && tally.spare(key)) forget(memory, key, keys.head[key]!);
  };

  const ends = (key: number, end: number, events: readonly Witness[]): void => {
    // Of events at the same time each is the end, for those above that ask for its fields.
    for (let at = end; at !== NONE && entries.time[at] === entries.time[end]; at = entries.before[at]!) {
      fire(labelOf(keys, key)!, witness(entries, at), events, noteAt(entries, at)?.values);
      if (!chained) return;
    }
  };

  /** The window that ends at the newest event, after `entry` came in. */
  const newestWindow = (key: number, entry: number): void => {
    const tail = keys.tail[key]!;
    const newest = entries.time[tail]!;
    const start = newest - span;
    if (entries.time[entry]! < start) return;
    let first = keys.p[key]!;
    if (first === NONE || entries.next[entry] === first) first = entry;
    tally.enters(key, entry);
    for (; entries.time[first]! < start; first = entries.next[first]!) tally.leaves(key, first);
    keys.p[key] = first;
    if (!tally.reached(key)) return;
    // Where the window before fired in the same period, all but the new event has been told.
    const told = keys.z[key]!;
    const before = entry === tail ? entries.before[tail]! : tail;
    const goesOn =
      !chained &&
      before !== NONE &&
      told === entries.time[before] &&
      periodStart(told, period) === periodStart(newest, period);
    ends(key, tail, goesOn ? evidenceBetween(memory, entry, entry) : evidenceBetween(memory, first, tail));
    keys.z[key] = newest;
  };

  /** The windows that end at earlier events and hold `entry`, which came late. */
  const earlierWindows = (key: number, entry: number): void => {
    const time = entries.time[entry]!;
    const newest = entries.time[keys.tail[key]!]!;
    if (time === newest || !tally.possible(key)) return;
    let low = entry;
    for (let at = entries.before[low]!; at !== NONE && entries.time[at]! >= time - span; at = entries.before[at]!)
      low = at;
    const total = tally.fresh();
    let told = Number.NaN;
    for (let at = low; at !== NONE; at = entries.next[at]!) {
      const end = entries.time[at]!;
      if (end === newest || end > time + span) return;
      total.enters(at);
      for (; entries.time[low]! < end - span; low = entries.next[low]!) total.leaves(low);
      const next = entries.next[at]!;
      if (end < time || (next !== NONE && entries.time[next] === end) || !total.reached()) continue;
      const start = periodStart(end, period);
      if (chained || told !== start) ends(key, at, evidenceBetween(memory, low, at));
      told = start;
    }
  };

  return {
    owners: 2,
    delay: 0,
    take(member, occurrence) {
      const measures = counting.measures(member, occurrence);
      if (measures.length === 0) return;
      const { time, id, source } = occurrence;
      for (const group of counting.groups(member, occurrence)) {
        const key = takeKey(memory, owner, group.a, group.b);
        if (labelOf(keys, key) === undefined) {
          setLabel(keys, key, counting.label(group));
          keys.z[key] = Number.NaN;
        }
        thin(key);
        for (const measure of measures) {
          const entry = remember(memory, key, time, id + measure.part, source);
          if (entry === NONE) continue;
          setNote(entries, entry, noteOf(occurrence, carried));
          tally.assign(key, entry, measure);
          newestWindow(key, entry);
          earlierWindows(key, entry);
        }
      }
    },
  };
}
