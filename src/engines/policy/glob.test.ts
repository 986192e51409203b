import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileGlob, covers, fits, overlaps } from './glob.ts';

/** Few letters, so that random patterns and texts meet often. */
const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 7 });
const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 7 });

/** The definition itself, by recursion. */
function reference(glob: string, word: string): boolean {
  if (glob === '') return word === '';
  if (glob[0] === '*') return reference(glob.slice(1), word) || (word !== '' && reference(glob, word.slice(1)));
  return word !== '' && (glob[0] === '?' || glob[0] === word[0]) && reference(glob.slice(1), word.slice(1));
}

describe('fits', () => {
  it('takes * for any text and ? for one character', () => {
    expect(fits(compileGlob('s3:Get*'), 's3:GetObject')).toBe(true);
    expect(fits(compileGlob('s3:Get*'), 's3:PutObject')).toBe(false);
    expect(fits(compileGlob('a?c'), 'abc')).toBe(true);
    expect(fits(compileGlob('a?c'), 'ac')).toBe(false);
    expect(fits(compileGlob('*b*'), 'abc')).toBe(true);
  });

  it('takes wildcards literally where asked', () => {
    expect(fits(compileGlob('a*', true), 'a*')).toBe(true);
    expect(fits(compileGlob('a*', true), 'ab')).toBe(false);
  });

  it('agrees with the definition', () => {
    fc.assert(fc.property(pattern, text, (glob, word) => fits(compileGlob(glob), word) === reference(glob, word)));
  });

  it('stays quick on patterns made to be slow', () => {
    const glob = compileGlob('a*'.repeat(500));
    expect(fits(glob, `${'a'.repeat(20_000)}b`.repeat(2))).toBe(true);
    expect(fits(compileGlob(`${'a*'.repeat(500)}c`), 'a'.repeat(20_000))).toBe(false);
  });
});

describe('covers', () => {
  it('holds only if every text of the inner pattern fits the outer', () => {
    fc.assert(
      fc.property(pattern, pattern, text, (outer, inner, word) => {
        fc.pre(covers(compileGlob(outer), compileGlob(inner)) && reference(inner, word));
        expect(reference(outer, word)).toBe(true);
      }),
    );
  });

  it('sees through wildcards', () => {
    expect(covers(compileGlob('s3:*'), compileGlob('s3:Get*'))).toBe(true);
    expect(covers(compileGlob('s3:Get*'), compileGlob('s3:*'))).toBe(false);
    expect(covers(compileGlob('s3:?et*'), compileGlob('s3:GetObject'))).toBe(true);
  });
});

describe('overlaps', () => {
  const words = (length: number): string[] =>
    length === 0
      ? ['']
      : words(length - 1).flatMap((word) => (word.length === length - 1 ? [word, `${word}a`, `${word}b`] : [word]));
  const every = words(7);
  const short = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 3 });

  it('holds exactly if some text fits both', () => {
    fc.assert(
      fc.property(short, short, (a, b) => {
        const common = every.some((word) => reference(a, word) && reference(b, word));
        expect(overlaps(compileGlob(a), compileGlob(b))).toBe(common);
      }),
    );
  });
});
