import { between, type Grammar, nextNumber, orderTest, type Test } from './constraint.ts';
import { numbersKey, withoutV } from './keys.ts';

export interface SemverGrammar {
  key(version: string): string;
  /** What a version without operator means. */
  bare: '=' | '^';
  /** Whether a version with fewer than three numbers stands for all that it begins: `1.2` for 1.2.x, `<=1.2` for before 1.3.0. */
  partial?: boolean;
  /** Whether `~>` leaves the last number given free, whatever their count; else it is a tilde. */
  pessimistic?: boolean;
}

/**
 * Ranges of Semantic Versioning. Prereleases count by their order alone (`<2.0.0` takes 2.0.0-rc.1, since what is before the mend is not mended), but an end
 * that follows from a caret, a tilde or an x-range leaves out the prereleases of the next version.
 */
export function semverGrammar({ key, bare, partial = false, pessimistic = false }: SemverGrammar): Grammar {
  const comparator = (operator: string, text: string): Test[] | undefined => {
    const version = read(text);
    if (version === undefined) return undefined;
    const { numbers, wild } = version;
    const named = operator === '' ? bare : operator;
    const low = key(text);
    if (numbers.length === 0) return named === '<' || named === '>' ? [() => false] : [];
    switch (named) {
      case '^':
        return upTo(wild ? floor(numbers) : low, caretEnd(numbers));
      case '~':
        return upTo(wild ? floor(numbers) : low, bumped(numbers, Math.min(numbers.length, 2)));
      case '~>':
        return upTo(low, bumped(numbers, pessimistic ? Math.max(1, numbers.length - 1) : Math.min(numbers.length, 2)));
      default:
        return numbers.length < 3 && (partial || wild) ? partialTest(named, numbers) : plainTest(named, low);
    }
  };
  return {
    comparator,
    hyphen(low, high) {
      const from = comparator('>=', low);
      const to = comparator('<=', high);
      return from && to && [...from, ...to];
    },
    whole: (constraint) => (constraint === 'any' ? [[]] : undefined),
  };
}

function plainTest(operator: string, bound: string): Test[] | undefined {
  const test = orderTest(operator, bound);
  return test && [test];
}

function partialTest(operator: string, numbers: readonly string[]): Test[] | undefined {
  const start = floor(numbers);
  const end = bumped(numbers, numbers.length);
  if (end === undefined) return undefined;
  switch (operator) {
    case '=':
    case '==':
      return between(start, end);
    case '!=':
      return [(key) => key < start || key >= end];
    case '<':
      return [(key) => key < start];
    case '<=':
      return [(key) => key < end];
    case '>':
      return [(key) => key >= end];
    case '>=':
      return [(key) => key >= start];
    default:
      return undefined;
  }
}

function upTo(low: string, end: string | undefined): Test[] | undefined {
  return end === undefined ? undefined : between(low, end);
}

/** The numbers of a version as far as it gives them; `wild` where an `x` or `*` cuts it short. */
function read(text: string): { numbers: string[]; wild: boolean } | undefined {
  const found = /^(\d+|[xX*])(?:\.(\d+|[xX*]))?(?:\.(\d+|[xX*]))?(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]*)?$/.exec(
    withoutV(text),
  );
  if (found === null) return undefined;
  const parts = found.slice(1, 4).filter((part) => part !== undefined);
  const first = parts.findIndex((part) => /[xX*]/.test(part));
  return { numbers: first < 0 ? parts : parts.slice(0, first), wild: first >= 0 };
}

/** Before every version that begins with the numbers, prereleases too. */
function floor(numbers: readonly string[]): string {
  return numbersKey(numbers, 3);
}

/** Before every version from the next one on, counted by the number at this place (from 1). */
function bumped(numbers: readonly string[], place: number): string | undefined {
  const next = nextNumber(numbers[place - 1] ?? '0');
  return next === undefined ? undefined : floor([...numbers.slice(0, place - 1), next]);
}

/** The first number that is not zero stays; where all given are zero, the last of them. */
function caretEnd(numbers: readonly string[]): string | undefined {
  const first = numbers.findIndex((digits) => /[1-9]/.test(digits));
  return bumped(numbers, first < 0 ? numbers.length : first + 1);
}
