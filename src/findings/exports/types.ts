import type { Json, Language, Rule, Severity } from '../../model/index.ts';

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

export interface ExportContext {
  language: Language;
  /** Version of the product. */
  version: string;
  /** ISO 8601, UTC. */
  generatedAt: string;
  /** Counted beside the findings, where it is known. */
  unknown?: { operation: string; code: string; permission?: string; results: number }[];
  /** Whether images are trusted, where a trust policy was given. */
  trust?: readonly object[];
}

/** Writes findings in one format, piece by piece, so that a million of them need no memory. */
export interface Exporter {
  mediaType: string;
  extension: string;
  write(
    findings: AsyncIterable<ExportFinding> | Iterable<ExportFinding>,
    context: ExportContext,
  ): AsyncGenerator<string>;
}
