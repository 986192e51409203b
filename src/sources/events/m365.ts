import type { Activity, Json, JsonObject } from '../../model/index.ts';
import { hasField, outcomeIn } from './azure.ts';
import { asText, lookupOf } from './lookup.ts';
import { addressBeforePort, hashId, isoTime, ocsfClass } from './record.ts';
import { timeOf } from './time.ts';
import type { EventSource } from './types.ts';

const layout = {
  caseless: true,
  // Elastic's names begin so.
  alias: (field: string) => field.replace(/^o365\.audit\./, ''),
  fields: {
    eventSource: ['Workload', 'OfficeWorkload'],
    Workload: ['Workload', 'OfficeWorkload'],
    ClientIP: ['ClientIP', 'ClientIPAddress', 'ActorIpAddress', 'Client_IPAddress'],
    UserId: ['UserId', 'UserKey'],
    UserAgent: ['UserAgent', 'ClientInfoString'],
    'user.email': ['UserId', 'UserKey'],
  },
  computed: {
    // An alert is told as `AlertTriggered`; public rules ask for its name.
    eventName: (record: JsonObject): Json | undefined => {
      const names = [look.text(record, 'Operation'), look.text(record, 'Name'), look.text(record, 'AlertName')];
      const known = names.filter((name) => name !== undefined);
      return known.length > 1 ? known : known[0];
    },
    status: (record: JsonObject): Json | undefined => {
      const word = asText(look.value(record, 'ResultStatus'));
      if (word === undefined) return 'success';
      return /^(success|succeeded|true|partiallysucceeded)$/i.test(word) ? 'success' : word;
    },
    // Cmdlets list their parameters as {Name, Value}; here they are an object.
    ParametersByName: (record: JsonObject): Json | undefined => byName(record['Parameters']),
    ExtendedPropertiesByName: (record: JsonObject): Json | undefined => byName(record['ExtendedProperties']),
  },
} satisfies Partial<EventSource>;
const look = lookupOf(layout);

/** Microsoft 365 unified audit log: https://learn.microsoft.com/office/office-365-management-api/office-365-management-activity-api-schema */
export const m365: EventSource = {
  id: 'm365',
  title: { en: 'Microsoft 365 audit log', ko: 'Microsoft 365 감사 로그' },
  provider: 'm365',
  logsources: [
    { product: 'm365', service: 'audit' },
    { product: 'm365', service: 'exchange' },
    { product: 'm365', service: 'sharepoint' },
    { product: 'm365', service: 'onedrive' },
    { product: 'm365', service: 'teams' },
    { product: 'm365', service: 'threat_management' },
    { product: 'm365', service: 'threat_detection' },
    { product: 'm365', category: 'ThreatManagement' },
    { product: 'm365', category: 'Exchange' },
    { product: 'azure', service: 'activitylogs' },
  ],
  ...layout,
  recognises: (record) =>
    hasField(record, 'Operation') &&
    hasField(record, 'Workload', 'OfficeWorkload') &&
    hasField(record, 'CreationTime', 'RecordType', 'TimeGenerated'),
  read(record) {
    const time = timeOf(look.value(record, 'CreationTime', 'TimeGenerated'));
    if (time === undefined) return undefined;
    return {
      id: look.text(record, 'Id', 'OfficeId') ?? hashId(record),
      time,
      name: look.text(record, 'Operation') ?? '',
    };
  },
  nameField: 'Operation',
  describe({ id, time, name, record }): Activity {
    const said = look.text(record, 'ResultStatus');
    const outcome = /failed$/i.test(name) ? 'failure' : said === undefined ? 'success' : outcomeIn(said);
    const signIn = /^UserLog(gedIn|inFailed)$/i.test(name);
    const asset = look.text(record, 'ObjectId', 'MailboxOwnerUPN', 'SiteUrl');
    return {
      id,
      source: 'm365',
      time: isoTime(time),
      action: name,
      service: look.text(record, 'Workload') ?? 'Microsoft 365',
      outcome,
      ...(outcome === 'failure' ? { error: look.text(record, 'LogonError', 'ResultStatus') ?? 'failure' } : {}),
      actor: actorOf(record),
      account: look.text(record, 'OrganizationId') ?? '',
      region: 'global',
      ip: addressBeforePort(look.text(record, 'ClientIP')),
      agent: look.text(record, 'UserAgent'),
      assets: asset === undefined ? [] : [asset],
      classUid: signIn ? ocsfClass.authentication : ocsfClass.api,
    };
  },
};

/** UserType 4 to 6 are the system, an application and a service principal. */
function actorOf(record: JsonObject): Activity['actor'] {
  const id = look.text(record, 'UserId');
  if (id === undefined || id === 'Not Available') return { type: 'unknown', id: '', name: '' };
  const kind = look.text(record, 'UserType') ?? '0';
  const isApp = /^[456]$|^(system|application|serviceprincipal)$/i.test(kind) || id.startsWith('ServicePrincipal_');
  return {
    type: isApp ? 'service-account' : 'user',
    id: id.toLowerCase(),
    name: id,
    session: look.text(record, 'SessionId', 'AppAccessContext.AADSessionId'),
  };
}

function byName(list: Json | undefined): Json | undefined {
  if (!Array.isArray(list)) return undefined;
  const entries = list.flatMap((one) => {
    const name = look.text(one as JsonObject, 'Name');
    const value = look.value(one as JsonObject, 'Value');
    return name === undefined ? [] : [[name, value ?? null] as const];
  });
  return Object.fromEntries(entries);
}
