import { type Activity, isObject, type JsonObject } from '../../model/index.ts';
import { entryId, projectOf, publicNames, regionOf, rpcOutcome } from './gcp.ts';
import { gcpRequestFields } from './gcp-requests.ts';
import { lookupOf } from './lookup.ts';
import { addressIn, hashId, isoTime, ocsfClass } from './record.ts';
import { timeOf } from './time.ts';
import type { EventSource } from './types.ts';

/** Google services whose entries have a source of their own: the Kubernetes API and Workspace. */
const elsewhere = /^(k8s\.io|(admin|login|cloudidentity)\.googleapis\.com)$/;

const layout = {
  // Loaders of data lakes write all names in lower case.
  caseless: true,
  within: 'protoPayload',
  alias: publicNames,
  computed: gcpRequestFields,
} satisfies Partial<EventSource>;
const look = lookupOf(layout);

/** Google Cloud audit logs: https://cloud.google.com/logging/docs/reference/audit/auditlog/rest/Shared.Types/AuditLog */
export const gcpAudit: EventSource = {
  id: 'gcp-audit',
  title: { en: 'Google Cloud audit logs', ko: 'Google Cloud 감사 로그' },
  provider: 'gcp',
  logsources: [
    { product: 'gcp', service: 'gcp.audit' },
    { product: 'gcp', service: 'audit' },
  ],
  ...layout,
  recognises(record) {
    const payload = look.value(record, 'protoPayload');
    if (!isObject(payload)) return false;
    return (
      look.text(
        record,
        'protoPayload.methodName',
        'protoPayload.serviceName',
        'protoPayload.authenticationInfo.principalEmail',
      ) !== undefined && !elsewhere.test(look.text(record, 'protoPayload.serviceName') ?? '')
    );
  },
  read(record) {
    const time = timeOf(
      look.value(record, 'timestamp', 'receiveTimestamp', 'protoPayload.requestMetadata.requestAttributes.time'),
    );
    if (time === undefined) return undefined;
    return {
      id: entryId(record, time, look) ?? hashId(record),
      time,
      name: look.text(record, 'protoPayload.methodName') ?? '',
    };
  },
  nameField: 'protoPayload.methodName',
  describe({ id, time, name, record }): Activity {
    const service = look.text(record, 'protoPayload.serviceName') ?? '';
    return {
      id,
      source: 'gcp-audit',
      time: isoTime(time),
      action: name,
      service,
      ...rpcOutcome(
        look.value(record, 'protoPayload.status'),
        look.value(record, 'protoPayload.authorizationInfo.granted'),
      ),
      actor: googleActor(record),
      account: projectOf(record, look),
      region: regionOf(record, look),
      ip: addressIn(look.text(record, 'protoPayload.requestMetadata.callerIp')),
      agent: look.text(record, 'protoPayload.requestMetadata.callerSuppliedUserAgent'),
      assets: assetsOf(record, service),
      classUid: ocsfClass.api,
    };
  },
};

function googleActor(record: JsonObject): Activity['actor'] {
  const info = 'protoPayload.authenticationInfo';
  const id = look.text(record, `${info}.principalEmail`, `${info}.principalSubject`);
  if (id === undefined) return { type: 'anonymous', id: '', name: '' };
  const session = look.text(record, `${info}.serviceAccountKeyName`, `${info}.oauthInfo.oauthClientId`);
  const isRobot = /gserviceaccount\.com$|^serviceAccount:|^system:/.test(id);
  return { type: isRobot ? 'service-account' : 'user', id: id.toLowerCase(), name: id, session };
}

/** Full resource names, as Cloud Asset Inventory writes them; an object of a bucket stands for its bucket. */
function assetsOf(record: JsonObject, service: string): string[] {
  const resource = look.text(record, 'protoPayload.resourceName');
  if (resource === undefined || resource.length > 2048 || service === '') return [];
  const bucket = /^projects\/[^/]+\/buckets\/([^/]+)/.exec(resource)?.[1];
  if (service === 'storage.googleapis.com' && bucket !== undefined) return [`//storage.googleapis.com/${bucket}`];
  return [resource.startsWith('//') ? resource : `//${service}/${resource}`];
}
