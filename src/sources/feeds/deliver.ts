import { type ReadLosses, recordsOf } from '../events/read/index.ts';
import type { FeedBatch, RunningFeed } from './types.ts';

/** Handed over together. */
const BATCH = 2000;

/** Delivers the events in the bytes of a file. Resolves when all of them are stored. */
export async function deliverBytes(
  feed: RunningFeed<unknown>,
  bytes: AsyncIterable<Uint8Array>,
  named: Pick<FeedBatch, 'source'> = {},
): Promise<void> {
  const losses: ReadLosses = {};
  let waiting: FeedBatch['records'][number][] = [];
  for await (const records of recordsOf(bytes, losses)) {
    for (const record of records) waiting.push(record);
    if (waiting.length < BATCH) continue;
    await feed.deliver({ ...named, records: waiting });
    waiting = [];
  }
  if (waiting.length > 0 || Object.keys(losses).length > 0)
    await feed.deliver({ ...named, records: waiting, lost: losses });
}
