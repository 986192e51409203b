import type { Json, JsonObject, LogEvent } from '../../../src/model/index.ts';
import { eventFields, recognise, recordsIn, sourceById } from '../../../src/sources/events/index.ts';

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
 * A labelled record as events of ours, out of its envelope if it has one: of the source that recognises the shape, else of
 * the source of its log type. Labelled records are cut short, so one without a time gets the given one. Empty where we
 * have no such source.
 */
export function eventsOf(id: string, log: JsonObject, logTypes: readonly string[], time: number): LogEvent[] {
  const byType = sourceById(logTypes.map((type) => sourceOfLogType[type]).find(Boolean) ?? '');
  return recordsIn(asLogged(log)).records.flatMap((record) => {
    const source = recognise(record) ?? byType;
    if (source === undefined) return [];
    const event: LogEvent = { source: source.id, id, time: source.read(record)?.time ?? time, name: '', record };
    const name = source.nameField === undefined ? undefined : fields.reader(source.id, source.nameField)(event);
    return [{ ...event, name: typeof name === 'string' ? name : '' }];
  });
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
