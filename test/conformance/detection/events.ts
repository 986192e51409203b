import { type Json, type JsonObject, type LogEvent } from '../../../src/model/index.ts';
import { eventFields, recognise, sourceById } from '../../../src/sources/events/index.ts';

/** Log types of the labelled single events → our event sources, where the shape of the record does not say it. */
const sourceOfLogType: Readonly<Record<string, string>> = {
  'AWS.CloudTrail': 'cloudtrail',
  'AWS.S3ServerAccess': 's3-access',
  'AWS.VPCFlow': 'vpc-flow',
  'AWS.VPCDns': 'dns',
  'CiscoUmbrella.DNS': 'dns',
  'AWS.GuardDuty': 'guardduty',
  'Amazon.EKS.Audit': 'k8s-audit',
  'Azure.MonitorActivity': 'azure-activity',
  'Azure.Audit': 'entra-audit',
  'GCP.AuditLog': 'gcp-audit',
  'GitHub.Audit': 'github',
  'GitHub.Webhook': 'github',
  'GSuite.ActivityEvent': 'gsuite',
  'Okta.SystemLog': 'okta',
};

const fields = eventFields();

/**
 * A labelled record as an event of ours: of the source that recognises its shape, else of the source of its log type.
 * Labelled records are cut short, so one without a time gets the given one. Undefined where we have no such source.
 */
export function eventOf(id: string, log: JsonObject, logTypes: readonly string[], time: number): LogEvent | undefined {
  const record = asLogged(log) as JsonObject;
  const source = recognise(record) ?? sourceById(logTypes.map((type) => sourceOfLogType[type]).find(Boolean) ?? '');
  if (source === undefined) return undefined;
  const event: LogEvent = { source: source.id, id, time: source.read(record)?.time ?? time, name: '', record };
  const name = source.nameField === undefined ? undefined : fields.reader(source.id, source.nameField)(event);
  return { ...event, name: typeof name === 'string' ? name : '' };
}

/** Without what the platform that the record passed through added (`p_…`), and with `@` in keys again. */
function asLogged(value: Json): Json {
  if (Array.isArray(value)) return value.map(asLogged);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !key.startsWith('p_'))
      .map(([key, inner]) => [key.replace(/^at_sign_/, '@'), asLogged(inner as Json)]),
  );
}
