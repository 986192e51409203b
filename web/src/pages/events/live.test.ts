import { describe, expect, it } from 'vitest';
import { mostShown, type Passing, withNewest } from './live.ts';

const entry = (key: string) => ({ type: 'event', key }) as Passing;
const keys = (entries: readonly Passing[]) => entries.map(({ key }) => key);

describe('what passes', () => {
  it('stands newest first', () => {
    expect(keys(withNewest([entry('b'), entry('a')], [entry('c'), entry('d')]))).toEqual(['d', 'c', 'b', 'a']);
  });

  it('stands once, where it came last', () => {
    expect(keys(withNewest([entry('b'), entry('a')], [entry('a'), entry('c'), entry('a')]))).toEqual(['a', 'c', 'b']);
  });

  it('is bounded', () => {
    const many = Array.from({ length: 3000 }, (_, at) => entry(String(at)));
    const shown = withNewest([entry('old')], many);
    expect(shown).toHaveLength(mostShown);
    expect(shown[0]?.key).toBe('2999');
  });
});
