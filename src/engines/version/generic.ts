import { plainGrammar } from './constraint.ts';
import { isDigit, isLetter, numberKey, withoutV, wordKey } from './keys.ts';
import { versionOrder } from './order.ts';

const before = '\x01';
const end = '\x02';
const word = '\x03';
const number = '\x04';
const stages = [
  'dev',
  'snapshot',
  'nightly',
  'a',
  'alpha',
  'b',
  'beta',
  'm',
  'milestone',
  'pre',
  'preview',
  'c',
  'cr',
  'rc',
];

/** Whatever has no rules of its own: numbers and words in turn; words that announce a release before it. */
export const generic = versionOrder({ id: 'generic', key, valid, grammar: plainGrammar(key, valid) });

function key(version: string): string {
  const text = withoutV(version).toLowerCase();
  let keyed = '';
  let at = 0;
  while (at < text.length) {
    const start = at;
    if (isDigit(text.charCodeAt(at))) {
      while (isDigit(text.charCodeAt(at))) at += 1;
      keyed += number + numberKey(text.slice(start, at));
    } else if (isLetter(text.charCodeAt(at))) {
      while (isLetter(text.charCodeAt(at))) at += 1;
      const name = text.slice(start, at);
      keyed += (stages.includes(name) ? before : word) + wordKey(name);
    } else at += 1;
  }
  return keyed + end;
}

function valid(version: string): boolean {
  return /[0-9]/.test(version);
}
