import type { Plan } from './plan.ts';

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

/**
 * What a plan comes to where one field's value is known (if there is such a field) and nothing else is: true, false, or undefined
 * where it hangs on the rest.
 */
export function decided(plan: Plan, field: string | undefined, value: string): boolean | undefined {
  switch (plan.kind) {
    case 'constant':
      return plan.value;
    case 'field':
      return plan.field === field ? plan.test(value) : undefined;
    case 'not': {
      const inner = decided(plan.of, field, value);
      return inner === undefined ? undefined : !inner;
    }
    case 'and':
    case 'or': {
      const decisive = plan.kind === 'or';
      let open = false;
      for (const part of plan.of) {
        const result = decided(part, field, value);
        if (result === decisive) return decisive;
        open ||= result === undefined;
      }
      return open ? undefined : !decisive;
    }
    case 'least': {
      const results = plan.of.map((part) => decided(part, field, value));
      if (results.filter((result) => result === true).length >= plan.least) return true;
      return results.filter((result) => result !== false).length < plan.least ? false : undefined;
    }
    default:
      return undefined;
  }
}
