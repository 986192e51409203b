import type { Activity } from '../../model/index.ts';
import { lookupOf } from './lookup.ts';
import { addressIn, hashId, isoTime, ocsfClass } from './record.ts';
import { timeOf } from './time.ts';
import type { EventSource } from './types.ts';

const look = lookupOf({});

/** Findings in the Security Finding Format, whichever product sent them: https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format.html */
export const securityHub: EventSource = {
  id: 'security-hub',
  title: { en: 'AWS Security Hub findings', ko: 'AWS Security Hub 결과' },
  provider: 'aws',
  logsources: [{ product: 'aws', service: 'securityhub' }],
  recognises: (record) => typeof record['ProductArn'] === 'string' && typeof record['AwsAccountId'] === 'string',
  read(record) {
    const time = timeOf(look.value(record, 'LastObservedAt', 'UpdatedAt', 'CreatedAt'));
    if (time === undefined) return undefined;
    const finding = look.text(record, 'Id');
    const id = finding === undefined ? hashId(record) : `${finding}@${look.text(record, 'UpdatedAt') ?? time}`;
    return { id, time, name: look.text(record, 'Title') ?? '' };
  },
  nameField: 'Title',
  describe({ id, time, name, record }): Activity {
    const resources = look.value(record, 'Resources.Id');
    return {
      id,
      source: 'security-hub',
      time: isoTime(time),
      action: name,
      service: look.text(record, 'ProductName', 'GeneratorId') ?? 'securityhub.amazonaws.com',
      outcome: 'unknown',
      actor: { type: 'unknown', id: '', name: '' },
      account: look.text(record, 'AwsAccountId') ?? '',
      region: look.text(record, 'Region', 'Resources.Region') ?? 'global',
      ip: addressIn(look.text(record, 'Network.SourceIpV4', 'Action.AwsApiCallAction.RemoteIpDetails.IpAddressV4')),
      assets: Array.isArray(resources) ? resources.filter((one) => typeof one === 'string').slice(0, 100) : [],
      classUid: record['Compliance'] === undefined ? ocsfClass.detection : ocsfClass.compliance,
    };
  },
};
