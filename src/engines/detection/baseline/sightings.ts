import { groupsOf } from '../correlation/group.ts';
import { type NodeContext, noteOf, type Occurrence } from '../correlation/node.ts';
import type { Note } from '../state/entries.ts';
import { takeKey } from '../state/memory.ts';
import type { Sighting } from './gate.ts';

/** Each value of an occurrence for each of its keys; none where it has no value. */
export function eachSighting(
  { memory, owner, carried }: NodeContext,
  by: readonly string[],
  value: readonly string[],
  occurrence: Occurrence,
  labelFor: (occurrence: Occurrence) => string,
  take: (sighting: Sighting) => void,
): void {
  const { time, id, source, read } = occurrence;
  const { hasher } = memory;
  const values = groupsOf(value, read);
  if (values.length === 0) return;
  const event = { source, id, time };
  const note = (): Note => ({ ...noteOf(occurrence, carried), label: labelFor(occurrence) });
  for (const group of groupsOf(by, read)) {
    hasher.begin();
    for (const text of group) hasher.add(text);
    hasher.end();
    const [keyA, keyB] = [hasher.a, hasher.b];
    for (const one of values) {
      hasher.resume(keyA, keyB);
      for (const text of one) hasher.add(text);
      hasher.end();
      const [a, b] = [hasher.a, hasher.b];
      take({ key: takeKey(memory, owner, keyA, keyB), a, b, event, note });
    }
  }
}
