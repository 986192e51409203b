/** How many cases agree, of one rule or of all. */
export interface Score {
  cases: number;
  mapped: number;
  equal: number;
  different: number;
  unmapped: number;
}

/** One labelled case, judged. */
export interface CaseOutcome {
  id: string;
  /** Whose rule the case exercises, as its authors name it. */
  rule: string;
  outcome: 'equal' | 'different' | 'unmapped' | 'differs';
  /** What they expect and what we say, where they differ. */
  detail?: string;
}

/** A set of labelled cases that the runner can judge. */
export interface ConformanceSet {
  /** Folder of the set below the folder of all sets. */
  name: string;
  /** Judges every case below `dir`. */
  run(dir: string, only: string | undefined): AsyncIterable<CaseOutcome>;
  /** Why the set is under its bar, or undefined. */
  underBar(total: Score, rules: Record<string, Score>): string | undefined;
}

/** Adds a case to a score. A difference that is agreed (with its reason) counts as different all the same. */
export function count(score: Score, outcome: CaseOutcome['outcome']): void {
  score.cases += 1;
  if (outcome === 'unmapped') score.unmapped += 1;
  else {
    score.mapped += 1;
    if (outcome === 'equal') score.equal += 1;
    else score.different += 1;
  }
}

/** Adds one score to another. */
export function addScore(to: Score, score: Score): void {
  for (const key of Object.keys(to) as (keyof Score)[]) to[key] += score[key];
}

export function emptyScore(): Score {
  return { cases: 0, mapped: 0, equal: 0, different: 0, unmapped: 0 };
}
