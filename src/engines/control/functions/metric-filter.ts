import { RE2JS } from 're2js';
import type { CelFunction } from '../../../model/index.ts';
import { type Condition, MAX_PATTERN, type Operand, parsePattern, type Step } from './metric-filter-pattern.ts';

/** Longest event read; CloudTrail's own limit is 256 KB. */
const MAX_EVENT = 262_144;

/** Most values that one selector may reach. */
const MAX_VALUES = 1000;

/** Patterns and events kept in parsed form; a control asks every pattern of an account about the same few events. */
const MAX_KEPT = 2000;
const MAX_KEPT_EVENT = 4096;

type Matcher = (event: unknown, text: string) => boolean;

const matchers = new Map<string, Matcher>();
const events = new Map<string, unknown>();

/**
 * True if CloudWatch Logs would count the event under the filter pattern. A pattern for JSON events in braces, an empty
 * one (it matches everything), or terms (`"ConsoleLogin" ?error -test`) looked for in the event's text.
 * A pattern that cannot be read, or one for space-separated fields, matches nothing.
 */
export function metricFilterMatches(pattern: unknown, event: unknown): boolean {
  if (typeof pattern !== 'string' || pattern.length > MAX_PATTERN) return false;
  const text = typeof event === 'string' ? event : JSON.stringify(event, plainIntegers);
  if (text === undefined || text.length > MAX_EVENT) return false;
  const matcher = remembered(matchers, pattern, () => matcherOf(pattern));
  const read = text.length > MAX_KEPT_EVENT ? parsed(text) : remembered(events, text, () => parsed(text));
  return matcher(read, text);
}

function matcherOf(pattern: string): Matcher {
  const trimmed = pattern.trim();
  if (trimmed === '') return () => true;
  if (trimmed.startsWith('[')) return () => false;
  if (!trimmed.startsWith('{')) return termsMatcher(trimmed);
  const condition = parsePattern(trimmed);
  if (condition === undefined) return () => false;
  const holds = compile(condition);
  return (event) => typeof event === 'object' && event !== null && holds(event);
}

type Test = (event: unknown) => boolean;

function compile(condition: Condition): Test {
  switch (condition.op) {
    case 'and': {
      const [left, right] = [compile(condition.left), compile(condition.right)];
      return (event) => left(event) && right(event);
    }
    case 'or': {
      const [left, right] = [compile(condition.left), compile(condition.right)];
      return (event) => left(event) || right(event);
    }
    case 'is': {
      const { path, what } = condition;
      if (what === 'missing') return (event) => select(event, path).length === 0;
      if (what === 'present') return (event) => select(event, path).length > 0;
      const wanted = what === 'null' ? null : what === 'true';
      return (event) => select(event, path).includes(wanted);
    }
    case 'compare': {
      const { path, comparison, operand } = condition;
      const equals = equality(operand);
      const number = operand.kind === 'number' ? operand.value : Number.NaN;
      // A selector that leads nowhere matches nothing, `!=` included.
      const each: Record<typeof comparison, Test> = {
        '=': equals,
        '!=': (value) => isScalar(value) && !equals(value),
        '<': (value) => typeof value === 'number' && value < number,
        '>': (value) => typeof value === 'number' && value > number,
        '<=': (value) => typeof value === 'number' && value <= number,
        '>=': (value) => typeof value === 'number' && value >= number,
      };
      const holds = each[comparison];
      return (event) => select(event, path).some(holds);
    }
  }
}

function equality(operand: Operand): Test {
  if (operand.kind === 'regex') {
    try {
      const regex = RE2JS.compile(operand.source);
      return (value) => typeof value === 'string' && regex.matcher(value).find();
    } catch {
      return () => false;
    }
  }
  if (operand.kind === 'number') {
    return (value) => (typeof value === 'number' ? value === operand.value : value === operand.text);
  }
  return (value) => isScalar(value) && globMatches(operand.value, String(value));
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** `*` stands for any characters. Greedy from the left with one place to fall back to: never worse than length × length. */
function globMatches(pattern: string, text: string): boolean {
  let [p, t, star, from] = [0, 0, -1, 0];
  while (t < text.length) {
    if (pattern[p] === '*') [star, from, p] = [p, t, p + 1];
    else if (p < pattern.length && pattern[p] === text[t]) [p, t] = [p + 1, t + 1];
    else if (star >= 0) [p, from, t] = [star + 1, from + 1, from + 1];
    else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

function select(event: unknown, path: readonly Step[]): unknown[] {
  let here: unknown[] = [event];
  for (const step of path) {
    const below: unknown[] = [];
    for (const value of here) {
      if ('field' in step) {
        if (typeof value !== 'object' || value === null || Array.isArray(value)) continue;
        if (Object.hasOwn(value, step.field)) below.push((value as Record<string, unknown>)[step.field]);
      } else if (Array.isArray(value)) {
        if ('index' in step) below.push(...value.slice(step.index, step.index + 1));
        else below.push(...value.slice(0, MAX_VALUES - below.length));
      }
    }
    here = below;
  }
  return here;
}

/** `a "b c"` both, `?a ?b` either, `-a` not; a term is looked for anywhere in the text, minding case. */
function termsMatcher(pattern: string): Matcher {
  const all: string[] = [];
  const any: string[] = [];
  const none: string[] = [];
  for (const [, sign, quoted, bare] of pattern.matchAll(/([?-]?)(?:"((?:[^"\\]|\\.)*)"|(\S+))/gs)) {
    const term = quoted === undefined ? (bare ?? '') : quoted.replace(/\\(.)/gs, '$1');
    (sign === '?' ? any : sign === '-' ? none : all).push(term);
  }
  return (_, text) =>
    all.every((term) => text.includes(term)) &&
    (any.length === 0 || any.some((term) => text.includes(term))) &&
    !none.some((term) => text.includes(term));
}

function plainIntegers(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function remembered<T>(kept: Map<string, T>, key: string, make: () => T): T {
  const found = kept.get(key);
  if (found !== undefined) return found;
  if (kept.size >= MAX_KEPT) kept.clear();
  const made = make();
  kept.set(key, made);
  return made;
}

export const metricFilterFunctions: readonly CelFunction[] = [
  {
    name: 'metricFilterMatches',
    params: ['dyn', 'dyn'],
    returns: 'bool',
    doc: 'True if a CloudWatch Logs filter pattern (`{ $.eventName = "StopLogging" }`) matches an event, given as an object or as JSON text.',
    handler: metricFilterMatches,
  },
];
