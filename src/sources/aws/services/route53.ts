import type { Json, JsonObject, Params } from '../../../model/index.ts';
import { type ServiceTable, text } from '../service-table.ts';

/** DNS: hosted zones, what they answer, and health checks. */
export const route53: ServiceTable = {
  service: 'route53',
  client: () => import('@aws-sdk/client-route-53'),
  calls: [
    {
      operation: 'ListHostedZones',
      permission: 'route53:ListHostedZones',
      scope: 'global',
      items: 'HostedZones',
      makes: {
        kind: 'aws.route53.hosted-zone',
        category: 'network',
        title: { en: 'Hosted zone', ko: '호스팅 영역' },
        id: (item) => `arn:aws:route53:::hostedzone/${zoneId(item)}`,
        name: (item) => text(item, 'Name'),
      },
    },
    {
      operation: 'ListResourceRecordSets',
      permission: 'route53:ListResourceRecordSets',
      scope: 'global',
      each: { kind: 'aws.route53.hosted-zone', params: { HostedZoneId: 'Id' } },
      items: 'ResourceRecordSets',
      as: 'records',
      absent: ['NoSuchHostedZone'],
      next: nextRecords,
    },
    {
      operation: 'GetDNSSEC',
      permission: 'route53:GetDNSSEC',
      scope: 'global',
      each: { kind: 'aws.route53.hosted-zone', params: { HostedZoneId: 'Id' }, when: isPublic },
      as: 'dnssec',
      absent: ['NoSuchHostedZone'],
    },
    {
      operation: 'ListQueryLoggingConfigs',
      permission: 'route53:ListQueryLoggingConfigs',
      scope: 'global',
      each: { kind: 'aws.route53.hosted-zone', params: { HostedZoneId: 'Id' }, when: isPublic },
      items: 'QueryLoggingConfigs',
      as: 'queryLogging',
      absent: ['NoSuchHostedZone'],
    },
    {
      operation: 'ListHealthChecks',
      permission: 'route53:ListHealthChecks',
      scope: 'global',
      items: 'HealthChecks',
      makes: {
        kind: 'aws.route53.health-check',
        category: 'management',
        title: { en: 'Health check', ko: '상태 확인' },
        id: (item) => `arn:aws:route53:::healthcheck/${text(item, 'Id')}`,
        name: (item) => text(item, 'Id'),
      },
    },
  ],
};

/** The API gives `/hostedzone/Z123`; the ARN wants the last part. */
function zoneId(zone: JsonObject): string {
  return text(zone, 'Id').split('/').at(-1) ?? '';
}

function isPublic(zone: JsonObject): boolean {
  return (zone.Config as JsonObject | undefined)?.PrivateZone !== true;
}

/** Record sets have no opaque token: a page begins at a name, type and identifier. */
function nextRecords(answer: JsonObject): Params | undefined {
  if (answer.IsTruncated !== true) return undefined;
  const start: Params = {};
  const add = (name: string, value: Json | undefined) => {
    if (value !== undefined && value !== null) start[name] = value;
  };
  add('StartRecordName', answer.NextRecordName);
  add('StartRecordType', answer.NextRecordType);
  add('StartRecordIdentifier', answer.NextRecordIdentifier);
  return start;
}
