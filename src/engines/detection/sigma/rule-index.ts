import type { Json, LogEvent } from '../../../model/index.ts';
import type { EventFields, FieldReader } from '../types.ts';
import { type Classes, classesBy, isQuick, OTHER, questionsOf } from './classes.ts';
import type { CompiledRule } from './compile.ts';
import { limits } from './limits.ts';
import { fieldsOf, type Known, narrowed } from './narrow.ts';
import { DERIVED, type FieldPlan, isDerived, type Plan, type Predicate } from './plan.ts';
import { newSharing, type Turn } from './sharing.ts';

/** Finds the rules that match an event without trying them all. */
export interface RuleIndex {
  /** The rules that match, in the order in which they were given: a list to be read only, as it is shared. */
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
  plan: Plan;
}

interface Tried extends Entry {
  match: Predicate;
}

/** What can match events of which some fields are known. */
interface Leaf {
  /** Match whatever else the event holds. */
  certain: readonly Entry[];
  /** The rules of these and of other leaves together. */
  answers: Map<Leaf, readonly CompiledRule[]>;
  always: readonly Tried[];
  looked: readonly { read: FieldReader; byValue: ReadonlyMap<string, readonly Tried[]> }[];
}

/** A field that more rules hang on; what follows for each class of its values is found when one first comes. */
interface Fork {
  read: FieldReader;
  classes: Classes;
  /** By class, the values that are not told apart first. */
  branches: (Fork | Leaf | undefined)[];
  grow(value: Json | undefined, known: boolean, event: LogEvent): Fork | Leaf;
}

const none: readonly never[] = [];

/** Nodes kept in all, and names that lead to them; values come from outside, and so may be without end. */
const MOST_NODES = 20_000;

/** Fields that are asked one after the other before rules are tried. */
const MOST_FORKS = 16;

/** Rules that share a field before asking for it first is quicker than trying them; where few are left, one is enough. */
const WORTH_ASKING = 2;
const FEW = 8;
const WORTH_LOOKING_UP = 3;

/**
 * The index: a graph of questions that is grown as events ask for it. Rules are sorted out by source and event name, then by
 * field after field that several of the remaining ones ask for. Of a field's value it matters only what the tests that are left say
 * of it, so values for which they say the same lead to the same place; there each rule is left with what is still open. Where
 * the same is left to ask for different names or values, they meet again. In the end few rules are left or none; those that share
 * a field with a value that they need (their witness) are looked up by it, and the others tried.
 *
 * Rules that do not ask for the name have a part of the graph of their own: one for all names, so that it is small and soon grown.
 */
export function createIndex(rules: readonly CompiledRule[], fields: EventFields): RuleIndex {
  const sources = new Set(rules.flatMap((rule) => rule.sources));
  const bySource = new Map([...sources].map((id) => [id, sorted(rules, id, fields.nameField(id))]));
  const turn: Turn = { now: 0 };
  let graph = newGraph();

  /** Where events of a source begin, whatever their name. */
  const anywhere = (event: LogEvent): Fork | Leaf => {
    const { source } = event;
    const found = graph.anyName.get(source);
    if (found !== undefined) return found;
    const root = rootFor(event, bySource.get(source)?.anyName ?? none, nothing);
    graph.anyName.set(source, root);
    return root;
  };

  /** Where events of a name begin besides. */
  const byName = (event: LogEvent): Fork | Leaf => {
    const { source, name } = event;
    const found = graph.byName.get(source)?.get(name);
    if (found !== undefined) return found;
    const field = name === '' ? undefined : fields.nameField(source);
    const entries = bySource.get(source)?.named(field === undefined ? undefined : name.toLowerCase()) ?? none;
    const root = rootFor(event, entries, field === undefined ? nothing : new Map([[field, name]]));
    const ofSource = graph.byName.get(source) ?? new Map<string, Fork | Leaf>();
    graph.byName.set(source, ofSource.set(name, root));
    graph.size += 1;
    return root;
  };

  const rootFor = (event: LogEvent, entries: readonly Entry[], known: Known): Fork | Leaf => {
    const open = entries.map(({ order, rule }): Open => ({ order, rule, plan: rule.plan(event.source) }));
    return nodeFor(event, [], open, known, { depth: 0, given: '' });
  };

  /**
   * The node for events of which some fields are known, after others.
   *
   * @param given fields that were asked for in vain, as text: their values are not told apart
   */
  const nodeFor = (
    event: LogEvent,
    sure: readonly Entry[],
    before: readonly Open[],
    known: Known,
    { depth, given }: { depth: number; given: string },
  ): Fork | Leaf => {
    const { source } = event;
    const certain = [...sure];
    const open: Open[] = [];
    for (const { order, rule, plan } of before) {
      const rest = narrowed(plan, known, depth === 0 ? undefined : isQuick);
      if (rest.kind !== 'constant') open.push({ order, rule, plan: rest });
      else if (rest.value) certain.push({ order, rule });
    }
    certain.sort(inOrder);
    const key = `${source}\n${depth}\n${given}\n${certain.map(({ order }) => order)}\n${open.map(({ order, plan }) => `${order}.${graph.numberOf(plan)}`)}`;
    const same = graph.nodes.get(key);
    if (same !== undefined) return same;
    const asked =
      depth === MOST_FORKS ? undefined : mostTelling(open, given, (field) => fields.reader(source, field)(event));
    const node: Fork | Leaf =
      asked === undefined
        ? { certain, answers: new Map(), ...arranged(source, open, fields) }
        : {
            read: fields.reader(source, asked.field),
            classes: graph.classesOf(source, asked),
            branches: [],
            grow: (value, told, next) =>
              told
                ? nodeFor(next, certain, open, new Map([[asked.field, value]]), { depth: depth + 1, given })
                : nodeFor(next, certain, open, nothing, { depth: depth + 1, given: `${given}\n${asked.field}\n` }),
          };
    graph.nodes.set(key, node);
    graph.size += 1;
    return node;
  };

  const leafFrom = (root: Fork | Leaf, event: LogEvent): Leaf => {
    let node = root;
    while ('branches' in node) {
      const value = node.read(event);
      const number = node.classes.classOf(value);
      node = node.branches[number + 1] ??= node.grow(value, number !== OTHER, event);
    }
    return node;
  };

  /** The rules that match for what is known already together, where there is nothing to be tried. */
  const answerOf = (one: Leaf, other: Leaf): readonly CompiledRule[] => {
    let answer = one.answers.get(other);
    if (answer === undefined) {
      answer = rulesOf([...one.certain, ...other.certain]);
      one.answers.set(other, answer);
      graph.size += 1;
    }
    return answer;
  };

  /** Tried rules that a leaf cannot but try. */
  function arranged(source: string, open: readonly Open[], of: EventFields): Omit<Leaf, 'certain' | 'answers'> {
    const sharing = newSharing(turn);
    const rest = open.map(({ order, rule, plan }) => ({ order, rule, match: rule.predicate(source, plan, sharing) }));
    const always: Tried[] = [];
    const looked: Leaf['looked'][number][] = [];
    for (const [field, group] of Map.groupBy(rest, ({ rule }) => rule.witness?.field)) {
      if (field === undefined || group.length < WORTH_LOOKING_UP) {
        always.push(...group);
        continue;
      }
      const byValue = new Map<string, Tried[]>();
      for (const entry of group) {
        for (const value of entry.rule.witness!.values) byValue.set(value, [...(byValue.get(value) ?? []), entry]);
      }
      looked.push({ read: of.reader(source, field), byValue });
    }
    return { always, looked };
  }

  return {
    matches(event) {
      turn.now += 1;
      if (graph.size > MOST_NODES) graph = newGraph();
      const one = leafFrom(anywhere(event), event);
      const other = leafFrom(byName(event), event);
      const more = tried(other, event, tried(one, event, undefined));
      return more === undefined ? answerOf(one, other) : rulesOf([...one.certain, ...other.certain, ...more]);
    },
    candidates(event) {
      return rulesOf(
        [leafFrom(anywhere(event), event), leafFrom(byName(event), event)].flatMap(({ certain, always, looked }) => [
          ...certain,
          ...always,
          ...looked.flatMap(({ read, byValue }) => lookUp(read(event), byValue)),
        ]),
      );
    },
  };
}

/** Adds the rules of a leaf that match after all. */
function tried({ always, looked }: Leaf, event: LogEvent, before: Entry[] | undefined): Entry[] | undefined {
  let found = before;
  for (const entry of always) if (entry.match(event)) (found ??= []).push(entry);
  for (const { read, byValue } of looked) {
    for (const entry of lookUp(read(event), byValue)) if (entry.match(event)) (found ??= []).push(entry);
  }
  return found;
}

const nothing: Known = new Map();

/** What has been grown so far. Everything that outside values make it hold is in here. */
function newGraph() {
  const nodes = new Map<string, Fork | Leaf>();
  const classes = new Map<string, Classes>();
  const numbers = new Map<string, number>();
  const numbered = new WeakMap<Plan, number>();
  let different = 0;

  /** Plans that say the same have the same number. */
  function numberOf(plan: Plan): number {
    const before = numbered.get(plan);
    if (before !== undefined) return before;
    const text = textOf(plan);
    let number = text === undefined ? undefined : numbers.get(text);
    if (number === undefined) {
      number = different++;
      if (text !== undefined) numbers.set(text, number);
    }
    numbered.set(plan, number);
    return number;
  }

  function textOf(plan: Plan): string | undefined {
    switch (plan.kind) {
      case 'field':
        return plan.key;
      case 'not':
        return `!${numberOf(plan.of)}`;
      case 'and':
      case 'or':
      case 'least':
        return `${plan.kind === 'least' ? plan.least : plan.kind} ${plan.of.map(numberOf).sort()}`;
      default:
        return undefined;
    }
  }

  return {
    /** By source. */
    anyName: new Map<string, Fork | Leaf>(),
    byName: new Map<string, Map<string, Fork | Leaf>>(),
    nodes,
    numberOf,
    /** Classes by the same tests are found once, whoever asks. */
    classesOf(source: string, { field, tests }: Question): Classes {
      const key = `${source}\n${field}\n${tests.map(numberOf).sort()}`;
      const found = classes.get(key) ?? classesBy(tests);
      classes.set(key, found);
      return found;
    },
    size: 0,
  };
}

/**
 * The rules of a source: those that do not ask for the event's name, and the others by the names that they could match, by their
 * lists of exact names alone; all of them for an event without a name. So that a name never seen before costs little.
 */
function sorted(rules: readonly CompiledRule[], source: string, nameField: string | undefined) {
  const anyName: Entry[] = [];
  const all: Entry[] = [];
  const unlisted: Entry[] = [];
  const listed = new Map<string, Entry[]>();
  for (const [order, rule] of rules.entries()) {
    if (!rule.sources.includes(source)) continue;
    const entry = { order, rule };
    if (nameField === undefined || !fieldsOf(rule.plan(source)).has(nameField)) {
      anyName.push(entry);
      continue;
    }
    const names = rule.names.get(source);
    all.push(entry);
    if (names === undefined) unlisted.push(entry);
    for (const name of names ?? []) listed.set(name, [...(listed.get(name) ?? []), entry]);
  }
  const named = (name: string | undefined): readonly Entry[] =>
    name === undefined ? all : [...unlisted, ...(listed.get(name) ?? none)];
  return { anyName, named };
}

function inOrder(left: Entry, right: Entry): number {
  return left.order - right.order;
}

function rulesOf(entries: readonly Entry[]): readonly CompiledRule[] {
  return entries.toSorted(inOrder).map(({ rule }) => rule);
}

/** A field with all tests that the remaining rules ask of it. */
interface Question {
  field: string;
  tests: readonly FieldPlan[];
}

/** Fields of which it is found out what they tell before one of them is asked for. */
const MOST_COMPARED = 12;

/**
 * The field that settles most rules for the event at hand, the first of its like, and of equal ones that which most rules ask for, among
 * those not asked for yet. What is derived counts only for rules that ask nothing else first, since working it out may cost more
 * than trying them.
 */
function mostTelling(
  open: readonly Open[],
  given: string,
  read: (field: string) => Json | undefined,
): Question | undefined {
  const rules = new Map<string, number>();
  const tests = new Map<string, Map<string, FieldPlan>>();
  for (const { plan } of open) {
    const first = plan.kind === 'and' ? plan.of[0]! : plan;
    for (const [field, asked] of questionsOf(plan)) {
      const all = tests.get(field) ?? new Map<string, FieldPlan>();
      tests.set(field, all);
      for (const test of asked) all.set(test.key, test);
      if (!isDerived(field) || first.cost >= DERIVED) rules.set(field, (rules.get(field) ?? 0) + 1);
    }
  }
  const worth = open.length <= FEW ? 1 : WORTH_ASKING;
  const asked = [...rules].filter(([field, count]) => count >= worth && !given.includes(`\n${field}\n`));
  const plain = asked.filter(([field]) => !isDerived(field));
  let best: string | undefined;
  let most = -1;
  const compared = (plain.length > 0 ? plain : asked).sort((one, other) => other[1] - one[1]).slice(0, MOST_COMPARED);
  for (const [field] of compared) {
    const settled = compared.length === 1 ? 0 : settledBy(field, read(field), open);
    if (settled > most) {
      best = field;
      most = settled;
    }
  }
  return best === undefined ? undefined : { field: best, tests: [...tests.get(best)!.values()] };
}

/** How many rules a value of a field answers. */
function settledBy(field: string, value: Json | undefined, open: readonly Open[]): number {
  // Lists and objects are rarely told apart.
  if (typeof value === 'object' && value !== null) return 0;
  const known: Known = new Map([[field, value]]);
  try {
    return open.filter(({ plan }) => narrowed(plan, known, isQuick).kind === 'constant').length;
  } catch {
    return 0;
  }
}

function lookUp(value: Json | undefined, byValue: ReadonlyMap<string, readonly Tried[]>): readonly Tried[] {
  if (value === undefined || value === null) return none;
  if (typeof value !== 'object') return byValue.get(String(value).toLowerCase()) ?? none;
  if (!Array.isArray(value)) return none;
  const found = new Set<Tried>();
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
