import type { NodeContext, Occurrence, StatefulNode } from '../correlation/node.ts';
import type { Extension } from '../sigma/index.ts';
import { findKey, NONE } from '../state/keys.ts';
import { takeKey } from '../state/memory.ts';
import { createGate, see } from './gate.ts';
import { pendingFirings } from './pending.ts';
import { sightingsOf } from './sightings.ts';

/**
 * Values that were not seen before for a key. With K the time at which the key was first seen and V that of the value, an
 * event fires where `V - K` is at least the learning period and the event comes within the lateness of V: a value stays new
 * for so long, since events of that time may still come in any order. It fires at once where no late event can change that;
 * around the end of the learning period it waits until none can come.
 *
 * Owner numbers: the key, the value, what is pending.
 */
export function firstSeenNode(
  context: NodeContext,
  { value, by, learning, forget: asked }: NonNullable<Extension['firstSeen']>,
  lateness: number,
  label: (occurrence: Occurrence) => string,
): StatefulNode {
  const { memory, owner, fire } = context;
  const { keys } = memory;
  // What is forgotten sooner than late events come would be new for each of them.
  const forget = Math.max(asked, 3 * lateness);

  const holds = (valueKey: number, key: number, time: number): boolean =>
    valueKey !== NONE &&
    key !== NONE &&
    time - keys.x[valueKey]! <= lateness &&
    keys.x[valueKey]! - keys.x[key]! >= learning;

  const pending = pendingFirings({ ...context, owner: owner + 2 }, 'earliest', (about, keyA, keyB, time) => {
    const valueKey = findKey(keys, owner + 1, keys.hashA[about]!, keys.hashB[about]!);
    return holds(valueKey, findKey(keys, owner, keyA, keyB), time);
  });

  const gate = createGate(context, forget, lateness, ({ key, a, b, event, note }, final) => {
    const [keyA, keyB] = [keys.hashA[key]!, keys.hashB[key]!];
    const valueKey = takeKey(memory, owner + 1, a, b);
    if (see(keys, valueKey, event.time, forget, lateness, final) === 'unclear') return false;
    const since = keys.x[valueKey]!;
    if (event.time - since > lateness) return true;
    const known = keys.x[key]!;
    const { settled } = memory;
    const decided = final || learning <= 0 || since < settled;
    if (decided ? holds(valueKey, key, event.time) : settled - known >= learning) {
      const { label: group = '{}', values } = note();
      fire(group, event, [event], values);
    } else if (!decided && since - Math.min(known, settled) >= learning) {
      pending.keep(a, b, keyA, keyB, event, note());
    }
    return true;
  });
  memory.owners[owner + 1] = { silence: forget + lateness, last: (key) => keys.y[key]! };

  const take = sightingsOf(context, by, value, label, gate);
  return { owners: 3, delay: 0, take: (_member, occurrence) => take(occurrence) };
}
