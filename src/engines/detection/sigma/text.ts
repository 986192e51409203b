import { RE2JS } from 're2js';
import { recently } from '../../../model/index.ts';
import { Abandoned, limits } from './limits.ts';

/** Stands in a pattern for any characters (`*`) or for one (`?`). */
export const many = Symbol('*');
export const one = Symbol('?');

/** A Sigma string after its escapes are read: literal pieces and wildcards. */
export type Pattern = readonly (string | typeof many | typeof one)[];

/**
 * Reads a Sigma string. A backslash makes `*`, `?` and `\` plain; before anything else it is itself
 * (specification, section Escape Character).
 */
export function readPattern(text: string): Pattern {
  const pieces: (string | typeof many | typeof one)[] = [];
  let literal = '';
  for (let index = 0; index < text.length; index++) {
    const char = text[index]!;
    const following = text[index + 1];
    if (char === '\\' && (following === '*' || following === '?' || following === '\\')) {
      literal += following;
      index++;
    } else if (char === '*' || char === '?') {
      if (literal !== '') pieces.push(literal);
      literal = '';
      const wildcard = char === '*' ? many : one;
      if (wildcard === one || pieces.at(-1) !== many) pieces.push(wildcard);
    } else {
      literal += char;
    }
  }
  if (literal !== '') pieces.push(literal);
  return pieces;
}

/** Patterns one after the other. */
export function joined(parts: readonly Pattern[]): Pattern {
  const pieces: (string | typeof many | typeof one)[] = [];
  for (const piece of parts.flat()) {
    const last = pieces.at(-1);
    if (typeof piece === 'string' && typeof last === 'string') pieces[pieces.length - 1] = last + piece;
    else if (piece !== many || last !== many) pieces.push(piece);
  }
  return pieces;
}

/** The text of a pattern without wildcards; undefined where it has some. */
export function literalOf(pattern: Pattern): string | undefined {
  if (pattern.length === 0) return '';
  const [only] = pattern;
  return pattern.length === 1 && typeof only === 'string' ? only : undefined;
}

/** How texts are made equal before they are compared. */
export interface Folding {
  cased: boolean;
  /** The dashes and the slash that may begin an option of a Windows command line count as one. */
  windash: boolean;
}

const dashes = /[-/\u2013\u2014\u2015]/g;

/** The text folded last: of one value several tests are asked one after the other. */
let unfolded = '';
let inLower = '';

export function fold(text: string, { cased, windash }: Folding): string {
  if (!cased && text !== unfolded) {
    inLower = text.toLowerCase();
    unfolded = text;
  }
  const folded = cased ? text : inLower;
  return windash ? folded.replace(dashes, '-') : folded;
}

export type TextTest = (text: string) => boolean;

/** Patterns that are tried one by one before it is quicker to remember the answer. */
const WORTH_REMEMBERING = 2;

/**
 * True where a text is one of the patterns. Exact ones are looked up in a set, the others tried in order; the text is folded
 * once. What a match costs is linear in the text.
 */
export function patternTest(patterns: readonly Pattern[], folding: Folding): TextTest {
  const [only] = patterns;
  const literal = patterns.length === 1 ? literalOf(only!) : undefined;
  if (literal !== undefined) return exactTest(literal, folding);
  const exact = new Set<string>();
  const open: TextTest[] = [];
  for (const pattern of patterns) {
    const literal = literalOf(pattern);
    if (literal === undefined) open.push(wildcardTest(pattern, folding));
    else exact.add(fold(literal, folding));
  }
  const [first] = open;
  if (exact.size === 0 && open.length === 1) {
    return (!folding.cased && !folding.windash && edgeTest(only!)) || ((text) => first!(fold(text, folding)));
  }
  const test: TextTest = (text) => {
    const folded = fold(text, folding);
    if (exact.has(folded)) return true;
    for (const fits of open) if (fits(folded)) return true;
    return false;
  };
  // Agents, identities and types of things come again and again.
  return open.length < WORTH_REMEMBERING ? test : recently(test);
}

const ascii = /^[\0-\x7f]*$/;

function exactTest(written: string, folding: Folding): TextTest {
  if (folding.cased && !folding.windash) return (text) => text === written;
  const wanted = fold(written, folding);
  // No text of another length folds to one of ASCII alone.
  if (ascii.test(wanted) && !folding.cased && !folding.windash) {
    const { length } = wanted;
    return (text) => text === written || (text.length === length && text.toLowerCase() === wanted);
  }
  return (text) => fold(text, folding) === wanted;
}

/**
 * A test that looks at one end of a text only, without folding all of it, whatever the capitals; undefined where the pattern is no
 * literal of ASCII with a wildcard before or behind it. Characters of ASCII are folded each by itself, others are left to `fold`.
 */
function edgeTest(pattern: Pattern): TextTest | undefined {
  if (pattern.length !== 2) return undefined;
  const [before, behind] = pattern;
  const written = typeof before === 'string' ? before : behind;
  if (typeof written !== 'string' || !ascii.test(written) || (before !== many && behind !== many)) return undefined;
  const wanted = written.toLowerCase();
  const { length } = wanted;
  const atEnd = before === many;
  const folding = { cased: false, windash: false };
  return (text) => {
    const shift = atEnd ? text.length - length : 0;
    const from = Math.max(0, -shift);
    const to = atEnd ? length : Math.min(length, text.length);
    for (let at = from; at < to; at++) {
      // What stands at the very edge tells most texts apart.
      const place = atEnd ? to - 1 - (at - from) : at;
      const code = text.charCodeAt(place + shift);
      if (code > 127) {
        const folded = fold(text, folding);
        return atEnd ? folded.endsWith(wanted) : folded.startsWith(wanted);
      }
      if ((code >= 65 && code <= 90 ? code + 32 : code) !== wanted.charCodeAt(place)) return false;
    }
    return text.length >= length;
  };
}

/** A test of folded texts by a pattern with wildcards. */
function wildcardTest(pattern: Pattern, folding: Folding): TextTest {
  const pieces = pattern.map((piece) => (typeof piece === 'string' ? fold(piece, folding) : piece));
  if (pieces.includes(one)) return byExpression(pieces);
  const literals = pieces.filter((piece) => typeof piece === 'string');
  const openStart = pieces[0] === many;
  const openEnd = pieces.at(-1) === many;
  const [first = ''] = literals;
  if (literals.length <= 1 && openStart && openEnd) return first === '' ? () => true : (text) => text.includes(first);
  if (literals.length <= 1 && openStart) return (text) => text.endsWith(first);
  if (literals.length <= 1 && openEnd) return (text) => text.startsWith(first);

  const head = openStart ? '' : first;
  const tail = openEnd ? '' : (literals.at(-1) ?? '');
  const middle = literals.slice(openStart ? 0 : 1, openEnd ? undefined : -1);
  return (text) => {
    if (text.length < head.length + tail.length || !text.startsWith(head) || !text.endsWith(tail)) return false;
    const end = text.length - tail.length;
    let at = head.length;
    for (const literal of middle) {
      const found = text.indexOf(literal, at);
      if (found < 0) return false;
      at = found + literal.length;
    }
    return at <= end;
  };
}

/** `?` stands for a whole character, two code units long or not: a regular expression counts them. */
function byExpression(pieces: Pattern): TextTest {
  const source = pieces.map((piece) => (piece === many ? '.*' : piece === one ? '.' : RE2JS.quote(piece as string)));
  return bounded(RE2JS.compile(`^(?:${source.join('')})$`, RE2JS.DOTALL));
}

/** A regular expression, to be found anywhere in a text, as a test that gives up where the text is too long for it. */
export function bounded(expression: RE2JS): TextTest {
  const longest = Math.floor(limits.patternWork / Math.max(1, expression.programSize()));
  return (text) => {
    if (text.length > longest) throw new Abandoned('the text is too long for the pattern');
    return expression.test(text);
  };
}
