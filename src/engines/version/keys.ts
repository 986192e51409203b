/**
 * Pieces of sort keys. Every scheme turns a version into one text, its key, such that keys compared as plain texts stand in the scheme's order: so the order is total
 * whatever the versions are, a version is read once, and comparing is one native comparison.
 *
 * Below 0x20 lie the ranks by which a scheme tells kinds of parts and the end apart; a number begins at 0x20 or above.
 */
const firstLength = 0x20;
const longLength = 0x4000;

/** A number of any length that sorts by its value: how many digits it has without leading zeros, then those. Nothing counts as 0. */
export function numberKey(digits: string): string {
  let start = 0;
  while (digits.charCodeAt(start) === 0x30) start += 1;
  const length = digits.length - start;
  if (length < longLength) return String.fromCharCode(firstLength + length) + digits.slice(start);
  return String.fromCharCode(firstLength + longLength, length >>> 15, length & 0x7fff) + digits.slice(start);
}

/** Numbers, with zeros up to a count. */
export function numbersKey(numbers: readonly string[], count: number): string {
  let keyed = '';
  for (let at = 0; at < count; at += 1) keyed += numberKey(numbers[at] ?? '');
  return keyed;
}

/** A word, so ended that it sorts before all that it begins. */
export function wordKey(word: string): string {
  return `${word}\0`;
}

/** A key that sorts the other way round among keys none of which begins another. */
export function reversedKey(key: string): string {
  return String.fromCharCode(...Array.from(key, (_, at) => 0xffff - key.charCodeAt(at)));
}

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** Whether the text is one or more digits. */
export function allDigits(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (!isDigit(text.charCodeAt(at))) return false;
  return text !== '';
}

/** Whether an ASCII letter. */
export function isLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);
}

/** The text without what spaces stand round it, and without a leading `v` or `V` before a digit. */
export function withoutV(version: string): string {
  const text = version.trim();
  const first = text.charCodeAt(0);
  return (first === 0x76 || first === 0x56) && isDigit(text.charCodeAt(1)) ? text.slice(1) : text;
}
