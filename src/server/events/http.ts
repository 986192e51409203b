import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { JsonObject } from '../../model/index.ts';
import { type ReadLosses, recordsOf } from '../../sources/events/read/index.ts';
import type { Upload } from '../context.ts';
import { refuse } from '../http/refusal.ts';
import type { Intake, Receipt } from './types.ts';

/** Largest request, as it comes over the wire. */
const MAX_BYTES = 256 * 1024 * 1024;

/** Records handed on together. */
const AT_ONCE = 2000;

/**
 * Takes in what a program sends: NDJSON, a JSON document with or without an envelope, text logs; plain, gzip or zstd. What
 * cannot be read is counted and left out. A request that breaks off or is refused on the way may have been taken in part;
 * sending it again is harmless.
 *
 * @throws IntakeFull where too much waits; Refusal `too-large`
 */
export async function receiveEvents(
  intake: Intake,
  upload: Upload,
  { feed, source }: { feed: string; source: string | undefined },
): Promise<Receipt> {
  const receipt: Receipt = { taken: 0, duplicates: 0, lost: 0 };
  const lost: ReadLosses = {};
  const hand = async (records: readonly JsonObject[]) => {
    // What is counted goes with the next delivery, and once only.
    const counted = { ...lost };
    for (const reason of Object.keys(lost) as (keyof ReadLosses)[]) delete lost[reason];
    const one = await intake.accept({ feed, records, lost: counted, ...(source === undefined ? {} : { source }) });
    receipt.taken += one.taken;
    receipt.duplicates += one.duplicates;
    receipt.lost += one.lost;
  };
  let bytes = 0;
  const limit = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      done(bytes > MAX_BYTES ? refuse('too-large') : null, chunk);
    },
  });
  await pipeline(upload.body, limit, async (stream: AsyncIterable<Uint8Array>) => {
    let records: JsonObject[] = [];
    for await (const batch of recordsOf(stream, lost)) {
      records.push(...batch);
      if (records.length < AT_ONCE) continue;
      await hand(records);
      records = [];
    }
    if (records.length > 0 || Object.keys(lost).length > 0) await hand(records);
  });
  return receipt;
}
