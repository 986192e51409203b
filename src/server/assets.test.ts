import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../model/index.ts';
import { changesBetween } from './assets.ts';

describe('what changed between two versions', () => {
  it('is told by path, with the value before and after', () => {
    const before = { name: 'a', tags: { team: 'red' }, data: { Policy: null, Rules: [1, 2] } };
    const after = { name: 'a', tags: { team: 'blue', tier: '1' }, data: { Rules: [1, 2, 3] } };
    expect(changesBetween(before, after)).toEqual([
      { path: 'tags.team', before: 'red', after: 'blue' },
      { path: 'tags.tier', after: '1' },
      { path: 'data.Policy', before: null },
      { path: 'data.Rules', before: [1, 2], after: [1, 2, 3] },
    ]);
  });

  it('is nothing for equal values, whatever the order of their fields, and something for others', () => {
    const json = fc.jsonValue({ maxDepth: 8 }) as fc.Arbitrary<Json>;
    fc.assert(fc.property(json, (value) => changesBetween(value, structuredClone(value)).length === 0));
    fc.assert(
      fc.property(json, json, (one, other) => {
        const text = (value: Json) => JSON.stringify(changesBetween(value, one)) === '[]';
        expect(text(other)).toBe(changesBetween(one, other).length === 0);
      }),
    );
  });

  it('stays short however much changed', () => {
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`k${index}`, index]));
    expect(changesBetween({}, many)).toHaveLength(200);
  });
});
