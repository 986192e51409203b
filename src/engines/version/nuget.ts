import { type Grammar, plainGrammar } from './constraint.ts';
import { numbersKey, withoutV } from './keys.ts';
import { versionOrder } from './order.ts';
import { leadingNumbers, prereleaseKey } from './semver.ts';

/** NuGet: up to four numbers, prereleases without regard to case. `[1.0,2.0)` is an interval; a bare version is itself, as in advisories. */
const grammar: Grammar = { ...plainGrammar(key, valid), intervals: true };
export const nuget = versionOrder({ id: 'nuget', key, valid, grammar });

function key(version: string): string {
  const text = withoutV(version).toLowerCase();
  const plus = text.indexOf('+');
  const { numbers, rest } = leadingNumbers(plus < 0 ? text : text.slice(0, plus), 4);
  return numbersKey(numbers, 4) + prereleaseKey(rest);
}

function valid(version: string): boolean {
  return /^[0-9]+(?:\.[0-9]+){0,3}(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]*)?$/.test(withoutV(version));
}
