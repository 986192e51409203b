import { type CaseOutcome, type ConformanceSet, count, emptyScore, type Score } from './set.ts';

export interface SetScore {
  total: Score;
  rules: Record<string, Score>;
  /** Cases that are not equal, in words. */
  differences: string[];
}

/** Judges every case of a set below a folder. */
export async function scoreSet(set: ConformanceSet, dir: string, only?: string): Promise<SetScore> {
  const total = emptyScore();
  const rules: Record<string, Score> = {};
  const differences: string[] = [];
  for await (const outcome of set.run(dir, only)) {
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
