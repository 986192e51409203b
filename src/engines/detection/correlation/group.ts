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

const none: readonly never[] = [];

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
 * Tells groups by some names in words, canonical JSON of their values by name: what tells a group, and part of its alerts' ids. A
 * name without a value is left out.
 */
export function labelling(names: readonly string[]): (values: readonly (string | undefined)[]) => string {
  const parts = [...new Set(names)]
    .sort()
    .map((name) => ({ at: names.lastIndexOf(name), before: `${JSON.stringify(name)}:` }));
  return (values) => {
    const written: string[] = [];
    for (const { at, before } of parts) {
      const value = values[at];
      if (value !== undefined) written.push(written.length === 0 ? '{' : ',', before, JSON.stringify(value));
    }
    // One piece of text, and not a tree of pieces: keys hold on to it.
    written.push(written.length === 0 ? '{}' : '}');
    return written.join('');
  };
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
        const labelOf = labelling(names);
        return perEvent((occurrence) => labelOf(valuesOf(occurrence).map(groupText)));
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
    return values.some(Array.isArray) ? combined(values) : single(values);
  }

  /** Nearly no value is a list: then there is one group. */
  function single(values: readonly (Json | undefined)[]): readonly Group[] {
    const texts: (string | undefined)[] = [];
    let empty = values.length > 0;
    for (let at = 0; at < values.length; at++) {
      const text = groupText(values[at]);
      texts.push(text);
      if (text !== undefined) empty = false;
    }
    return empty ? none : [hashed(texts)];
  }

  function combined(values: readonly (Json | undefined)[]): readonly Group[] {
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
    return empty ? none : combinations.map(hashed);
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
