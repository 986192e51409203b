import type { LogEvent } from '../../../model/index.ts';
import type { EventFields, LogSource, Placeholders, Rejection } from '../types.ts';
import type { SigmaDetection, SigmaFilter, SigmaRule } from './ast.ts';
import { nameOf, rejection, SigmaError } from './errors.ts';
import { limits } from './limits.ts';
import { categoricalFields, exactFields, exactTexts, type Known, narrowed } from './narrow.ts';
import { combined, negated, type Plan, type Predicate, planDetection, predicate } from './plan.ts';

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
  /** What is left to ask of events of one of its sources, of which some fields are known: nothing, where it is true or false already. */
  narrowed(source: string, known: Known): Predicate | boolean;
  /** Per source the names that an event must have one of, in lower case; undefined where the rule does not say. */
  names: ReadonlyMap<string, ReadonlySet<string> | undefined>;
  /** The best field to look the rule up by, other than the name. */
  witness?: Witness;
  /** Plain fields that the rule asks whole values of, or whether there is one. */
  categorical: ReadonlySet<string>;
}

export interface CompileOptions {
  fields: EventFields;
  placeholders?: Placeholders;
  filters?: readonly SigmaFilter[];
  /** Further names, ids and titles by which filters may mean this rule: those of correlations that it is a member of. */
  knownAs?: readonly string[];
  /** Where evaluations that were given up are counted. */
  losses?: { abandoned: number };
}

/** True for what {@link compileRule} could not compile. */
export function isRejection(value: CompiledRule | Rejection): value is Rejection {
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
    const reason = `no events of product ${product}, category ${category}, service ${service} are read here`;
    throw new SigmaError('logsource-unknown', reason, 'logsource');
  }
  const names = [rule.name, rule.id, rule.title, ...knownAs].filter((name) => name !== undefined);
  const budget = { left: limits.values };
  const plan = combined('and', [
    planDetection(rule.detection, placeholders, budget),
    ...filters
      .filter((filter) => isMeant(filter, rule.logsource, names))
      .map((filter) => planFilter(filter, placeholders)),
  ]);

  const matcher = (source: string, of: Plan) => guard(predicate(of, source, fields), losses);
  const matchers = new Map(sources.map((source) => [source, matcher(source, plan)]));
  const witness = bestWitness(plan, new Set(sources.map((source) => fields.nameField(source))));
  return {
    rule,
    sources,
    match: (event) => matchers.get(event.source)?.(event) ?? false,
    narrowed: (source, known) => {
      const rest = narrowed(plan, known);
      if (rest.kind === 'constant') return rest.value;
      return rest === plan ? matchers.get(source)! : matcher(source, rest);
    },
    categorical: new Set([...categoricalFields(plan)].filter((field) => !isDerived(field))),
    names: new Map(
      sources.map((source) => {
        const field = fields.nameField(source);
        return [source, field === undefined ? undefined : exactTexts(plan, field)];
      }),
    ),
    ...(witness === undefined ? {} : { witness }),
  };
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

function isMeant(filter: SigmaFilter, logsource: LogSource, names: readonly string[]): boolean {
  const { product, service, category } = filter.logsource;
  const fits =
    (product === undefined || product === logsource.product) &&
    (service === undefined || service === logsource.service) &&
    (category === undefined || category === logsource.category);
  return fits && (filter.rules === 'any' || filter.rules.some((name) => names.includes(name)));
}

/**
 * What has to hold besides for the rule to match. The specification's example names what is to be left out (`condition: selection`),
 * pySigma and most filters written for it what is to stay (`condition: not selection`). Either way a filter says nothing of events that
 * none of its selections matches; so the condition names what stays where it holds for such an event.
 */
function planFilter(filter: SigmaFilter, placeholders: Placeholders): Plan {
  const budget = { left: limits.values };
  try {
    const plan = planDetection(filter.detection, placeholders, budget);
    return holdsWithout(filter.detection) ? plan : negated(plan);
  } catch (error) {
    if (!(error instanceof SigmaError)) throw error;
    throw new SigmaError(error.code, `its filter "${nameOf(filter)}": ${error.message}`, error.place);
  }
}

/** What a condition comes to where no selection matches. */
function holdsWithout({ condition }: SigmaDetection): boolean {
  const holds = (part: typeof condition): boolean => {
    switch (part.kind) {
      case 'not':
        return !holds(part.of);
      case 'and':
        return part.of.every(holds);
      case 'or':
        return part.of.some(holds);
      default:
        return false;
    }
  };
  return holds(condition);
}

const isDerived = (field: string) => field.startsWith('hwaseong.');

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
