import type { Activity, JsonObject } from '../model/index.ts';

/** One event as it is kept. */
export interface StoredEvent {
  activity: Activity;
  /** When it came in, ISO 8601. */
  receivedAt: string;
  record: JsonObject;
}

export interface EventFilter {
  source?: string;
  action?: string;
  actor?: string;
  account?: string;
  region?: string;
  ip?: string;
  asset?: string;
  outcome?: string;
  /** Words that occur in the event, in any order. */
  q?: string;
  since?: Date;
  until?: Date;
}

export interface EventQueryResult {
  columns: { name: string; type: string }[];
  rows: unknown[][];
  /** More rows than asked for, or a limit was reached. */
  cut: boolean;
  seconds: number;
}

/** Where an append ended: the chunk, and where its next byte goes. Names of chunks compare as texts, older ones first. */
export interface LogPosition {
  chunk: string;
  offset: number;
}

/**
 * Everything that happened, on disk: NDJSON chunks, synced before they count, that are compacted to Parquet (zstd),
 * asked by DuckDB in a process of its own. An event that came twice is there once.
 */
export interface EventLog {
  /**
   * Appends events and syncs them to disk. Answers which of them are new, how many were there already (of those still
   * remembered, earlier ones of the same call among them), and where the append ended.
   */
  append(events: readonly StoredEvent[]): Promise<{ duplicates: number; fresh: readonly StoredEvent[] } & LogPosition>;
  /**
   * What was appended after a position, in order of arrival, as batches with the position after each: what a reader that was
   * killed has still to look at. Without a position: all chunks that are not compacted.
   */
  tail(after: LogPosition | undefined): AsyncIterable<{ events: StoredEvent[] } & LogPosition>;
  /** Events newest first. */
  search(
    filter: EventFilter,
    page: { limit: number; cursor?: string },
  ): Promise<{ items: StoredEvent[]; next: string | null; seconds: number }>;
  /** Events with these ids; `around` bounds where it looks. */
  byIds(ids: readonly string[], around?: { since: Date; until: Date }): Promise<StoredEvent[]>;
  histogram(filter: EventFilter, steps: number): Promise<{ at: string; count: number }[]>;
  /** One SELECT over the table `events`. @throws UserError `query-refused`, `query-failed`, `query-too-costly` */
  query(sql: string, limit: number): Promise<EventQueryResult>;
  /** All events of a time, oldest first, as batches: for replay. */
  read(since: Date, until: Date): AsyncIterable<StoredEvent[]>;
  /** Compacts full chunks that were read up to `read` (see {@link tail}), and drops what is older than `keepDays`. */
  compact(now: Date, keepDays: number, read?: LogPosition): Promise<void>;
  oldest(): Promise<Date | undefined>;
  /**
   * Keeps events apart under a name, in place of those that were there under it: they are found like all others, but no reader of
   * `tail` meets them, they are never compacted, and they leave together.
   */
  setApart(name: string, events: readonly StoredEvent[]): Promise<void>;
  dropApart(name: string): Promise<void>;
  close(): Promise<void>;
}
