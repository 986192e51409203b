import type { Json, LogEvent } from '../../../model/index.ts';
import type { EventFields, FieldReader } from '../types.ts';
import type { CompiledRule } from './compile.ts';
import { limits } from './limits.ts';
import type { Known } from './narrow.ts';
import type { Predicate } from './plan.ts';
import { newSharing, type Turn } from './sharing.ts';

/** Finds the rules that match an event without trying them all. */
export interface RuleIndex {
  /** The rules that match, in the order in which they were given. Nearly always a shared empty list. */
  matches(event: LogEvent): readonly CompiledRule[];
  /** The rules that have to be tried on the event, or match for what is known already. */
  candidates(event: LogEvent): readonly CompiledRule[];
}

interface Entry {
  order: number;
  rule: CompiledRule;
}

/** A rule with what is left to ask for it to match. */
interface Open extends Entry {
  match: Predicate;
}

/** What can match events of which some fields are known. */
interface Leaf {
  /** Match whatever else the event holds. */
  certain: readonly Entry[];
  always: readonly Open[];
  looked: readonly { read: FieldReader; byValue: ReadonlyMap<string, readonly Open[]> }[];
}

/** A field that more rules hang on; what follows for each of its values is found when the value first comes. */
interface Fork {
  read: FieldReader;
  branches: Map<Json | undefined | typeof other, Fork | Leaf>;
  grow(value: Json | undefined | typeof other): Fork | Leaf;
}

const none: readonly never[] = [];

/** Stands for the values of a field that are too many or too long to be told apart. */
const other = Symbol('other');

/** Leaves kept in all; values come from outside, and so may be without end. */
const MOST_LEAVES = 20_000;

/** Fields that are asked one after the other before rules are tried, and values of one that are told apart. */
const MOST_FORKS = 4;
const MOST_BRANCHES = 32;
const LONGEST_VALUE = 100;

/** Rules that share a field before asking for it first is quicker than trying them. */
const WORTH_ASKING = 3;

/**
 * The index. Rules are sorted out by source and event name, then by the values of up to four more fields that many of the remaining
 * ones ask for whole values of; each rule was asked once whether it can match at all with these values. Of what is left, rules that
 * share a field with a value that they need (their witness) are looked up by it, and the few others are always tried.
 */
export function createIndex(rules: readonly CompiledRule[], fields: EventFields): RuleIndex {
  const bySource = new Map([...new Set(rules.flatMap(({ sources }) => sources))].map((id) => [id, named(rules, id)]));

  const roots = new Map<string, Map<string, Fork | Leaf>>();
  let leaves = 0;
  const turn: Turn = { now: 0 };

  const rootOf = ({ source, name }: LogEvent): Fork | Leaf => {
    const found = roots.get(source)?.get(name);
    if (found !== undefined) return found;
    const field = name === '' ? undefined : fields.nameField(source);
    const known = new Map(field === undefined ? [] : [[field, name]]);
    const entries = bySource.get(source)?.(field === undefined ? undefined : name.toLowerCase()) ?? none;
    const root = nodeFor(source, entries, known, new Set());
    const ofSource = roots.get(source) ?? new Map<string, Fork | Leaf>();
    roots.set(source, ofSource.set(name, root));
    return root;
  };

  /** The node for events of which these fields are known, after those that were asked for. */
  const nodeFor = (source: string, given: readonly Entry[], known: Known, asked: ReadonlySet<string>): Fork | Leaf => {
    const certain: Entry[] = [];
    const open: Open[] = [];
    const sharing = newSharing(turn);
    for (const { order, rule } of given) {
      const match = rule.narrowed(source, known, sharing);
      if (match === true) certain.push({ order, rule });
      else if (match !== false) open.push({ order, rule, match });
    }
    const field = asked.size === MOST_FORKS ? undefined : mostAskedFor(open, known, asked);
    if (field === undefined) {
      leaves++;
      return { certain, ...arranged(source, open, fields) };
    }
    const entries = [...certain, ...open];
    return {
      read: fields.reader(source, field),
      branches: new Map(),
      grow: (value) => {
        const more = value === other ? known : new Map(known).set(field, value);
        return nodeFor(source, entries, more, new Set(asked).add(field));
      },
    };
  };

  const leafOf = (event: LogEvent): Leaf => {
    if (leaves > MOST_LEAVES) {
      roots.clear();
      leaves = 0;
    }
    let node = rootOf(event);
    while ('branches' in node) node = branch(node, node.read(event));
    return node;
  };

  return {
    matches(event) {
      turn.now += 1;
      const { certain, always, looked } = leafOf(event);
      let found: Entry[] | undefined;
      for (const entry of certain) (found ??= []).push(entry);
      for (const entry of always) if (entry.match(event)) (found ??= []).push(entry);
      for (const { read, byValue } of looked) {
        for (const entry of lookUp(read(event), byValue)) if (entry.match(event)) (found ??= []).push(entry);
      }
      return found === undefined ? none : inOrder(found);
    },
    candidates(event) {
      const { certain, always, looked } = leafOf(event);
      return inOrder([...certain, ...always, ...looked.flatMap(({ read, byValue }) => lookUp(read(event), byValue))]);
    },
  };
}

/**
 * The rules of a source that events of a name could match, by their lists of exact names alone; of an event without a name, all. So
 * that a name never seen before costs little.
 */
function named(rules: readonly CompiledRule[], source: string): (name: string | undefined) => readonly Entry[] {
  const all: Entry[] = [];
  const anyName: Entry[] = [];
  const byName = new Map<string, Entry[]>();
  for (const [order, rule] of rules.entries()) {
    if (!rule.sources.includes(source)) continue;
    const entry = { order, rule };
    const names = rule.names.get(source);
    all.push(entry);
    if (names === undefined) anyName.push(entry);
    for (const name of names ?? []) byName.set(name, [...(byName.get(name) ?? []), entry]);
  }
  return (name) => (name === undefined ? all : [...anyName, ...(byName.get(name) ?? none)]);
}

function inOrder(entries: Entry[]): readonly CompiledRule[] {
  return entries.sort((left, right) => left.order - right.order).map(({ rule }) => rule);
}

function branch({ branches, grow }: Fork, value: Json | undefined): Fork | Leaf {
  const short = typeof value === 'string' ? value.length <= LONGEST_VALUE : typeof value !== 'object' || value === null;
  let key = short ? value : other;
  let node = branches.get(key);
  if (node !== undefined) return node;
  if (branches.size >= MOST_BRANCHES && key !== other) {
    key = other;
    node = branches.get(other);
  }
  if (node === undefined) branches.set(key, (node = grow(key)));
  return node;
}

/** The field that most rules ask whole values of, among those neither known yet nor asked for. */
function mostAskedFor(entries: readonly Entry[], known: Known, asked: ReadonlySet<string>): string | undefined {
  const counts = new Map<string, number>();
  for (const { rule } of entries) {
    for (const field of rule.categorical)
      if (!known.has(field) && !asked.has(field)) counts.set(field, (counts.get(field) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, left], [, right]) => right - left);
  return most === undefined || most[1] < WORTH_ASKING ? undefined : most[0];
}

function arranged(source: string, entries: readonly Open[], fields: EventFields): Pick<Leaf, 'always' | 'looked'> {
  const always: Open[] = [];
  const looked: Leaf['looked'][number][] = [];
  for (const [field, group] of Map.groupBy(entries, ({ rule }) => rule.witness?.field)) {
    if (field === undefined || group.length < WORTH_ASKING) {
      always.push(...group);
      continue;
    }
    const byValue = new Map<string, Open[]>();
    for (const entry of group) {
      for (const value of entry.rule.witness!.values) byValue.set(value, [...(byValue.get(value) ?? []), entry]);
    }
    looked.push({ read: fields.reader(source, field), byValue });
  }
  return { always, looked };
}

function lookUp(value: Json | undefined, byValue: ReadonlyMap<string, readonly Open[]>): readonly Open[] {
  if (value === undefined || value === null) return none;
  if (typeof value !== 'object') return byValue.get(String(value).toLowerCase()) ?? none;
  if (!Array.isArray(value)) return none;
  const found = new Set<Open>();
  const among = (list: readonly Json[], depth: number): void => {
    // Deeper than that the rule's own test gives up.
    if (depth > limits.searchDepth) return;
    for (const member of list) {
      if (Array.isArray(member)) among(member, depth + 1);
      else for (const entry of lookUp(member, byValue)) found.add(entry);
    }
  };
  among(value, 0);
  return [...found];
}
