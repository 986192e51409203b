import { between, type Grammar, nextNumber, orderTest } from './constraint.ts';
import { isDigit, isLetter, numberKey, reversedKey, wordKey } from './keys.ts';
import { versionOrder } from './order.ts';

/** A word, after so many zeros: before the end. A number above zero, after so many zeros: after the end. For the end is zeros without end. */
const word = '\x01';
const end = '\x02';
const number = '\x03';

const grammar: Grammar = {
  comparator(operator, version) {
    if (!valid(version)) return undefined;
    if (operator === '~>') return pessimistic(version);
    const test = orderTest(operator, key(version));
    return test && [test];
  },
};

/** RubyGems and CocoaPods: Gem::Version and Gem::Requirement. */
export const rubygems = versionOrder({ id: 'rubygems', key, valid, grammar });

function key(version: string): string {
  return keyOfSegments(segments(version)) + end;
}

/** From the version on, before the next one by the last number but one: `~> 1.2.3` before any 1.3. */
function pessimistic(version: string): ReturnType<Grammar['comparator']> {
  const all = segments(version);
  const firstWord = all.findIndex((one) => !isDigit(one.charCodeAt(0)));
  const numbers = firstWord < 0 ? all : all.slice(0, firstWord);
  const kept = numbers.length > 1 ? numbers.slice(0, -1) : numbers;
  const next = nextNumber(kept.at(-1) ?? '0');
  return next === undefined ? undefined : between(key(version), keyOfSegments([...kept.slice(0, -1), next]));
}

/** Runs of digits and of letters; a hyphen says prerelease. */
function segments(version: string): string[] {
  return (
    version
      .trim()
      .replaceAll('-', '.pre.')
      .match(/[0-9]+|[A-Za-z]+/g) ?? []
  );
}

function keyOfSegments(all: readonly string[]): string {
  const first = all.findIndex((one) => isLetter(one.charCodeAt(0)));
  const release = first < 0 ? all : all.slice(0, first);
  const prerelease = first < 0 ? [] : all.slice(first);
  let keyed = '';
  let zeros = 0;
  for (const segment of [...withoutZeros(release), ...prerelease]) {
    if (isLetter(segment.charCodeAt(0))) keyed += word + numberKey(String(zeros)) + wordKey(segment);
    else if (isZero(segment)) {
      zeros += 1;
      continue;
    } else keyed += number + reversedKey(numberKey(String(zeros))) + numberKey(segment);
    zeros = 0;
  }
  return keyed;
}

function withoutZeros(numbers: readonly string[]): readonly string[] {
  let length = numbers.length;
  while (length > 0 && isZero(numbers[length - 1] as string)) length -= 1;
  return numbers.slice(0, length);
}

function isZero(digits: string): boolean {
  return /^0*$/.test(digits);
}

function valid(version: string): boolean {
  return /^\s*[0-9]+(?:\.[0-9a-zA-Z]+)*(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?\s*$/.test(version);
}
