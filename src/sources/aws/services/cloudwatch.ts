import { isObject, type JsonObject } from '../../../model/index.ts';
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
        relations: [{ type: 'notifies', kind: 'aws.sns.topic', to: topics }],
      },
    },
  ],
};

function topics(alarm: JsonObject): string[] {
  if (!isObject(alarm) || !Array.isArray(alarm.AlarmActions)) return [];
  return alarm.AlarmActions.filter(
    (action): action is string => typeof action === 'string' && action.includes(':sns:'),
  );
}
