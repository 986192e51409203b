import { textsAt } from '../relations.ts';
import { type ServiceTable, text } from '../service-table.ts';

export const cloudwatch: ServiceTable = {
  service: 'cloudwatch',
  client: () => import('@aws-sdk/client-cloudwatch'),
  calls: [
    {
      operation: 'DescribeAlarms',
      permission: 'cloudwatch:DescribeAlarms',
      scope: 'regional',
      items: 'MetricAlarms',
      makes: {
        kind: 'aws.cloudwatch.alarm',
        category: 'management',
        title: { en: 'CloudWatch alarm', ko: 'CloudWatch 경보' },
        id: (item) => text(item, 'AlarmArn'),
        name: (item) => text(item, 'AlarmName'),
        relations: [
          {
            type: 'notifies',
            kind: 'aws.sns.topic',
            to: (item) => textsAt(item, 'AlarmActions').filter((action) => action.includes(':sns:')),
          },
        ],
      },
    },
  ],
};
