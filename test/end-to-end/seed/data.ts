import { CreateTableCommand, DynamoDBClient, UpdateContinuousBackupsCommand } from '@aws-sdk/client-dynamodb';
import { CreateFileSystemCommand, EFSClient } from '@aws-sdk/client-efs';
import { CreateDomainCommand, type CreateDomainCommandInput, OpenSearchClient } from '@aws-sdk/client-opensearch';
import {
  CreateDBClusterCommand,
  CreateDBClusterSnapshotCommand,
  CreateDBInstanceCommand,
  type CreateDBInstanceCommandInput,
  CreateDBSnapshotCommand,
  ModifyDBClusterSnapshotAttributeCommand,
  ModifyDBSnapshotAttributeCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import { CreateClusterCommand, RedshiftClient } from '@aws-sdk/client-redshift';
import { CreateNotebookInstanceCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { type Cloud, policy, tags } from '../cloud.ts';
import type { Twins } from './twins.ts';

const owner = { MasterUsername: 'owner', MasterUserPassword: 'Only-in-moto-1!' };

export const relational: readonly Twins[] = [
  instance('aws-rds-instance-public-access', (good) => ({ PubliclyAccessible: !good })),
  instance('aws-rds-instance-storage-encrypted', (good) => ({ StorageEncrypted: good })),
  instance('aws-rds-instance-multi-az', (good) => ({ MultiAZ: good })),
  instance('aws-rds-instance-backup', (good) => ({ BackupRetentionPeriod: good ? 14 : 0 })),
  instance('aws-rds-instance-minor-version-upgrade', (good) => ({ AutoMinorVersionUpgrade: good })),
  {
    control: 'aws-rds-snapshot-encrypted',
    make: (cloud, name, good) => snapshot(cloud, name, { StorageEncrypted: good }),
  },
  {
    control: 'aws-rds-snapshot-public',
    async make(cloud, name, good) {
      await snapshot(cloud, name, {});
      const attribute = { AttributeName: 'restore', ValuesToAdd: [good ? cloud.account : 'all'] };
      const change = { DBSnapshotIdentifier: name, ...attribute };
      await cloud.client(RDSClient).send(new ModifyDBSnapshotAttributeCommand(change));
      return undefined;
    },
  },
  {
    control: 'aws-rds-cluster-storage-encrypted',
    async make(cloud, name, good) {
      await cluster(cloud, name, good);
      return undefined;
    },
  },
  {
    control: 'aws-rds-cluster-snapshot-encrypted',
    make: (cloud, name, good) => clusterSnapshot(cloud, name, good),
  },
  {
    control: 'aws-rds-cluster-snapshot-public',
    async make(cloud, name, good) {
      await clusterSnapshot(cloud, name, true);
      const attribute = { AttributeName: 'restore', ValuesToAdd: [good ? cloud.account : 'all'] };
      const change = { DBClusterSnapshotIdentifier: name, ...attribute };
      await cloud.client(RDSClient).send(new ModifyDBClusterSnapshotAttributeCommand(change));
      return undefined;
    },
  },
];

export const stores: readonly Twins[] = [
  {
    control: 'aws-dynamodb-table-point-in-time-recovery',
    async make(cloud, TableName, good) {
      const dynamo = cloud.client(DynamoDBClient);
      await dynamo.send(
        new CreateTableCommand({
          TableName,
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        }),
      );
      const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: good };
      await dynamo.send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification }));
      return undefined;
    },
  },
  {
    control: 'aws-efs-file-system-encryption',
    async make(cloud, name, Encrypted) {
      const { FileSystemId } = await cloud
        .client(EFSClient)
        .send(new CreateFileSystemCommand({ CreationToken: name, Encrypted, Tags: tags({ Name: name }) }));
      return FileSystemId;
    },
  },
  domain('aws-opensearch-domain-encryption-at-rest', 'search-rest', (good) => ({
    EncryptionAtRestOptions: { Enabled: good },
  })),
  domain('aws-opensearch-domain-public-access', 'search-open', (good, account) => ({
    AccessPolicies: policy({
      Effect: 'Allow',
      Principal: { AWS: good ? `arn:aws:iam::${account}:root` : '*' },
      Action: 'es:*',
      Resource: '*',
    }),
  })),
  {
    control: 'aws-redshift-cluster-public-access',
    async make(cloud, ClusterIdentifier, good) {
      const about = { ClusterIdentifier, NodeType: 'ra3.xlplus', ...owner, PubliclyAccessible: !good };
      await cloud.client(RedshiftClient).send(new CreateClusterCommand(about));
      return undefined;
    },
  },
  notebook('aws-sagemaker-notebook-direct-internet', (good) => ({
    DirectInternetAccess: good ? 'Disabled' : 'Enabled',
  })),
  notebook('aws-sagemaker-notebook-root-access', (good) => ({ RootAccess: good ? 'Disabled' : 'Enabled' })),
];

function instance(control: string, input: (good: boolean) => Partial<CreateDBInstanceCommandInput>): Twins {
  return {
    control,
    async make(cloud, name, good) {
      await database(cloud, name, input(good));
      return undefined;
    },
  };
}

async function database(cloud: Cloud, name: string, input: Partial<CreateDBInstanceCommandInput>): Promise<void> {
  const size = { Engine: 'postgres', DBInstanceClass: 'db.t3.micro', AllocatedStorage: 20 };
  await cloud
    .client(RDSClient)
    .send(new CreateDBInstanceCommand({ DBInstanceIdentifier: name, ...size, ...owner, ...input }));
}

async function snapshot(cloud: Cloud, name: string, input: Partial<CreateDBInstanceCommandInput>): Promise<undefined> {
  await database(cloud, `${name}-db`, input);
  const from = { DBInstanceIdentifier: `${name}-db`, DBSnapshotIdentifier: name };
  await cloud.client(RDSClient).send(new CreateDBSnapshotCommand(from));
}

async function cluster(cloud: Cloud, DBClusterIdentifier: string, StorageEncrypted: boolean): Promise<void> {
  const about = { DBClusterIdentifier, Engine: 'aurora-postgresql', ...owner, StorageEncrypted };
  await cloud.client(RDSClient).send(new CreateDBClusterCommand(about));
}

async function clusterSnapshot(cloud: Cloud, name: string, encrypted: boolean): Promise<undefined> {
  await cluster(cloud, `${name}-db`, encrypted);
  const from = { DBClusterIdentifier: `${name}-db`, DBClusterSnapshotIdentifier: name };
  await cloud.client(RDSClient).send(new CreateDBClusterSnapshotCommand(from));
}

function domain(
  control: string,
  name: string,
  input: (good: boolean, account: string) => Partial<CreateDomainCommandInput>,
): Twins {
  return {
    control,
    name,
    async make(cloud, DomainName, good) {
      await cloud.client(OpenSearchClient).send(new CreateDomainCommand({ DomainName, ...input(good, cloud.account) }));
      return undefined;
    },
  };
}

function notebook(control: string, input: (good: boolean) => object): Twins {
  return {
    control,
    async make(cloud, NotebookInstanceName, good) {
      const RoleArn = `arn:aws:iam::${cloud.account}:role/notebook`;
      const about = { NotebookInstanceName, InstanceType: 'ml.t3.medium', RoleArn, ...input(good) } as const;
      await cloud.client(SageMakerClient).send(new CreateNotebookInstanceCommand(about));
      return undefined;
    },
  };
}
