import { numbersKey, withoutV } from './keys.ts';
import { versionOrder } from './order.ts';
import { identifiersKey, leadingNumbers, prereleaseKey, validSemver } from './semver.ts';
import { semverGrammar } from './semver-ranges.ts';

/** Pub (Dart): Semantic Versioning, but builds count: after the version without one, and among themselves like prereleases. */
export const pub = versionOrder({
  id: 'pub',
  key,
  valid: validSemver,
  grammar: semverGrammar({ key, bare: '=' }),
});

function key(version: string): string {
  const text = withoutV(version);
  const plus = text.indexOf('+');
  const { numbers, rest } = leadingNumbers(plus < 0 ? text : text.slice(0, plus), 3);
  const build = plus < 0 ? '' : identifiersKey(text.slice(plus + 1));
  return numbersKey(numbers, 3) + prereleaseKey(rest) + build;
}
