import type { Rule, Severity } from '../../model/index.ts';
import { isObject, type Json } from '../../model/index.ts';
import type { Exporter, ExportFinding } from './types.ts';

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
      for (const { fingerprint, place } of placesOf(finding)) {
        const result = {
          ruleId: rule.id,
          level: level[finding.severity],
          message: {
            text: `${rule.title[language]}: ${finding.assetName}${element}, ${finding.account}, ${finding.region}`,
          },
          locations: [
            {
              physicalLocation: place,
              logicalLocations: [{ fullyQualifiedName: finding.asset, name: finding.assetName, kind: 'resource' }],
            },
          ],
          partialFingerprints: { 'hwaseong/finding': fingerprint },
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

/** A place in a file, as SARIF writes it. */
interface Place {
  artifactLocation: { uri: string; uriBaseId?: string };
  region: { startLine: number; endLine?: number };
}

/** Most places of one finding; each is a result of its own. */
const MOST_PLACES = 50;

/** Where a finding is: in files of sources at their lines, which viewers show beside the text. */
function placesOf({ id, asset, kind, evidence }: ExportFinding): { fingerprint: string; place: Place }[] {
  const told = kind === 'code.folder' ? [...placesOfPackage(evidence), ...placesOfSecrets(evidence)] : [];
  if (told.length > 0) {
    return told.slice(0, MOST_PLACES).map(({ path, lines: [startLine, endLine] }, at) => ({
      fingerprint: at === 0 ? id : `${id}/${at}`,
      place: {
        artifactLocation: { uri: path.split('/').map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' },
        region: { startLine, ...(endLine !== undefined && endLine !== startLine && { endLine }) },
      },
    }));
  }
  // Viewers insist on a file; a cloud asset has none, so its id stands for one.
  return [{ fingerprint: id, place: { artifactLocation: { uri: encodeURI(asset) }, region: { startLine: 1 } } }];
}

interface FilePlace {
  path: string;
  /** First and last line, from 1. */
  lines: readonly [number, number?];
}

function placesOfPackage({ paths, lines }: Record<string, Json>): FilePlace[] {
  const all = Array.isArray(lines) ? lines : [];
  return (Array.isArray(paths) ? paths : []).flatMap((path, at) => {
    const [first, last] = (Array.isArray(all[at]) ? all[at] : []) as Json[];
    if (typeof path !== 'string') return [];
    return [{ path, lines: typeof first === 'number' && typeof last === 'number' ? [first, last] : [1] }];
  });
}

function placesOfSecrets({ secrets }: Record<string, Json>): FilePlace[] {
  return (Array.isArray(secrets) ? secrets : []).flatMap((one) =>
    isObject(one) && typeof one.path === 'string'
      ? [{ path: one.path, lines: [typeof one.line === 'number' ? one.line : 1] as const }]
      : [],
  );
}
