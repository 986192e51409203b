import { isObject } from '../../model/index.ts';
import { fits } from './glob.ts';
import { malformed } from './malformed.ts';
import {
  type ArnPattern,
  any,
  arnFits,
  both,
  type Context,
  compileArn,
  compileTemplate,
  fillIn,
  not,
  splitArn,
  type Template,
  type Tri,
} from './match.ts';
import { contains, readNetwork } from './network.ts';

type Family = 'string' | 'numeric' | 'date' | 'bool' | 'binary' | 'ip' | 'arn' | 'null';

interface Operator {
  readonly name: string;
  readonly family: Family;
  readonly negated: boolean;
  /** Does a value of the request satisfy a value of the policy? */
  readonly test: (given: string, value: ClauseValue, context: Context) => Tri;
}

/** A value of the policy, in the forms that operators need. */
export interface ClauseValue {
  readonly text: string;
  readonly template: Template;
  /** For the Arn operators. */
  readonly arn: ArnPattern | undefined;
}

/** One key of one operator: all clauses of a Condition must hold. */
export interface Clause {
  /** As written. */
  readonly operator: string;
  /** Canonical name without prefix and suffix (`StringEquals`), or undefined if AWS knows no such operator. */
  readonly test: string | undefined;
  readonly negated: boolean;
  readonly set: 'all' | 'any' | undefined;
  readonly ifExists: boolean;
  /** In lower case: keys are compared without regard to case. */
  readonly key: string;
  readonly values: readonly ClauseValue[];
  /** False where the operator is unknown or a value is no text: the clause then proves nothing either way. */
  readonly readable: boolean;
}

const yesIf = (holds: boolean): Tri => (holds ? 'yes' : 'no');

function sameTextAnyCase(given: string, value: ClauseValue, context: Context): Tri {
  const filled = fillIn(value.template, context);
  if (!filled) return 'no';
  return filled.certain ? yesIf(given.toLowerCase() === filled.glob.text.toLowerCase()) : 'maybe';
}

function like(given: string, value: ClauseValue, context: Context): Tri {
  const filled = fillIn(value.template, context);
  if (!filled || !fits(filled.glob, given)) return 'no';
  return filled.certain ? 'yes' : 'maybe';
}

function compare(read: (text: string) => number, holds: (a: number, b: number) => boolean): Operator['test'] {
  // NaN compares false with everything: what is no number or date matches nothing.
  return (given, value) => yesIf(holds(read(given), read(value.text)));
}

const readNumber = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text));

function readDate(text: string): number {
  // ISO 8601, or seconds since 1970.
  return /^\d{5,}(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

const truth = (given: string, value: ClauseValue): Tri => yesIf(given.toLowerCase() === value.text.toLowerCase());

function inNetwork(given: string, value: ClauseValue): Tri {
  const outer = readNetwork(value.text);
  const inner = readNetwork(given);
  return yesIf(outer !== undefined && inner !== undefined && contains(outer, inner));
}

const arnLike = (given: string, value: ClauseValue, context: Context): Tri =>
  value.arn ? arnFits(value.arn, splitArn(given), context) : 'no';

/** Source: IAM user guide, "IAM JSON policy elements: Condition operators". */
const table: readonly (readonly [string, Family, boolean, Operator['test']])[] = [
  ['StringEquals', 'string', false, like],
  ['StringNotEquals', 'string', true, like],
  ['StringEqualsIgnoreCase', 'string', false, sameTextAnyCase],
  ['StringNotEqualsIgnoreCase', 'string', true, sameTextAnyCase],
  ['StringLike', 'string', false, like],
  ['StringNotLike', 'string', true, like],
  ['NumericEquals', 'numeric', false, compare(readNumber, (a, b) => a === b)],
  ['NumericNotEquals', 'numeric', true, compare(readNumber, (a, b) => a === b)],
  ['NumericLessThan', 'numeric', false, compare(readNumber, (a, b) => a < b)],
  ['NumericLessThanEquals', 'numeric', false, compare(readNumber, (a, b) => a <= b)],
  ['NumericGreaterThan', 'numeric', false, compare(readNumber, (a, b) => a > b)],
  ['NumericGreaterThanEquals', 'numeric', false, compare(readNumber, (a, b) => a >= b)],
  ['DateEquals', 'date', false, compare(readDate, (a, b) => a === b)],
  ['DateNotEquals', 'date', true, compare(readDate, (a, b) => a === b)],
  ['DateLessThan', 'date', false, compare(readDate, (a, b) => a < b)],
  ['DateLessThanEquals', 'date', false, compare(readDate, (a, b) => a <= b)],
  ['DateGreaterThan', 'date', false, compare(readDate, (a, b) => a > b)],
  ['DateGreaterThanEquals', 'date', false, compare(readDate, (a, b) => a >= b)],
  ['Bool', 'bool', false, truth],
  ['BinaryEquals', 'binary', false, (given, value) => yesIf(given === value.text)],
  ['IpAddress', 'ip', false, inNetwork],
  ['NotIpAddress', 'ip', true, inNetwork],
  ['ArnEquals', 'arn', false, arnLike],
  ['ArnLike', 'arn', false, arnLike],
  ['ArnNotEquals', 'arn', true, arnLike],
  ['ArnNotLike', 'arn', true, arnLike],
  ['Null', 'null', false, truth],
];

const operators = new Map<string, Operator>(
  table.map(([name, family, negated, test]) => [name.toLowerCase(), { name, family, negated, test }]),
);

/**
 * Reads a Condition element. Operators are read without regard to case. Throws `PolicyMalformed` if it is not
 * an object of objects; an operator or value that AWS does not know makes an unreadable clause instead.
 */
export function parseCondition(condition: unknown, variables: boolean): readonly Clause[] {
  if (condition === undefined || condition === null) return [];
  if (!isObject(condition)) throw malformed('a Condition is not an object');
  const clauses: Clause[] = [];
  for (const [operator, keys] of Object.entries(condition)) {
    if (!isObject(keys)) throw malformed(`the condition operator ${JSON.stringify(operator.slice(0, 60))} has no keys`);
    for (const [key, value] of Object.entries(keys)) clauses.push(readClause(operator, key, value, variables));
  }
  return clauses;
}

function readClause(written: string, key: string, given: unknown, variables: boolean): Clause {
  const parts = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/i.exec(written.trim());
  const operator = operators.get(parts?.[2]?.toLowerCase() ?? '');
  const list = Array.isArray(given) ? given : [given];
  const texts = list.flatMap((value) =>
    typeof value === 'string'
      ? [value]
      : typeof value === 'number' || typeof value === 'boolean'
        ? [String(value)]
        : [],
  );
  const set = parts?.[1]?.toLowerCase();
  return {
    operator: written,
    test: operator?.name,
    negated: operator?.negated ?? false,
    set: set === undefined ? undefined : set === 'forallvalues' ? 'all' : 'any',
    ifExists: parts?.[3] !== undefined,
    key: key.trim().toLowerCase(),
    values: texts.map((text) => ({
      text,
      // Only Like knows wildcards.
      template: compileTemplate(text, variables, !operator?.name.endsWith('Like')),
      arn: operator?.family === 'arn' ? compileArn(text, variables) : undefined,
    })),
    readable: operator !== undefined && texts.length === list.length,
  };
}

/** Does the whole condition hold? Without clauses it does. */
export function conditionHolds(condition: readonly Clause[], context: Context): Tri {
  let result: Tri = 'yes';
  for (const clause of condition) {
    result = both(result, clauseHolds(clause, context));
    if (result === 'no') return result;
  }
  return result;
}

/** Does one clause hold? A key that the context does not tell gives maybe. */
function clauseHolds(clause: Clause, context: Context): Tri {
  const operator = operators.get(clause.test?.toLowerCase() ?? '');
  const given = context.get(clause.key);
  if (!operator || !clause.readable || given === undefined) return 'maybe';
  if (operator.family === 'null') {
    return any(clause.values, (value) => operator.test(String(given.length === 0), value, context));
  }
  if (given.length === 0) {
    // Absent: IfExists and ForAllValues hold, ForAnyValue does not, else only a negated comparison holds.
    if (clause.ifExists || clause.set === 'all') return 'yes';
    return yesIf(clause.set !== 'any' && clause.negated);
  }
  const matches = (value: string): Tri => {
    const found = any(clause.values, (wanted) => operator.test(value, wanted, context));
    return clause.negated ? not(found) : found;
  };
  // A negated comparison speaks about all values of the key, a plain one about some value.
  const all = clause.set === 'all' || (clause.set === undefined && clause.negated);
  return all ? not(any(given, (value) => not(matches(value)))) : any(given, matches);
}
