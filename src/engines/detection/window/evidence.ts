import { MOST_EVIDENCE } from '../../../model/index.ts';
import { noteAt, type Witness, witness } from '../state/entries.ts';
import { NONE } from '../state/keys.ts';
import type { Memory } from '../state/memory.ts';

/** The events behind the entries from one to another of a list, earliest first, no more than are kept. */
export function evidenceBetween({ entries }: Memory, from: number, to: number): Witness[] {
  const found: Witness[] = [];
  for (let at = from; at !== NONE && found.length < MOST_EVIDENCE; at = entries.next[at]!) {
    addEvidence(found, noteAt(entries, at)?.events ?? [witness(entries, at)]);
    if (at === to) break;
  }
  return found.length > MOST_EVIDENCE ? found.slice(0, MOST_EVIDENCE) : found;
}

/** The events behind some entries, earliest first. */
export function evidenceOf({ entries }: Memory, some: Iterable<number>): Witness[] {
  const found: Witness[] = [];
  for (const at of some) addEvidence(found, noteAt(entries, at)?.events ?? [witness(entries, at)]);
  return found
    .sort((one, other) => one.time - other.time || (one.id < other.id ? -1 : 1))
    .filter(({ id, source }, index, all) => id !== all[index - 1]?.id || source !== all[index - 1]?.source)
    .slice(0, MOST_EVIDENCE);
}

// Parts of one event stand side by side in a list.
function addEvidence(found: Witness[], more: readonly Witness[]): void {
  for (const one of more) {
    const last = found.at(-1);
    if (last === undefined || last.id !== one.id || last.source !== one.source) found.push(one);
  }
}
