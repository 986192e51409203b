import type { Json } from '../../../model/index.ts';
import type { SigmaCorrelation } from '../sigma/index.ts';
import { PART } from '../state/entries.ts';
import type { Hasher } from '../state/hash.ts';
import type { Counted } from '../window/sliding.ts';
import { groupsOf, groupText, labelOf } from './group.ts';
import type { Occurrence } from './node.ts';

/** Most values that one event has of a counted field. */
const MOST_VALUES = 100;

/** What is counted of an occurrence: nothing, its number, the values of fields, or which member it is. */
export type Measure = 'nothing' | 'number' | 'positive' | 'values' | 'member';

/** Gives the groups that an occurrence belongs to, and in each what counts. */
export function counter(
  { groupBy, aliases, field, rules }: SigmaCorrelation,
  measure: Measure,
  hasher: Hasher,
): (member: number, occurrence: Occurrence) => Counted[] {
  const resolved = rules.map((rule) => groupBy.map((name) => aliases.get(name)?.get(rule) ?? name));
  const fields = rules.map((rule) => field.map((name) => aliases.get(name)?.get(rule) ?? name));
  return (member, { read }) => {
    const measured = measureOf(measure, member, fields[member]!, read);
    if (measured.length === 0) return [];
    return groupsOf(resolved[member]!, read).flatMap((group) => {
      hasher.begin();
      for (const text of group) hasher.add(text);
      hasher.end();
      const { a, b } = hasher;
      const label = () => labelOf(groupBy, group);
      return measured.map(({ value, text }, part) => ({
        a,
        b,
        label,
        part: measured.length === 1 ? '' : `${PART}${part}`,
        value: value ?? numberFor(hasher, text),
        text,
      }));
    });
  };
}

function measureOf(
  measure: Measure,
  member: number,
  fields: readonly string[],
  read: Occurrence['read'],
): { value?: number; text: string }[] {
  switch (measure) {
    case 'nothing':
      return [{ value: 0, text: '' }];
    case 'member':
      return [{ value: member, text: '' }];
    case 'values': {
      const [field] = fields;
      const only = fields.length === 1 ? read(field!) : undefined;
      if (Array.isArray(only)) {
        const texts = new Set(
          only
            .slice(0, MOST_VALUES)
            .map(groupText)
            .filter((text) => text !== undefined),
        );
        return [...texts].sort().map((text) => ({ text }));
      }
      // Combinations of fields; one without a value of any is not counted.
      return groupsOf(fields, read).map((values) => ({ text: JSON.stringify(values.map((text) => text ?? null)) }));
    }
    default: {
      const value = numberOf(read(fields[0]!));
      if (value === undefined || (measure === 'positive' && value < 0)) return [];
      return [{ value: measure === 'positive' ? rounded(value) : value, text: '' }];
    }
  }
}

/** A number, or a text that is one; of a list the sum. */
function numberOf(value: Json | undefined): number | undefined {
  if (Array.isArray(value)) {
    const numbers = value.map(numberOf).filter((number) => number !== undefined);
    return numbers.length === 0 ? undefined : numbers.reduce((sum, number) => sum + number, 0);
  }
  if (typeof value === 'string' ? value.trim() === '' : typeof value !== 'number') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/** To 1/1024: sums of such numbers do not hang on the order in which they are added, up to eight million millions. */
function rounded(value: number): number {
  return Math.round(value * 1024) / 1024;
}

/** 53 bits that tell a text apart. */
function numberFor(hasher: Hasher, text: string): number {
  hasher.begin();
  hasher.add(text);
  hasher.end();
  return (hasher.a >>> 0) * 0x200000 + (hasher.b >>> 11);
}
