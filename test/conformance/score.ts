import { type CaseOutcome, type ConformanceSet, count, emptyScore, type Score } from './set.ts';

/** Judged cases, counted: all and by rule. */
export interface Tally {
  total: Score;
  rules: Record<string, Score>;
  /** Cases that are not equal, in words. */
  differences: string[];
}

/** Judges every case of a set below a folder. */
export function scoreSet(set: ConformanceSet, dir: string, only?: string): Promise<Tally> {
  return tally(set.run(dir, only));
}

/** Counts judged cases. */
export async function tally(outcomes: AsyncIterable<CaseOutcome> | Iterable<CaseOutcome>): Promise<Tally> {
  const total = emptyScore();
  const rules: Record<string, Score> = {};
  const differences: string[] = [];
  for await (const outcome of outcomes) {
    count(total, outcome.outcome);
    rules[outcome.rule] ??= emptyScore();
    count(rules[outcome.rule] as Score, outcome.outcome);
    const words = difference(outcome);
    if (words !== undefined) differences.push(words);
  }
  return { total, rules, differences };
}

function difference({ id, outcome, detail }: CaseOutcome): string | undefined {
  if (outcome === 'different') return `different ${id}: ${detail ?? ''}`;
  return outcome === 'differs' ? `agreed    ${id}: ${detail ?? ''}` : undefined;
}
