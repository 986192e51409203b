import { describe, expect, it } from 'vitest';
import { layers } from './trend.ts';

describe('layers', () => {
  it('stack the severities without gaps, up to the whole', () => {
    const stacked = layers([{ critical: 1, high: 2, medium: 3, low: 0, info: 4 }]);
    expect(stacked.map(({ lower, upper }) => [lower[0], upper[0]])).toEqual([
      [0, 1],
      [1, 3],
      [3, 6],
      [6, 6],
      [6, 10],
    ]);
  });
});
