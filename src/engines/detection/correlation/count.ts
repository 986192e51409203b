import type { Json } from '../../../model/index.ts';
import type { SigmaCorrelation } from '../sigma/index.ts';
import { PART } from '../state/entries.ts';
import { type Group, type Grouping, labelling } from './group.ts';
import type { Occurrence } from './node.ts';

/** What is counted of an event in its groups: a number, or by hash something that is told apart. */
export interface Measure {
  /** Tells the measures of one event apart, where it has several: comes behind its id. */
  part: string;
  number: number;
  a: number;
  b: number;
}

/** Where and how occurrences count. */
export interface Counting {
  groups(member: number, occurrence: Occurrence): readonly Group[];
  label(group: Group): string;
  /** Empty: the occurrence has nothing to be counted. */
  measures(member: number, occurrence: Occurrence): readonly Measure[];
}

/** What is counted: nothing, a number, a number that is not negative, the values of fields, or which member it is. */
export type Counted = 'nothing' | 'number' | 'positive' | 'values' | 'member';

export function countingOf(
  { groupBy, aliases, field, rules }: SigmaCorrelation,
  counted: Counted,
  grouping: Grouping,
): Counting {
  const named = (names: readonly string[], rule: string) => names.map((name) => aliases.get(name)?.get(rule) ?? name);
  const groups = rules.map((rule) => grouping.groups(named(groupBy, rule)));
  const labelOf = labelling(groupBy);
  const measures = rules.map((rule, member) => measuring(counted, member, named(field, rule), grouping));
  return {
    groups: (member, occurrence) => groups[member]!(occurrence),
    label: ({ values }) => labelOf(values),
    measures: (member, occurrence) => measures[member]!(occurrence),
  };
}

function measuring(
  counted: Counted,
  member: number,
  fields: readonly string[],
  grouping: Grouping,
): (occurrence: Occurrence) => readonly Measure[] {
  switch (counted) {
    case 'nothing':
    case 'member': {
      const only = [{ part: '', number: counted === 'member' ? member : 0, a: 0, b: 0 }];
      return () => only;
    }
    case 'values': {
      const values = grouping.groups(fields);
      let last: readonly Group[] | undefined;
      let measures: readonly Measure[] = [];
      return (occurrence) => {
        const groups = values(occurrence);
        if (groups !== last) {
          measures = groups.map(({ a, b }, part) => ({
            part: groups.length === 1 ? '' : `${PART}${part}`,
            // 53 bits tell it apart where a number has to.
            number: (a >>> 0) * 0x200000 + (b >>> 11),
            a,
            b,
          }));
          last = groups;
        }
        return measures;
      };
    }
    default:
      return ({ read }) => {
        const value = numberOf(read(fields[0]!));
        if (value === undefined || (counted === 'positive' && value < 0)) return [];
        return [{ part: '', number: counted === 'positive' ? rounded(value) : value, a: 0, b: 0 }];
      };
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
