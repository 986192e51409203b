import { pointsToArn } from '../relations.ts';
import { arn, type ServiceTable, tagsOf, text } from '../service-table.ts';
import { pointsTo } from './ec2/listing.ts';

/** Data warehouse clusters. */
export const redshift: ServiceTable = {
  service: 'redshift',
  client: () => import('@aws-sdk/client-redshift'),
  calls: [
    {
      operation: 'DescribeClusters',
      permission: 'redshift:DescribeClusters',
      scope: 'regional',
      items: 'Clusters',
      makes: {
        kind: 'aws.redshift.cluster',
        category: 'database',
        title: { en: 'Redshift cluster', ko: 'Redshift 클러스터' },
        id: (item, origin) => arn('redshift', origin, `cluster:${text(item, 'ClusterIdentifier')}`),
        name: (item) => text(item, 'ClusterIdentifier'),
        tags: (item) => tagsOf(item.Tags),
        relations: [
          pointsTo('attached', 'security-group', 'VpcSecurityGroups.VpcSecurityGroupId'),
          pointsTo('placed-in', 'vpc', 'VpcId'),
          pointsToArn('encrypted-by', 'aws.kms.key', 'KmsKeyId'),
          pointsToArn('assumes', 'aws.iam.role', 'IamRoles.IamRoleArn'),
          pointsToArn('uses', 'aws.secretsmanager.secret', 'MasterPasswordSecretArn'),
        ],
      },
    },
    {
      operation: 'DescribeLoggingStatus',
      permission: 'redshift:DescribeLoggingStatus',
      scope: 'regional',
      each: { kind: 'aws.redshift.cluster', params: { ClusterIdentifier: 'ClusterIdentifier' } },
      as: 'logging',
      absent: ['ClusterNotFound'],
    },
    {
      operation: 'DescribeClusterParameters',
      permission: 'redshift:DescribeClusterParameters',
      scope: 'regional',
      each: {
        kind: 'aws.redshift.cluster',
        params: { ParameterGroupName: 'ClusterParameterGroups.0.ParameterGroupName' },
      },
      items: 'Parameters',
      as: 'parameters',
      absent: ['ClusterParameterGroupNotFound'],
    },
    {
      operation: 'DescribeClusterSubnetGroups',
      permission: 'redshift:DescribeClusterSubnetGroups',
      scope: 'regional',
      items: 'ClusterSubnetGroups',
      makes: {
        kind: 'aws.redshift.subnet-group',
        category: 'database',
        title: { en: 'Redshift subnet group', ko: 'Redshift 서브넷 그룹' },
        id: (item, origin) => arn('redshift', origin, `subnetgroup:${text(item, 'ClusterSubnetGroupName')}`),
        name: (item) => text(item, 'ClusterSubnetGroupName'),
        tags: (item) => tagsOf(item.Tags),
        relations: [pointsTo('placed-in', 'subnet', 'Subnets.SubnetIdentifier'), pointsTo('placed-in', 'vpc', 'VpcId')],
      },
    },
    {
      operation: 'DescribeClusterSnapshots',
      permission: 'redshift:DescribeClusterSnapshots',
      scope: 'regional',
      items: 'Snapshots',
      makes: {
        kind: 'aws.redshift.snapshot',
        category: 'storage',
        title: { en: 'Redshift snapshot', ko: 'Redshift 스냅샷' },
        id: (item, origin) =>
          text(item, 'SnapshotArn') ||
          arn('redshift', origin, `snapshot:${text(item, 'ClusterIdentifier')}/${text(item, 'SnapshotIdentifier')}`),
        name: (item) => text(item, 'SnapshotIdentifier'),
        tags: (item) => tagsOf(item.Tags),
        relations: [
          {
            type: 'built-from',
            kind: 'aws.redshift.cluster',
            to: (item, origin) => [arn('redshift', origin, `cluster:${text(item, 'ClusterIdentifier')}`)],
          },
        ],
      },
    },
  ],
};
