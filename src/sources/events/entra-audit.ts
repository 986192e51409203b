import { type Activity, isObject, type Json, type JsonObject } from '../../model/index.ts';
import { hasField, kindOf, outcomeIn } from './azure.ts';
import { asText, lookupOf } from './lookup.ts';
import { addressBeforePort, hashId, isoTime, ocsfClass } from './record.ts';
import { timeOf } from './time.ts';
import type { EventSource } from './types.ts';

const activity = ['properties.activityDisplayName', 'activityDisplayName', 'operationName'];

const layout = {
  caseless: true,
  within: 'properties',
  fields: {
    operationName: ['operationName', ...activity],
    ActivityDisplayName: activity,
    'properties.message': [...activity, 'properties.message'],
    eventName: activity,
    ActivityType: activity,
    Status: ['properties.result', 'result', 'resultType'],
    Result: ['properties.result', 'result', 'resultType'],
    Target: ['properties.targetResources', 'targetResources'],
    TargetResources: ['properties.targetResources', 'targetResources'],
    InitiatedBy: ['properties.initiatedBy', 'initiatedBy'],
    Initiatedby: ['properties.initiatedBy', 'initiatedBy'],
    riskEventType: ['properties.riskEventType', 'riskEventType', 'properties.riskType'],
    TargetUserName: ['properties.targetResources.userPrincipalName', 'targetResources.userPrincipalName'],
    tenantId: ['tenantId', 'AADTenantId', 'properties.tenantId'],
  },
  computed: {
    eventSource: () => 'AzureActiveDirectory',
    // The top level says `AuditLogs`, what kind of change it was stands below: rules ask for either.
    Category: (record: JsonObject): Json =>
      [record['category'], look.text(record, 'properties.category')].filter((one) => typeof one === 'string'),
  },
} satisfies Partial<EventSource>;
const look = lookupOf(layout);

/** Microsoft Entra audit log and risk detections: https://learn.microsoft.com/entra/identity/monitoring-health/reference-audit-activities */
export const entraAudit: EventSource = {
  id: 'entra-audit',
  title: { en: 'Microsoft Entra audit log', ko: 'Microsoft Entra 감사 로그' },
  provider: 'entra',
  logsources: [
    { product: 'azure', service: 'auditlogs' },
    { product: 'azure', service: 'riskdetection' },
    { product: 'azure', service: 'pim' },
    // Public rules look for these changes in the activity log too.
    { product: 'azure', service: 'activitylogs' },
  ],
  ...layout,
  recognises: (record) => {
    const kind = kindOf(record);
    if (/signinlogs$|^kube-audit/.test(kind)) return false;
    if (/^auditlogs$|riskevents$|^risky(users|serviceprincipals)$|^aadrisk/.test(kind)) return true;
    if (/microsoft\.aadiam/i.test(look.text(record, 'resourceId') ?? '')) return true;
    return (
      (hasField(record, 'activityDisplayName') && hasField(record, 'activityDateTime', 'loggedByService')) ||
      (hasField(record, 'riskEventType') && hasField(record, 'riskLevel', 'riskState'))
    );
  },
  read(record) {
    const time = timeOf(look.value(record, 'activityDateTime', 'time', 'detectedDateTime', 'TimeGenerated'));
    if (time === undefined) return undefined;
    return { id: look.text(record, 'properties.id', 'id') ?? hashId(record), time, name: nameOf(record) };
  },
  describe({ id, time, name, record }): Activity {
    const outcome = outcomeIn(look.text(record, 'Result'));
    return {
      id,
      source: 'entra-audit',
      time: isoTime(time),
      action: name,
      service: look.text(record, 'loggedByService') ?? 'Microsoft Entra ID',
      outcome,
      ...(outcome === 'failure' ? { error: look.text(record, 'resultReason', 'resultDescription') ?? 'failure' } : {}),
      actor: actorOf(record),
      account: look.text(record, 'tenantId') ?? '',
      region: 'global',
      ip: addressBeforePort(
        look.text(record, 'InitiatedBy.user.ipAddress', 'InitiatedBy.app.ipAddress', 'callerIpAddress', 'ipAddress'),
      ),
      agent: agentOf(record),
      assets: targetsOf(record),
      classUid: ocsfClass.accountChange,
    };
  },
};

function nameOf(record: JsonObject): string {
  return look.text(record, 'ActivityDisplayName', 'riskEventType') ?? '';
}

function actorOf(record: JsonObject): Activity['actor'] {
  const person = look.text(record, 'InitiatedBy.user.userPrincipalName', 'InitiatedBy.user.id', 'userPrincipalName');
  if (person !== undefined) {
    return {
      type: 'user',
      id: person.toLowerCase(),
      name: look.text(record, 'InitiatedBy.user.displayName') ?? person,
    };
  }
  const app = look.text(
    record,
    'InitiatedBy.app.servicePrincipalId',
    'InitiatedBy.app.appId',
    'InitiatedBy.app.displayName',
  );
  if (app === undefined) return { type: 'unknown', id: '', name: '' };
  return { type: 'service-account', id: app, name: look.text(record, 'InitiatedBy.app.displayName') ?? app };
}

/** Browser and device, which the record holds among its additional details. */
function agentOf(record: JsonObject): string | undefined {
  const details = look.value(record, 'additionalDetails');
  if (!Array.isArray(details)) return undefined;
  const found = details.find((detail) => isObject(detail) && /^user-agent$/i.test(asText(detail['key']) ?? ''));
  return isObject(found) ? asText(found['value']) : undefined;
}

function targetsOf(record: JsonObject): string[] {
  const targets = look.value(record, 'TargetResources');
  if (!Array.isArray(targets)) return [];
  const ids = targets.map((target) =>
    isObject(target) ? (asText(target['userPrincipalName']) ?? asText(target['id'])) : undefined,
  );
  return [...new Set(ids.filter((id) => id !== undefined).map((id) => id.toLowerCase()))].slice(0, 100);
}
