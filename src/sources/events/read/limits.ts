/** Limits under which logs are read: they come from anywhere. */
export const limits = {
  /** Longest single record, in bytes. */
  record: 4 * 1024 * 1024,
  /** Longest document that is parsed at once; a longer one is taken apart as it comes. */
  document: 32 * 1024 * 1024,
  /** Longest line of a text log. */
  line: 64 * 1024,
  /** Most that one file may expand to for each byte of it, once it has expanded to `expanded`. */
  ratio: 400,
  expanded: 256 * 1024 * 1024,
  /** Most files of a folder or bucket. */
  files: 1_000_000,
} as const;

/** Why something that was read is no event; words as the intake counts them. */
export type ReadLoss = 'malformed' | 'too-large' | 'unknown-source' | 'stream-cut';
export type ReadLosses = Partial<Record<ReadLoss, number>>;

/** Counts a loss. */
export function lose(losses: ReadLosses, reason: ReadLoss, count = 1): void {
  if (count > 0) losses[reason] = (losses[reason] ?? 0) + count;
}
