import type { Json, LogEvent } from '../../../model/index.ts';
import type { EventFields, FieldReader } from '../types.ts';
import type { CompiledRule } from './compile.ts';
import { limits } from './limits.ts';
import type { Predicate } from './plan.ts';
import { sharedReads } from './shared-reads.ts';

/** Finds the rules that match an event without trying them all. */
export interface RuleIndex {
  /** The rules that match, in the order in which they were given. Nearly always a shared empty list. */
  matches(event: LogEvent): readonly CompiledRule[];
  /** The rules that have to be tried on the event. */
  candidates(event: LogEvent): readonly CompiledRule[];
}

interface Entry {
  order: number;
  rule: CompiledRule;
  match: Predicate;
}

/** What can match events of one source and name. */
interface Bucket {
  always: readonly Entry[];
  looked: readonly { read: FieldReader; byValue: ReadonlyMap<string, readonly Entry[]> }[];
}

const none: readonly never[] = [];

/** Buckets kept; names come from outside, and so may be without end. */
const MOST_BUCKETS = 20_000;

/** Rules that share a witness field before looking it up is quicker than trying them. */
const WORTH_LOOKING_UP = 3;

/**
 * The index: by source and event name first, for which each rule was asked once whether it can match at all; then by a value that
 * the rule needs (its witness), where enough rules share the field; the few left over are always tried.
 */
export function createIndex(rules: readonly CompiledRule[], given: EventFields): RuleIndex {
  const fields = sharedReads(given);
  const bySource = new Map<string, Entry[]>();
  for (const [order, rule] of rules.entries()) {
    for (const source of rule.sources) {
      const entries = bySource.get(source) ?? [];
      entries.push({ order, rule, match: rule.matcher(source) });
      bySource.set(source, entries);
    }
  }

  const buckets = new Map<string, Map<string, Bucket>>();
  let kept = 0;
  const bucketOf = ({ source, name }: LogEvent): Bucket => {
    const known = buckets.get(source)?.get(name);
    if (known !== undefined) return known;
    const entries = bySource.get(source) ?? none;
    const bucket = makeBucket(
      source,
      entries.filter(({ rule }) => rule.possible(source, name)),
      fields,
    );
    if (++kept > MOST_BUCKETS) {
      buckets.clear();
      kept = 1;
    }
    const ofSource = buckets.get(source) ?? new Map<string, Bucket>();
    buckets.set(source, ofSource.set(name, bucket));
    return bucket;
  };

  return {
    matches(event) {
      const { always, looked } = bucketOf(event);
      let found: Entry[] | undefined;
      for (const entry of always) if (entry.match(event)) (found ??= []).push(entry);
      for (const { read, byValue } of looked) {
        for (const entry of lookUp(read(event), byValue)) if (entry.match(event)) (found ??= []).push(entry);
      }
      return found === undefined ? none : inOrder(found);
    },
    candidates(event) {
      const { always, looked } = bucketOf(event);
      return inOrder([...always, ...looked.flatMap(({ read, byValue }) => lookUp(read(event), byValue))]);
    },
  };
}

function inOrder(entries: Entry[]): readonly CompiledRule[] {
  return entries.sort((left, right) => left.order - right.order).map(({ rule }) => rule);
}

function makeBucket(source: string, entries: readonly Entry[], fields: EventFields): Bucket {
  const byField = Map.groupBy(entries, ({ rule }) => rule.witness?.field);
  const always: Entry[] = [];
  const looked: Bucket['looked'][number][] = [];
  for (const [field, group] of byField) {
    if (field === undefined || group.length < WORTH_LOOKING_UP) {
      always.push(...group);
      continue;
    }
    const byValue = new Map<string, Entry[]>();
    for (const entry of group) {
      for (const value of entry.rule.witness!.values) byValue.set(value, [...(byValue.get(value) ?? []), entry]);
    }
    looked.push({ read: fields.reader(source, field), byValue });
  }
  return { always, looked };
}

function lookUp(value: Json | undefined, byValue: ReadonlyMap<string, readonly Entry[]>): readonly Entry[] {
  if (value === undefined || value === null) return none;
  if (typeof value !== 'object') return byValue.get(String(value).toLowerCase()) ?? none;
  if (!Array.isArray(value)) return none;
  const found = new Set<Entry>();
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
