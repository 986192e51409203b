import type { Json } from '../../../model/index.ts';
import { atLeast, combined, constant, type FieldPlan, negated, type Plan } from './plan.ts';

/**
 * The folded texts, one of which a field has to be where the plan holds; undefined where the plan does not say.
 */
export function exactTexts(plan: Plan, field: string): ReadonlySet<string> | undefined {
  switch (plan.kind) {
    case 'field':
      return plan.field === field ? plan.exact : undefined;
    case 'and': {
      const sets = plan.of.map((part) => exactTexts(part, field)).filter((set) => set !== undefined);
      return sets.toSorted((left, right) => left.size - right.size)[0];
    }
    case 'or': {
      const sets = plan.of.map((part) => exactTexts(part, field));
      if (!sets.every((set) => set !== undefined)) return undefined;
      return new Set(sets.flatMap((set) => [...set]));
    }
    default:
      return undefined;
  }
}

/** Fields that could be asked for {@link exactTexts}. */
export function exactFields(plan: Plan): Set<string> {
  switch (plan.kind) {
    case 'field':
      return new Set(plan.exact === undefined ? [] : [plan.field]);
    case 'and':
    case 'or':
      return new Set(plan.of.flatMap((part) => [...exactFields(part)]));
    default:
      return new Set();
  }
}

/** Fields that a plan tests. */
export function fieldsOf(plan: Plan): Set<string> {
  switch (plan.kind) {
    case 'field':
      return new Set([plan.field]);
    case 'not':
      return fieldsOf(plan.of);
    case 'and':
    case 'or':
    case 'least':
      return new Set(plan.of.flatMap((part) => [...fieldsOf(part)]));
    default:
      return new Set();
  }
}

/** What is known of an event: values of fields, undefined for fields that it does not have. */
export type Known = ReadonlyMap<string, Json | undefined>;

/**
 * What is left of a plan where some fields are known: a constant where nothing else matters, otherwise what hangs on the other fields.
 *
 * @param answers which tests of these fields their values answer; all of them, unless a value stands for others, too
 */
export function narrowed(plan: Plan, known: Known, answers: (test: FieldPlan) => boolean = always): Plan {
  switch (plan.kind) {
    case 'field':
      return known.has(plan.field) && answers(plan) ? constant(plan.test(known.get(plan.field))) : plan;
    case 'not': {
      const of = narrowed(plan.of, known, answers);
      return of === plan.of ? plan : negated(of);
    }
    case 'and':
    case 'or': {
      const of = plan.of.map((part) => narrowed(part, known, answers));
      return of.every((part, index) => part === plan.of[index]) ? plan : combined(plan.kind, of);
    }
    case 'least':
      return atLeast(
        plan.least,
        plan.of.map((part) => narrowed(part, known, answers)),
      );
    default:
      return plan;
  }
}

const always = () => true;
