import { type Json, recently } from '../../../model/index.ts';
import type { ValueTest } from './item-test.ts';
import { DERIVED, type FieldPlan, type Plan } from './plan.ts';

/** Tells values of a field apart by what tests of it say of them, and by nothing else. */
export interface Classes {
  /** Values for which all tests say the same have the same number, from 0; {@link OTHER} where it cannot be told. */
  classOf(value: Json | undefined): number;
}

/** The class of values that are not told apart: too many, too long, or a test gives up. */
export const OTHER = -1;

/** Classes of one set of tests. */
const MOST_CLASSES = 64;

/** So few cheap tests are quicker asked again than remembered. */
const FEW_TESTS = 2;
const CHEAP = 3;

/** Texts whose classes are remembered. */
const MOST_TEXTS = 1024;

/** Tests that are dearer are left to the rules: nearly always something cheaper decides. */
const DEAR = 10;

/** Numbers whose classes are remembered. */
const MOST_NUMBERS = 1000;

/** Longest text that is told apart where that is not cheap. */
const LONGEST = 1000;

/** Classes of values by some tests of one field. */
export function classesBy(tests: readonly Pick<FieldPlan, 'test' | 'cost'>[]): Classes {
  const asked = tests.map(({ test }) => test);
  const cost = tests.reduce((sum, test) => sum + (test.cost % DERIVED), 0);
  return asked.length <= FEW_TESTS && cost <= CHEAP ? byAsking(asked) : byRemembering(asked);
}

function byAsking(tests: readonly ValueTest[]): Classes {
  const numbers = new Int8Array(2 ** tests.length).fill(OTHER);
  let count = 0;
  const ask = (value: Json | undefined): number => {
    let answers = 0;
    try {
      for (let at = 0; at < tests.length; at++) if (tests[at]!(value)) answers |= 1 << at;
    } catch {
      return OTHER;
    }
    const known = numbers[answers]!;
    if (known !== OTHER) return known;
    numbers[answers] = count;
    return count++;
  };
  const [missing, yes, no] = [ask(undefined), ask(true), ask(false)];
  return {
    classOf(value) {
      if (value === undefined) return missing;
      return typeof value === 'boolean' ? (value ? yes : no) : ask(value);
    },
  };
}

function byRemembering(tests: readonly ValueTest[]): Classes {
  const numbers = new Map<string, number>();
  const ask = (value: Json | undefined): number => {
    let answers = '';
    try {
      for (const test of tests) answers += test(value) ? '1' : '0';
    } catch {
      return OTHER;
    }
    const known = numbers.get(answers);
    if (known !== undefined) return known;
    if (numbers.size === MOST_CLASSES) return OTHER;
    numbers.set(answers, numbers.size);
    return numbers.size - 1;
  };
  const missing = ask(undefined);
  const ofText = recently(ask, MOST_TEXTS);
  const ofOther = new Map<Json, number>();
  return {
    classOf(value) {
      if (value === undefined) return missing;
      if (typeof value === 'string') return value.length > LONGEST ? OTHER : ofText(value);
      if (typeof value === 'object' && value !== null) return OTHER;
      let found = ofOther.get(value);
      if (found === undefined) {
        if (ofOther.size === MOST_NUMBERS) ofOther.clear();
        ofOther.set(value, (found = ask(value)));
      }
      return found;
    },
  };
}

/** True for a test by which values are told apart. */
export function isQuick({ cost }: FieldPlan): boolean {
  return cost % DERIVED < DEAR;
}

/** Each field that a plan asks tests of that {@link isQuick} holds for, with these tests. */
export function questionsOf(plan: Plan): ReadonlyMap<string, readonly FieldPlan[]> {
  const found = new Map<string, FieldPlan[]>();
  const look = (part: Plan): void => {
    if (part.kind === 'field') {
      if (!isQuick(part)) return;
      const tests = found.get(part.field);
      if (tests === undefined) found.set(part.field, [part]);
      else if (!tests.some(({ key }) => key === part.key)) tests.push(part);
    } else if (part.kind === 'not') look(part.of);
    else if (part.kind === 'and' || part.kind === 'or' || part.kind === 'least') part.of.forEach(look);
  };
  look(plan);
  return found;
}
