import { groupsOf } from '../correlation/group.ts';
import { type NodeContext, noteOf, type Occurrence, type StatefulNode } from '../correlation/node.ts';
import type { Extension } from '../sigma/index.ts';
import { findKey, NONE } from '../state/keys.ts';
import { forget, remember, takeKey } from '../state/memory.ts';
import { see } from './epoch.ts';
import { pendingFirings } from './pending.ts';

/**
 * Values that are hardly ever seen. An event fires where its value was seen less than `atMost` times within the time before
 * it, and its key is known for the learning period. Sightings of the last `lateness` do not count: which of them came
 * before cannot be known yet, and a burst of one value is one sighting.
 *
 * Owner numbers: the key, the value (its list holds as many sightings as have to be counted), what is pending.
 */
export function rareNode(
  context: NodeContext,
  { value, by, atMost, within, learning }: NonNullable<Extension['rare']>,
  lateness: number,
  labelFor: (occurrence: Occurrence) => string,
): StatefulNode {
  const { memory, owner, carried, fire } = context;
  const { keys, entries, hasher } = memory;
  /** A key that is silent for longer is a new one. */
  const remembered = Math.max(within, learning) + lateness;

  const pending = pendingFirings({ ...context, owner: owner + 2 }, (_about, keyA, keyB, time) => {
    const key = findKey(keys, owner, keyA, keyB);
    return key !== NONE && time - keys.x[key]! >= learning;
  });

  /** Sightings before an event, as many as matter. */
  const sightings = (valueKey: number, time: number): number => {
    let count = 0;
    for (let at = keys.tail[valueKey]!; at !== NONE && count < atMost; at = entries.before[at]!) {
      const seen = entries.time[at]!;
      if (seen < time - within) break;
      if (seen < time - lateness) count += 1;
    }
    return count;
  };

  /**
   * No count needs more than the last sightings of those that count for every event to come, and the first and last of the
   * others. (Those in between are kept where they could outlive the first ones.)
   */
  const thin = (valueKey: number): void => {
    const counted = memory.settled - lateness;
    let old = 0;
    let open = 0;
    for (let at = keys.head[valueKey]!; at !== NONE; at = entries.next[at]!) {
      if (entries.time[at]! < counted) old += 1;
      else open += 1;
    }
    for (; old > atMost; old--) forget(memory, valueKey, keys.head[valueKey]!);
    if (open <= 2 * atMost || within < 4 * lateness) return;
    let middle = keys.tail[valueKey]!;
    for (let left = atMost; left > 0; left--) middle = entries.before[middle]!;
    forget(memory, valueKey, middle);
  };

  memory.owners[owner] = { silence: remembered, last: (key) => keys.y[key]! };
  memory.owners[owner + 1] = { silence: within + lateness };

  return {
    owners: 3,
    delay: 0,
    take(_member, occurrence) {
      const { time, id, source, read } = occurrence;
      const values = groupsOf(value, read);
      if (values.length === 0) return;
      const event = { source, id, time };
      for (const group of groupsOf(by, read)) {
        hasher.begin();
        for (const text of group) hasher.add(text);
        hasher.end();
        const [keyA, keyB] = [hasher.a, hasher.b];
        const key = takeKey(memory, owner, keyA, keyB);
        see(keys, key, time, remembered, 0, false);
        const known = keys.x[key]!;
        for (const one of values) {
          hasher.resume(keyA, keyB);
          for (const text of one) hasher.add(text);
          hasher.end();
          const [a, b] = [hasher.a, hasher.b];
          const valueKey = takeKey(memory, owner + 1, a, b);
          const seldom = sightings(valueKey, time) < atMost;
          remember(memory, valueKey, time, id, source);
          thin(valueKey);
          if (!seldom) continue;
          const note = () => ({ ...noteOf(occurrence, carried), label: labelFor(occurrence) });
          if (time - known >= learning) {
            const { label, values: kept } = note() as { label: string; values?: Record<string, never> };
            fire(label, event, [event], kept);
          } else if (known >= memory.settled && time - memory.settled >= learning) {
            pending.keep(a, b, keyA, keyB, event, note());
          }
        }
      }
    },
  };
}
