/** Whether a version, given by its key and as it was written, passes. */
export type Test = (key: string, version: string) => boolean;

/** Alternatives, each a list of tests that must all pass. */
export type Constraint = readonly (readonly Test[])[];

/** What differs between the constraints of ecosystems. */
export interface Grammar {
  /** The tests of one comparator; the operator is empty where there is none. Undefined where it is no such. */
  comparator(operator: string, version: string): Test[] | undefined;
  /** The tests of `low - high`, where the ecosystem has that. */
  hyphen?(low: string, high: string): Test[] | undefined;
  /** Whether `[1.0,2.0)` is an interval, and a list of such a union. */
  intervals?: boolean;
  /** Constraints in words (`any`) or otherwise beyond comparators. Undefined: read as comparators. */
  whole?(constraint: string): Constraint | undefined;
}

/** Operators, the longer before those that they begin with. */
const operators = ['===', '==', '=<', '=>', '=', '!=', '<>', '<=', '<<', '<', '>=', '>>', '>', '~>', '~=', '~', '^'];
const most = 10_000;

/** The constraint that a text writes down, or undefined where it is none. At most 10,000 characters. */
export function parseConstraint(text: string, grammar: Grammar): Constraint | undefined {
  const constraint = text.trim();
  if (constraint.length > most) return undefined;
  const whole = grammar.whole?.(constraint);
  if (whole !== undefined) return whole;
  if (constraint === '' || constraint === '*') return [[]];
  if (grammar.intervals && /^[[(]/.test(constraint)) return parseIntervals(constraint, grammar);
  const alternatives: Test[][] = [];
  for (const alternative of constraint.split(/\|\|?| or /)) {
    const tests = parseAll(alternative, grammar);
    if (tests === undefined) return undefined;
    alternatives.push(tests);
  }
  return alternatives;
}

function parseAll(text: string, grammar: Grammar): Test[] | undefined {
  const words = comparatorsOf(text);
  if (words === undefined || words.length === 0) return undefined;
  const tests: Test[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const { operator, version } = words[at] as Comparator;
    const high = words[at + 2];
    const isRange = grammar.hyphen !== undefined && words[at + 1]?.version === '-' && words[at + 1]?.operator === '';
    if (isRange && (operator !== '' || high === undefined || high.operator !== '')) return undefined;
    const found =
      isRange && high !== undefined ? grammar.hyphen?.(version, high.version) : grammar.comparator(operator, version);
    if (found === undefined) return undefined;
    if (isRange) at += 2;
    tests.push(...found);
  }
  return tests;
}

interface Comparator {
  operator: string;
  version: string;
}

/** Comparators with blanks, commas or nothing at all between them. Undefined where an operator has no version. */
function comparatorsOf(text: string): Comparator[] | undefined {
  const found: Comparator[] = [];
  let at = 0;
  while (at < text.length) {
    if (isGap(text[at] as string)) {
      at += 1;
      continue;
    }
    const operator = operators.find((one) => text.startsWith(one, at)) ?? '';
    at += operator.length;
    while (at < text.length && /\s/.test(text[at] as string)) at += 1;
    const start = at;
    while (at < text.length && !isGap(text[at] as string) && !startsComparator(text, at)) at += 1;
    const version = text.slice(start, at);
    if (version === '') return undefined;
    if (operator !== '' || version !== 'and') found.push({ operator, version });
  }
  return found;
}

function isGap(sign: string): boolean {
  return sign === ',' || /\s/.test(sign);
}

/** `<`, `>` and `=` are in no version; `!` is an epoch's sign in some unless `=` follows. */
function startsComparator(text: string, at: number): boolean {
  const sign = text[at];
  return sign === '<' || sign === '>' || sign === '=' || (sign === '!' && text[at + 1] === '=');
}

/** `[1.0,2.0)`, `(,1.0],[1.2,)`, `[1.0]`: a comma between intervals means "or". */
function parseIntervals(text: string, grammar: Grammar): Constraint | undefined {
  const alternatives: Test[][] = [];
  let at = 0;
  while (at < text.length) {
    const close = closing(text, at);
    if ((text[at] !== '[' && text[at] !== '(') || close < 0) return undefined;
    const tests = interval(text[at] === '[', text.slice(at + 1, close), text[close] === ']', grammar);
    if (tests === undefined) return undefined;
    alternatives.push(tests);
    at = close + 1;
    while (at < text.length && isGap(text[at] as string)) at += 1;
    while (text.startsWith('||', at)) at += 2;
    while (at < text.length && isGap(text[at] as string)) at += 1;
  }
  return alternatives;
}

function closing(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at += 1) if (text[at] === ']' || text[at] === ')') return at;
  return -1;
}

function interval(withLow: boolean, inside: string, withHigh: boolean, grammar: Grammar): Test[] | undefined {
  const bounds = inside.split(',').map((one) => one.trim());
  if (bounds.length > 2) return undefined;
  const [low = '', high] = bounds;
  if (high === undefined) return withLow && withHigh && low !== '' ? grammar.comparator('=', low) : undefined;
  const above = low === '' ? [] : grammar.comparator(withLow ? '>=' : '>', low);
  const below = high === '' ? [] : grammar.comparator(withHigh ? '<=' : '<', high);
  return above && below && [...above, ...below];
}

/** The test of an operator that only asks for the order, or undefined for another operator. */
export function orderTest(operator: string, bound: string): Test | undefined {
  switch (operator) {
    case '':
    case '=':
    case '==':
    case '===':
      return (key) => key === bound;
    case '!=':
    case '<>':
      return (key) => key !== bound;
    case '<':
    case '<<':
      return (key) => key < bound;
    case '<=':
    case '=<':
      return (key) => key <= bound;
    case '>':
    case '>>':
      return (key) => key > bound;
    case '>=':
    case '=>':
      return (key) => key >= bound;
    default:
      return undefined;
  }
}

/** Comparators that only ask for the order. */
export function plainGrammar(key: (version: string) => string, valid: (version: string) => boolean): Grammar {
  return {
    comparator(operator, version) {
      const test = valid(version) ? orderTest(operator, key(version)) : undefined;
      return test && [test];
    },
  };
}

/** From `low` on and before `end`, by keys. */
export function between(low: string, end: string): Test[] {
  return [(key) => key >= low, (key) => key < end];
}

/** A number one higher, in digits; undefined where it is absurdly long. */
export function nextNumber(digits: string): string | undefined {
  return digits.length > 100 ? undefined : (BigInt(digits) + 1n).toString();
}
