import type { NodeContext, Occurrence, StatefulNode } from '../correlation/node.ts';
import type { Extension } from '../sigma/index.ts';
import { findKey, NONE } from '../state/keys.ts';
import { forget, remember, takeKey } from '../state/memory.ts';
import { createGate } from './gate.ts';
import { pendingFirings } from './pending.ts';
import { sightingsOf } from './sightings.ts';

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
  label: (occurrence: Occurrence) => string,
): StatefulNode {
  const { memory, owner, fire } = context;
  const { keys, entries } = memory;
  /** A key that is silent for longer is a new one. */
  const remembered = Math.max(within, learning, 3 * lateness);

  const pending = pendingFirings({ ...context, owner: owner + 2 }, 'all', (_about, keyA, keyB, time) => {
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
    const counted = memory.settled - lateness - 1;
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

  const gate = createGate(context, remembered, lateness, ({ key, a, b, event, note }, final) => {
    const { time, id, source } = event;
    const [keyA, keyB, known] = [keys.hashA[key]!, keys.hashB[key]!, keys.x[key]!];
    const valueKey = takeKey(memory, owner + 1, a, b);
    const seldom = sightings(valueKey, time) < atMost;
    remember(memory, valueKey, time, id, source);
    thin(valueKey);
    if (!seldom) return true;
    if (time - known >= learning) {
      const { label: group = '{}', values } = note();
      fire(group, event, [event], values);
    } else if (!final && known >= memory.settled && time - memory.settled >= learning) {
      // The key may turn out to be known for longer.
      pending.keep(a, b, keyA, keyB, event, note());
    }
    return true;
  });
  memory.owners[owner + 1] = { silence: within + lateness };

  const take = sightingsOf(context, by, value, label, gate);
  return { owners: 3, delay: 0, take: (_member, occurrence) => take(occurrence) };
}
