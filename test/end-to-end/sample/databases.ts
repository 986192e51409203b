import { CreateTableCommand, DynamoDBClient, UpdateContinuousBackupsCommand } from '@aws-sdk/client-dynamodb';
import { CreateFileSystemCommand, EFSClient } from '@aws-sdk/client-efs';
import {
  CreateCacheClusterCommand,
  CreateReplicationGroupCommand,
  ElastiCacheClient,
} from '@aws-sdk/client-elasticache';
import { CreateDomainCommand, OpenSearchClient } from '@aws-sdk/client-opensearch';
import {
  CreateDBInstanceCommand,
  type CreateDBInstanceCommandInput,
  CreateDBSnapshotCommand,
  CreateDBSubnetGroupCommand,
  ModifyDBSnapshotAttributeCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import { CreateClusterCommand, RedshiftClient } from '@aws-sdk/client-redshift';
import { CreateNotebookInstanceCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { type Cloud, policy, SEOUL, tags } from '../cloud.ts';
import type { Company } from './company.ts';
import type { Network, Networks } from './network.ts';

type Database = Partial<CreateDBInstanceCommandInput> & { DBInstanceIdentifier: string };

const careful = {
  StorageEncrypted: true,
  MultiAZ: true,
  BackupRetentionPeriod: 14,
  DeletionProtection: true,
  PubliclyAccessible: false,
  AutoMinorVersionUpgrade: true,
  CopyTagsToSnapshot: true,
  EnableIAMDatabaseAuthentication: true,
  EnableCloudwatchLogsExports: ['postgresql'],
};

/** Databases, caches, search and file systems. */
export async function buildDatabases({ production, development, daysAgo }: Company, networks: Networks): Promise<void> {
  await daysAgo(700);
  await buildRelational(production, SEOUL, networks.shop, 'orders-db', [
    { DBInstanceIdentifier: 'orders-db', ...careful },
    { DBInstanceIdentifier: 'members-db', ...careful },
    {
      DBInstanceIdentifier: 'reviews-db',
      ...careful,
      MultiAZ: false,
      DeletionProtection: false,
      BackupRetentionPeriod: 1,
    },
  ]);
  await buildRelational(production, 'ap-northeast-1', networks.recovery, 'recovery-db', [
    { DBInstanceIdentifier: 'orders-db-recovery', ...careful },
  ]);
  await buildRelational(development, SEOUL, networks.development, 'test-db', [
    {
      DBInstanceIdentifier: 'test-db',
      Engine: 'mysql',
      PubliclyAccessible: true,
      StorageEncrypted: false,
      BackupRetentionPeriod: 0,
    },
    { DBInstanceIdentifier: 'staging-db', StorageEncrypted: true, PubliclyAccessible: false, BackupRetentionPeriod: 7 },
  ]);
  await daysAgo(120);
  await shareSnapshot(development, 'test-db', 'test-db-before-migration');
  await buildTables(production, [
    { name: 'carts', protectedByKey: true, recoverable: true },
    { name: 'sessions', protectedByKey: false, recoverable: true },
    { name: 'coupons', protectedByKey: false, recoverable: false },
  ]);
  await buildTables(development, [{ name: 'carts-test', protectedByKey: false, recoverable: false }]);
  const cache = production.client(ElastiCacheClient);
  await cache.send(
    new CreateReplicationGroupCommand({
      ReplicationGroupId: 'sessions',
      ReplicationGroupDescription: 'Sessions of the shop',
      Engine: 'redis',
      CacheNodeType: 'cache.r6g.large',
      NumCacheClusters: 2,
      AtRestEncryptionEnabled: true,
      TransitEncryptionEnabled: true,
      AutomaticFailoverEnabled: true,
      SnapshotRetentionLimit: 7,
    }),
  );
  await development.client(ElastiCacheClient).send(
    new CreateCacheClusterCommand({
      CacheClusterId: 'dev-cache',
      Engine: 'redis',
      CacheNodeType: 'cache.t3.micro',
      NumCacheNodes: 1,
    }),
  );
  await buildSearch(production);
  await production.client(RedshiftClient).send(
    new CreateClusterCommand({
      ClusterIdentifier: 'sales',
      NodeType: 'ra3.xlplus',
      MasterUsername: 'owner',
      MasterUserPassword: 'Sample-only-1!',
      Encrypted: true,
      PubliclyAccessible: false,
      AutomatedSnapshotRetentionPeriod: 7,
    }),
  );
  for (const [cloud, name, Encrypted] of [
    [production, 'shop-shared', true],
    [development, 'build-cache', false],
  ] as const) {
    await cloud
      .client(EFSClient)
      .send(new CreateFileSystemCommand({ CreationToken: name, Encrypted, Tags: tags({ Name: name }) }));
  }
  await development.client(SageMakerClient, 'eu-central-1').send(
    new CreateNotebookInstanceCommand({
      NotebookInstanceName: 'review-classifier',
      InstanceType: 'ml.t3.medium',
      RoleArn: `arn:aws:iam::${development.account}:role/ml-notebook`,
      DirectInternetAccess: 'Enabled',
      RootAccess: 'Enabled',
    }),
  );
}

async function buildRelational(
  cloud: Cloud,
  region: string,
  { subnets, groups }: Network,
  group: string,
  databases: Database[],
): Promise<void> {
  const rds = cloud.client(RDSClient, region);
  await rds.send(
    new CreateDBSubnetGroupCommand({
      DBSubnetGroupName: 'databases',
      DBSubnetGroupDescription: 'Private subnets',
      SubnetIds: [subnets['private-a'] as string, subnets['private-c'] as string],
    }),
  );
  for (const database of databases) {
    await rds.send(
      new CreateDBInstanceCommand({
        Engine: 'postgres',
        DBInstanceClass: 'db.r6g.large',
        AllocatedStorage: 100,
        MasterUsername: 'owner',
        MasterUserPassword: 'Sample-only-1!',
        DBSubnetGroupName: 'databases',
        VpcSecurityGroupIds: [groups[group] as string],
        ...database,
      }),
    );
  }
}

async function shareSnapshot(cloud: Cloud, DBInstanceIdentifier: string, DBSnapshotIdentifier: string): Promise<void> {
  const rds = cloud.client(RDSClient);
  await rds.send(new CreateDBSnapshotCommand({ DBInstanceIdentifier, DBSnapshotIdentifier }));
  await rds.send(
    new ModifyDBSnapshotAttributeCommand({ DBSnapshotIdentifier, AttributeName: 'restore', ValuesToAdd: ['all'] }),
  );
}

async function buildTables(
  cloud: Cloud,
  tables: { name: string; protectedByKey: boolean; recoverable: boolean }[],
): Promise<void> {
  const dynamo = cloud.client(DynamoDBClient);
  for (const { name: TableName, protectedByKey, recoverable } of tables) {
    await dynamo.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        ...(protectedByKey ? { SSESpecification: { Enabled: true, SSEType: 'KMS' } } : {}),
        DeletionProtectionEnabled: recoverable,
      }),
    );
    if (!recoverable) continue;
    const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
    await dynamo.send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification }));
  }
}

async function buildSearch(cloud: Cloud): Promise<void> {
  await cloud.client(OpenSearchClient).send(
    new CreateDomainCommand({
      DomainName: 'product-search',
      EngineVersion: 'OpenSearch_2.11',
      AccessPolicies: policy({ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'es:ESHttp*', Resource: '*' }),
      EncryptionAtRestOptions: { Enabled: true },
      NodeToNodeEncryptionOptions: { Enabled: false },
      DomainEndpointOptions: { EnforceHTTPS: false },
    }),
  );
}
