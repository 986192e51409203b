import type { NodeContext } from '../correlation/node.ts';
import { periodStart } from '../firing.ts';
import { type Note, noteAt, setNote, type Witness, witness } from '../state/entries.ts';
import { NONE } from '../state/keys.ts';
import { askLater, dropKey, forget, remember, takeKey } from '../state/memory.ts';

/** Firings that hang on what may still come: kept until nothing earlier can, and then decided. */
export interface Pending {
  /** `a`, `b`: hash of what they are about; `keyA`, `keyB`: of the key it belongs to. */
  keep(a: number, b: number, keyA: number, keyB: number, event: Witness, note: Note): void;
}

/**
 * `holds` says whether the event fires after all. Of events that make the same alert the earliest is enough where it holds
 * whenever a later one does.
 */
export function pendingFirings(
  { memory, owner, period, fire }: Pick<NodeContext, 'memory' | 'owner' | 'period' | 'fire'>,
  kept: 'earliest' | 'all',
  holds: (key: number, keyA: number, keyB: number, time: number) => boolean,
): Pending {
  const { keys, entries } = memory;
  const due = (key: number): number =>
    keys.head[key] === NONE ? Number.POSITIVE_INFINITY : entries.time[keys.head[key]!]!;
  memory.owners[owner] = {
    silence: Number.POSITIVE_INFINITY,
    due,
    settle(key, upTo) {
      for (let head = keys.head[key]!; head !== NONE && entries.time[head]! < upTo; head = keys.head[key]!) {
        const event = witness(entries, head);
        const { label = '{}', values } = noteAt(entries, head) ?? {};
        if (holds(key, keys.x[key]!, keys.y[key]!, event.time)) fire(label, event, [event], values);
        forget(memory, key, head);
      }
      if (keys.head[key] === NONE) dropKey(memory, key);
    },
  };
  return {
    keep(a, b, keyA, keyB, event, note) {
      const key = takeKey(memory, owner, a, b);
      keys.x[key] = keyA;
      keys.y[key] = keyB;
      for (
        let at = keys.head[key]!;
        kept === 'earliest' && at !== NONE && entries.time[at]! <= event.time;
        at = entries.next[at]!
      ) {
        const same = periodStart(entries.time[at]!, period) === periodStart(event.time, period);
        if (same && noteAt(entries, at)?.label === note.label && note.values === undefined) return;
      }
      const entry = remember(memory, key, event.time, event.id, event.source);
      if (entry === NONE) return;
      setNote(entries, entry, note);
      if (keys.head[key] === entry) askLater(memory, event.time, key);
    },
  };
}
