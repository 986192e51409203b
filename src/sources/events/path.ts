import { isObject, type Json, type JsonObject } from '../../model/index.ts';

/** Reads one field of a record; undefined where it is not there. */
export type PathReader = (record: Json) => Json | undefined;

export interface PathOptions {
  /** Field names count in whatever capitals, and text that holds JSON is looked into. */
  caseless?: boolean;
}

/** Names that every object inherits: only an own field of that name counts. */
const inherited: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/** Longest text that is looked into as JSON. */
const MOST_TEXT = 100_000;

/**
 * Compiles a dotted path. A list on the way gives what lies below each of its elements, flattened; a number picks one of
 * them. Keys that hold dots themselves are found where the path has a slash or colon, as names with a domain in them do:
 * `annotations.authorization.k8s.io/decision`.
 */
export function pathReader(path: string, { caseless = false }: PathOptions = {}): PathReader {
  const steps = path.split('.');
  const joined = /[/:]/.test(path) ? joinedKeys(steps) : undefined;
  // Nearly no path has a step that every object inherits: the others need not be asked.
  const plain = !steps.some((step) => inherited.has(step));
  const get = caseless ? caselessField : plain ? plainField : ownField;
  const [first, second] = steps as [string, string];
  if (steps.length === 1) return (record) => (isObject(record) ? get(record, path) : walk(record, 0));
  if (steps.length === 2 && plain && !caseless && joined === undefined) {
    return (record) => {
      if (!isObject(record)) return walk(record, 0);
      const below = record[first];
      if (below === undefined) return undefined;
      return isObject(below) ? below[second] : walk(below, 1);
    };
  }
  return (record) => walk(record, 0);

  function walk(start: Json, from: number): Json | undefined {
    let here: Json | undefined = start;
    for (let at = from; at < steps.length; at += 1) {
      if (caseless && typeof here === 'string') here = jsonIn(here);
      if (here === null || typeof here !== 'object') return undefined;
      if (Array.isArray(here)) return throughList(here, at);
      const below: Json | undefined = get(here, steps[at] as string);
      if (below === undefined) return joined === undefined ? undefined : throughJoined(here, at, joined);
      here = below;
    }
    return here;
  }

  function throughList(list: Json[], at: number): Json | undefined {
    const step = steps[at] as string;
    if (/^\d+$/.test(step)) {
      const element = list[Number(step)];
      return element === undefined ? undefined : walk(element, at + 1);
    }
    const found: Json[] = [];
    for (const element of list) {
      const below = walk(element, at);
      if (Array.isArray(below)) for (const one of below) found.push(one);
      else if (below !== undefined) found.push(below);
    }
    return found.length === 0 ? undefined : found;
  }

  function throughJoined(here: JsonObject, at: number, keys: readonly string[][]): Json | undefined {
    for (const [index, key] of (keys[at] ?? []).entries()) {
      const below = get(here, key);
      if (below !== undefined) return walk(below, steps.length - index);
    }
    return undefined;
  }
}

/** For each step, the keys that it makes together with those behind it: the longest first, at least two steps long. */
function joinedKeys(steps: readonly string[]): string[][] {
  return steps.map((_, at) =>
    Array.from({ length: Math.max(0, steps.length - at - 1) }, (_none, cut) =>
      steps.slice(at, steps.length - cut).join('.'),
    ),
  );
}

function plainField(value: JsonObject, name: string): Json | undefined {
  return value[name];
}

function ownField(value: JsonObject, name: string): Json | undefined {
  return inherited.has(name) && !Object.hasOwn(value, name) ? undefined : value[name];
}

function caselessField(value: JsonObject, name: string): Json | undefined {
  const exact = ownField(value, name);
  if (exact !== undefined) return exact;
  const folded = name.toLowerCase();
  for (const key in value) if (key.length === name.length && key.toLowerCase() === folded) return value[key];
  return undefined;
}

function jsonIn(text: string): Json | undefined {
  const first = text.charCodeAt(0);
  if ((first !== 123 && first !== 91) || text.length > MOST_TEXT) return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
