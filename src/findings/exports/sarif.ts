import { isObject, type Json, type Language, type Rule } from '../../model/index.ts';
import {
  placeOfResource,
  type SarifPlace,
  type SarifResult,
  type SarifRule,
  sarifLog,
} from '../../platform/exports/index.ts';
import type { ExportFinding, FindingExporter } from './types.ts';

/** SARIF, a result a finding, or one for each place of it in files of sources. */
export const sarif: FindingExporter = {
  mediaType: 'application/sarif+json',
  extension: 'sarif',
  write(findings, { language, version }) {
    const rules = new Map<string, Rule>();
    async function* results() {
      for await (const finding of findings) {
        rules.set(finding.rule.id, finding.rule);
        yield* resultsOf(finding, language);
      }
    }
    return sarifLog(results(), () => [...rules.values()].map((rule) => ruleOf(rule, language)), version);
  },
};

function* resultsOf(finding: ExportFinding, language: Language): Generator<SarifResult> {
  const { rule, severity, asset, assetName, account, region, kind, evidence, excepted } = finding;
  const element = finding.discriminator === '' ? '' : ` (${finding.discriminator})`;
  for (const { fingerprint, place } of placesOf(finding)) {
    yield {
      rule: rule.id,
      severity,
      text: `${rule.title[language]}: ${assetName}${element}, ${account}, ${region}`,
      place,
      resource: { id: asset, name: assetName },
      fingerprint: { 'hwaseong/finding': fingerprint },
      properties: { account, region, kind, evidence },
      accepted: excepted === true,
    };
  }
}

function ruleOf({ id, severity, title, why, remediation, kind }: Rule, language: Language): SarifRule {
  return { id, severity, title: title[language], why: why[language], help: remediation.text[language], tags: [kind] };
}

/** Most places of one finding; each is a result of its own. */
const MOST_PLACES = 50;

/** Where a finding is: in files of sources at their lines, which viewers show beside the text. */
function placesOf({ id, asset, kind, evidence }: ExportFinding): { fingerprint: string; place: SarifPlace }[] {
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
  return [{ fingerprint: id, place: placeOfResource(asset) }];
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
