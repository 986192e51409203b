import { RE2JS } from 're2js';
import { type Json, recently } from '../../../model/index.ts';
import type { Placeholders } from '../types.ts';
import type { SigmaItem, SigmaValue } from './ast.ts';
import { SigmaError } from './errors.ts';
import { Abandoned, limits } from './limits.ts';
import type { Order } from './modifiers.ts';
import { rangeTest } from './networks.ts';
import { bounded, fold, literalOf, patternTest, type TextTest } from './text.ts';
import { timePart } from './time.ts';
import { type Budget, patterns, plainTexts } from './values.ts';

/** A test of all that a field holds; undefined where the event has no such field. */
export type ValueTest = (value: Json | undefined) => boolean;

/** What an item comes to. */
export interface ItemTest {
  test: ValueTest;
  /** Folded texts, one of which the field has to be for the test to hold; undefined where there is no such list. */
  exact?: ReadonlySet<string>;
  /** How dear it is beside others; looking at a text counts 1. */
  cost: number;
  /** What the test comes to whatever the field holds: placeholders without values match nothing. */
  constant?: boolean;
}

const never: ItemTest = { test: () => false, cost: 0, constant: false };

/** A test of one value that is neither a list nor an object. */
type ScalarTest = (value: string | number | boolean) => boolean;

/**
 * Compiles an item to a test of the field's value. Sigma says nothing of lists; here:
 *  - a list matches where one of its members does, and members that are lists are looked into;
 *  - `all` asks that each value matches some member, not all of them the same one;
 *  - `neq` holds where no member is one of the values, so it is what `not` around the item would be, for a field that is missing too.
 * An object is seen by wildcards, `contains` and `re` as its JSON text, by nothing else. Null and a missing field are the same but
 * for `exists`; an empty list exists and has no value.
 * Throws a SigmaError.
 */
export function compileItem(item: SigmaItem, placeholders: Placeholders, budget: Budget): ItemTest {
  const positive = compilePositive(item, placeholders, budget);
  if (!item.modifiers.neq) return positive;
  const { exact: _, test, constant, ...rest } = positive;
  const negative: ItemTest = { ...rest, test: (value) => !test(value) };
  return constant === undefined ? negative : { ...negative, constant: !constant };
}

function compilePositive(item: SigmaItem, placeholders: Placeholders, budget: Budget): ItemTest {
  const { modifiers, values } = item;
  if (modifiers.kind === 'exists') return existence(item);
  const nulls = values.filter((value) => value === null);
  const others = values.filter((value) => value !== null);
  if (nulls.length > 0 && (modifiers.kind !== 'text' || modifiers.openStart || modifiers.openEnd || modifiers.expand)) {
    throw new SigmaError(
      'modifier-misused',
      { en: 'null stands alone, without modifiers', ko: 'null은 수정자 없이 단독으로만 쓸 수 있습니다' },
      item.place,
    );
  }
  if (others.length === 0) return { test: isNull, cost: 1 };
  if (modifiers.all) {
    const tests = others.map((value) => anyOf(item, [value], placeholders, budget));
    if (nulls.length > 0 || tests.some(({ constant }) => constant === false)) return never;
    const first = tests.find(({ exact }) => exact !== undefined);
    return {
      test: every(tests.map(({ test }) => test)),
      cost: tests.reduce((sum, { cost }) => sum + cost, 0),
      ...(first?.exact === undefined ? {} : { exact: first.exact }),
    };
  }
  const rest = anyOf(item, others, placeholders, budget);
  if (nulls.length === 0) return rest;
  return { test: (value) => isNull(value) || rest.test(value), cost: rest.cost + 1 };
}

function every(tests: readonly ValueTest[]): ValueTest {
  return (value) => {
    for (const test of tests) if (!test(value)) return false;
    return true;
  };
}

/** A test that holds where any of the values matches. */
function anyOf(item: SigmaItem, values: readonly SigmaValue[], placeholders: Placeholders, budget: Budget): ItemTest {
  const { kind, time } = item.modifiers;
  if (kind === 're') return expressions(item, values, placeholders, budget);
  if (kind === 'cidr') {
    const ranges = values.flatMap((value) => plainTexts(item, value, placeholders, budget));
    if (ranges.length === 0) return never;
    const test = rangeTest(ranges);
    if (test === undefined)
      throw new SigmaError(
        'value-malformed',
        { en: 'a value is no range of addresses', ko: '값이 주소 범위가 아닙니다' },
        item.place,
      );
    return { test: anyMember((value) => typeof value === 'string' && test(value)), cost: 3 };
  }
  if (kind === 'order' || time !== undefined) return comparison(item, values, placeholders, budget);
  const folding = { cased: item.modifiers.cased, windash: item.modifiers.windash };
  const all = values.flatMap((value) => patterns(item, value, placeholders, budget));
  if (all.length === 0) return never;
  const test = patternTest(all, folding);
  const literals = all.map(literalOf);
  if (literals.every((literal) => literal !== undefined)) {
    // The index folds case and nothing else.
    const exact = item.modifiers.windash ? {} : { exact: new Set(literals.map((text) => text.toLowerCase())) };
    return { test: anyScalarText(test), cost: 1, ...exact };
  }
  return { test: anyText(test), cost: 1 + Math.min(all.length, 50) / 5 };
}

function existence({ values, place }: SigmaItem): ItemTest {
  const [value] = values;
  const wanted = { true: true, yes: true, false: false, no: false }[String(value).toLowerCase()];
  if (values.length !== 1 || wanted === undefined) {
    throw new SigmaError(
      'value-malformed',
      { en: 'exists takes true or false', ko: 'exists에는 true 또는 false만 쓸 수 있습니다' },
      place,
    );
  }
  return { test: (found) => (found !== undefined) === wanted, cost: 1 };
}

function isNull(value: Json | undefined): boolean {
  if (value === undefined || value === null) return true;
  return Array.isArray(value) && (value.length === 0 || value.some((member) => member === null));
}

/** Holds where any member does. */
function anyMember(test: ScalarTest): ValueTest {
  const among = (list: readonly Json[], depth: number): boolean => {
    if (depth > limits.searchDepth) throw new Abandoned('lists are nested too deep');
    for (const member of list) {
      if (Array.isArray(member) ? among(member, depth + 1) : isScalar(member) && test(member)) return true;
    }
    return false;
  };
  return (value) => {
    if (typeof value === 'string') return test(value);
    if (Array.isArray(value)) return among(value, 0);
    return isScalar(value) && test(value);
  };
}

/** The same for texts. */
function anyScalarText(test: TextTest): ValueTest {
  const ofAny = anyMember((value) => test(typeof value === 'string' ? value : String(value)));
  return (value) => (typeof value === 'string' ? test(value) : ofAny(value));
}

/** The same where an object is its JSON text. */
function anyText(test: TextTest): ValueTest {
  const among = (list: readonly Json[], depth: number): boolean => {
    if (depth > limits.searchDepth) throw new Abandoned('lists are nested too deep');
    for (const member of list) if (holds(member, depth + 1)) return true;
    return false;
  };
  const holds = (value: Json | undefined, depth: number): boolean => {
    if (typeof value === 'string') return test(value);
    if (value === undefined || value === null) return false;
    if (Array.isArray(value)) return among(value, depth);
    return test(typeof value === 'object' ? JSON.stringify(value) : String(value));
  };
  return (value) => (typeof value === 'string' ? test(value) : holds(value, 0));
}

function isScalar(value: Json | undefined): value is string | number | boolean {
  return value !== undefined && value !== null && typeof value !== 'object';
}

function expressions(
  item: SigmaItem,
  values: readonly SigmaValue[],
  placeholders: Placeholders,
  budget: Budget,
): ItemTest {
  const { ignoreCase, multiline, dotAll, openStart, openEnd } = item.modifiers;
  let flags = 0;
  if (ignoreCase) flags |= RE2JS.CASE_INSENSITIVE;
  if (multiline) flags |= RE2JS.MULTILINE;
  if (dotAll) flags |= RE2JS.DOTALL;
  const tests = values
    .flatMap((value) => plainTexts(item, value, placeholders, budget, RE2JS.quote))
    .map((source) => {
      const start = openEnd && !openStart ? '^' : '';
      const end = openStart && !openEnd ? '$' : '';
      return compileExpression(start + end === '' ? source : `${start}(?:${source})${end}`, flags, item.place);
    });
  if (tests.length === 0) return never;
  const test: TextTest = (text) => {
    for (const one of tests) if (one(text)) return true;
    return false;
  };
  return { test: anyText(recently(test, 4096)), cost: 20 * tests.length };
}

/** An expression that may be found anywhere in a text. RE2: linear in the text, so without look-around and back references. */
function compileExpression(source: string, flags: number, place: string): TextTest {
  if (source.length > limits.patternLength) {
    throw new SigmaError(
      'pattern-too-costly',
      {
        en: `the expression is longer than ${limits.patternLength} characters`,
        ko: `정규식이 ${limits.patternLength}자보다 깁니다`,
      },
      place,
    );
  }
  let expression: RE2JS;
  try {
    expression = RE2JS.compile(source, flags);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (/\(\?<?[=!]|\\[1-9]/.test(source)) {
      throw new SigmaError(
        'pattern-unsupported',
        {
          en: `look-around and back references cannot be matched in linear time: ${reason}`,
          ko: `전후방 탐색과 역참조는 선형 시간에 검사할 수 없어 지원하지 않습니다: ${reason}`,
        },
        place,
      );
    }
    throw new SigmaError('pattern-malformed', { en: reason, ko: `정규식이 올바르지 않습니다: ${reason}` }, place);
  }
  if (expression.programSize() > limits.programSize) {
    throw new SigmaError(
      'pattern-too-costly',
      { en: 'the expression comes to too many steps', ko: '정규식이 너무 복잡합니다' },
      place,
    );
  }
  return bounded(expression);
}

const decimal = /^\s*[+-]?(\d{1,400}(\.\d{0,400})?|\.\d{1,400})([eE][+-]?\d{1,3})?\s*$/;

/** The number that a value is or spells. */
function numberOf(value: SigmaValue | Json): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value.length <= 400 && decimal.test(value) ? Number(value) : undefined;
}

const orders: Record<Order, (left: number, right: number) => boolean> = {
  lt: (left, right) => left < right,
  lte: (left, right) => left <= right,
  gt: (left, right) => left > right,
  gte: (left, right) => left >= right,
};

/** Numbers, or a part of a time, compared: equal without lt, lte, gt and gte. */
function comparison(
  item: SigmaItem,
  values: readonly SigmaValue[],
  placeholders: Placeholders,
  budget: Budget,
): ItemTest {
  const { order, time } = item.modifiers;
  const compare = order === undefined ? (left: number, right: number) => left === right : orders[order];
  const wanted = values
    .flatMap((value) => plainTexts(item, value, placeholders, budget))
    .map((value) => {
      const number = numberOf(value);
      if (number === undefined) {
        throw new SigmaError(
          'value-malformed',
          {
            en: `"${String(value).slice(0, 40)}" is no number to compare with`,
            ko: `"${String(value).slice(0, 40)}"은(는) 비교할 숫자가 아닙니다`,
          },
          item.place,
        );
      }
      return number;
    });
  if (wanted.length === 0) return never;
  const test: ScalarTest = (value) => {
    const number = time === undefined ? numberOf(value) : timePart(value, time);
    if (number === undefined) return false;
    for (const one of wanted) if (compare(number, one)) return true;
    return false;
  };
  return { test: anyMember(test), cost: 2 };
}

/** Two fields of one event compared, as `fieldref` says; a field without a value is neither equal to anything nor different from it. */
export function pairTest({ modifiers }: SigmaItem): (left: Json | undefined, right: Json | undefined) => boolean {
  const folding = { cased: modifiers.cased, windash: false };
  const { openStart, openEnd, neq } = modifiers;
  const fits = (left: string, right: string) => {
    if (openStart && openEnd) return left.includes(right);
    if (openEnd) return left.startsWith(right);
    return openStart ? left.endsWith(right) : left === right;
  };
  return (left, right) => {
    if (typeof left === 'string' && typeof right === 'string')
      return fits(fold(left, folding), fold(right, folding)) !== neq;
    const lefts = texts(left, folding);
    const rights = texts(right, folding);
    if (lefts.length === 0 || rights.length === 0) return false;
    return lefts.some((one) => rights.some((other) => fits(one, other))) !== neq;
  };
}

/** Most members of a list that are compared with another field's. */
const MOST_PAIRED = 1000;

function texts(value: Json | undefined, folding: { cased: boolean; windash: boolean }): string[] {
  const members = Array.isArray(value) ? value : [value];
  if (members.length > MOST_PAIRED) throw new Abandoned('a list is too long to be compared');
  return members.filter(isScalar).map((member) => fold(String(member), folding));
}

/** A keyword's test: any text, number or truth value in the record, however deep, holds it. */
export function anywhere(test: ValueTest): (record: Json) => boolean {
  return (record) => {
    let left: number = limits.searched;
    const search = (value: Json, depth: number): boolean => {
      if (--left < 0 || depth > limits.searchDepth) throw new Abandoned('the record is too large to be searched');
      if (typeof value !== 'object') return test(value);
      if (value === null) return false;
      if (Array.isArray(value)) {
        for (const member of value) if (search(member, depth + 1)) return true;
        return false;
      }
      for (const key in value) if (search(value[key]!, depth + 1)) return true;
      return false;
    };
    return search(record, 0);
  };
}
