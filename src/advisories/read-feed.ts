import { type Feed, type FeedRecord, isEnrichment, type LeftOut } from './feeds/index.ts';
import { filesAt } from './read/files.ts';
import { FeedBroken, limits } from './read/limits.ts';

/** What became of a feed's records. */
export interface FeedCounts {
  /** Advisories and other records used. */
  records: number;
  /** Malformed ones, and some of them in words. */
  rejected: number;
  examples: string[];
  /** Well formed and left out on purpose, by reason. */
  leftOut: Partial<Record<LeftOut, number>>;
}

/** Rejected records that are told with their place. */
const MOST_EXAMPLES = 5;

/** Records between looks at whether somebody has stopped the work. */
const LOOK_EVERY = 500;

export function noCounts(): FeedCounts {
  return { records: 0, rejected: 0, examples: [], leftOut: {} };
}

/**
 * The records of a feed out of a file or folder; `counts` grows with them.
 *
 * @throws FeedBroken where a file cannot be read to its end, or no record is to be found, so that what came of it is not the feed
 */
export async function* readFeed(
  feed: Feed,
  root: string,
  counts: FeedCounts,
  signal?: AbortSignal,
): AsyncGenerator<FeedRecord> {
  const records = feed.read({
    files: filesAt(root, feed.takes),
    reject(where, reason) {
      counts.rejected += 1;
      if (counts.examples.length < MOST_EXAMPLES) counts.examples.push(`${where}: ${reason}`.slice(0, 300));
    },
    leaveOut(why) {
      counts.leftOut[why] = (counts.leftOut[why] ?? 0) + 1;
    },
  });
  let seen = 0;
  for await (const record of records) {
    seen += 1;
    // A withdrawal is counted among what was left out.
    if (!isEnrichment(record) || record.enriches !== 'withdrawn') counts.records += 1;
    if (seen > limits.records) throw new FeedBroken(`it has more than ${limits.records} records`);
    if (seen % LOOK_EVERY === 0) signal?.throwIfAborted();
    yield record;
  }
  if (counts.records === 0) {
    throw new FeedBroken(counts.rejected > 0 ? `all ${counts.rejected} records are malformed` : 'it holds no record');
  }
}
