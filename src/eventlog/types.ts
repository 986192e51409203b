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

/**
 * Everything that happened, on disk: NDJSON chunks (zstd, synced before they count) that are compacted to Parquet by the hour,
 * asked by DuckDB in a process of its own. An event that came twice is there once.
 */
export interface EventLog {
  /** Appends events and syncs them to disk. Answers how many of them were there already (of those still remembered). */
  append(events: readonly StoredEvent[]): Promise<{ duplicates: number; chunk: string; offset: number }>;
  /** Events newest first. */
  search(filter: EventFilter, page: { limit: number; cursor?: string }): Promise<{ items: StoredEvent[]; next: string | null; seconds: number }>;
  /** Events with these ids; `around` bounds where it looks. */
  byIds(ids: readonly string[], around?: { since: Date; until: Date }): Promise<StoredEvent[]>;
  histogram(filter: EventFilter, steps: number): Promise<{ at: string; count: number }[]>;
  /** One SELECT over the table `events`. @throws UserError `query-refused`, `query-failed`, `query-too-costly` */
  query(sql: string, limit: number): Promise<EventQueryResult>;
  /** All events of a time, oldest first, as batches: for replay. */
  read(since: Date, until: Date): AsyncIterable<StoredEvent[]>;
  /** Compacts full chunks, and drops what is older than `keepDays`. */
  compact(now: Date, keepDays: number): Promise<void>;
  oldest(): Promise<Date | undefined>;
  close(): Promise<void>;
}
