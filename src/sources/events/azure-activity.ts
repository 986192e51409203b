import type { Activity, Json, JsonObject } from '../../model/index.ts';
import { hasField, isGuid, kindOf, outcomeIn, subscriptionIn } from './azure.ts';
import { azureRequestFields } from './azure-requests.ts';
import { lookupOf } from './lookup.ts';
import { addressBeforePort, hashId, isoTime, ocsfClass } from './record.ts';
import { timeOf } from './time.ts';
import type { EventSource } from './types.ts';

const claims = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims';
const upn = [`identity.claims.${claims}/upn`, `claims.${claims}/upn`, `Claims_d.${claims}/upn`];

const layout = {
  caseless: true,
  within: 'properties',
  fields: {
    operationName: ['operationName.value', 'OperationNameValue', 'operationName'],
    OperationNameValue: ['OperationNameValue', 'operationName.value', 'operationName'],
    category: ['category.value', 'category', 'CategoryValue'],
    CategoryValue: ['CategoryValue', 'category.value', 'category'],
    resourceId: ['resourceId', '_ResourceId', 'properties.resource', 'properties.entity'],
    resultType: ['resultType', 'ActivityStatusValue', 'status.value', 'ActivityStatus'],
    ActivityStatusValue: ['ActivityStatusValue', 'resultType', 'status.value', 'ActivityStatus'],
    ActivityStatus: ['ActivityStatus', 'ActivityStatusValue', 'resultType', 'status.value'],
    status: ['status.value', 'status', 'ActivityStatusValue', 'resultType'],
    callerIpAddress: ['callerIpAddress', 'httpRequest.clientIpAddress', 'properties.callerIpAddress'],
    caller: ['caller', ...upn, 'identity.claims.unique_name', 'identity.claims.name', 'identity.claims.appid'],
    claims: ['identity.claims', 'claims', 'Claims_d'],
    authorization: ['identity.authorization', 'authorization', 'Authorization_d'],
    'properties.message': ['properties.message', 'operationName.localizedValue', 'operationName', 'OperationName'],
    subscriptionId: ['subscriptionId', 'properties.subscriptionId'],
  },
  computed: {
    ...azureRequestFields,
    // `Microsoft.Compute` of `Microsoft.Compute/virtualMachines/write`.
    ResourceProviderValue: (record: JsonObject): Json | undefined =>
      look.text(record, 'resourceProviderName.value', 'resourceProvider') ??
      look.text(record, 'operationName')?.split('/')[0],
  },
} satisfies Partial<EventSource>;
const look = lookupOf(layout);

/**
 * Azure activity log and resource logs, as diagnostic settings, Log Analytics and the management API give them:
 * https://learn.microsoft.com/azure/azure-monitor/platform/activity-log-schema
 */
export const azureActivity: EventSource = {
  id: 'azure-activity',
  title: { en: 'Azure activity log', ko: 'Azure 활동 로그' },
  provider: 'azure',
  logsources: [
    { product: 'azure', service: 'activitylogs' },
    { product: 'azure', service: 'azureactivity' },
  ],
  ...layout,
  recognises: (record) =>
    hasField(record, 'operationName', 'OperationNameValue') &&
    hasField(record, 'resourceId', '_ResourceId', 'CategoryValue', 'eventDataId') &&
    hasField(record, 'time', 'TimeGenerated', 'eventTimestamp') &&
    !/signinlogs|auditlogs|riskevents|^risky|^kube-audit|flowlogflowevent|networksecuritygroupflowevent/.test(
      kindOf(record),
    ) &&
    !/microsoft\.aadiam/i.test(look.text(record, 'resourceId') ?? ''),
  read(record) {
    const time = timeOf(look.value(record, 'time', 'eventTimestamp', 'TimeGenerated'));
    if (time === undefined) return undefined;
    return {
      id: look.text(record, 'eventDataId') ?? hashId(record),
      time,
      name: look.text(record, 'operationName') ?? '',
    };
  },
  nameField: 'operationName',
  describe({ id, time, name, record }): Activity {
    const resource = look.text(record, 'resourceId')?.toLowerCase();
    const result = look.text(record, 'resultType', 'status', 'properties.httpStatusCode');
    const outcome = outcomeIn(result);
    return {
      id,
      source: 'azure-activity',
      time: isoTime(time),
      action: name,
      service: serviceOf(name, resource),
      outcome,
      ...(outcome === 'failure'
        ? {
            error:
              look.text(
                record,
                'properties.statusCode',
                'subStatus.value',
                'resultSignature',
                'ActivitySubstatusValue',
              ) ?? result,
          }
        : {}),
      actor: actorOf(record),
      account: subscriptionIn(resource) ?? look.text(record, 'subscriptionId', 'tenantId') ?? '',
      region: look.text(record, 'location', 'properties.resourceLocation') ?? 'global',
      ip: addressBeforePort(look.text(record, 'callerIpAddress')),
      agent: look.text(record, 'properties.clientInfo', 'properties.userAgentHeader', 'userAgent'),
      assets: resource === undefined ? [] : [resource],
      classUid: ocsfClass.api,
    };
  },
};

function serviceOf(operation: string, resource: string | undefined): string {
  const provider = operation.includes('/')
    ? operation.split('/')[0]
    : /\/providers\/([^/]+)/i.exec(resource ?? '')?.[1];
  return provider ?? operation;
}

function actorOf(record: JsonObject): Activity['actor'] {
  const person = look.text(
    record,
    'claims.upn',
    ...upn,
    'claims.unique_name',
    'identity.claim.upn',
    'properties.identity.claim.upn',
  );
  const caller = person ?? look.text(record, 'caller');
  const object = look.text(
    record,
    'claims.http://schemas.microsoft.com/identity/claims/objectidentifier',
    'claims.oid',
    'authorization.evidence.principalId',
  );
  const app = look.text(record, 'claims.appid', 'identity.claim.appid');
  const name = caller ?? app ?? object ?? '';
  const isApp =
    /^serviceprincipal$/i.test(look.text(record, 'authorization.evidence.principalType') ?? '') ||
    look.text(record, 'claims.idtyp') === 'app' ||
    (person === undefined && name !== '' && (isGuid(name) || app === name));
  const session = look.text(record, 'claims.uti', 'claims.sid');
  const type = name === '' ? 'unknown' : isApp ? 'service-account' : 'user';
  return { type, id: name.toLowerCase(), name: look.text(record, 'claims.name') ?? name, session };
}
