import type { Counting } from '../correlation/count.ts';
import { type NodeContext, noteOf, type StatefulNode } from '../correlation/node.ts';
import { type Entries, noteAt, setNote, witness } from '../state/entries.ts';
import { labelOf, NONE, setLabel } from '../state/keys.ts';
import { askLater, dropKey, forget, remember, takeKey } from '../state/memory.ts';
import { evidenceOf } from './evidence.ts';

/** Judges the entries of a window: those that make it fire, or undefined. */
export type Judge = (entries: Entries, window: readonly number[]) => readonly number[] | undefined;

/**
 * Windows that are judged whole, for conditions that further events can undo: counts below or equal to a bound, averages,
 * percentiles. A window opens with the first event of a group, holds what comes within `span` of it, and is judged once
 * nothing of that can come any more; the next one opens with the first event after it.
 */
export function wholeWindowNode(
  { memory, owner, delay, chained, carried, fire }: NodeContext,
  span: number,
  judge: Judge,
  counting: Counting,
): StatefulNode {
  const { keys, entries } = memory;
  const due = (key: number): number => entries.time[keys.head[key]!]! + span + delay;

  memory.owners[owner] = {
    // Emptied keys go at once, others have something to be judged.
    silence: Number.POSITIVE_INFINITY,
    due: (key) => (keys.head[key] === NONE ? Number.POSITIVE_INFINITY : due(key)),
    settle(key, upTo) {
      for (let head = keys.head[key]!; head !== NONE && due(key) < upTo; head = keys.head[key]!) {
        const end = entries.time[head]! + span;
        const window: number[] = [];
        for (let at = head; at !== NONE && entries.time[at]! <= end; at = entries.next[at]!) window.push(at);
        const found = judge(entries, window);
        if (found !== undefined) {
          const last = entries.time[window.at(-1)!]!;
          const events = evidenceOf(memory, found);
          for (const at of window.toReversed()) {
            if (entries.time[at] !== last) break;
            fire(labelOf(keys, key)!, witness(entries, at), events, noteAt(entries, at)?.values);
            if (!chained) break;
          }
        }
        for (const at of window) forget(memory, key, at);
      }
      if (keys.head[key] === NONE) dropKey(memory, key);
    },
  };

  return {
    owners: 1,
    delay: span,
    take(member, occurrence) {
      const measures = counting.measures(member, occurrence);
      if (measures.length === 0) return;
      const { time, id, source } = occurrence;
      for (const group of counting.groups(member, occurrence)) {
        const key = takeKey(memory, owner, group.a, group.b);
        if (labelOf(keys, key) === undefined) setLabel(keys, key, counting.label(group));
        for (const { part, number } of measures) {
          const entry = remember(memory, key, time, id + part, source);
          if (entry === NONE) continue;
          setNote(entries, entry, noteOf(occurrence, carried));
          entries.value[entry] = number;
          if (keys.head[key] === entry) askLater(memory, due(key), key);
        }
      }
    },
  };
}
