import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderOf } from './index.ts';

const ecosystems = [
  'debian:12',
  'rhel:9',
  'alpine:3.19',
  'npm',
  'cargo',
  'hex',
  'swift',
  'golang',
  'pypi',
  'maven',
  'gem',
  'composer',
  'nuget',
  'pub',
  'cran',
  'hackage',
  'generic',
];

/** Texts that look like versions, so that equal and nearly equal ones meet. */
const parts = [
  '0',
  '00',
  '1',
  '01',
  '2',
  '10',
  'a',
  'rc',
  'final',
  'dev',
  'post',
  'p',
  '.',
  '.',
  '-',
  '_',
  '~',
  '^',
  '+',
  ':',
  '!',
  '#',
  '-r',
  'é',
];
const versionLike = fc.array(fc.constantFrom(...parts), { maxLength: 8 }).map((some) => some.join(''));
const anyText = fc.oneof({ weight: 3, arbitrary: versionLike }, fc.string({ unit: 'binary', maxLength: 12 }));
/** Maven runs in circles where a qualifier follows a dot: its transitive part has none. */
const mavenText = fc
  .tuple(
    fc.array(fc.nat(3), { minLength: 1, maxLength: 4 }),
    fc.constantFrom('', '-alpha-1', '-rc1', '-SNAPSHOT', '-sp', '-x', '-1', '-jre8'),
  )
  .map(([numbers, qualifier]) => numbers.join('.') + qualifier);

describe.each(ecosystems)('the order of %s', (ecosystem) => {
  const { compare, valid, fits } = orderOf(ecosystem);

  it('is total: whatever the texts, each is the same as itself, and two stand the other way round when swapped', () => {
    fc.assert(
      fc.property(anyText, anyText, (a, b) => {
        expect(compare(a, a)).toBe(0);
        expect(Math.abs(Math.sign(compare(a, b)) + Math.sign(compare(b, a)))).toBe(0);
      }),
      { numRuns: 500 },
    );
  });

  it('is transitive', () => {
    const text = ecosystem === 'maven' ? mavenText : anyText;
    fc.assert(
      fc.property(text, text, text, (one, two, three) => {
        const [a, b, c] = [one, two, three].sort(compare) as [string, string, string];
        expect(compare(a, b)).toBeLessThanOrEqual(0);
        expect(compare(b, c)).toBeLessThanOrEqual(0);
        expect(compare(a, c)).toBeLessThanOrEqual(0);
        if (compare(a, c) === 0) expect([compare(a, b), compare(b, c)]).toEqual([0, 0]);
      }),
      { numRuns: 500 },
    );
  });

  it('takes any text for a version or a constraint without breaking', () => {
    fc.assert(
      fc.property(anyText, anyText, (version, constraint) => {
        expect(typeof valid(version)).toBe('boolean');
        for (const operator of ['', '>=', '~>', '^', '[', '<=1, ']) {
          expect(['boolean', 'undefined']).toContain(typeof fits(version, operator + constraint));
        }
      }),
      { numRuns: 200 },
    );
  });

  it.each(['1', '0', '-', '~', 'a', '1.', '-1', '_p1', '+', '0a', '.0'])('takes 100 kB of "%s"', (sign) => {
    const long = sign.repeat(100_000 / sign.length);
    expect(Math.abs(compare(long, `${long}1`) + compare(`${long}1`, long))).toBe(0);
    valid(long);
    valid(`${long}#`);
    fits(long, `>=${long}`);
    fits(long, long);
    fits(long.slice(0, 9000), `^${long.slice(0, 9000)}`);
  });
});

it('orders versions of an ecosystem that it does not know by numbers and words', () => {
  const { compare } = orderOf('widgets');
  expect(compare('1.10', '1.9')).toBe(1);
  expect(compare('1.0-rc1', '1.0')).toBe(-1);
  expect(compare('1.0a', '1.0')).toBe(-1);
  expect(compare('1.0q', '1.0')).toBe(1);
});
