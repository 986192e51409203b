import {
  CreateRepositoryCommand,
  ECRClient,
  PutLifecyclePolicyCommand,
  SetRepositoryPolicyCommand,
} from '@aws-sdk/client-ecr';
import {
  type ContainerDefinition,
  CreateClusterCommand,
  CreateServiceCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs';
import { CreateClusterCommand as CreateKubernetesCommand, EKSClient } from '@aws-sdk/client-eks';
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  CreateFunctionUrlConfigCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import { type Cloud, policy, SEOUL } from '../cloud.ts';
import type { Company } from './company.ts';
import { type BuiltImage, REGISTRY } from './images.ts';
import type { Network, Networks } from './network.ts';

interface Repository {
  name: string;
  careful: boolean;
  /** Everyone may pull. */
  open?: boolean;
}

interface Fn {
  name: string;
  role: string;
  runtime: 'nodejs22.x' | 'python3.8';
  network?: Network;
  environment?: Record<string, string>;
  /** Everyone may call it. */
  open?: boolean;
}

/** Container images, ECS and Kubernetes, functions. */
export async function buildContainers(
  { production, development, images, daysAgo }: Company,
  networks: Networks,
): Promise<void> {
  await daysAgo(500);
  await buildRepositories(production, [
    { name: 'shop/web', careful: true },
    { name: 'shop/orders', careful: true },
    { name: 'shop/payments', careful: true },
  ]);
  await buildRepositories(development, [
    { name: 'sandbox', careful: false },
    { name: 'test-tools', careful: false, open: true },
  ]);
  const byTag = ({ repository, tags }: BuiltImage) => `${REGISTRY}/${repository}:${tags[0]}`;
  const byDigest = (image: BuiltImage) => `${REGISTRY}/${image.repository}@${image.digest}`;
  const logging = {
    logDriver: 'awslogs',
    options: { 'awslogs-group': '/shop/web', 'awslogs-region': SEOUL, 'awslogs-stream-prefix': 'shop' },
  } as const;
  await daysAgo(30);
  await buildService(production, networks.shop, 'shop-web', [
    {
      name: 'web',
      image: byDigest(images.web),
      user: '1000',
      readonlyRootFilesystem: true,
      secrets: [
        { name: 'DB_PASSWORD', valueFrom: `arn:aws:secretsmanager:${SEOUL}:${production.account}:secret:orders-db` },
      ],
      logConfiguration: logging,
    },
  ]);
  await buildService(production, networks.shop, 'payments', [
    {
      name: 'payments',
      image: byDigest(images.payments),
      environment: [
        { name: 'PAYMENT_API_KEY', value: `sk_live_${'4eC39HqLyjWDarjtT1zdp7dc'}` },
        { name: 'MODE', value: 'live' },
      ],
      privileged: true,
    },
  ]);
  await buildService(production, networks.shop, 'orders', [
    { name: 'orders', image: byTag(images.orders), user: '1000', logConfiguration: logging },
  ]);
  await production.client(EKSClient).send(
    new CreateKubernetesCommand({
      name: 'recommendation',
      version: '1.33',
      roleArn: `arn:aws:iam::${production.account}:role/shop-cluster`,
      resourcesVpcConfig: {
        subnetIds: [networks.shop.subnets['private-a'] as string, networks.shop.subnets['private-c'] as string],
        endpointPublicAccess: true,
        endpointPrivateAccess: true,
        publicAccessCidrs: ['0.0.0.0/0'],
      },
    }),
  );
  await buildFunctions(production, [
    { name: 'image-resizer', role: 'shop-function', runtime: 'nodejs22.x', network: networks.shop },
    { name: 'rotate-secrets', role: 'shop-function', runtime: 'nodejs22.x', network: networks.shop },
    { name: 'order-mail', role: 'shop-function', runtime: 'nodejs22.x', network: networks.shop },
    {
      name: 'stock-sync',
      role: 'shop-function',
      runtime: 'python3.8',
      environment: { ERP_PASSWORD: 'Sample-only-1!' },
    },
    { name: 'partner-webhook', role: 'shop-function', runtime: 'nodejs22.x', open: true },
  ]);
  await buildFunctions(development, [{ name: 'slack-notifier', role: 'dev-function', runtime: 'nodejs22.x' }]);
}

async function buildRepositories(cloud: Cloud, repositories: Repository[]): Promise<void> {
  const ecr = cloud.client(ECRClient);
  for (const { name: repositoryName, careful, open } of repositories) {
    await ecr.send(
      new CreateRepositoryCommand({
        repositoryName,
        imageTagMutability: careful ? 'IMMUTABLE' : 'MUTABLE',
        imageScanningConfiguration: { scanOnPush: careful },
        encryptionConfiguration: { encryptionType: careful ? 'KMS' : 'AES256' },
      }),
    );
    if (careful) {
      const rule = {
        rulePriority: 1,
        selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 14 },
        action: { type: 'expire' },
      };
      await ecr.send(
        new PutLifecyclePolicyCommand({ repositoryName, lifecyclePolicyText: JSON.stringify({ rules: [rule] }) }),
      );
    }
    if (open !== true) continue;
    const everyone = {
      Sid: 'pull',
      Effect: 'Allow',
      Principal: '*',
      Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
    };
    await ecr.send(new SetRepositoryPolicyCommand({ repositoryName, policyText: policy(everyone) }));
  }
}

async function buildService(
  cloud: Cloud,
  { subnets, groups }: Network,
  name: string,
  containerDefinitions: ContainerDefinition[],
): Promise<void> {
  const ecs = cloud.client(ECSClient);
  const role = (of: string) => `arn:aws:iam::${cloud.account}:role/${of}`;
  const settings = [{ name: 'containerInsights', value: name === 'shop-web' ? 'enabled' : 'disabled' } as const];
  await ecs.send(new CreateClusterCommand({ clusterName: name, settings }));
  await ecs.send(
    new RegisterTaskDefinitionCommand({
      family: name,
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '512',
      memory: '1024',
      executionRoleArn: role('shop-execution'),
      taskRoleArn: role(name === 'shop-web' ? 'shop-task' : 'shop-execution'),
      containerDefinitions: containerDefinitions.map((container) => ({ essential: true, memory: 512, ...container })),
    }),
  );
  const open = name !== 'shop-web';
  await ecs.send(
    new CreateServiceCommand({
      cluster: name,
      serviceName: name,
      taskDefinition: name,
      desiredCount: 2,
      launchType: 'FARGATE',
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: [subnets[open ? 'public-a' : 'private-a'] as string],
          securityGroups: [groups['shop-web'] as string],
          assignPublicIp: open ? 'ENABLED' : 'DISABLED',
        },
      },
    }),
  );
}

/** An empty ZIP archive: moto asks for code but does not run it. */
const NO_CODE = Buffer.from(`504b0506${'00'.repeat(18)}`, 'hex');

async function buildFunctions(cloud: Cloud, functions: Fn[]): Promise<void> {
  const lambda = cloud.client(LambdaClient);
  for (const { name: FunctionName, role, runtime, network, environment, open } of functions) {
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName,
        Runtime: runtime,
        Handler: 'index.handler',
        Role: `arn:aws:iam::${cloud.account}:role/${role}`,
        Code: { ZipFile: NO_CODE },
        ...(network === undefined
          ? {}
          : {
              VpcConfig: {
                SubnetIds: [network.subnets['private-a'] as string],
                SecurityGroupIds: [network.groups['shop-web'] as string],
              },
            }),
        ...(environment === undefined ? {} : { Environment: { Variables: environment } }),
        TracingConfig: { Mode: open === true ? 'PassThrough' : 'Active' },
      }),
    );
    if (open !== true) continue;
    await lambda.send(
      new AddPermissionCommand({
        FunctionName,
        StatementId: 'everyone',
        Action: 'lambda:InvokeFunction',
        Principal: '*',
      }),
    );
    await lambda.send(new CreateFunctionUrlConfigCommand({ FunctionName, AuthType: 'NONE' }));
  }
}
