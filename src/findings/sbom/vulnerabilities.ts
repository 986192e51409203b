import type { Json, JsonObject, VulnerabilityFacts } from '../../model/index.ts';
import type { SbomFinding } from './types.ts';

/** Reasons of OpenVEX and CSAF in the words of CycloneDX. */
const justifications: Readonly<Record<string, string>> = {
  component_not_present: 'code_not_present',
  vulnerable_code_not_present: 'code_not_present',
  vulnerable_code_not_in_execute_path: 'code_not_reachable',
  vulnerable_code_cannot_be_controlled_by_adversary: 'requires_environment',
  inline_mitigations_already_exist: 'protected_by_mitigating_control',
};
const ownJustifications = new Set([
  'code_not_present',
  'code_not_reachable',
  'requires_configuration',
  'requires_dependency',
  'requires_environment',
  'protected_by_compiler',
  'protected_at_runtime',
  'protected_at_perimeter',
  'protected_by_mitigating_control',
]);

/** Findings as CycloneDX's vulnerabilities: one for each id and what is said of it, with all packages that it affects. */
export function vulnerabilitiesOf(findings: readonly SbomFinding[], refs: ReadonlySet<string>): JsonObject[] {
  const found = new Map<string, { finding: SbomFinding; affects: Map<string, string> }>();
  for (const finding of findings) {
    const { rule, evidence, waiver } = finding;
    const [purl, installed] = [evidence.purl, evidence.installed];
    if (rule.vulnerability === undefined || typeof purl !== 'string' || !refs.has(purl)) continue;
    const key = `${rule.id}\n${waiver?.reason ?? ''}`;
    const entry = found.get(key) ?? { finding, affects: new Map<string, string>() };
    found.set(key, entry);
    entry.affects.set(purl, typeof installed === 'string' ? installed : '');
  }
  return [...found.keys()].sort().map((key) => {
    const { finding, affects } = found.get(key) as { finding: SbomFinding; affects: Map<string, string> };
    return vulnerabilityOf(finding, affects);
  });
}

function vulnerabilityOf({ rule, severity, evidence, waiver }: SbomFinding, affects: Map<string, string>): JsonObject {
  const facts = rule.vulnerability as VulnerabilityFacts;
  const cwes = (facts.cwes ?? []).flatMap((one) => Number(/^CWE-(\d+)$/.exec(one)?.[1] ?? []) || []);
  const because = evidence.because;
  const source = typeof because === 'object' && because !== null && 'source' in because ? because.source : undefined;
  const advisories = [...new Set(facts.references ?? [])].filter(isWebAddress).map((url) => ({ url }));
  return {
    id: rule.id,
    ...(typeof source === 'string' && { source: { name: source } }),
    ratings: ratingsOf(severity, facts),
    ...(cwes.length > 0 && { cwes }),
    ...(facts.description !== undefined && { description: facts.description }),
    recommendation: rule.remediation.text.en,
    ...(advisories.length > 0 && { advisories }),
    ...(isTime(facts.published) && { published: facts.published }),
    ...(waiver !== undefined && { analysis: analysisOf(waiver.reason, waiver.by) }),
    affects: [...affects].sort().map(([ref, version]) => ({
      ref,
      ...(version !== '' && { versions: [{ version, status: 'affected' }] }),
    })),
  };
}

function ratingsOf(severity: string, { cvss }: VulnerabilityFacts): JsonObject[] {
  const [, version] = /^CVSS:(\d\.\d)\//.exec(cvss?.vector ?? '') ?? [];
  const methods: Readonly<Record<string, string>> = { '3.0': 'CVSSv3', '3.1': 'CVSSv31', '4.0': 'CVSSv4' };
  const scored: JsonObject[] =
    cvss === undefined ? [] : [{ score: cvss.score, method: methods[version ?? ''] ?? 'CVSSv2', vector: cvss.vector }];
  return [{ severity, method: 'other' }, ...scored];
}

/** A risk that somebody takes is still one; only who knows the product can say that it is not affected. */
function analysisOf(reason: string, by: string): JsonObject {
  const [status = '', told = ''] = reason.split(': ');
  const justification = ownJustifications.has(told) ? told : justifications[told];
  const detail: Json = `${reason} (${by})`;
  if (status === 'not-affected') return { state: 'not_affected', ...(justification && { justification }), detail };
  if (status === 'fixed') return { state: 'resolved', detail };
  return { state: 'exploitable', response: ['will_not_fix'], detail };
}

function isWebAddress(text: string): boolean {
  return /^https?:\/\/\S+$/.test(text) && URL.canParse(text);
}

function isTime(text: string | undefined): text is string {
  return text !== undefined && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.test(text);
}
