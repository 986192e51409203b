import { pointsToArn } from '../relations.ts';
import { type ServiceTable, tagsOf, text } from '../service-table.ts';
import { pointsTo } from './ec2/listing.ts';

/** Managed streaming for Kafka (MSK), provisioned and serverless. */
export const kafka: ServiceTable = {
  service: 'kafka',
  client: () => import('@aws-sdk/client-kafka'),
  calls: [
    {
      operation: 'ListClustersV2',
      permission: 'kafka:ListClustersV2',
      scope: 'regional',
      items: 'ClusterInfoList',
      makes: {
        kind: 'aws.kafka.cluster',
        category: 'messaging',
        title: { en: 'MSK cluster', ko: 'MSK 클러스터' },
        id: (item) => text(item, 'ClusterArn'),
        name: (item) => text(item, 'ClusterName'),
        tags: (item) => tagsOf(item.Tags),
        relations: [
          pointsTo('attached', 'security-group', 'Provisioned.BrokerNodeGroupInfo.SecurityGroups'),
          pointsTo('placed-in', 'subnet', 'Provisioned.BrokerNodeGroupInfo.ClientSubnets'),
          pointsTo('attached', 'security-group', 'Serverless.VpcConfigs.SecurityGroupIds'),
          pointsTo('placed-in', 'subnet', 'Serverless.VpcConfigs.SubnetIds'),
          pointsToArn('encrypted-by', 'aws.kms.key', 'Provisioned.EncryptionInfo.EncryptionAtRest.DataVolumeKMSKeyId'),
        ],
      },
    },
    {
      operation: 'GetClusterPolicy',
      permission: 'kafka:GetClusterPolicy',
      scope: 'regional',
      each: { kind: 'aws.kafka.cluster', params: { ClusterArn: 'ClusterArn' } },
      as: 'policy',
      absent: ['NotFoundException'],
    },
    {
      operation: 'ListConfigurations',
      permission: 'kafka:ListConfigurations',
      scope: 'regional',
      items: 'Configurations',
      makes: {
        kind: 'aws.kafka.configuration',
        category: 'messaging',
        title: { en: 'MSK configuration', ko: 'MSK 구성' },
        id: (item) => text(item, 'Arn'),
        name: (item) => text(item, 'Name'),
      },
    },
  ],
};
