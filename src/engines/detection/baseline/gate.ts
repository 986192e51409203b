import { type Note, noteAt, PART, setNote, type Witness, witness } from '../state/entries.ts';
import type { Keys } from '../state/keys.ts';
import { NONE } from '../state/keys.ts';
import type { Memory } from '../state/memory.ts';
import { askLater, forget, remember } from '../state/memory.ts';

/** What a baseline has been told of a key or of a value of it, see {@link see}. */
export type Seen = 'known' | 'new' | 'unclear';

/**
 * Takes note of a sighting. Registers of the key: `x` since when it is known, `y` when it was last seen, `n` 1. What was not
 * seen for longer than `forget` is new again. Unclear, and not noted: so long after the last sighting that a late event could
 * still come between; never where `final` says that none comes any more.
 */
export function see(keys: Keys, key: number, time: number, forget: number, lateness: number, final: boolean): Seen {
  const first = keys.n[key] === 0;
  const gap = time - keys.y[key]!;
  if (!first && gap > forget && gap <= forget + lateness && !final) return 'unclear';
  if (first || gap > forget) {
    keys.n[key] = 1;
    keys.x[key] = keys.y[key] = time;
    return 'new';
  }
  if (time < keys.x[key]!) keys.x[key] = time;
  if (time > keys.y[key]!) keys.y[key] = time;
  return 'known';
}

/** One value of an event, by hash, for a key. */
export interface Sighting {
  key: number;
  a: number;
  b: number;
  event: Witness;
  note: () => Note;
}

/**
 * Events pass at once, nearly always. Those of which it is unclear whether their key or value has been forgotten wait, and
 * all of the same key behind them, until nothing earlier can come: they stand in the list of the key.
 *
 * `judge` gives false where it cannot tell yet; it is not asked so where `final` is true.
 */
export function createGate(
  { memory, owner }: { memory: Memory; owner: number },
  forgetAfter: number,
  lateness: number,
  judge: (sighting: Sighting, final: boolean) => boolean,
): (sighting: Sighting) => void {
  const { keys, entries } = memory;
  const due = (key: number): number =>
    keys.head[key] === NONE ? Number.POSITIVE_INFINITY : entries.time[keys.head[key]!]!;

  memory.owners[owner] = {
    silence: forgetAfter + lateness,
    last: (key) => (keys.head[key] === NONE ? keys.y[key]! : Number.POSITIVE_INFINITY),
    due,
    settle(key, upTo) {
      for (let head = keys.head[key]!; head !== NONE && entries.time[head]! < upTo; head = keys.head[key]!) {
        const event = witness(entries, head);
        const { values: { [hashField]: hash, ...values } = {}, ...rest } = noteAt(entries, head) ?? {};
        const [a, b] = hash as [number, number];
        const note = Object.keys(values).length > 0 ? { ...rest, values } : rest;
        forget(memory, key, head);
        see(keys, key, event.time, forgetAfter, lateness, true);
        judge({ key, a, b, event, note: () => note }, true);
      }
    },
  };

  const wait = ({ key, a, b, event, note }: Sighting): void => {
    const entry = remember(memory, key, event.time, `${event.id}${PART}${a}.${b}`, event.source);
    if (entry === NONE) return;
    const { values = {}, ...rest } = note();
    setNote(entries, entry, { ...rest, values: { ...values, [hashField]: [a, b] } });
    if (keys.head[key] === entry) askLater(memory, event.time, key);
  };

  return (sighting) => {
    const { key, event } = sighting;
    const first = keys.head[key]!;
    const blocked = first !== NONE && event.time >= entries.time[first]!;
    if (blocked || see(keys, key, event.time, forgetAfter, lateness, false) === 'unclear') wait(sighting);
    else if (!judge(sighting, false)) wait(sighting);
  };
}

/** Where the note of a waiting event keeps the hash of its value. */
const hashField = `${PART}value`;
