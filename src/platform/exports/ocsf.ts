import type { Language, Severity } from '../../model/index.ts';

/** Of OCSF, the version that is written: https://schema.ocsf.io/1.8.0 */
const VERSION = '1.8.0';

const severityIds: Record<Severity, number> = { info: 1, low: 2, medium: 3, high: 4, critical: 5 };

/** The words of OCSF for severities. */
export const severityNames: Record<Severity, string> = {
  info: 'Informational',
  low: 'Low',
  medium: 'Medium',
  high: 'High',
  critical: 'Critical',
};

/** The words of OCSF for clouds. */
export const cloudNames: Readonly<Record<string, string>> = {
  aws: 'AWS',
  azure: 'Azure',
  entra: 'Azure',
  m365: 'Azure',
  gcp: 'GCP',
  gws: 'GCP',
};

const activities = { create: [1, 'Create'], close: [3, 'Close'] } as const;

/** What every class of the category Findings says first. */
export function classOf(uid: number, name: string, activity: keyof typeof activities) {
  const [activityId, activityName] = activities[activity];
  return {
    activity_id: activityId,
    activity_name: activityName,
    category_uid: 2,
    category_name: 'Findings',
    class_uid: uid,
    class_name: name,
    type_uid: uid * 100 + activityId,
    type_name: `${name}: ${activityName}`,
  };
}

export function severityOf(severity: Severity) {
  return { severity_id: severityIds[severity], severity: severityNames[severity] };
}

export function productOf(version: string) {
  return { name: 'Hwaseong', vendor_name: 'Hwaseong', version };
}

export function metadataOf({ version, language }: { version: string; language: Language }) {
  return { version: VERSION, product: { ...productOf(version), lang: language }, profiles: ['cloud'] };
}
