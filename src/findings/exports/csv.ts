import type { Exporter, ExportFinding } from './types.ts';

const columns: readonly [string, (finding: ExportFinding, language: 'en' | 'ko') => string][] = [
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

/** Comma-separated values after RFC 4180, in UTF-8 with a byte order mark, without which Excel garbles Korean. */
export const csv: Exporter = {
  mediaType: 'text/csv; charset=utf-8',
  extension: 'csv',
  async *write(findings, { language }) {
    yield `\uFEFF${columns.map(([name]) => name).join(',')}\r\n`;
    for await (const finding of findings) {
      yield `${columns.map(([, value]) => cell(value(finding, language))).join(',')}\r\n`;
    }
  },
};

/**
 * A cell that no spreadsheet takes for a formula: names come from the cloud and may be an attacker's
 * (OWASP, "CSV Injection").
 */
function cell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
