import { type Grammar, orderTest } from './constraint.ts';
import { isDigit } from './keys.ts';
import { keep, versionOrder } from './order.ts';
import type { VersionOrder } from './types.ts';

/** A part of a version: what stands before it and what it is; a number without leading zeros, 0 being empty. */
interface Token {
  rank: number;
  text: string;
}

/** Kinds of parts, in the order that they have where they meet. */
const rank = { dotWord: 0, hyphenWord: 1, hyphenNumber: 2, dotNumber: 3 };

/** Qualifiers in their order: before the release, the release itself, after it. Others follow by their letters. */
const qualifiers = ['alpha', 'beta', 'milestone', 'rc', 'snapshot', '', 'sp'];
const otherNames: Readonly<Record<string, string>> = { cr: 'rc', ga: '', final: '', release: '' };
/** Short names, which count only right before a number. */
const shortNames: Readonly<Record<string, string>> = { a: 'alpha', b: 'beta', m: 'milestone' };

const tokensOf = keep(tokens);

const grammar: Grammar = {
  comparator(operator, bound) {
    const test = valid(bound) ? orderTest(operator, '1') : undefined;
    return test && [(_, version) => test(String(1 + compare(version, bound)), version)];
  },
  intervals: true,
};

/**
 * Maven: the POM reference's "Version Order Specification" as Maven 3 has it. `[1.0,2.0)` is an interval; a bare version is itself, as in advisories.
 *
 * Maven's own order runs in a circle where a qualifier follows `.0`: 1.0.RC1 is before 1, that before 1-1, and that before 1.0.RC1. We say the same of each pair.
 */
export const maven: VersionOrder = {
  ...versionOrder({ id: 'maven', key: (version) => version, valid, grammar }),
  compare,
  compareReleases: compare,
};

function valid(version: string): boolean {
  return /^\s*[^\s,()[\]]+\s*$/.test(version);
}

/** -1, 0 or 1. The shorter goes on with parts that say nothing. */
function compare(left: string, right: string): number {
  if (left === right) return 0;
  const a = tokensOf(left);
  const b = tokensOf(right);
  for (let at = 0; at < a.length || at < b.length; at += 1) {
    const order = compareTokens(a[at] ?? nothingLike(b[at] as Token), b[at] ?? nothingLike(a[at] as Token));
    if (order !== 0) return order;
  }
  return 0;
}

function nothingLike(token: Token): Token {
  return { rank: token.rank, text: '' };
}

function compareTokens(a: Token, b: Token): number {
  if (a.rank !== b.rank) return a.rank < b.rank ? -1 : 1;
  if (a.text === b.text) return 0;
  if (isNumber(a)) {
    const before = a.text.length === b.text.length ? a.text < b.text : a.text.length < b.text.length;
    return before ? -1 : 1;
  }
  const place = placeOf(a.text) - placeOf(b.text);
  return (place === 0 ? a.text < b.text : place < 0) ? -1 : 1;
}

function isNumber({ rank: kind }: Token): boolean {
  return kind >= rank.hyphenNumber;
}

function placeOf(qualifier: string): number {
  const place = qualifiers.indexOf(qualifier);
  return place < 0 ? qualifiers.length : place;
}

/** Parts between dots, hyphens, underscores, and where digits and letters meet, which is as a hyphen; without those that say nothing at the end and before a hyphen. */
function tokens(version: string): Token[] {
  const text = version.trim().toLowerCase();
  const found: Token[] = [];
  let hyphen = false;
  let at = 0;
  for (;;) {
    const start = at;
    const digits = isDigit(text.charCodeAt(at));
    while (at < text.length && !isSeparator(text[at] as string) && isDigit(text.charCodeAt(at)) === digits) at += 1;
    const meets = at < text.length && !isSeparator(text[at] as string);
    if (hyphen) dropNothings(found);
    found.push(token(text.slice(start, at), digits || start === at, hyphen, meets));
    if (at >= text.length) break;
    hyphen = meets || text[at] !== '.';
    if (!meets) at += 1;
  }
  dropNothings(found);
  return found;
}

function token(part: string, number: boolean, hyphen: boolean, beforeOther: boolean): Token {
  if (number) return { rank: hyphen ? rank.hyphenNumber : rank.dotNumber, text: part.replace(/^0+/, '') };
  const names = beforeOther && Object.hasOwn(shortNames, part) ? shortNames : otherNames;
  return {
    rank: hyphen ? rank.hyphenWord : rank.dotWord,
    text: Object.hasOwn(names, part) ? (names[part] as string) : part,
  };
}

function isSeparator(sign: string): boolean {
  return sign === '.' || sign === '-' || sign === '_';
}

function dropNothings(found: Token[]): void {
  while (found.at(-1)?.text === '') found.pop();
}
