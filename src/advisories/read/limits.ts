/** What one feed may cost. The largest feeds known are far below each of these. */
export const limits = {
  /** Files of a feed, those in archives included. */
  files: 3_000_000,
  /** Folders in folders. */
  depth: 12,
  /** Bytes of a document that is read as a whole, and of one member of a large one. */
  document: 64 * 1024 ** 2,
  /** Bytes of all files together once unpacked. */
  expanded: 64 * 1024 ** 3,
  /** How many times its packed size a file may grow, beyond the first 256 MiB. */
  ratio: 400,
  /** Records of a feed. */
  records: 5_000_000,
} as const;

/** Bytes up to which the ratio is no concern. */
export const RATIO_FROM = 256 * 1024 ** 2;

/** A feed that cannot be read to its end, so that what was read of it is not to be taken for the whole. */
export class FeedBroken extends Error {
  override readonly name = 'FeedBroken';
}
