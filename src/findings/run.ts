import type { Result, Rule } from '../model/index.ts';
import type { JudgedPair } from './lifecycle.ts';

/** What all batches of one judgement share. */
export interface Run {
  tenant: string;
  /** The connection that is judged for, where there is one: once it is removed, nothing more is written. */
  connection?: string;
  /** Clock of the judgement: the same for all its batches. */
  now: Date;
  /** Every rule that results may name. */
  rules: ReadonlyMap<string, RuleOfRun>;
  /** Tags (`key`, `key=value`, lower case) of the assets that matter most. */
  crownJewels?: ReadonlySet<string>;
  /** What findings say of an asset beyond its results (name, tags, ...), as text: a change of it is written too. */
  described?: (asset: string) => string;
}

/** What is written of a rule with its findings. A `Control` will do, and so will the `Rule` of a vulnerability. */
export type RuleOfRun = Pick<Rule, 'severity' | 'title' | 'vulnerability'>;

/** Results with the hash of what they say. A batch holds all results of each (control, asset) pair it touches. */
export interface Batch {
  results: readonly (Result & { outcomeHash?: string })[];
  /** Pairs that were judged and gave nothing. */
  pairs?: readonly JudgedPair[];
  /** Pairs that say what is stored already: only confirmed. */
  unchanged?: readonly JudgedPair[];
  /** Assets confirmed to be no more: their findings close, their results go. */
  gone?: readonly string[];
}

export interface Applied {
  results: number;
  opened: number;
  reopened: number;
  resolved: number;
  stale: number;
}
