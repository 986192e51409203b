import type { Readable } from 'node:stream';
import type { AdvisoryLookup } from '../../engines/vulnerability/index.ts';
import type { ComparedWith } from '../../findings/affected/index.ts';
import type { Bom, Matched } from '../../model/index.ts';

/** The advisory database, open to be asked. */
export interface OpenAdvisories extends AdvisoryLookup, ComparedWith {
  /** Compares a bill of materials with all advisories. What it found of a package it remembers. */
  match(bom: Bom): Matched;
  close(): void;
}

/** What the database says of itself. */
export interface AdvisoriesStatus {
  builtAt: Date;
  /** Up to when it knows: the date of its oldest feed. */
  asOf: Date;
  /** Bytes. */
  size: number;
  /** `stale`: too old to rely on. */
  feeds: { id: string; title: string; asOf: Date; records: number; stale: boolean }[];
}

/** What became of an attempt to fetch the feeds. */
export interface UpdateOutcome {
  failed: { id: string; problem: string }[];
}

/** Where advisories come from. */
export interface Advisories {
  /** Undefined where there is no database yet. */
  open(): Promise<OpenAdvisories | undefined>;
  /** Undefined where there is no database yet. */
  status(now: Date): Promise<AdvisoriesStatus | undefined>;
  /** Fetches the feeds, from a mirror or (`from` empty) from their makers, and builds the database anew where something changed. */
  update(options: { from: string; now: Date; signal: AbortSignal }): Promise<UpdateOutcome>;
  /**
   * Takes a database that was exported elsewhere in place of the one that is there.
   *
   * @throws UserError where the bundle is none, or damaged
   */
  take(bundle: Readable): Promise<void>;
}
