import { plainGrammar } from './constraint.ts';
import { isDigit, numberKey, wordKey } from './keys.ts';
import { versionOrder } from './order.ts';

/**
 * Where two versions part ways, the kind of what follows decides: a suffix that says "before the release", then what apk does not understand, the end, and the rest.
 */
const rank = {
  before: '\x01',
  unread: '\x02',
  end: '\x03',
  revision: '\x04',
  commit: '\x05',
  suffixNumber: '\x06',
  after: '\x07',
  letter: '\x08',
  number: '\x09',
};
const before = ['alpha', 'beta', 'pre', 'rc'];
const after = ['cvs', 'svn', 'git', 'hg', 'p'];

/** Alpine, Wolfi, Chainguard: `1.2.3a_rc4_p5~commit-r6`, as apk-tools orders them. */
export const alpine = versionOrder({ id: 'alpine', key, valid, grammar: plainGrammar(key, valid) });

function key(version: string): string {
  return read(version.trim()).key;
}

function valid(version: string): boolean {
  return read(version.trim()).whole;
}

function read(text: string): { key: string; whole: boolean } {
  if (!isDigit(text.charCodeAt(0))) return { key: unread(text), whole: false };
  let at = digitsEnd(text, 0);
  let keyed = rank.number + numberKey(text.slice(0, at));
  while (text[at] === '.' && isDigit(text.charCodeAt(at + 1))) {
    const end = digitsEnd(text, at + 1);
    keyed += rank.number + fractionKey(text.slice(at + 1, end));
    at = end;
  }
  if (/[a-z]/.test(text[at] ?? '')) {
    keyed += rank.letter + text[at];
    at += 1;
  }
  for (let suffix = suffixAt(text, at); suffix !== undefined; suffix = suffixAt(text, at)) {
    at += suffix.length;
    keyed += suffix.key;
    const end = digitsEnd(text, at);
    if (end > at) keyed += rank.suffixNumber + numberKey(text.slice(at, end));
    at = end;
  }
  if (text[at] === '~') {
    const start = at + 1;
    at = start;
    while (/[0-9a-f]/.test(text[at] ?? '')) at += 1;
    keyed += rank.commit + wordKey(text.slice(start, at));
  }
  const revised = text.startsWith('-r', at) && !/[A-Za-z]/.test(text[at + 2] ?? '');
  if (revised) {
    const end = digitsEnd(text, at + 2);
    keyed += rank.revision + numberKey(text.slice(at + 2, end));
    at = end;
  }
  return at === text.length
    ? { key: keyed + rank.end, whole: true }
    : { key: keyed + unread(text.slice(at)), whole: false };
}

/** What apk does not understand stands by its text, but all that a hyphen begins is alike. */
function unread(rest: string): string {
  return rank.unread + (rest.startsWith('-') ? '-' : wordKey(rest));
}

/** A number after a dot reads as a fraction where it begins with 0: by its text, before those that do not. */
function fractionKey(digits: string): string {
  return digits.startsWith('0') ? wordKey(`\x01${digits}`) : `\x02${numberKey(digits)}`;
}

function digitsEnd(text: string, from: number): number {
  let at = from;
  while (isDigit(text.charCodeAt(at))) at += 1;
  return at;
}

function suffixAt(text: string, at: number): { key: string; length: number } | undefined {
  if (text[at] !== '_') return undefined;
  let end = at + 1;
  while (/[a-z]/.test(text[end] ?? '')) end += 1;
  const name = text.slice(at + 1, end);
  if (before.includes(name)) return { key: rank.before + wordKey(String(before.indexOf(name))), length: end - at };
  if (after.includes(name)) return { key: rank.after + wordKey(String(after.indexOf(name))), length: end - at };
  return undefined;
}
