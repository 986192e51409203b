import type { Json } from './json.ts';
import type { Severity } from './severity.ts';

export const statuses = ['pass', 'fail', 'unknown', 'not-applicable', 'manual', 'error'] as const;
export type Status = (typeof statuses)[number];

/** One judgement of one control over one asset, or one element of it. */
export interface Result {
  /** Id of the rule: a control, or a vulnerability. */
  control: string;
  /** Id of the asset; the account or region itself where a whole list could not be read. */
  asset: string;
  kind: string;
  provider: string;
  account: string;
  region: string;
  /** Tells the elements of `each` apart; empty for a judgement of the whole asset. */
  discriminator: string;
  status: Status;
  /** Where it differs from the rule's: a vulnerability weighs more in one package than in another. */
  severity?: Severity;
  /** What the control shows as proof, by name. */
  evidence: { [name: string]: Json };
  /** What was missing, where the status is `unknown`. */
  unknown?: { operation: string; code: string; permission?: string };
  /** What broke, where the status is `error`. */
  error?: string;
  /** ISO 8601, UTC. */
  judgedAt: string;
}
