import type { Rule, Severity } from '../../model/index.ts';
import type { Exporter } from './types.ts';

const level: Record<Severity, string> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
};

/** The number that code hosts sort by, in the bands they give it (critical from 9.0, high from 7.0, medium from 4.0). */
const securitySeverity: Record<Severity, string> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '3.0',
  info: '0.0',
};

/** SARIF 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export const sarif: Exporter = {
  mediaType: 'application/sarif+json',
  extension: 'sarif',
  async *write(findings, { language, version }) {
    yield '{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"results":[';
    const rules = new Map<string, Rule>();
    let first = true;
    for await (const finding of findings) {
      const { rule } = finding;
      rules.set(rule.id, rule);
      const element = finding.discriminator === '' ? '' : ` (${finding.discriminator})`;
      const result = {
        ruleId: rule.id,
        level: level[finding.severity],
        message: {
          text: `${rule.title[language]}: ${finding.assetName}${element}, ${finding.account}, ${finding.region}`,
        },
        locations: [
          {
            // Viewers insist on a file; a cloud asset has none, so its id stands for one.
            physicalLocation: { artifactLocation: { uri: encodeURI(finding.asset) }, region: { startLine: 1 } },
            logicalLocations: [{ fullyQualifiedName: finding.asset, name: finding.assetName, kind: 'resource' }],
          },
        ],
        partialFingerprints: { 'hwaseong/finding': finding.id },
        properties: {
          account: finding.account,
          region: finding.region,
          kind: finding.kind,
          evidence: finding.evidence,
        },
        ...(finding.excepted === true ? { suppressions: [{ kind: 'external', status: 'accepted' }] } : {}),
      };
      yield `${first ? '' : ','}\n${JSON.stringify(result)}`;
      first = false;
    }
    const driver = {
      name: 'Hwaseong',
      semanticVersion: version,
      rules: [...rules.values()].map((rule) => ({
        id: rule.id,
        shortDescription: { text: rule.title[language] },
        fullDescription: { text: rule.why[language] },
        help: { text: rule.remediation.text[language] },
        defaultConfiguration: { level: level[rule.severity] },
        properties: { 'security-severity': securitySeverity[rule.severity], tags: ['security', rule.kind] },
      })),
    };
    yield `\n],"tool":{"driver":${JSON.stringify(driver)}},"columnKind":"utf16CodeUnits"}]}\n`;
  },
};
