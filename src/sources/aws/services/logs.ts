import type { ItemOrigin, JsonObject } from '../../../model/index.ts';
import { pointsToArn } from '../relations.ts';
import { arn, type ServiceTable, tagsOf, text } from '../service-table.ts';

export const logs: ServiceTable = {
  service: 'logs',
  client: () => import('@aws-sdk/client-cloudwatch-logs'),
  calls: [
    {
      operation: 'DescribeLogGroups',
      permission: 'logs:DescribeLogGroups',
      scope: 'regional',
      items: 'logGroups',
      makes: {
        kind: 'aws.logs.log-group',
        category: 'management',
        title: { en: 'CloudWatch log group', ko: 'CloudWatch 로그 그룹' },
        id: (item, origin) => groupArn(text(item, 'logGroupName'), origin),
        name: (item) => text(item, 'logGroupName'),
        relations: [pointsToArn('encrypted-by', 'aws.kms.key', 'kmsKeyId')],
      },
    },
    {
      operation: 'DescribeMetricFilters',
      permission: 'logs:DescribeMetricFilters',
      scope: 'regional',
      items: 'metricFilters',
      makes: {
        kind: 'aws.logs.metric-filter',
        category: 'management',
        title: { en: 'Metric filter', ko: '지표 필터' },
        id: (item, origin) => `${filteredGroup(item, origin)}:metric-filter:${text(item, 'filterName')}`,
        name: (item) => text(item, 'filterName'),
        relations: [
          { type: 'filters', kind: 'aws.logs.log-group', to: (item, origin) => [filteredGroup(item, origin)] },
        ],
      },
    },
    {
      // Logs that other services hand over to be delivered: the newer standard logs of CloudFront, for one.
      operation: 'DescribeDeliverySources',
      permission: 'logs:DescribeDeliverySources',
      scope: 'regional',
      items: 'deliverySources',
      makes: {
        kind: 'aws.logs.delivery-source',
        category: 'management',
        title: { en: 'Log delivery source', ko: '로그 전송 소스' },
        id: (item) => text(item, 'arn'),
        name: (item) => text(item, 'name'),
        tags: (item) => tagsOf(item.tags),
        relations: [pointsToArn('observes', 'aws.cloudfront.distribution', 'resourceArns')],
      },
    },
    {
      operation: 'DescribeDeliveries',
      permission: 'logs:DescribeDeliveries',
      scope: 'regional',
      items: 'deliveries',
      makes: {
        kind: 'aws.logs.delivery',
        category: 'management',
        title: { en: 'Log delivery', ko: '로그 전송' },
        id: (item) => text(item, 'arn'),
        name: (item) => text(item, 'id'),
        tags: (item) => tagsOf(item.tags),
      },
    },
  ],
};

/** The API gives two ARNs of a log group, one with `:*` at its end; other services name it by either. Ours has none. */
function groupArn(name: string, origin: ItemOrigin): string {
  return arn('logs', origin, `log-group:${name}`);
}

function filteredGroup(item: JsonObject, origin: ItemOrigin): string {
  return groupArn(text(item, 'logGroupName'), origin);
}
