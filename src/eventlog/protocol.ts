import type { EventRow } from './table.ts';
import type { EventFilter, EventQueryResult } from './types.ts';

/** What the process of DuckDB can be asked: each with what it is given and what it answers. */
export interface Questions {
  search: [{ filter: EventFilter; limit: number; after?: Position }, EventRow[]];
  /** Events of a time, oldest first. */
  read: [{ since: Date; until: Date; limit: number; after?: Position }, EventRow[]];
  byIds: [{ ids: readonly string[]; since?: Date; until?: Date }, EventRow[]];
  histogram: [{ filter: EventFilter; since: Date; until: Date; steps: number }, number[]];
  query: [{ sql: string; limit: number }, Omit<EventQueryResult, 'seconds'>];
  /** Puts closed chunks into Parquet and drops what ended before `keepFrom`. */
  compact: [{ chunks: readonly string[]; keepFrom: Date }, undefined];
  /** Ids of events that lie in chunks, at most so many. */
  recentIds: [{ limit: number }, string[]];
  /** Time of the oldest event, in milliseconds since 1970. */
  oldest: [Record<string, never>, number | undefined];
}

/** Where a page ended. */
export interface Position {
  /** Milliseconds since 1970. */
  time: number;
  id: string;
}

export type QuestionName = keyof Questions;
export type Given<Name extends QuestionName> = Questions[Name][0];
export type Answer<Name extends QuestionName> = Questions[Name][1];

export interface Asked {
  id: number;
  name: QuestionName;
  given: unknown;
}

/** `refused`: the statement is not one that may be run. `costly`: it was stopped at a limit. `failed`: DuckDB's own word. */
export type Failure = 'refused' | 'costly' | 'failed';

export type Answered = { id: number; value: unknown } | { id: number; failure: Failure; message: string };
