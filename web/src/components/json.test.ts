import { describe, expect, it } from 'vitest';
import { childPath, entriesOf, summary } from './json.ts';

describe('a tree of raw data', () => {
  it('names each value by a path that finds it again', () => {
    expect(childPath('', 'Grants', false)).toBe('Grants');
    expect(childPath('Grants', '0', true)).toBe('Grants[0]');
    expect(childPath('Grants[0]', 'Grantee', false)).toBe('Grants[0].Grantee');
    expect(childPath('Tags', 'aws:created-by', false)).toBe('Tags["aws:created-by"]');
  });

  it('tells folded things apart', () => {
    expect(summary([1, 2])).toBe('[2]');
    expect(summary({ a: 1, b: 2, c: 3, d: 4 })).toBe('{a, b, c, …}');
  });

  it('has members only where there are some', () => {
    expect(entriesOf(null)).toBeUndefined();
    expect(entriesOf('text')).toBeUndefined();
    expect(entriesOf(['x'])).toEqual([['0', 'x']]);
  });
});
