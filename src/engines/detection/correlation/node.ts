import type { Json, LogEvent } from '../../../model/index.ts';
import type { Note, Witness } from '../state/entries.ts';
import type { Memory } from '../state/memory.ts';
import type { Grouping, Read } from './group.ts';

/** A rule that matched, or a correlation that fired, as a stateful detection takes it. */
export interface Occurrence {
  time: number;
  id: string;
  source: string;
  read: Read;
  /** The event, where it is one and no correlation that fired. */
  event?: LogEvent;
  /** What it rests on, where it is more than this one event. */
  events?: readonly Witness[];
}

/** What a stateful detection fires: `label` is its group, `at` the last event of what made it fire. */
export type Fire = (
  label: string,
  at: Witness,
  events: readonly Witness[],
  values: Record<string, Json> | undefined,
) => void;

/** What every stateful detection is made with. */
export interface NodeContext {
  memory: Memory;
  grouping: Grouping;
  /** Its owner numbers begin here. */
  owner: number;
  /** How much later than events the firings of its members may come: they are settled that long after their time. */
  delay: number;
  /** Length of its alerts' periods. */
  period: number;
  /** Correlations above it take its firings. */
  chained: boolean;
  /** Fields that correlations above it read from its members' events. */
  carried: readonly string[];
  fire: Fire;
}

/** A detection that remembers. */
export interface StatefulNode {
  /** How many owner numbers it uses. */
  owners: number;
  /** How long after their time its firings can come, without its members' delay. */
  delay: number;
  /** Takes what happened to a member (its index; 0 for a rule with a baseline). */
  take(member: number, occurrence: Occurrence): void;
}

/** What an entry has to keep of an occurrence beside its time and id. */
export function noteOf(occurrence: Occurrence, carried: readonly string[]): Note | undefined {
  if (occurrence.events === undefined && carried.length === 0) return undefined;
  const note: Note = occurrence.events === undefined ? {} : { events: occurrence.events };
  if (carried.length === 0) return note;
  const values: Record<string, Json> = {};
  for (const field of carried) {
    const value = occurrence.read(field);
    if (value !== undefined) values[field] = value;
  }
  return { ...note, values };
}
