import type { Kysely, Transaction } from 'kysely';
import type { Severity, Text } from '../model/index.ts';
import type { Database } from '../platform/store/index.ts';

/** Something that somebody ought to be told. */
export interface Notice {
  /** Equal ids are told once: an incident's id with its severity, an alert's id for a watch, a vulnerability's with the advisories that told it. */
  id: string;
  kind: 'incident-opened' | 'incident-worse' | 'watch' | 'test' | 'vulnerability';
  severity: Severity;
  title: Text;
  /** One or two sentences: who did what, where. */
  summary: Text;
  account: string;
  assets: readonly string[];
  /** `key=value` tags of its assets, for routing. */
  tags: readonly string[];
  at: Date;
  incident?: string;
  /** Path in the console: `/incidents/…`. */
  path: string;
  techniques: readonly string[];
  /** Channels told beside those that routing names. */
  channels?: readonly string[];
}

/**
 * Puts notices into the outbox in the transaction that stores what they tell of, one delivery a channel that routing
 * names. A notice that is there already is left alone.
 */
export type QueueNotices = (
  db: Kysely<Database> | Transaction<Database>,
  tenant: string,
  notices: readonly Notice[],
) => Promise<number>;
