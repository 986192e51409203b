import type { Activity } from '../../model/index.ts';
import { lookupOf } from './lookup.ts';
import { isoTime, ocsfClass } from './record.ts';
import { timeOf } from './time.ts';
import type { EventSource } from './types.ts';

const look = lookupOf({});

/** Findings of Amazon Inspector, as the event bus and the API give them: https://docs.aws.amazon.com/inspector/v2/APIReference/API_Finding.html */
export const inspector: EventSource = {
  id: 'inspector',
  title: { en: 'AWS Inspector findings', ko: 'AWS Inspector 결과' },
  provider: 'aws',
  logsources: [{ product: 'aws', service: 'inspector' }],
  recognises: (record) => typeof record['findingArn'] === 'string' && typeof record['awsAccountId'] === 'string',
  read(record) {
    const time = timeOf(look.value(record, 'lastObservedAt', 'updatedAt', 'firstObservedAt'));
    if (time === undefined) return undefined;
    return {
      id: `${look.text(record, 'findingArn')}@${look.text(record, 'updatedAt') ?? time}`,
      time,
      name: look.text(record, 'type') ?? '',
    };
  },
  nameField: 'type',
  describe({ id, time, name, record }): Activity {
    const resources = look.value(record, 'resources.id');
    const region = look.text(record, 'resources.region') ?? look.text(record, 'findingArn')?.split(':')[3] ?? 'global';
    const account = look.text(record, 'awsAccountId') ?? '';
    const ids = (Array.isArray(resources) ? resources : []).filter((one) => typeof one === 'string').slice(0, 100);
    return {
      id,
      source: 'inspector',
      time: isoTime(time),
      action: name,
      service: 'inspector2.amazonaws.com',
      outcome: 'unknown',
      actor: { type: 'unknown', id: '', name: '' },
      account,
      region,
      assets: ids.map((one) => (one.startsWith('i-') ? `arn:aws:ec2:${region}:${account}:instance/${one}` : one)),
      classUid: ocsfClass.vulnerability,
    };
  },
};
