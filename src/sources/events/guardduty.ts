import type { Activity, JsonObject } from '../../model/index.ts';
import { lookupOf } from './lookup.ts';
import { addressIn, hashId, isoTime, ocsfClass } from './record.ts';
import { timeOf } from './time.ts';
import type { EventSource } from './types.ts';

// The event bus writes `accountId`, the API `AccountId`.
const layout = { caseless: true } satisfies Partial<EventSource>;
const look = lookupOf(layout);

const remote = [
  'awsApiCallAction',
  'networkConnectionAction',
  'rdsLoginAttemptAction',
  'kubernetesApiCallAction',
  'portProbeAction.portProbeDetails',
].map((action) => `service.action.${action}.remoteIpDetails.ipAddressV4`);

/** Findings of Amazon GuardDuty: https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-format.html */
export const guardduty: EventSource = {
  id: 'guardduty',
  title: { en: 'AWS GuardDuty findings', ko: 'AWS GuardDuty 탐지 결과' },
  provider: 'aws',
  logsources: [{ product: 'aws', service: 'guardduty' }],
  ...layout,
  recognises: (record) =>
    /^[A-Za-z]+:[A-Za-z0-9]+\/\S+$/.test(look.text(record, 'type') ?? '') &&
    look.text(record, 'accountId') !== undefined &&
    look.value(record, 'service.serviceName', 'service.detectorId', 'resource.resourceType') !== undefined,
  read(record) {
    const time = timeOf(look.value(record, 'service.eventLastSeen', 'updatedAt', 'createdAt'));
    if (time === undefined) return undefined;
    const finding = look.text(record, 'id');
    // A finding that is seen again is told again, with a new time.
    const id = finding === undefined ? hashId(record) : `${finding}@${look.text(record, 'updatedAt') ?? time}`;
    return { id, time, name: look.text(record, 'type') ?? '' };
  },
  nameField: 'type',
  describe({ id, time, name, record }): Activity {
    return {
      id,
      source: 'guardduty',
      time: isoTime(time),
      action: name,
      service: look.text(record, 'service.action.awsApiCallAction.serviceName') ?? 'guardduty.amazonaws.com',
      outcome: 'unknown',
      actor: actorOf(record),
      account: look.text(record, 'accountId') ?? '',
      region: look.text(record, 'region') ?? 'global',
      ip: addressIn(look.text(record, ...remote)),
      agent: look.text(record, 'service.action.awsApiCallAction.userAgent'),
      assets: assetsOf(record),
      classUid: ocsfClass.detection,
    };
  },
};

function actorOf(record: JsonObject): Activity['actor'] {
  const key = 'resource.accessKeyDetails';
  const name = look.text(record, `${key}.userName`);
  const account = look.text(record, 'accountId');
  const session = look.text(record, `${key}.accessKeyId`);
  if (name === undefined) return { type: 'unknown', id: '', name: '' };
  switch (look.text(record, `${key}.userType`)) {
    case 'IAMUser':
      return { type: 'user', id: `arn:aws:iam::${account}:user/${name}`, name, session };
    case 'AssumedRole':
    case 'Role':
      return { type: 'role', id: `arn:aws:iam::${account}:role/${name}`, name, session };
    case 'Root':
      return { type: 'root', id: `arn:aws:iam::${account}:root`, name: 'root', session };
    default:
      return { type: 'unknown', id: look.text(record, `${key}.principalId`) ?? name, name, session };
  }
}

function assetsOf(record: JsonObject): string[] {
  const account = look.text(record, 'accountId') ?? '';
  const region = look.text(record, 'region') ?? '';
  const instance = look.text(record, 'resource.instanceDetails.instanceId');
  const ids = [
    instance === undefined ? undefined : `arn:aws:ec2:${region}:${account}:instance/${instance}`,
    ...[
      's3BucketDetails.arn',
      'eksClusterDetails.arn',
      'lambdaDetails.functionArn',
      'ecsClusterDetails.arn',
      'rdsDbInstanceDetails.dbInstanceArn',
    ].map((path) => look.text(record, `resource.${path}`)),
  ];
  return ids.filter((id) => id !== undefined);
}
