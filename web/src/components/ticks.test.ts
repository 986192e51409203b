import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ticks } from './ticks.ts';

describe('ticks', () => {
  it('are round', () => {
    expect(ticks(0)).toEqual([0, 1]);
    expect(ticks(3)).toEqual([0, 1, 2, 3]);
    expect(ticks(37)).toEqual([0, 10, 20, 30, 40]);
    expect(ticks(1234)).toEqual([0, 500, 1000, 1500]);
  });

  it('reach the highest value with few steps of whole numbers', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000 }), (highest) => {
        const scale = ticks(highest);
        expect(scale.at(-1)).toBeGreaterThanOrEqual(highest);
        expect(scale.length).toBeLessThanOrEqual(6);
        expect(scale.every(Number.isInteger)).toBe(true);
      }),
    );
  });
});
