import type { Group } from '../correlation/group.ts';
import { type NodeContext, noteOf, type Occurrence } from '../correlation/node.ts';
import type { Note } from '../state/entries.ts';
import { takeKey } from '../state/memory.ts';
import type { Sighting } from './gate.ts';

/** Gives each value of an occurrence for each of its keys; none where it has no value. */
export function sightingsOf(
  { memory, grouping, owner, carried }: NodeContext,
  by: readonly string[],
  value: readonly string[],
  label: (occurrence: Occurrence) => string,
  take: (sighting: Sighting) => void,
): (occurrence: Occurrence) => void {
  const { hasher } = memory;
  const keysOf = grouping.groups(by);
  const valuesOf = grouping.groups(value);
  return (occurrence) => {
    const values: readonly Group[] = valuesOf(occurrence);
    if (values.length === 0) return;
    const { time, id, source } = occurrence;
    const event = { source, id, time };
    const note = (): Note => ({ ...noteOf(occurrence, carried), label: label(occurrence) });
    for (const key of keysOf(occurrence)) {
      for (const one of values) {
        hasher.resume(Math.imul(key.a, 31) ^ one.a, Math.imul(key.b, 31) ^ one.b);
        hasher.end();
        const { a, b } = hasher;
        take({ key: takeKey(memory, owner, key.a, key.b), a, b, event, note });
      }
    }
  };
}
