import { expect, it } from 'vitest';
import { noResults } from './state.ts';
import { tally } from './tally.ts';

it('counts results by control and status, and tells a control without assets from one that was not run', () => {
  const results = [
    { control: 'a', status: 'pass' },
    { control: 'a', status: 'not-applicable' },
    { control: 'a', status: 'pass' },
    { control: 'b', status: 'error' },
  ] as const;
  const counts = tally(results, ['a', 'b', 'c']);
  expect(counts.get('a')).toEqual({ ...noResults, pass: 2, notApplicable: 1 });
  expect(counts.get('b')).toEqual({ ...noResults, error: 1 });
  expect(counts.get('c')).toEqual(noResults);
  expect(counts.has('d')).toBe(false);
});
