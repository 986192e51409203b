import type { Severity } from '../../model/index.ts';
import type { ExportContext, Exporter, ExportFinding } from './types.ts';

/** OCSF 1.8.0 severity_id. */
const severityId: Record<Severity, number> = { info: 1, low: 2, medium: 3, high: 4, critical: 5 };
const severityName: Record<Severity, string> = {
  info: 'Informational',
  low: 'Low',
  medium: 'Medium',
  high: 'High',
  critical: 'Critical',
};

const providers: Record<string, string> = { aws: 'AWS', azure: 'Azure', gcp: 'GCP' };

/** One OCSF 1.8.0 Compliance Finding (class 2003) a line: https://schema.ocsf.io/1.8.0/classes/compliance_finding */
export const ocsf: Exporter = {
  mediaType: 'application/x-ndjson',
  extension: 'ocsf.ndjson',
  async *write(findings, context) {
    for await (const finding of findings) yield `${JSON.stringify(complianceFinding(finding, context))}\n`;
  },
};

function complianceFinding(finding: ExportFinding, { language, version }: ExportContext) {
  const { control, evidence } = finding;
  const time = Date.parse(finding.lastSeen);
  const resolved = finding.status === 'resolved';
  return {
    activity_id: resolved ? 3 : 1,
    activity_name: resolved ? 'Close' : 'Create',
    category_uid: 2,
    category_name: 'Findings',
    class_uid: 2003,
    class_name: 'Compliance Finding',
    type_uid: resolved ? 200303 : 200301,
    type_name: `Compliance Finding: ${resolved ? 'Close' : 'Create'}`,
    time,
    severity_id: severityId[finding.severity],
    severity: severityName[finding.severity],
    status_id: resolved ? 4 : finding.excepted === true ? 3 : 1,
    status: resolved ? 'Resolved' : finding.excepted === true ? 'Suppressed' : 'New',
    message: control.title[language],
    metadata: {
      version: '1.8.0',
      product: { name: 'Hwaseong', vendor_name: 'Hwaseong', version, lang: language },
      profiles: ['cloud'],
    },
    finding_info: {
      uid: finding.id,
      title: control.title[language],
      desc: control.why[language],
      created_time: Date.parse(finding.firstSeen),
      first_seen_time: Date.parse(finding.firstSeen),
      last_seen_time: time,
      types: ['Misconfiguration'],
      product: { name: 'Hwaseong', vendor_name: 'Hwaseong', version },
    },
    compliance: {
      control: control.id,
      standards: Object.keys(control.maps ?? {}),
      requirements: Object.entries(control.maps ?? {}).flatMap(([framework, ids]) =>
        ids.map((id) => `${framework} ${id}`),
      ),
      status_id: resolved ? 1 : 3,
      status: resolved ? 'Pass' : 'Fail',
    },
    remediation: { desc: control.remediation.text[language] },
    resources: [
      {
        uid: finding.asset,
        name: finding.assetName,
        type: finding.kind,
        region: finding.region,
        ...(finding.discriminator === '' ? {} : { namespace: finding.discriminator }),
        data: evidence,
      },
    ],
    cloud: {
      provider: providers[finding.provider] ?? finding.provider,
      region: finding.region,
      account: { uid: finding.account },
    },
  };
}
