import type { StatusCounts } from '../findings/counts.ts';

/** A control that was not run, or that found nothing to judge. */
export function noResults(): StatusCounts {
  return { pass: 0, fail: 0, unknown: 0, 'not-applicable': 0, manual: 0, error: 0 };
}
