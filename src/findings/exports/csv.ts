import type { Language } from '../../model/index.ts';
import { CSV_START, csvLine } from '../../platform/exports/index.ts';
import type { ExportFinding, FindingExporter } from './types.ts';

const columns: readonly [string, (finding: ExportFinding, language: Language) => string][] = [
  ['id', (finding) => finding.id],
  ['severity', (finding) => finding.severity],
  ['status', (finding) => (finding.excepted === true ? 'excepted' : finding.status)],
  ['control', (finding) => finding.rule.id],
  ['title', (finding, language) => finding.rule.title[language]],
  ['asset', (finding) => finding.asset],
  ['asset_name', (finding) => finding.assetName],
  ['kind', (finding) => finding.kind],
  ['element', (finding) => finding.discriminator],
  ['account', (finding) => finding.account],
  ['region', (finding) => finding.region],
  ['first_seen', (finding) => finding.firstSeen],
  ['last_seen', (finding) => finding.lastSeen],
  ['evidence', (finding) => JSON.stringify(finding.evidence)],
  ['remediation', (finding, language) => finding.rule.remediation.text[language]],
];

/** A line a finding. */
export const csv: FindingExporter = {
  mediaType: 'text/csv; charset=utf-8',
  extension: 'csv',
  async *write(findings, { language }) {
    yield CSV_START + csvLine(columns.map(([name]) => name));
    for await (const finding of findings) yield csvLine(columns.map(([, value]) => value(finding, language)));
  },
};
