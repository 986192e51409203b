import { isObject, type Json, type VulnerabilityFacts } from '../../model/index.ts';
import { ocsf as words } from '../../platform/exports/index.ts';
import type { ExportFinding, FindingExporter, FindingsContext } from './types.ts';

/**
 * One OCSF 1.8.0 finding a line: a Compliance Finding (class 2003, https://schema.ocsf.io/1.8.0/classes/compliance_finding) for what a control
 * found, a Vulnerability Finding (class 2002, https://schema.ocsf.io/1.8.0/classes/vulnerability_finding) for a vulnerability.
 */
export const ocsf: FindingExporter = {
  mediaType: 'application/x-ndjson',
  extension: 'ocsf.ndjson',
  async *write(findings, context) {
    for await (const finding of findings) {
      const { vulnerability } = finding.rule;
      const told =
        vulnerability === undefined
          ? complianceFinding(finding, context)
          : vulnerabilityFinding(finding, vulnerability, context);
      yield `${JSON.stringify(told)}\n`;
    }
  },
};

/** What both classes say alike. `classUid` names the class. */
function base(finding: ExportFinding, context: FindingsContext, classUid: number, className: string) {
  const { rule } = finding;
  const time = Date.parse(finding.lastSeen);
  const resolved = finding.status === 'resolved';
  return {
    ...words.classOf(classUid, className, resolved ? 'close' : 'create'),
    time,
    ...words.severityOf(finding.severity),
    status_id: resolved ? 4 : finding.excepted === true ? 3 : 1,
    status: resolved ? 'Resolved' : finding.excepted === true ? 'Suppressed' : 'New',
    message: rule.title[context.language],
    metadata: words.metadataOf(context),
    finding_info: {
      uid: finding.id,
      title: rule.title[context.language],
      desc: rule.why[context.language],
      created_time: Date.parse(finding.firstSeen),
      first_seen_time: Date.parse(finding.firstSeen),
      last_seen_time: time,
      types: [rule.vulnerability === undefined ? 'Misconfiguration' : 'Vulnerability'],
      product: words.productOf(context.version),
    },
    resources: [
      {
        uid: finding.asset,
        name: finding.assetName,
        type: finding.kind,
        region: finding.region,
        ...(finding.discriminator === '' ? {} : { namespace: finding.discriminator }),
        data: finding.evidence,
      },
    ],
    cloud: {
      provider: words.cloudNames[finding.provider] ?? finding.provider,
      region: finding.region,
      account: { uid: finding.account },
    },
  };
}

function complianceFinding(finding: ExportFinding, context: FindingsContext) {
  const { rule, status } = finding;
  const resolved = status === 'resolved';
  return {
    ...base(finding, context, 2003, 'Compliance Finding'),
    compliance: {
      control: rule.id,
      standards: Object.keys(rule.maps ?? {}),
      requirements: Object.entries(rule.maps ?? {}).flatMap(([framework, ids]) =>
        ids.map((id) => `${framework} ${id}`),
      ),
      status_id: resolved ? 1 : 3,
      status: resolved ? 'Pass' : 'Fail',
    },
    remediation: { desc: rule.remediation.text[context.language] },
  };
}

function vulnerabilityFinding(finding: ExportFinding, facts: VulnerabilityFacts, context: FindingsContext) {
  const { rule, evidence } = finding;
  const text = (value: Json | undefined) => (typeof value === 'string' ? value : undefined);
  const listed = (value: Json | undefined) =>
    Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
  const [fixed] = listed(evidence.fixed);
  const [path] = listed(evidence.paths);
  const { epss, cvss } = facts;
  return {
    ...base(finding, context, 2002, 'Vulnerability Finding'),
    vulnerabilities: [
      {
        title: rule.title[context.language],
        desc: rule.why[context.language],
        severity: words.severityNames[finding.severity],
        ...(rule.id.startsWith('CVE-')
          ? {
              cve: {
                uid: rule.id,
                ...(epss !== undefined && { epss: { score: String(epss.probability), percentile: epss.percentile } }),
                ...(cvss !== undefined && {
                  cvss: [
                    {
                      version: /^CVSS:(\d\.\d)/.exec(cvss.vector)?.[1] ?? '2.0',
                      base_score: cvss.score,
                      vector_string: cvss.vector,
                    },
                  ],
                }),
              },
            }
          : { advisory: { uid: rule.id } }),
        affected_packages: [
          {
            name: text(evidence.package),
            version: text(evidence.installed),
            purl: text(evidence.purl),
            type: text(evidence.type),
            fixed_in_version: fixed,
            path,
            remediation: { desc: rule.remediation.text[context.language] },
          },
        ],
        is_fix_available: fixed !== undefined,
        is_exploit_available: facts.exploited !== undefined,
        references: facts.references ?? [],
        vendor_name: text(isObject(evidence.because) ? evidence.because.source : undefined),
      },
    ],
  };
}
