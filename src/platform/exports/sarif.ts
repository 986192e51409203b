import type { Json, Severity } from '../../model/index.ts';

/** A place in a file, as SARIF writes it. */
export interface SarifPlace {
  artifactLocation: { uri: string; uriBaseId?: string };
  region: { startLine: number; endLine?: number };
}

export interface SarifResult {
  rule: string;
  severity: Severity;
  text: string;
  /** Where viewers show it. */
  place: SarifPlace;
  /** The asset it is about. */
  resource: { id: string; name?: string };
  /** By which viewers know the same result again: a name with its version, and the value. */
  fingerprint: { [name: string]: string };
  properties: { [name: string]: Json };
  /** Somebody has accepted it. */
  accepted?: boolean;
}

export interface SarifRule {
  id: string;
  severity: Severity;
  title: string;
  why: string;
  help?: string | undefined;
  tags: readonly string[];
}

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

/**
 * A log of SARIF 2.1.0 with one run, piece by piece: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 *
 * @param rulesTold asked once the results are written: the rules that they name
 */
export async function* sarifLog(
  results: AsyncIterable<SarifResult>,
  rulesTold: () => readonly SarifRule[],
  version: string,
): AsyncGenerator<string> {
  yield '{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"results":[';
  let first = true;
  for await (const result of results) {
    yield `${first ? '' : ','}\n${JSON.stringify(resultOf(result))}`;
    first = false;
  }
  const driver = { name: 'Hwaseong', semanticVersion: version, rules: rulesTold().map(ruleOf) };
  yield `\n],"tool":{"driver":${JSON.stringify(driver)}},"columnKind":"utf16CodeUnits"}]}\n`;
}

function resultOf({ rule, severity, text, place, resource, fingerprint, properties, accepted }: SarifResult) {
  return {
    ruleId: rule,
    level: level[severity],
    message: { text },
    locations: [
      {
        physicalLocation: place,
        logicalLocations: [{ fullyQualifiedName: resource.id, name: resource.name, kind: 'resource' }],
      },
    ],
    partialFingerprints: fingerprint,
    properties,
    ...(accepted === true && { suppressions: [{ kind: 'external', status: 'accepted' }] }),
  };
}

function ruleOf({ id, severity, title, why, help, tags }: SarifRule) {
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: why },
    ...(help !== undefined && { help: { text: help } }),
    defaultConfiguration: { level: level[severity] },
    properties: { 'security-severity': securitySeverity[severity], tags: ['security', ...tags] },
  };
}

/** A place for what lies in no file, on which viewers insist: the id of the asset stands for one. */
export function placeOfResource(id: string): SarifPlace {
  return { artifactLocation: { uri: encodeURI(id) }, region: { startLine: 1 } };
}
