import type { Json } from './json.ts';
import type { Result } from './result.ts';
import type { Severity } from './severity.ts';

/** What is wrong and stays wrong until it is not. */
export interface Finding {
  tenant: string;
  /** Hash of (rule, asset, discriminator): see `findingId`. */
  id: string;
  /** Id of the control. */
  rule: string;
  asset: string;
  kind: string;
  provider: string;
  account: string;
  region: string;
  discriminator: string;
  severity: Severity;
  status: 'open' | 'resolved';
  /** Why it closed. */
  resolution?: 'fixed' | 'not-applicable' | 'removed';
  /** Open, but the newest judgement could not tell. */
  stale: boolean;
  evidence: { [name: string]: Json };
  /** ISO 8601, UTC. */
  firstSeen: string;
  lastSeen: string;
  resolvedAt?: string;
}

/** What a judgement needs to say to open, keep or close a finding. */
export type Judged = Pick<Result, 'control' | 'asset' | 'discriminator' | 'status'>;
