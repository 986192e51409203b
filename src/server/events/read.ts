import type { StoredEvent } from '../../eventlog/types.ts';
import type { JsonObject, LogEvent } from '../../model/index.ts';
import { eventOf, isTooDeep, type RecordFault, sourceById } from '../../sources/events/index.ts';
import type { LossReason } from './types.ts';

/** An event as detection takes it, and as it is kept. */
export interface ReadEvent {
  event: LogEvent;
  stored: StoredEvent;
}

export type Losses = Partial<Record<LossReason, number>>;

/** What a record says, or why it says nothing. */
export function readRecord(
  record: JsonObject,
  source: string | undefined,
  receivedAt: string,
): ReadEvent | RecordFault {
  if (isTooDeep(record)) return 'malformed';
  try {
    const event = eventOf(record, source);
    if (typeof event === 'string') return event;
    const activity = sourceById(event.source)?.describe(event);
    return activity === undefined ? 'unknown-source' : { event, stored: { activity, receivedAt, record } };
  } catch {
    // Sources are made for records of their vendor; one made to break them is no record.
    return 'malformed';
  }
}

/** A stored event as detection takes it; undefined where its source is known no more. */
export function storedEvent({ activity, record }: StoredEvent): LogEvent | undefined {
  const event = eventOf(record, activity.source);
  return typeof event === 'string' ? undefined : event;
}
