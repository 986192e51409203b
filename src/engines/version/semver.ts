import type { Grammar } from './constraint.ts';
import { allDigits, isDigit, numberKey, numbersKey, withoutV, wordKey } from './keys.ts';
import { versionOrder } from './order.ts';
import { semverGrammar } from './semver-ranges.ts';
import type { VersionOrder } from './types.ts';

const end = '\x01';
const number = '\x02';
const word = '\x03';
const release = '\x04';

/** npm: Semantic Versioning 2.0.0, item 11, and the ranges of npm. */
export const npm = semverOrder('npm', semverGrammar({ key: semverKey, bare: '=', partial: true }));

/** Cargo: a requirement without operator is one with a caret. */
export const cargo = semverOrder('cargo', semverGrammar({ key: semverKey, bare: '^', partial: true }));

/** Hex: `~> 2.1` is from 2.1.0 before 3.0.0, `~> 2.1.3` before 2.2.0. */
export const hex = semverOrder('hex', semverGrammar({ key: semverKey, bare: '=', pessimistic: true }));

/** Anything else that counts by Semantic Versioning: comparators, carets and tildes. */
export const semver = semverOrder('semver', semverGrammar({ key: semverKey, bare: '=' }));

function semverOrder(id: string, grammar: Grammar): VersionOrder {
  return versionOrder({ id, key: semverKey, valid: validSemver, grammar });
}

/** Up to three numbers, then, before the release itself, what follows them as a prerelease; what follows a plus does not count. */
export function semverKey(version: string): string {
  const text = withoutV(version);
  const plus = text.indexOf('+');
  const { numbers, rest } = leadingNumbers(plus < 0 ? text : text.slice(0, plus), 3);
  return numbersKey(numbers, 3) + prereleaseKey(rest);
}

/** Whether the text is a version: one to three numbers, perhaps a prerelease and a build. */
export function validSemver(version: string): boolean {
  return /^[0-9]+(?:\.[0-9]+){0,2}(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]*)?$/.test(withoutV(version));
}

/** The first numbers of a text, at most so many, and what comes after them. */
export function leadingNumbers(text: string, most: number): { numbers: string[]; rest: string } {
  const numbers: string[] = [];
  let at = 0;
  while (numbers.length < most) {
    const start = numbers.length === 0 ? at : at + 1;
    if (numbers.length > 0 && text[at] !== '.') break;
    let stop = start;
    while (isDigit(text.charCodeAt(stop))) stop += 1;
    if (stop === start) break;
    numbers.push(text.slice(start, stop));
    at = stop;
  }
  return { numbers, rest: text.slice(at) };
}

/** The identifiers after the hyphen: numbers before words, fewer before more; none at all last. */
export function prereleaseKey(prerelease: string): string {
  const text = prerelease.startsWith('-') ? prerelease.slice(1) : prerelease;
  return text === '' ? release : identifiersKey(text);
}

/** Identifiers between dots: numbers before words, fewer before more. */
export function identifiersKey(text: string): string {
  let keyed = '';
  for (const identifier of text.split('.')) {
    keyed += allDigits(identifier) ? number + numberKey(identifier) : word + wordKey(identifier);
  }
  return keyed + end;
}
