import type { Json, JsonObject } from '../../model/index.ts';
import { type PathReader, pathReader } from './path.ts';
import type { EventSource } from './types.ts';

/** What decides where a field of a source lies. */
export type FieldLayout = Pick<EventSource, 'alias' | 'fields' | 'computed' | 'caseless' | 'within'>;

/** Reads the fields of one source by the names that rules give them. */
export interface Lookup {
  reader(field: string): PathReader;
  /** The value of the first of these fields that is there. */
  value(record: JsonObject, ...fields: string[]): Json | undefined;
  /** The same, as text: of a list its first text. Numbers and truths count, empty text does not. */
  text(record: JsonObject, ...fields: string[]): string | undefined;
}

/**
 * How a source's fields are read. A field listed in `fields` or `computed` lies there; what lies below a listed field is
 * looked for below what it stands for; everything else is its own path, at the top or below `within`.
 */
export function lookupOf({ caseless, ...layout }: FieldLayout): Lookup {
  if (typeof caseless === 'function') return eitherLookup(layout, caseless);
  return plainLookup({ ...layout, caseless: caseless ?? false });
}

/** Exact names first; only records whose names are folded are asked again. */
function eitherLookup(layout: Omit<FieldLayout, 'caseless'>, isFolded: (record: JsonObject) => boolean): Lookup {
  const exact = plainLookup({ ...layout, caseless: false });
  const folded = plainLookup({ ...layout, caseless: true });
  return {
    reader(field) {
      const [read, readFolded] = [exact.reader(field), folded.reader(field)];
      return (record) => read(record) ?? (isFolded(record as JsonObject) ? readFolded(record) : undefined);
    },
    value: (record, ...fields) => (isFolded(record) ? folded : exact).value(record, ...fields),
    text: (record, ...fields) => (isFolded(record) ? folded : exact).text(record, ...fields),
  };
}

type PlainLayout = Omit<FieldLayout, 'caseless'> & { caseless: boolean };

function plainLookup(layout: PlainLayout): Lookup {
  const names = namesOf(layout);
  const known = new Map<string, PathReader>();
  const reader = (field: string): PathReader => {
    let found = known.get(field);
    if (found === undefined) known.set(field, (found = compile(field, layout, names)));
    return found;
  };
  return {
    reader,
    value(record, ...fields) {
      for (const field of fields) {
        const value = reader(field)(record);
        if (value !== undefined && value !== null) return value;
      }
      return undefined;
    },
    text(record, ...fields) {
      for (const field of fields) {
        const text = asText(reader(field)(record));
        if (text !== undefined) return text;
      }
      return undefined;
    },
  };
}

type Names = ReadonlyMap<string, string | readonly string[] | ((record: JsonObject) => Json | undefined)>;

/** Listed and computed fields by their names, in lower case where capitals do not count. */
function namesOf({ fields = {}, computed = {}, caseless }: PlainLayout): Names {
  const entries = [...Object.entries(fields), ...Object.entries(computed)];
  return new Map(entries.map(([name, where]) => [caseless ? name.toLowerCase() : name, where]));
}

function compile(asked: string, { alias, caseless, within }: PlainLayout, names: Names): PathReader {
  // `ModifiedProperties{}.NewValue` is how some write that it is a list.
  const plain = asked.replaceAll('{}', '');
  const field = alias?.(plain) ?? plain;
  const steps = field.split('.');
  for (let length = steps.length; length > 0; length -= 1) {
    const head = steps.slice(0, length).join('.');
    const rest = steps.slice(length).join('.');
    const where = names.get(caseless ? head.toLowerCase() : head);
    if (where === undefined) continue;
    if (typeof where === 'function')
      return rest === '' ? (record) => where(record as JsonObject) : belowComputed(where);
    const places = typeof where === 'string' ? [where] : where;
    return firstOf(places.map((path) => pathReader(rest === '' ? path : `${path}.${rest}`, { caseless })));

    function belowComputed(compute: (record: JsonObject) => Json | undefined): PathReader {
      const below = pathReader(rest, { caseless });
      return (record) => {
        const value = compute(record as JsonObject);
        return value === undefined ? undefined : below(value);
      };
    }
  }
  if (within === undefined) return pathReader(field, { caseless });
  const other = field.startsWith(`${within}.`) ? field.slice(within.length + 1) : `${within}.${field}`;
  return firstOf([pathReader(field, { caseless }), pathReader(other, { caseless })]);
}

function firstOf(readers: readonly PathReader[]): PathReader {
  if (readers.length === 1) return readers[0] as PathReader;
  return (record) => {
    let last: Json | undefined;
    for (const reader of readers) {
      const value = reader(record);
      if (value !== undefined && value !== null) return value;
      // A field that is there and null is not the same as one that is missing: Sigma asks for both.
      if (value === null) last = null;
    }
    return last;
  };
}

/** A value as text; undefined for objects, null and what is empty. */
export function asText(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? value.map(asText).find((one) => one !== undefined) : undefined;
}
