import { CodeBuildClient, CreateProjectCommand, type CreateProjectCommandInput } from '@aws-sdk/client-codebuild';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateKeyCommand, EnableKeyRotationCommand, KMSClient, ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import { CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  CreateSecretCommand,
  PutResourcePolicyCommand,
  RotateSecretCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { CreateDocumentCommand, ModifyDocumentPermissionCommand, SSMClient } from '@aws-sdk/client-ssm';
import { type Cloud, policy, trust } from '../cloud.ts';
import { STRANGER } from './s3.ts';
import type { Twins } from './twins.ts';

const rootOf = (account: string) => ({ AWS: `arn:aws:iam::${account}:root` });

export const keys: readonly Twins[] = [
  {
    control: 'aws-kms-key-rotation',
    async make(cloud, _, good) {
      const KeyId = await key(cloud);
      if (good) await cloud.client(KMSClient).send(new EnableKeyRotationCommand({ KeyId }));
      return KeyId;
    },
  },
  { control: 'aws-kms-key-public', make: (cloud, _, good) => key(cloud, good ? undefined : '*') },
  {
    control: 'aws-kms-key-cross-account',
    make: (cloud, _, good) => key(cloud, rootOf(good ? cloud.account : STRANGER)),
  },
  {
    control: 'aws-kms-key-deletion',
    async make(cloud, _, good) {
      const KeyId = await key(cloud);
      if (!good) await cloud.client(KMSClient).send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
      return KeyId;
    },
  },
];

export const secrets: readonly Twins[] = [
  {
    control: 'aws-secretsmanager-secret-rotation',
    async make(cloud, Name, good) {
      const manager = cloud.client(SecretsManagerClient);
      const { ARN } = await manager.send(new CreateSecretCommand({ Name, SecretString: 'only-in-moto' }));
      if (!good) return ARN;
      await manager.send(
        new RotateSecretCommand({
          SecretId: Name,
          RotateImmediately: false,
          RotationLambdaARN: await rotation(cloud, Name),
          RotationRules: { AutomaticallyAfterDays: 30 },
        }),
      );
      return ARN;
    },
  },
  {
    control: 'aws-secretsmanager-secret-public',
    async make(cloud, Name, good) {
      const manager = cloud.client(SecretsManagerClient);
      const { ARN } = await manager.send(new CreateSecretCommand({ Name, SecretString: 'only-in-moto' }));
      const Principal = good ? rootOf(cloud.account) : '*';
      const ResourcePolicy = policy({
        Effect: 'Allow',
        Principal,
        Action: 'secretsmanager:GetSecretValue',
        Resource: '*',
      });
      await manager.send(new PutResourcePolicyCommand({ SecretId: Name, ResourcePolicy }));
      return ARN;
    },
  },
  {
    control: 'aws-ssm-document-public',
    async make(cloud, Name, good) {
      const ssm = cloud.client(SSMClient);
      const Content = JSON.stringify({ schemaVersion: '2.2', description: Name, mainSteps: [] });
      const about = { Name, Content, DocumentType: 'Command', DocumentFormat: 'JSON' } as const;
      await ssm.send(new CreateDocumentCommand(about));
      if (good) return undefined;
      const share = { Name, PermissionType: 'Share', AccountIdsToAdd: ['all'] } as const;
      await ssm.send(new ModifyDocumentPermissionCommand({ ...share, AccountIdsToAdd: ['all'] }));
      return undefined;
    },
  },
  build('aws-codebuild-project-secrets', (good) => ({
    environmentVariables: good
      ? [{ name: 'TOKEN', value: '/build/token', type: 'PARAMETER_STORE' }]
      : [{ name: 'AWS_SECRET_ACCESS_KEY', value: 'wJalrXUtnFEMIK7MDENG0bPxRfiCY4Zq8sVtKd12', type: 'PLAINTEXT' }],
  })),
  build('aws-codebuild-project-privileged', (good) => ({ privilegedMode: !good })),
];

async function key(cloud: Cloud, admit?: unknown): Promise<string> {
  const statement = (Principal: unknown) => ({ Effect: 'Allow', Principal, Action: 'kms:*', Resource: '*' });
  const own = statement(rootOf(cloud.account));
  const Policy = admit === undefined ? policy(own) : policy(own, statement(admit));
  const { KeyMetadata } = await cloud.client(KMSClient).send(new CreateKeyCommand({ Policy }));
  return KeyMetadata?.KeyId as string;
}

async function rotation(cloud: Cloud, name: string): Promise<string | undefined> {
  const AssumeRolePolicyDocument = trust({ Service: 'lambda.amazonaws.com' });
  const RoleName = `rotates-${name}`.slice(0, 64);
  const { Role } = await cloud
    .client(IAMClient, 'us-east-1')
    .send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  const Code = { ZipFile: Buffer.from(`504b0506${'00'.repeat(18)}`, 'hex') };
  const about = { FunctionName: RoleName, Role: Role?.Arn, Runtime: 'nodejs22.x', Handler: 'index.handler' } as const;
  const { FunctionArn } = await cloud.client(LambdaClient).send(new CreateFunctionCommand({ ...about, Code }));
  return FunctionArn;
}

function build(
  control: string,
  settings: (good: boolean) => Partial<NonNullable<CreateProjectCommandInput['environment']>>,
): Twins {
  return {
    control,
    async make(cloud, name, good) {
      const machine = {
        type: 'LINUX_CONTAINER',
        image: 'aws/codebuild/standard:7.0',
        computeType: 'BUILD_GENERAL1_SMALL',
      } as const;
      await cloud.client(CodeBuildClient).send(
        new CreateProjectCommand({
          name,
          source: { type: 'S3', location: 'sources/app.zip' },
          artifacts: { type: 'NO_ARTIFACTS' },
          environment: { ...machine, ...settings(good) },
          serviceRole: `arn:aws:iam::${cloud.account}:role/build`,
        }),
      );
      return undefined;
    },
  };
}
