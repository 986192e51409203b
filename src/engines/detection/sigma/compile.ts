import type { LogEvent } from '../../../model/index.ts';
import type { EventFields, Placeholders, Rejection } from '../types.ts';
import type { SigmaRule } from './ast.ts';
import { rejection, SigmaError } from './errors.ts';
import { type CompiledFilter, isMeant } from './filter.ts';
import { limits } from './limits.ts';
import { exactFields, exactTexts, fieldsOf, narrowed } from './narrow.ts';
import { combined, isDerived, type Plan, type Predicate, planDetection, predicate } from './plan.ts';
import type { Sharing } from './sharing.ts';

/** A value that a field must have for a rule to match: what the index looks rules up by. */
export interface Witness {
  field: string;
  /** Folded texts, one of which it has to be. */
  values: ReadonlySet<string>;
}

/** A rule ready to judge events. */
export interface CompiledRule {
  rule: SigmaRule;
  /** Ids of the event sources it reads. */
  sources: readonly string[];
  /** True where the rule's own predicate holds, filters taken off. Never throws: an evaluation that is given up is counted. */
  match(event: LogEvent): boolean;
  /** What it asks of events of one of its sources. Tests of fields that none of these can have are answered already. */
  plan(source: string): Plan;
  /** The predicate that is left where its plan has been narrowed to another one. Never throws, like `match`. */
  predicate(source: string, plan: Plan, sharing: Sharing): Predicate;
  /** Per source the names that an event must have one of, in lower case; undefined where the rule does not say. */
  names: ReadonlyMap<string, ReadonlySet<string> | undefined>;
  /** The best field to look the rule up by, other than the name. */
  witness?: Witness;
}

export interface CompileOptions {
  fields: EventFields;
  placeholders?: Placeholders;
  filters?: readonly CompiledFilter[];
  /** Further names, ids and titles by which filters may mean this rule: those of correlations that it is a member of. */
  knownAs?: readonly string[];
  /** Where evaluations that were given up are counted. */
  losses?: { abandoned: number };
}

/** True for what could not be compiled. */
export function isRejection(value: CompiledRule | CompiledFilter | Rejection): value is Rejection {
  return 'reason' in value;
}

/** Compiles a rule with the filters that are meant for it, or says why not. */
export function compileRule(rule: SigmaRule, options: CompileOptions): CompiledRule | Rejection {
  try {
    return compile(rule, options);
  } catch (error) {
    return rejection(rule, error);
  }
}

function compile(rule: SigmaRule, options: CompileOptions): CompiledRule {
  const { fields, placeholders = new Map(), filters = [], knownAs = [], losses = { abandoned: 0 } } = options;
  const sources = [...fields.sourcesOf(rule.logsource)];
  if (sources.length === 0) {
    const { product = '*', category = '*', service = '*' } = rule.logsource;
    const reason = {
      en: `no events of product ${product}, category ${category}, service ${service} are read here`,
      ko: `product ${product}, category ${category}, service ${service}의 이벤트는 수집하지 않습니다`,
    };
    throw new SigmaError('logsource-unknown', reason, 'logsource');
  }
  const names = [rule.name, rule.id, rule.title, ...knownAs].filter((name) => name !== undefined);
  const budget = { left: limits.values };
  const plan = combined('and', [
    planDetection(rule.detection, placeholders, budget),
    ...filters.filter(({ filter }) => isMeant(filter, rule.logsource, names)).map(({ stays }) => stays),
  ]);

  const matcher = (source: string, of: Plan, sharing?: Sharing) =>
    guard(predicate(of, source, fields, sharing), losses);
  const matchers = new Map(sources.map((source) => [source, matcher(source, plan)]));
  const plans = new Map(sources.map((source) => [source, withoutNever(plan, source, fields)]));
  const witness = bestWitness(plan, new Set(sources.map((source) => fields.nameField(source))));
  return {
    rule,
    sources,
    match: (event) => matchers.get(event.source)?.(event) ?? false,
    plan: (source) => plans.get(source) ?? plan,
    predicate: matcher,
    names: new Map(
      sources.map((source) => {
        const field = fields.nameField(source);
        return [source, field === undefined ? undefined : exactTexts(plan, field)];
      }),
    ),
    ...(witness === undefined ? {} : { witness }),
  };
}

function withoutNever(plan: Plan, source: string, { never }: EventFields): Plan {
  const missing = [...fieldsOf(plan)].filter((field) => never?.(source, field));
  return missing.length === 0 ? plan : narrowed(plan, new Map(missing.map((field) => [field, undefined])));
}

/** An event that makes a rule fail must not stop the others: it counts as no match, and as a loss. */
function guard(inner: Predicate, losses: { abandoned: number }): Predicate {
  return (event) => {
    try {
      return inner(event);
    } catch {
      losses.abandoned++;
      return false;
    }
  };
}

/** Few values are better than many; derived fields would have to be computed for every event, so they are no witnesses. */
function bestWitness(plan: Plan, nameFields: ReadonlySet<string | undefined>): Witness | undefined {
  let best: Witness | undefined;
  for (const field of exactFields(plan)) {
    if (nameFields.has(field) || isDerived(field)) continue;
    const values = exactTexts(plan, field);
    if (values !== undefined && (best === undefined || values.size < best.values.size)) best = { field, values };
  }
  return best;
}
