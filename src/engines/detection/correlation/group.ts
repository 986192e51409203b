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

/**
 * A group in words, canonical JSON of its values by name: what tells it, and part of its alerts' ids. A name without a value
 * is left out.
 */
export function labelOf(names: readonly string[], values: readonly (string | undefined)[]): string {
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
  /** The one group of a rule's alert, in words. A list is one value: the alert is about all of them. */
  label(fields: readonly string[]): (occurrence: Occurrence) => string;
}

export function createGrouping(fields: EventFields, hasher: Hasher): Grouping {
  const groupsBy = new Map<string, (occurrence: Occurrence) => readonly Group[]>();
  const labels = new Map<string, (occurrence: Occurrence) => string>();
  return {
    groups: (names) =>
      shared(groupsBy, names, () => {
        const valuesOf = readAll(names);
        return perEvent((occurrence) => groupsFor(valuesOf(occurrence)));
      }),
    label: (names) =>
      shared(labels, names, () => {
        const valuesOf = readAll(names);
        return perEvent((occurrence) => {
          const texts = valuesOf(occurrence).map(groupText);
          return labelOf(names, texts);
        });
      }),
  };

  /** Reads some fields of an occurrence; their readers are looked up once for each source. */
  function readAll(names: readonly string[]): (occurrence: Occurrence) => (Json | undefined)[] {
    const bySource = new Map<string, readonly FieldReader[]>();
    return ({ event, read }) => {
      if (event === undefined) return names.map(read);
      let readers = bySource.get(event.source);
      if (readers === undefined) {
        readers = names.map((name) => fields.reader(event.source, name));
        bySource.set(event.source, readers);
      }
      const values: (Json | undefined)[] = [];
      for (let at = 0; at < readers.length; at++) values.push(readers[at]!(event));
      return values;
    };
  }

  function groupsFor(values: readonly (Json | undefined)[]): readonly Group[] {
    let combinations: (string | undefined)[][] = [[]];
    let empty = values.length > 0;
    for (let at = 0; at < values.length; at++) {
      const value = values[at];
      const list = Array.isArray(value) ? textsOf(value) : undefined;
      if (list === undefined || list.length <= 1) {
        const text = list === undefined ? groupText(value) : list[0];
        if (text !== undefined) empty = false;
        for (let one = 0; one < combinations.length; one++) combinations[one]!.push(text);
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
