import {
  CreateRepositoryCommand,
  ECRClient,
  PutLifecyclePolicyCommand,
  SetRepositoryPolicyCommand,
} from '@aws-sdk/client-ecr';
import { type ContainerDefinition, ECSClient, RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import { CreateClusterCommand, EKSClient } from '@aws-sdk/client-eks';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  CreateFunctionUrlConfigCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import { type Cloud, policy, trust } from '../cloud.ts';
import { STRANGER } from './s3.ts';
import type { Twins } from './twins.ts';

const digest = `@sha256:${'0a1b2c3d'.repeat(8)}`;
const careful: ContainerDefinition = {
  name: 'app',
  image: `registry.example.com/app${digest}`,
  user: '1000',
  readonlyRootFilesystem: true,
  memory: 128,
};

export const tasks: readonly Twins[] = [
  task('aws-ecs-task-definition-environment-secrets', (good) => ({
    container: good
      ? {
          secrets: [{ name: 'DB_PASSWORD', valueFrom: 'arn:aws:secretsmanager:ap-northeast-2:111122223333:secret:db' }],
        }
      : { environment: [{ name: 'DB_PASSWORD', value: 'c0rrect-horse-battery' }] },
  })),
  task('aws-ecs-task-definition-non-root', (good) => ({ container: { user: good ? '1000' : 'root' } })),
  task('aws-ecs-task-definition-privileged', (good) => ({ container: { privileged: !good }, networkMode: 'bridge' })),
  task('aws-ecs-task-definition-read-only-root', (good) => ({ container: { readonlyRootFilesystem: good } })),
  task('aws-ecs-task-definition-image-digest', (good) => ({
    container: { image: `registry.example.com/app${good ? digest : ':latest'}` },
  })),
  task('aws-ecs-task-definition-awsvpc', (good) => ({ networkMode: good ? 'awsvpc' : 'host' })),
  task('aws-ecs-task-definition-role', (good) => ({ taskRole: good ? 'app-task' : 'app-execution' })),
];

export const repositories: readonly Twins[] = [
  repository('aws-ecr-repository-immutable-tags', (good) => ({ imageTagMutability: good ? 'IMMUTABLE' : 'MUTABLE' })),
  repository('aws-ecr-repository-scanning', (good) => ({ imageScanningConfiguration: { scanOnPush: good } })),
  sharedRepository('aws-ecr-repository-public-access', (good, account) => [
    good ? { AWS: `arn:aws:iam::${account}:root` } : '*',
    ['ecr:BatchGetImage'],
  ]),
  sharedRepository('aws-ecr-repository-known-accounts', (good, account) => [
    { AWS: `arn:aws:iam::${good ? account : STRANGER}:root` },
    ['ecr:BatchGetImage'],
  ]),
  sharedRepository('aws-ecr-repository-external-push', (good) => [
    { AWS: `arn:aws:iam::${STRANGER}:root` },
    [good ? 'ecr:BatchGetImage' : 'ecr:PutImage'],
  ]),
  {
    control: 'aws-ecr-repository-lifecycle-policy',
    async make(cloud, repositoryName, good) {
      await create(cloud, repositoryName);
      if (!good) return undefined;
      const selection = { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 14 };
      const rules = [{ rulePriority: 1, selection, action: { type: 'expire' } }];
      const lifecyclePolicyText = JSON.stringify({ rules });
      await cloud.client(ECRClient).send(new PutLifecyclePolicyCommand({ repositoryName, lifecyclePolicyText }));
      return undefined;
    },
  },
];

export const clusters: readonly Twins[] = [
  kubernetes('aws-eks-cluster-public-endpoint', (good) => ({
    resourcesVpcConfig: {
      endpointPublicAccess: !good,
      endpointPrivateAccess: true,
      ...(good ? {} : { publicAccessCidrs: ['0.0.0.0/0'] }),
    },
  })),
  kubernetes('aws-eks-cluster-control-plane-logs', (good) => ({
    logging: {
      clusterLogging: [{ types: ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'], enabled: good }],
    },
  })),
  kubernetes('aws-eks-cluster-secrets-encryption', (good) =>
    good
      ? {
          encryptionConfig: [
            { resources: ['secrets'], provider: { keyArn: 'arn:aws:kms:ap-northeast-2:111122223333:key/1' } },
          ],
        }
      : {},
  ),
];

export const functions: readonly Twins[] = [
  lambda('aws-lambda-function-environment-secrets', (good) => ({
    Environment: { Variables: good ? { STAGE: 'live' } : { DB_PASSWORD: 'c0rrect-horse-battery' } },
  })),
  lambda('aws-lambda-function-runtime', (good) => ({ Runtime: good ? 'nodejs22.x' : 'python3.7' })),
  {
    control: 'aws-lambda-function-public-access',
    async make(cloud, FunctionName, good) {
      await fn(cloud, FunctionName, {});
      const Principal = good ? cloud.account : '*';
      const about = { FunctionName, StatementId: 'callers', Action: 'lambda:InvokeFunction', Principal };
      await cloud.client(LambdaClient).send(new AddPermissionCommand(about));
      return undefined;
    },
  },
  {
    control: 'aws-lambda-function-url-auth',
    async make(cloud, FunctionName, good) {
      await fn(cloud, FunctionName, {});
      const AuthType = good ? 'AWS_IAM' : 'NONE';
      await cloud.client(LambdaClient).send(new CreateFunctionUrlConfigCommand({ FunctionName, AuthType }));
      return undefined;
    },
  },
];

interface Task {
  container?: Partial<ContainerDefinition>;
  networkMode?: 'awsvpc' | 'bridge' | 'host';
  taskRole?: string;
}

function task(control: string, plan: (good: boolean) => Task): Twins {
  return {
    control,
    async make(cloud, family, good) {
      const { container, networkMode = 'awsvpc', taskRole = 'app-task' } = plan(good);
      const role = (name: string) => `arn:aws:iam::${cloud.account}:role/${name}`;
      const { taskDefinition } = await cloud.client(ECSClient).send(
        new RegisterTaskDefinitionCommand({
          family,
          networkMode,
          executionRoleArn: role('app-execution'),
          taskRoleArn: role(taskRole),
          containerDefinitions: [{ ...careful, ...container }],
        }),
      );
      return taskDefinition?.taskDefinitionArn;
    },
  };
}

async function create(cloud: Cloud, repositoryName: string, settings: object = {}): Promise<void> {
  await cloud.client(ECRClient).send(new CreateRepositoryCommand({ repositoryName, ...settings }));
}

function repository(control: string, settings: (good: boolean) => object): Twins {
  return {
    control,
    async make(cloud, name, good) {
      await create(cloud, name, settings(good));
      return undefined;
    },
  };
}

function sharedRepository(
  control: string,
  allow: (good: boolean, account: string) => [principal: unknown, actions: string[]],
): Twins {
  return {
    control,
    async make(cloud, repositoryName, good) {
      await create(cloud, repositoryName);
      const [Principal, Action] = allow(good, cloud.account);
      const policyText = policy({ Sid: 'share', Effect: 'Allow', Principal, Action });
      await cloud.client(ECRClient).send(new SetRepositoryPolicyCommand({ repositoryName, policyText }));
      return undefined;
    },
  };
}

function kubernetes(control: string, settings: (good: boolean) => object): Twins {
  return {
    control,
    async make(cloud, name, good) {
      const about = { name, version: '1.33', roleArn: `arn:aws:iam::${cloud.account}:role/cluster` };
      const resourcesVpcConfig = { endpointPublicAccess: false, endpointPrivateAccess: true };
      await cloud.client(EKSClient).send(new CreateClusterCommand({ ...about, resourcesVpcConfig, ...settings(good) }));
      return undefined;
    },
  };
}

function lambda(control: string, settings: (good: boolean) => Partial<CreateFunctionCommandInput>): Twins {
  return {
    control,
    async make(cloud, name, good) {
      await fn(cloud, name, settings(good));
      return undefined;
    },
  };
}

/** An empty ZIP archive: moto asks for code but does not run it. */
const noCode = Buffer.from(`504b0506${'00'.repeat(18)}`, 'hex');

async function fn(cloud: Cloud, FunctionName: string, settings: Partial<CreateFunctionCommandInput>): Promise<void> {
  const AssumeRolePolicyDocument = trust({ Service: 'lambda.amazonaws.com' });
  const { Role } = await cloud
    .client(IAMClient, 'us-east-1')
    .send(new CreateRoleCommand({ RoleName: FunctionName, AssumeRolePolicyDocument }));
  const code = { Runtime: 'nodejs22.x', Handler: 'index.handler', Code: { ZipFile: noCode } } as const;
  await cloud
    .client(LambdaClient)
    .send(new CreateFunctionCommand({ FunctionName, Role: Role?.Arn, ...code, ...settings }));
}
