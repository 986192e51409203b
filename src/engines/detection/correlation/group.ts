import { canonicalJson, type Json, type LogEvent } from '../../../model/index.ts';
import type { Hasher } from '../state/hash.ts';
import type { EventFields, FieldReader } from '../types.ts';
import type { Occurrence } from './node.ts';

/** Reads a field of whatever is grouped. */
export type Read = (field: string) => Json | undefined;

/** One group that an event belongs to: the values of the fields, and a hash of them. */
export interface Group {
  values: readonly (string | undefined)[];
  a: number;
  b: number;
}

/** Most groups that one event belongs to, where its group fields are lists. */
const MOST_GROUPS = 100;

/** A value as part of a group. Undefined: there is none, as for an empty text or list. */
export function groupText(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) return typeof value === 'object' ? canonicalJson(value) : String(value);
  const texts = textsOf(value);
  return texts.length === 0 ? undefined : texts.join(', ');
}

/** The values of fields for an alert, by field. A list is one value: the alert is about all of them. */
export function groupOf(fields: readonly string[], read: Read): Record<string, string> {
  const group: Record<string, string> = {};
  for (const field of fields) {
    const text = groupText(read(field));
    if (text !== undefined) group[field] = text;
  }
  return group;
}

/** The group in words, which tells it and is part of its alerts' ids. */
export function labelOf(names: readonly string[], { values }: Group): string {
  const group: Record<string, string> = {};
  for (const [index, name] of names.entries()) {
    const value = values[index];
    if (value !== undefined) group[name] = value;
  }
  return canonicalJson(group);
}

/** How events are grouped by fields. What several detections ask of one event is worked out once. */
export interface Grouping {
  /**
   * The groups that an occurrence belongs to: each combination of the values of the fields, since a list means any of its
   * members. No group where there are fields and none has a value: nothing says that such events belong together.
   */
  groups(fields: readonly string[]): (occurrence: Occurrence) => readonly Group[];
  /** The one group of a rule's alert, as canonical JSON. */
  label(fields: readonly string[]): (occurrence: Occurrence) => string;
}

export function createGrouping(fields: EventFields, hasher: Hasher): Grouping {
  const groupsBy = new Map<string, (occurrence: Occurrence) => readonly Group[]>();
  const labels = new Map<string, (occurrence: Occurrence) => string>();
  return {
    groups: (names) =>
      shared(groupsBy, names, () => perEvent(({ event, read }) => groupsFor(names, readers(names), event, read))),
    label: (names) => shared(labels, names, () => perEvent(({ read }) => canonicalJson(groupOf(names, read)))),
  };

  /** Readers of the fields, for events of each source. */
  function readers(names: readonly string[]): (source: string) => readonly FieldReader[] {
    const bySource = new Map<string, readonly FieldReader[]>();
    return (source) => {
      let found = bySource.get(source);
      if (found === undefined) {
        found = names.map((name) => fields.reader(source, name));
        bySource.set(source, found);
      }
      return found;
    };
  }

  function groupsFor(
    names: readonly string[],
    readersOf: (source: string) => readonly FieldReader[],
    event: LogEvent | undefined,
    read: Read,
  ): readonly Group[] {
    const found = event === undefined ? undefined : readersOf(event.source);
    let combinations: (string | undefined)[][] = [[]];
    let empty = names.length > 0;
    for (let at = 0; at < names.length; at++) {
      const value = found === undefined ? read(names[at]!) : found[at]!(event!);
      const list = Array.isArray(value) ? textsOf(value) : undefined;
      if (list === undefined || list.length <= 1) {
        const text = list === undefined ? groupText(value) : list[0];
        if (text !== undefined) empty = false;
        for (const one of combinations) one.push(text);
      } else {
        empty = false;
        combinations = combinations.flatMap((one) => list.map((text) => [...one, text])).slice(0, MOST_GROUPS);
      }
    }
    return empty ? [] : combinations.map(hashed);
  }

  function hashed(values: readonly (string | undefined)[]): Group {
    hasher.begin();
    for (let at = 0; at < values.length; at++) hasher.add(values[at]);
    hasher.end();
    return { values, a: hasher.a, b: hasher.b };
  }
}

/** Different values of a list, in an order of their own. */
function textsOf(list: readonly Json[]): string[] {
  return [...new Set(list.map(groupText).filter((text) => text !== undefined))].sort();
}

function shared<T>(known: Map<string, T>, names: readonly string[], make: () => T): T {
  const key = names.join('\u0000');
  let found = known.get(key);
  if (found === undefined) {
    found = make();
    known.set(key, found);
  }
  return found;
}

/** The answer for the last event is kept. Firings of correlations are no events; they are worked out each time. */
function perEvent<T>(work: (occurrence: Occurrence) => T): (occurrence: Occurrence) => T {
  let last: LogEvent | undefined;
  let answer: T | undefined;
  return (occurrence) => {
    const { event } = occurrence;
    if (event === undefined) return work(occurrence);
    if (event !== last) {
      answer = work(occurrence);
      last = event;
    }
    return answer as T;
  };
}
