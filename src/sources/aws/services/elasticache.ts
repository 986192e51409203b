import { pointsToArn } from '../relations.ts';
import { arn, type ServiceTable, tagsOf, text } from '../service-table.ts';
import { pointsTo } from './ec2/listing.ts';

/** Caches: Redis OSS and Valkey by replication groups of clusters, Memcached by clusters alone, and serverless ones. */
export const elasticache: ServiceTable = {
  service: 'elasticache',
  client: () => import('@aws-sdk/client-elasticache'),
  calls: [
    {
      operation: 'DescribeReplicationGroups',
      permission: 'elasticache:DescribeReplicationGroups',
      scope: 'regional',
      items: 'ReplicationGroups',
      makes: {
        kind: 'aws.elasticache.replication-group',
        category: 'database',
        title: { en: 'ElastiCache replication group', ko: 'ElastiCache 복제 그룹' },
        id: (item, origin) =>
          text(item, 'ARN') || arn('elasticache', origin, `replicationgroup:${text(item, 'ReplicationGroupId')}`),
        name: (item) => text(item, 'ReplicationGroupId'),
        relations: [pointsToArn('encrypted-by', 'aws.kms.key', 'KmsKeyId')],
      },
    },
    {
      operation: 'DescribeCacheClusters',
      permission: 'elasticache:DescribeCacheClusters',
      scope: 'regional',
      items: 'CacheClusters',
      makes: {
        kind: 'aws.elasticache.cluster',
        category: 'database',
        title: { en: 'ElastiCache cluster', ko: 'ElastiCache 클러스터' },
        id: (item, origin) =>
          text(item, 'ARN') || arn('elasticache', origin, `cluster:${text(item, 'CacheClusterId')}`),
        name: (item) => text(item, 'CacheClusterId'),
        relations: [
          pointsTo('attached', 'security-group', 'SecurityGroups.SecurityGroupId'),
          {
            type: 'member-of',
            kind: 'aws.elasticache.replication-group',
            to: (item, origin) =>
              text(item, 'ReplicationGroupId') === ''
                ? []
                : [arn('elasticache', origin, `replicationgroup:${text(item, 'ReplicationGroupId')}`)],
          },
        ],
      },
    },
    {
      operation: 'ListTagsForResource',
      permission: 'elasticache:ListTagsForResource',
      scope: 'regional',
      each: { kind: 'aws.elasticache.cluster', params: { ResourceName: '$id' } },
      as: 'tagging',
      tags: ({ TagList }) => tagsOf(TagList),
      absent: ['CacheClusterNotFound'],
    },
    {
      operation: 'DescribeServerlessCaches',
      permission: 'elasticache:DescribeServerlessCaches',
      scope: 'regional',
      items: 'ServerlessCaches',
      makes: {
        kind: 'aws.elasticache.serverless-cache',
        category: 'database',
        title: { en: 'ElastiCache serverless cache', ko: 'ElastiCache 서버리스 캐시' },
        id: (item) => text(item, 'ARN'),
        name: (item) => text(item, 'ServerlessCacheName'),
        relations: [
          pointsTo('attached', 'security-group', 'SecurityGroupIds'),
          pointsTo('placed-in', 'subnet', 'SubnetIds'),
          pointsToArn('encrypted-by', 'aws.kms.key', 'KmsKeyId'),
        ],
      },
    },
    {
      operation: 'DescribeUsers',
      permission: 'elasticache:DescribeUsers',
      scope: 'regional',
      items: 'Users',
      makes: {
        kind: 'aws.elasticache.user',
        category: 'identity',
        title: { en: 'ElastiCache user', ko: 'ElastiCache 사용자' },
        id: (item) => text(item, 'ARN'),
        name: (item) => text(item, 'UserId'),
      },
    },
    {
      operation: 'DescribeCacheSubnetGroups',
      permission: 'elasticache:DescribeCacheSubnetGroups',
      scope: 'regional',
      items: 'CacheSubnetGroups',
      makes: {
        kind: 'aws.elasticache.subnet-group',
        category: 'database',
        title: { en: 'ElastiCache subnet group', ko: 'ElastiCache 서브넷 그룹' },
        id: (item, origin) =>
          text(item, 'ARN') || arn('elasticache', origin, `subnetgroup:${text(item, 'CacheSubnetGroupName')}`),
        name: (item) => text(item, 'CacheSubnetGroupName'),
        relations: [pointsTo('placed-in', 'subnet', 'Subnets.SubnetIdentifier'), pointsTo('placed-in', 'vpc', 'VpcId')],
      },
    },
    {
      operation: 'DescribeSnapshots',
      permission: 'elasticache:DescribeSnapshots',
      scope: 'regional',
      items: 'Snapshots',
      makes: {
        kind: 'aws.elasticache.snapshot',
        category: 'storage',
        title: { en: 'ElastiCache snapshot', ko: 'ElastiCache 스냅샷' },
        id: (item) => text(item, 'ARN'),
        name: (item) => text(item, 'SnapshotName'),
        relations: [pointsToArn('encrypted-by', 'aws.kms.key', 'KmsKeyId')],
      },
    },
  ],
};
