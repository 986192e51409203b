import type { ItemOrigin, JsonObject, RelationEntry } from '../../../model/index.ts';
import { pointsToArn, textsAt } from '../relations.ts';
import { arn, type ServiceCall, type ServiceTable, tagsOf, text } from '../service-table.ts';
import { pointsTo } from './ec2/listing.ts';

/** Relational databases; DocumentDB and Neptune answer through the same API. */
export const rds: ServiceTable = {
  service: 'rds',
  client: () => import('@aws-sdk/client-rds'),
  calls: [
    {
      operation: 'DescribeDBInstances',
      permission: 'rds:DescribeDBInstances',
      scope: 'regional',
      items: 'DBInstances',
      makes: {
        kind: 'aws.rds.instance',
        category: 'database',
        title: { en: 'RDS instance', ko: 'RDS 인스턴스' },
        id: (item) => text(item, 'DBInstanceArn'),
        name: (item) => text(item, 'DBInstanceIdentifier'),
        tags: (item) => tagsOf(item.TagList),
        relations: [
          pointsTo('attached', 'security-group', 'VpcSecurityGroups.VpcSecurityGroupId'),
          pointsTo('placed-in', 'subnet', 'DBSubnetGroup.Subnets.SubnetIdentifier'),
          pointsTo('placed-in', 'vpc', 'DBSubnetGroup.VpcId'),
          pointsToArn('encrypted-by', 'aws.kms.key', 'KmsKeyId'),
          pointsToArn('assumes', 'aws.iam.role', 'AssociatedRoles.RoleArn'),
          pointsToArn('uses', 'aws.secretsmanager.secret', 'MasterUserSecret.SecretArn'),
          named('uses', 'parameter-group', 'pg', 'DBParameterGroups.DBParameterGroupName'),
          named('member-of', 'cluster', 'cluster', 'DBClusterIdentifier'),
        ],
      },
    },
    {
      // The parameters in force are those of the group; an instance has exactly one.
      operation: 'DescribeDBParameters',
      permission: 'rds:DescribeDBParameters',
      scope: 'regional',
      each: {
        kind: 'aws.rds.instance',
        params: { DBParameterGroupName: 'DBParameterGroups.0.DBParameterGroupName' },
      },
      items: 'Parameters',
      as: 'parameters',
      absent: ['DBParameterGroupNotFound'],
    },
    {
      operation: 'DescribeDBClusters',
      permission: 'rds:DescribeDBClusters',
      scope: 'regional',
      items: 'DBClusters',
      makes: {
        kind: 'aws.rds.cluster',
        category: 'database',
        title: { en: 'RDS cluster', ko: 'RDS 클러스터' },
        id: (item) => text(item, 'DBClusterArn'),
        name: (item) => text(item, 'DBClusterIdentifier'),
        tags: (item) => tagsOf(item.TagList),
        relations: [
          pointsTo('attached', 'security-group', 'VpcSecurityGroups.VpcSecurityGroupId'),
          pointsToArn('encrypted-by', 'aws.kms.key', 'KmsKeyId'),
          pointsToArn('assumes', 'aws.iam.role', 'AssociatedRoles.RoleArn'),
          pointsToArn('uses', 'aws.secretsmanager.secret', 'MasterUserSecret.SecretArn'),
          named('uses', 'cluster-parameter-group', 'cluster-pg', 'DBClusterParameterGroup'),
        ],
      },
    },
    {
      operation: 'DescribeDBClusterParameters',
      permission: 'rds:DescribeDBClusterParameters',
      scope: 'regional',
      each: { kind: 'aws.rds.cluster', params: { DBClusterParameterGroupName: 'DBClusterParameterGroup' } },
      items: 'Parameters',
      as: 'parameters',
      absent: ['DBParameterGroupNotFound'],
    },
    {
      operation: 'DescribeDBSnapshots',
      permission: 'rds:DescribeDBSnapshots',
      scope: 'regional',
      items: 'DBSnapshots',
      makes: {
        kind: 'aws.rds.snapshot',
        category: 'storage',
        title: { en: 'RDS snapshot', ko: 'RDS 스냅샷' },
        id: (item) => text(item, 'DBSnapshotArn'),
        name: (item) => text(item, 'DBSnapshotIdentifier'),
        tags: (item) => tagsOf(item.TagList),
        relations: [
          named('built-from', 'instance', 'db', 'DBInstanceIdentifier'),
          pointsToArn('encrypted-by', 'aws.kms.key', 'KmsKeyId'),
        ],
      },
    },
    {
      operation: 'DescribeDBSnapshotAttributes',
      permission: 'rds:DescribeDBSnapshotAttributes',
      scope: 'regional',
      each: { kind: 'aws.rds.snapshot', params: { DBSnapshotIdentifier: 'DBSnapshotIdentifier' } },
      as: 'attributes',
      absent: ['DBSnapshotNotFound'],
    },
    {
      operation: 'DescribeDBClusterSnapshots',
      permission: 'rds:DescribeDBClusterSnapshots',
      scope: 'regional',
      items: 'DBClusterSnapshots',
      makes: {
        kind: 'aws.rds.cluster-snapshot',
        category: 'storage',
        title: { en: 'RDS cluster snapshot', ko: 'RDS 클러스터 스냅샷' },
        id: (item) => text(item, 'DBClusterSnapshotArn'),
        name: (item) => text(item, 'DBClusterSnapshotIdentifier'),
        tags: (item) => tagsOf(item.TagList),
        relations: [
          named('built-from', 'cluster', 'cluster', 'DBClusterIdentifier'),
          pointsToArn('encrypted-by', 'aws.kms.key', 'KmsKeyId'),
        ],
      },
    },
    {
      operation: 'DescribeDBClusterSnapshotAttributes',
      permission: 'rds:DescribeDBClusterSnapshotAttributes',
      scope: 'regional',
      each: {
        kind: 'aws.rds.cluster-snapshot',
        params: { DBClusterSnapshotIdentifier: 'DBClusterSnapshotIdentifier' },
      },
      as: 'attributes',
      absent: ['DBClusterSnapshotNotFoundFault'],
    },
    lists('DescribeDBParameterGroups', 'DBParameterGroups', {
      kind: 'aws.rds.parameter-group',
      title: { en: 'RDS parameter group', ko: 'RDS 파라미터 그룹' },
      id: 'DBParameterGroupArn',
      name: 'DBParameterGroupName',
    }),
    lists('DescribeDBClusterParameterGroups', 'DBClusterParameterGroups', {
      kind: 'aws.rds.cluster-parameter-group',
      title: { en: 'RDS cluster parameter group', ko: 'RDS 클러스터 파라미터 그룹' },
      id: 'DBClusterParameterGroupArn',
      name: 'DBClusterParameterGroupName',
    }),
    lists('DescribeDBSubnetGroups', 'DBSubnetGroups', {
      kind: 'aws.rds.subnet-group',
      title: { en: 'RDS subnet group', ko: 'RDS 서브넷 그룹' },
      id: 'DBSubnetGroupArn',
      name: 'DBSubnetGroupName',
      relations: [pointsTo('placed-in', 'subnet', 'Subnets.SubnetIdentifier'), pointsTo('placed-in', 'vpc', 'VpcId')],
    }),
    lists('DescribeDBProxies', 'DBProxies', {
      kind: 'aws.rds.proxy',
      title: { en: 'RDS Proxy', ko: 'RDS 프록시' },
      id: 'DBProxyArn',
      name: 'DBProxyName',
      relations: [
        pointsTo('attached', 'security-group', 'VpcSecurityGroupIds'),
        pointsTo('placed-in', 'subnet', 'VpcSubnetIds'),
        pointsToArn('assumes', 'aws.iam.role', 'RoleArn'),
        pointsToArn('uses', 'aws.secretsmanager.secret', 'Auth.SecretArn'),
      ],
    }),
    lists('DescribeEventSubscriptions', 'EventSubscriptionsList', {
      kind: 'aws.rds.event-subscription',
      title: { en: 'RDS event subscription', ko: 'RDS 이벤트 구독' },
      id: 'EventSubscriptionArn',
      name: 'CustSubscriptionId',
      relations: [pointsToArn('notifies', 'aws.sns.topic', 'SnsTopicArn')],
    }),
  ],
};

interface Listed {
  kind: string;
  title: { en: string; ko: string };
  id: string;
  name: string;
  relations?: readonly RelationEntry[];
}

/** A list of what stands around databases; each item carries its own ARN. */
function lists(operation: string, items: string, { kind, title, id, name, relations = [] }: Listed): ServiceCall {
  return {
    operation,
    permission: `rds:${operation}`,
    scope: 'regional',
    items,
    makes: {
      kind,
      category: 'database',
      title,
      id: (item) => text(item, id),
      name: (item) => text(item, name),
      relations,
    },
  };
}

/** A relation to what the answer names by its identifier in the same account and region. */
function named(type: string, resource: string, arnType: string, path: string): RelationEntry {
  return {
    type,
    kind: `aws.rds.${resource}`,
    to: (item: JsonObject, origin: ItemOrigin) =>
      textsAt(item, path).map((id) => arn('rds', origin, `${arnType}:${id}`)),
  };
}
