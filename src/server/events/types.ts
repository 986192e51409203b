import type { JsonObject } from '../../model/index.ts';

/** Records as one delivery brought them. */
export interface Delivery {
  /** Id of the feed that brought them: counted under it. */
  feed: string;
  /** Id of the event source, where the feed knows it; otherwise each record is asked. */
  source?: string;
  records: readonly JsonObject[];
  /** What the feed itself lost on the way, by reason. */
  lost?: Partial<Record<LossReason, number>>;
}

/** Why something that came in, or should have, is not there. */
export const lossReasons = [
  'malformed',
  'too-large',
  'unknown-source',
  'late',
  'future',
  'gap',
  'evicted',
  'stream-cut',
] as const;
export type LossReason = (typeof lossReasons)[number];

export interface Receipt {
  taken: number;
  duplicates: number;
  lost: number;
}

/** Thrown by {@link Intake.accept} where too much waits already: nothing was taken, try again after so long. */
export class IntakeFull extends Error {
  override readonly name = 'IntakeFull';
  readonly retryAfterSeconds: number;
  constructor(retryAfterSeconds: number) {
    super('the intake is full');
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The one door by which events come in, whatever the feed. */
export interface Intake {
  /**
   * Takes a delivery. Resolves when its events are synced to disk and its alerts are stored: only then may the feed
   * acknowledge. Delivering again is harmless: an event is known by its id.
   *
   * @throws IntakeFull where too much waits
   */
  accept(delivery: Delivery): Promise<Receipt>;
}
