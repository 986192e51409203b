import { pointsToArn } from '../relations.ts';
import { arn, type ServiceTable, text } from '../service-table.ts';

export const config: ServiceTable = {
  service: 'config',
  client: () => import('@aws-sdk/client-config-service'),
  calls: [
    {
      operation: 'DescribeConfigurationRecorders',
      permission: 'config:DescribeConfigurationRecorders',
      scope: 'regional',
      items: 'ConfigurationRecorders',
      makes: {
        kind: 'aws.config.recorder',
        category: 'security',
        title: { en: 'Config recorder', ko: 'Config 구성 레코더' },
        id: (item, origin) =>
          text(item, 'arn') || arn('config', origin, `configuration-recorder/${text(item, 'name')}`),
        name: (item) => text(item, 'name'),
        relations: [pointsToArn('assumes', 'aws.iam.role', 'roleARN')],
      },
    },
    {
      operation: 'DescribeConfigurationRecorderStatus',
      permission: 'config:DescribeConfigurationRecorderStatus',
      scope: 'regional',
      each: { kind: 'aws.region', params: {} },
      items: 'ConfigurationRecordersStatus',
      as: 'configRecorderStatus',
    },
    {
      operation: 'DescribeDeliveryChannels',
      permission: 'config:DescribeDeliveryChannels',
      scope: 'regional',
      each: { kind: 'aws.region', params: {} },
      items: 'DeliveryChannels',
      as: 'configDeliveryChannels',
    },
    {
      operation: 'DescribeConfigRules',
      permission: 'config:DescribeConfigRules',
      scope: 'regional',
      items: 'ConfigRules',
      makes: {
        kind: 'aws.config.rule',
        category: 'security',
        title: { en: 'Config rule', ko: 'Config 규칙' },
        id: (item) => text(item, 'ConfigRuleArn'),
        name: (item) => text(item, 'ConfigRuleName'),
      },
    },
    {
      operation: 'DescribeConfigurationAggregators',
      permission: 'config:DescribeConfigurationAggregators',
      scope: 'regional',
      items: 'ConfigurationAggregators',
      makes: {
        kind: 'aws.config.aggregator',
        category: 'security',
        title: { en: 'Config aggregator', ko: 'Config 애그리게이터' },
        id: (item) => text(item, 'ConfigurationAggregatorArn'),
        name: (item) => text(item, 'ConfigurationAggregatorName'),
      },
    },
  ],
};
