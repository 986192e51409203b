import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recently } from './recent.ts';

describe('a function that remembers its answers', () => {
  it('gives those that it would give without', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '가'), maxLength: 12 });
    fc.assert(
      fc.property(fc.array(text, { maxLength: 100 }), (texts) => {
        const remembering = recently((one) => `${one}!`, 4);
        for (const one of texts) expect(remembering(one)).toBe(`${one}!`);
      }),
    );
  });

  it('is not asked again for a text that came lately, unless it is long', () => {
    let asked = 0;
    const length = recently((text) => {
      asked += 1;
      return text.length;
    });
    for (const text of ['a', 'b', 'a', 'x'.repeat(1000), 'b', 'x'.repeat(1000)]) length(text);
    expect(asked).toBe(4);
  });
});
