import type { Severity } from './severity.ts';
import type { Text } from './text.ts';

/** What a stream of events must not show: a Sigma rule or correlation, with what people and the product need beside it. */
export interface Detection {
  /** Unique and lasting: Sigma's `name` of our own content (`aws-console-sign-in-without-mfa`), or Sigma's `id`. */
  id: string;
  title: Text;
  /** What it means where it fires. */
  why: Text;
  /** What to do then; imported rules have none. */
  respond?: Text;
  severity: Severity;
  /** ATT&CK ids: `T1078.004`. */
  techniques: readonly string[];
  /** ATT&CK tactics by their short names: `initial-access`. */
  tactics: readonly string[];
  /** Ids of the event sources it reads. */
  sources: readonly string[];
  kind: 'rule' | 'correlation';
  /** Fires by itself. False: only a member of correlations. */
  alerts: boolean;
  /** Fields whose values tell alerts apart, and how long one alert lasts, in milliseconds. */
  groupBy: readonly string[];
  period: number;
  /** Who wrote it, where not we. */
  author?: string;
  origin: 'product' | 'user' | 'watch';
  references: readonly string[];
  /** When it may fire though nothing is wrong. */
  falsePositives: readonly Text[];
}
