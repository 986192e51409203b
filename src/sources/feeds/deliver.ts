import type { Json, JsonObject } from '../../model/index.ts';
import { recordsIn } from '../events/envelope.ts';
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

/** Delivers the events in messages. Resolves when all of them are stored. */
export async function deliverMessages(feed: RunningFeed<unknown>, bodies: Iterable<Json>): Promise<void> {
  const records: JsonObject[] = [];
  let [malformed, tooLarge] = [0, 0];
  for (const body of bodies) {
    const opened = recordsIn(body);
    for (const record of opened.records) records.push(record);
    malformed += opened.malformed;
    tooLarge += opened.tooLarge;
  }
  await feed.deliver({
    records,
    lost: { ...(malformed === 0 ? {} : { malformed }), ...(tooLarge === 0 ? {} : { 'too-large': tooLarge }) },
  });
}

/** A message as JSON; what is none stays text, and is counted as malformed where it is opened. */
export function jsonOrText(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
