import { describe, expect, it } from 'vitest';
import { inTurns } from './turns.ts';

describe('work in turns', () => {
  it('gives every item in order, those added on the way too', async () => {
    const items = [1, 2, 3];
    const seen: number[] = [];
    for await (const item of inTurns(items)) {
      seen.push(item);
      if (item === 2) items.push(4);
    }
    expect(seen).toEqual([1, 2, 3, 4]);
  });

  it('lets others in while it goes on, which a plain loop does not', async () => {
    const busy = Array.from({ length: 40 }, (_, index) => index);
    const hold = () => {
      const until = performance.now() + 2;
      while (performance.now() < until);
    };
    const turnsOfOthers = async (items: AsyncIterable<number> | Iterable<number>) => {
      let turns = 0;
      const other = setInterval(() => {
        turns += 1;
      }, 1);
      for await (const _ of items) hold();
      clearInterval(other);
      return turns;
    };
    expect(await turnsOfOthers(busy)).toBe(0);
    expect(await turnsOfOthers(inTurns(busy))).toBeGreaterThan(0);
  });
});
