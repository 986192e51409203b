import { allDigits, numberKey, wordKey } from './keys.ts';

const word = '\x01';
const end = '\x02';
const number = '\x03';

/** Numbers between dots, a list that is the beginning of another before it. What is no number is before all that. */
export function dottedKey(version: string): string {
  let keyed = '';
  for (const part of version.split('.')) keyed += allDigits(part) ? number + numberKey(part) : word + wordKey(part);
  return keyed + end;
}
