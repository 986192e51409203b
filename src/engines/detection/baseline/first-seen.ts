import { groupsOf } from '../correlation/group.ts';
import { type NodeContext, noteOf, type Occurrence, type StatefulNode } from '../correlation/node.ts';
import type { Extension } from '../sigma/index.ts';
import { type Note, type Witness, witness } from '../state/entries.ts';
import { findKey, NONE } from '../state/keys.ts';
import { askLater, forget as forgetEntry, remember, takeKey } from '../state/memory.ts';
import { see } from './epoch.ts';
import { pendingFirings } from './pending.ts';

/**
 * Values that were not seen before for a key. With K the time at which the key was first seen and V that of the value, an
 * event fires where `V - K` is at least the learning period and the event comes within the lateness of V: a value stays new
 * for so long, since events of that time may still come in any order. It fires at once where no late event can change that;
 * around the end of the learning period it waits until none can come.
 *
 * Owner numbers: the key (its list holds events that have to wait for what lies before them), the value, what is pending.
 */
export function firstSeenNode(
  context: NodeContext,
  { value, by, learning, forget: asked }: NonNullable<Extension['firstSeen']>,
  lateness: number,
  labelFor: (occurrence: Occurrence) => string,
): StatefulNode {
  const { memory, owner, carried, fire } = context;
  const { keys, entries, hasher } = memory;
  // What is forgotten sooner than late events come would be new for each of them.
  const forget = Math.max(asked, 3 * lateness);

  const holds = (valueKey: number, key: number, time: number): boolean =>
    valueKey !== NONE &&
    key !== NONE &&
    time - keys.x[valueKey]! <= lateness &&
    keys.x[valueKey]! - keys.x[key]! >= learning;

  const pending = pendingFirings({ ...context, owner: owner + 2 }, (about, keyA, keyB, time) => {
    const valueKey = findKey(keys, owner + 1, keys.hashA[about]!, keys.hashB[about]!);
    return holds(valueKey, findKey(keys, owner, keyA, keyB), time);
  });

  /** One event with one value. */
  const judge = (key: number, a: number, b: number, event: Witness, note: () => Note, final: boolean): void => {
    const wait = (): void => {
      const entry = remember(memory, key, event.time, `${event.id}\u0000${a}.${b}`, event.source);
      if (entry === NONE) return;
      const { values = {}, ...rest } = note();
      entries.note[entry] = { ...rest, values: { ...values, [hashField]: [a, b] } };
      if (keys.head[key] === entry) askLater(memory, event.time, key);
    };
    // Events behind one that waits have to wait, too.
    const waiting = keys.head[key]!;
    const blocked = !final && waiting !== NONE && event.time >= entries.time[waiting]!;
    if (blocked || see(keys, key, event.time, forget, lateness, final) === 'unclear') {
      wait();
      return;
    }
    const [keyA, keyB] = [keys.hashA[key]!, keys.hashB[key]!];
    const valueKey = takeKey(memory, owner + 1, a, b);
    if (see(keys, valueKey, event.time, forget, lateness, final) === 'unclear') {
      wait();
      return;
    }

    const fires = (): void => {
      const { label = '{}', values } = note();
      fire(label, event, [event], values);
    };
    const since = keys.x[valueKey]!;
    if (event.time - since > lateness) return;
    const known = keys.x[key]!;
    const { settled } = memory;
    if (final || learning <= 0 || since < settled) {
      if (holds(valueKey, key, event.time)) fires();
    } else if (settled - known >= learning) fires();
    else if (since - Math.min(known, settled) >= learning) pending.keep(a, b, keyA, keyB, event, note());
  };

  memory.owners[owner] = {
    silence: forget + lateness,
    last: (key) => (keys.head[key] === NONE ? keys.y[key]! : Number.POSITIVE_INFINITY),
    due: (key) => (keys.head[key] === NONE ? Number.POSITIVE_INFINITY : entries.time[keys.head[key]!]!),
    settle(key, upTo) {
      for (let head = keys.head[key]!; head !== NONE && entries.time[head]! < upTo; head = keys.head[key]!) {
        const event = witness(entries, head);
        const { values: { [hashField]: hash, ...values } = {}, ...rest } = entries.note[head] ?? {};
        forgetEntry(memory, key, head);
        const [a, b] = hash as [number, number];
        judge(key, a, b, event, () => (carried.length > 0 ? { ...rest, values } : rest), true);
      }
    },
  };
  memory.owners[owner + 1] = { silence: forget + lateness, last: (key) => keys.y[key]! };

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
        for (const one of values) {
          hasher.resume(keyA, keyB);
          for (const text of one) hasher.add(text);
          hasher.end();
          const [a, b] = [hasher.a, hasher.b];
          const note = (): Note => ({ ...noteOf(occurrence, carried), label: labelFor(occurrence) });
          judge(takeKey(memory, owner, keyA, keyB), a, b, event, note, false);
        }
      }
    },
  };
}

/** Where the note of a waiting event keeps the hash of its value. */
const hashField = '\u0000value';
