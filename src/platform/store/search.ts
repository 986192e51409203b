import { storableText } from './json.ts';

/** Longest text that is searched; what lies beyond is not found. */
const LONGEST = 2000;

/**
 * Lower case text for a `search` column from the words that people may look for, then every word in it once more after
 * a space. That is what lets a trigram index find words of one or two letters, which most Korean ones are: it knows the
 * beginnings of words. Of words in scripts that run on without spaces each pair of letters counts as one.
 */
export function searchText(parts: Iterable<string>): string {
  const text = storableText([...new Set(parts)].join('\n').toLowerCase().slice(0, LONGEST));
  const words = new Set<string>();
  for (const [word] of text.matchAll(/[\p{L}\p{N}]+/gu)) {
    words.add(word);
    for (const [run] of word.matchAll(
      /[\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]{3,}/gu,
    )) {
      const letters = [...run];
      for (let index = 0; index + 1 < letters.length; index++) words.add(`${letters[index]}${letters[index + 1]}`);
    }
  }
  return `${text}\n ${[...words].join(' ')}`;
}

/**
 * The LIKE pattern that finds a word in a `search` column, taking none of its characters as a wildcard: anywhere,
 * or at the beginning of words where it has one or two letters.
 */
export function containing(word: string): string {
  const text = storableText(word).toLowerCase();
  return /^[\p{L}\p{N}]{1,2}$/u.test(text) ? `% ${text}%` : `%${likeLiteral(text)}%`;
}

/** `text` with the wildcards of LIKE taken literally. */
export function likeLiteral(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
