import { describe, expect, it } from 'vitest';
import { inTurns, requestBegins } from './turns.ts';

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

  it('gives way to a request that somebody waits for, and only for so long', async () => {
    const hold = () => {
      const until = performance.now() + 12;
      while (performance.now() < until);
    };
    /** How many items are done when the request is over; it is over after `ms`, or never. */
    const doneMeanwhile = async (ms: number | undefined) => {
      const ends = requestBegins();
      let over = false;
      const end = () => {
        over = true;
        ends();
      };
      if (ms !== undefined) setTimeout(end, ms);
      let done = 0;
      for await (const _ of inTurns([1, 2, 3, 4])) {
        hold();
        if (!over) done += 1;
      }
      if (!over) end();
      return done;
    };
    // One piece is done; then it waits, until the request is over.
    expect(await doneMeanwhile(15)).toBeLessThan(4);
    // A request that never ends does not stop the work.
    expect(await doneMeanwhile(undefined)).toBe(4);
  });
});
