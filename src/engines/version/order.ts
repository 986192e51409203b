import { type Constraint, type Grammar, parseConstraint } from './constraint.ts';
import type { VersionOrder } from './types.ts';

/** One scheme: how versions become keys, and how its constraints are written. */
export interface Scheme {
  id: string;
  /** A text that sorts among others as the version does. Takes any text, in linear time. */
  key(version: string): string;
  /** The key that constraints are held against, where that is another. */
  constraintKey?(version: string): string;
  valid(version: string): boolean;
  grammar: Grammar;
}

/** Versions and constraints longer than this are read anew each time. */
const longest = 256;
const remembered = 16_384;

/** The order of a scheme. Keys and constraints are kept, the last used ones of each. */
export function versionOrder(scheme: Scheme): VersionOrder {
  const keyOf = keep((version) => scheme.key(version));
  const constraintKeyOf = scheme.constraintKey === undefined ? keyOf : keep(scheme.constraintKey.bind(scheme));
  const constraintOf = keep<Constraint | undefined>((text) => parseConstraint(text, scheme.grammar));
  return {
    id: scheme.id,
    compare: (left, right) => byKeys(keyOf, left, right),
    compareReleases: (left, right) => byKeys(constraintKeyOf, left, right),
    valid: (version) => scheme.valid(version),
    fits(version, constraint) {
      const alternatives = constraintOf(constraint);
      if (alternatives === undefined) return undefined;
      const key = constraintKeyOf(version);
      return alternatives.some((tests) => tests.every((test) => test(key, version)));
    },
  };
}

function byKeys(keyOf: (version: string) => string, left: string, right: string): number {
  if (left === right) return 0;
  const [leftKey, rightKey] = [keyOf(left), keyOf(right)];
  if (leftKey === rightKey) return 0;
  return leftKey < rightKey ? -1 : 1;
}

/** Makes each value of a text once, as long as it is among those asked for last: the older half goes when the younger is full. */
export function keep<T>(make: (text: string) => T): (text: string) => T {
  let young = new Map<string, T>();
  let old = new Map<string, T>();
  return (text) => {
    if (text.length > longest) return make(text);
    const known = young.get(text);
    if (known !== undefined || young.has(text)) return known as T;
    const value = old.has(text) ? (old.get(text) as T) : make(text);
    if (young.size >= remembered) {
      old = young;
      young = new Map();
    }
    young.set(text, value);
    return value;
  };
}
