import type { Result, Status } from '../model/index.ts';
import { noResults, type StatusCounts } from './state.ts';

const fieldOf: Record<Status, keyof StatusCounts> = {
  pass: 'pass',
  fail: 'fail',
  unknown: 'unknown',
  'not-applicable': 'notApplicable',
  manual: 'manual',
  error: 'error',
};

/**
 * Counts results by control. `ran` are the ids of all controls that were run: one that found no asset to judge
 * counts as such, and not as one that nobody looked at.
 */
export function tally(
  results: Iterable<Pick<Result, 'control' | 'status'>>,
  ran: Iterable<string>,
): Map<string, StatusCounts> {
  const counts = new Map<string, StatusCounts>();
  for (const control of ran) counts.set(control, { ...noResults });
  for (const { control, status } of results) {
    const own = counts.get(control) ?? { ...noResults };
    own[fieldOf[status]] += 1;
    counts.set(control, own);
  }
  return counts;
}
