import type { Json, Rule, Severity } from '../../model/index.ts';
import type { ExportContext, Exporter } from '../../platform/exports/index.ts';

/** A finding as it leaves the product. */
export interface ExportFinding {
  id: string;
  rule: Rule;
  severity: Severity;
  status: 'open' | 'resolved';
  /** An exception that is in force covers it. */
  excepted?: boolean;
  asset: string;
  assetName: string;
  kind: string;
  provider: string;
  account: string;
  region: string;
  discriminator: string;
  evidence: { [name: string]: Json };
  /** ISO 8601, UTC. */
  firstSeen: string;
  lastSeen: string;
}

/** What exports of findings are told besides. */
export interface FindingsContext extends ExportContext {
  /** Counted beside the findings, where it is known. */
  unknown?: { operation: string; code: string; permission?: string; results: number }[];
  /** Whether images are trusted, where a trust policy was given. */
  trust?: readonly object[];
}

export type FindingExporter = Exporter<ExportFinding, FindingsContext>;
