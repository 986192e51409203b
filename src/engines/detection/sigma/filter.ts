import type { LogSource, Placeholders, Rejection } from '../types.ts';
import type { SigmaDetection, SigmaFilter } from './ast.ts';
import { rejection } from './errors.ts';
import { limits } from './limits.ts';
import { negated, type Plan, planDetection } from './plan.ts';

/** A filter ready to be laid over rules. */
export interface CompiledFilter {
  filter: SigmaFilter;
  /** What has to hold besides for a rule to match. */
  stays: Plan;
}

/**
 * Compiles a filter, or says why not: a filter that cannot be used leaves its rules as they are.
 *
 * The specification's example names what is to be left out (`condition: selection`), pySigma and most filters written for it what is
 * to stay (`condition: not selection`). Either way a filter says nothing of events that none of its selections matches; so the
 * condition names what stays where it holds for such an event.
 */
export function compileFilter(filter: SigmaFilter, placeholders: Placeholders = new Map()): CompiledFilter | Rejection {
  try {
    const plan = planDetection(filter.detection, placeholders, { left: limits.values });
    return { filter, stays: holdsWithout(filter.detection) ? plan : negated(plan) };
  } catch (error) {
    return rejection(filter, error);
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

/** True where a filter is for a rule: by its logsource, where that is not narrower than the rule's, and by a name of the rule. */
export function isMeant(filter: SigmaFilter, logsource: LogSource, names: readonly string[]): boolean {
  const { product, service, category } = filter.logsource;
  const fits =
    (product === undefined || product === logsource.product) &&
    (service === undefined || service === logsource.service) &&
    (category === undefined || category === logsource.category);
  return fits && (filter.rules === 'any' || filter.rules.some((name) => names.includes(name)));
}
