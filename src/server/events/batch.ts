import { inTurns } from '../../platform/turns.ts';
import { type Losses, type ReadEvent, readRecord } from './read.ts';
import type { Delivery, Receipt } from './types.ts';

/** Records taken together: one sync to disk and one transaction serve them all. */
const AT_ONCE = 5000;

/** A delivery that waits for its receipt. */
export interface Waiting {
  delivery: Delivery;
  resolve(receipt: Receipt): void;
  reject(error: unknown): void;
}

/** What the records of a delivery say. */
export interface ReadDelivery {
  delivery: Delivery;
  events: ReadEvent[];
  lost: Losses;
}

/** Reads the records of some deliveries; requests are answered meanwhile. */
export async function readBatch(deliveries: readonly Delivery[], receivedAt: string): Promise<ReadDelivery[]> {
  const read: ReadDelivery[] = [];
  for (const delivery of deliveries) {
    const events: ReadEvent[] = [];
    const lost: Losses = { ...delivery.lost };
    for await (const record of inTurns(delivery.records)) {
      const one = readRecord(record, delivery.source, receivedAt);
      if (typeof one === 'string') lost[one] = (lost[one] ?? 0) + 1;
      else events.push(one);
    }
    read.push({ delivery, events, lost });
  }
  return read;
}

/** How many of the first deliveries go together. */
export function batchLength(queue: readonly Waiting[]): number {
  let records = 0;
  let length = 0;
  for (const { delivery } of queue) {
    records += delivery.records.length;
    if (length > 0 && records > AT_ONCE) break;
    length += 1;
  }
  return length;
}
