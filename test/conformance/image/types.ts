import type { Tally } from '../score.ts';

/** What one folder of labelled cases came to. */
export interface SetResult extends Tally {
  /** Why the set is under its bar, or undefined. No case judged is under every bar. */
  underBar: string | undefined;
  /** What the score alone does not tell. */
  notes?: string[];
}

/** A module of this folder: the judge of the set of the same name. */
export interface SetModule {
  /** Judges every case below `dir`, the set's own folder. Throws where a file of the set is missing. */
  run(dir: string): Promise<SetResult>;
}
