import {
  AddRoleToInstanceProfileCommand,
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateAccountAliasCommand,
  CreateGroupCommand,
  CreateInstanceProfileCommand,
  CreateLoginProfileCommand,
  CreateOpenIDConnectProviderCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  EnableMFADeviceCommand,
  IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  UpdateAccountPasswordPolicyCommand,
} from '@aws-sdk/client-iam';
import { type Cloud, policy, trust } from '../cloud.ts';
import type { Company } from './company.ts';

interface Person {
  name: string;
  groups: string[];
  console?: boolean;
  mfa?: boolean;
  /** Days ago that each of their keys was made. */
  keys?: number[];
  /** A policy of AWS attached to the person, and not to a group. */
  attached?: string;
  inline?: Record<string, string>;
  since: number;
}

interface Role {
  name: string;
  trust: string;
  attached?: string[];
  inline?: Record<string, string>;
  instanceProfile?: boolean;
}

const ofAws = (name: string) => `arn:aws:iam::aws:policy/${name}`;
const allow = (Action: string | string[], Resource: string | string[]) => policy({ Effect: 'Allow', Action, Resource });
const service = (name: string) => trust({ Service: `${name}.amazonaws.com` });

/** People and what they may do, roles and who may take them. */
export async function buildIdentity(company: Company): Promise<void> {
  const { production, development, daysAgo } = company;
  await daysAgo(800);
  await buildProductionGroups(production);
  await buildPeople(company, production, [
    { name: 'kim.minsu', groups: ['operators'], console: true, mfa: true, since: 800 },
    { name: 'lee.jiyoung', groups: ['operators'], console: true, mfa: true, keys: [40], since: 640 },
    { name: 'park.seojun', groups: ['developers'], console: true, mfa: true, since: 500 },
    { name: 'choi.yuna', groups: ['developers'], console: true, mfa: false, since: 90 },
    { name: 'jung.haneul', groups: ['auditors'], console: true, mfa: true, since: 700 },
    { name: 'deploy-bot', groups: ['deployers'], keys: [610], since: 610 },
    { name: 'erp-connector', groups: [], keys: [430, 30], inline: { erp: allow('s3:*', '*') }, since: 430 },
  ]);
  await buildRoles(production, [
    {
      name: 'shop-web',
      trust: service('ec2'),
      instanceProfile: true,
      inline: {
        assets: allow(
          ['s3:GetObject', 's3:ListBucket'],
          ['arn:aws:s3:::haneul-shop-assets', 'arn:aws:s3:::haneul-shop-assets/*'],
        ),
      },
    },
    {
      name: 'orders-worker',
      trust: service('ec2'),
      instanceProfile: true,
      inline: {
        orders: allow(
          ['sqs:ReceiveMessage', 'sqs:DeleteMessage'],
          `arn:aws:sqs:ap-northeast-2:${production.account}:orders`,
        ),
      },
    },
    {
      name: 'shop-task',
      trust: service('ecs-tasks'),
      inline: {
        carts: allow(
          ['dynamodb:GetItem', 'dynamodb:PutItem'],
          `arn:aws:dynamodb:ap-northeast-2:${production.account}:table/carts`,
        ),
      },
    },
    {
      name: 'shop-execution',
      trust: service('ecs-tasks'),
      attached: [ofAws('service-role/AmazonECSTaskExecutionRolePolicy')],
    },
    { name: 'shop-function', trust: service('lambda'), attached: [ofAws('service-role/AWSLambdaBasicExecutionRole')] },
    { name: 'shop-cluster', trust: service('eks'), attached: [ofAws('AmazonEKSClusterPolicy')] },
    { name: 'config-recorder', trust: service('config'), attached: [ofAws('service-role/AWS_ConfigRole')] },
    {
      name: 'github-deploy',
      trust: trust(
        { Federated: `arn:aws:iam::${production.account}:oidc-provider/token.actions.githubusercontent.com` },
        { StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:haneul-mall/*' } },
      ),
      attached: [ofAws('AdministratorAccess')],
    },
    {
      name: 'settlement-partner',
      trust: trust({ AWS: 'arn:aws:iam::999988887777:root' }),
      inline: { invoices: allow('s3:GetObject', 'arn:aws:s3:::haneul-invoices/*') },
    },
    {
      name: 'security-audit',
      trust: trust(
        { AWS: `arn:aws:iam::${production.account}:root` },
        { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
      ),
      attached: [ofAws('SecurityAudit')],
    },
  ]);
  const iam = production.client(IAMClient, 'us-east-1');
  await iam.send(
    new CreateOpenIDConnectProviderCommand({
      Url: 'https://token.actions.githubusercontent.com',
      ClientIDList: ['sts.amazonaws.com'],
      ThumbprintList: ['6938fd4d98bab03faadb97b34396831e3780aea1'],
    }),
  );
  await iam.send(
    new UpdateAccountPasswordPolicyCommand({
      MinimumPasswordLength: 14,
      RequireLowercaseCharacters: true,
      RequireUppercaseCharacters: true,
      RequireNumbers: true,
      RequireSymbols: true,
      PasswordReusePrevention: 24,
      MaxPasswordAge: 90,
    }),
  );
  await iam.send(new CreateAccountAliasCommand({ AccountAlias: 'haneul-production' }));

  await daysAgo(420);
  const inDevelopment = development.client(IAMClient, 'us-east-1');
  await inDevelopment.send(new CreateGroupCommand({ GroupName: 'everyone' }));
  await inDevelopment.send(
    new AttachGroupPolicyCommand({ GroupName: 'everyone', PolicyArn: ofAws('PowerUserAccess') }),
  );
  await buildPeople(company, development, [
    { name: 'park.seojun', groups: ['everyone'], console: true, mfa: true, keys: [75], since: 420 },
    { name: 'choi.yuna', groups: ['everyone'], console: true, mfa: false, keys: [88], since: 90 },
    { name: 'qa-shared', groups: [], console: true, mfa: false, attached: ofAws('AdministratorAccess'), since: 410 },
    { name: 'jenkins', groups: ['everyone'], keys: [400, 398], since: 400 },
  ]);
  await buildRoles(development, [
    { name: 'dev-web', trust: service('ec2'), instanceProfile: true, inline: { all: allow('*', '*') } },
    {
      name: 'dev-function',
      trust: service('lambda'),
      inline: { logs: allow(['logs:CreateLogStream', 'logs:PutLogEvents'], '*') },
    },
    { name: 'ml-notebook', trust: service('sagemaker'), attached: [ofAws('AmazonSageMakerFullAccess')] },
    { name: 'anyone', trust: trust({ AWS: '*' }), inline: { read: allow(['s3:Get*', 's3:List*'], '*') } },
  ]);
  await inDevelopment.send(new UpdateAccountPasswordPolicyCommand({ MinimumPasswordLength: 8 }));
}

async function buildProductionGroups(cloud: Cloud): Promise<void> {
  const iam = cloud.client(IAMClient, 'us-east-1');
  const own = async (PolicyName: string, PolicyDocument: string) =>
    (await iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument }))).Policy?.Arn as string;
  const groups = {
    operators: ofAws('job-function/SystemAdministrator'),
    developers: ofAws('ReadOnlyAccess'),
    auditors: ofAws('SecurityAudit'),
    deployers: await own('deploy-shop', allow(['ecs:UpdateService', 'ecs:DescribeServices', 'ecr:*'], '*')),
  };
  await own('everything', allow('*', '*'));
  for (const [GroupName, PolicyArn] of Object.entries(groups)) {
    await iam.send(new CreateGroupCommand({ GroupName }));
    await iam.send(new AttachGroupPolicyCommand({ GroupName, PolicyArn }));
  }
}

async function buildPeople({ daysAgo }: Company, cloud: Cloud, people: Person[]): Promise<void> {
  const iam = cloud.client(IAMClient, 'us-east-1');
  for (const { name: UserName, groups, console, mfa, keys = [], attached, inline = {}, since } of people) {
    await daysAgo(since);
    await iam.send(new CreateUserCommand({ UserName }));
    for (const GroupName of groups) await iam.send(new AddUserToGroupCommand({ GroupName, UserName }));
    if (console === true) await iam.send(new CreateLoginProfileCommand({ UserName, Password: 'Sample-only-1!' }));
    if (mfa === true) {
      const { VirtualMFADevice } = await iam.send(
        new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: UserName }),
      );
      const device = {
        SerialNumber: VirtualMFADevice?.SerialNumber,
        AuthenticationCode1: '123456',
        AuthenticationCode2: '654321',
      };
      await iam.send(new EnableMFADeviceCommand({ UserName, ...device }));
    }
    if (attached !== undefined) await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: attached }));
    for (const [PolicyName, PolicyDocument] of Object.entries(inline)) {
      await iam.send(new PutUserPolicyCommand({ UserName, PolicyName, PolicyDocument }));
    }
    for (const days of keys) {
      await daysAgo(days);
      await iam.send(new CreateAccessKeyCommand({ UserName }));
    }
  }
}

async function buildRoles(cloud: Cloud, roles: Role[]): Promise<void> {
  const iam = cloud.client(IAMClient, 'us-east-1');
  for (const {
    name: RoleName,
    trust: AssumeRolePolicyDocument,
    attached = [],
    inline = {},
    instanceProfile,
  } of roles) {
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    for (const PolicyArn of attached) await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    for (const [PolicyName, PolicyDocument] of Object.entries(inline)) {
      await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
    }
    if (instanceProfile !== true) continue;
    await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: RoleName }));
    await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: RoleName, RoleName }));
  }
}
