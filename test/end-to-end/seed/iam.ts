import {
  AddUserToGroupCommand,
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateLoginProfileCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  EnableMFADeviceCommand,
  IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { type Cloud, policy, trust } from '../cloud.ts';
import { STRANGER } from './s3.ts';
import type { Twins } from './twins.ts';

const HOME = 'us-east-1';
const ofLambda = trust({ Service: 'lambda.amazonaws.com' });
const allow = (Action: string | string[], Resource: string | string[] = '*') =>
  policy({ Effect: 'Allow', Action, Resource });

export const identities: readonly Twins[] = [
  {
    control: 'aws-iam-user-mfa',
    async make(cloud, name, good) {
      await person(cloud, name);
      if (good) await mfa(cloud, name);
      return userArn(cloud, name);
    },
  },
  {
    control: 'aws-iam-user-administrator-access',
    async make(cloud, name, good) {
      await user(cloud, name);
      const PolicyArn = `arn:aws:iam::aws:policy/${good ? 'ReadOnlyAccess' : 'AdministratorAccess'}`;
      await cloud.client(IAMClient, HOME).send(new AttachUserPolicyCommand({ UserName: name, PolicyArn }));
      return undefined;
    },
  },
  {
    control: 'aws-iam-user-direct-policies',
    async make(cloud, name, good) {
      const iam = cloud.client(IAMClient, HOME);
      await user(cloud, name);
      const about = { PolicyName: 'read', PolicyDocument: allow('s3:GetObject', 'arn:aws:s3:::shop/*') };
      if (!good) await iam.send(new PutUserPolicyCommand({ UserName: name, ...about }));
      return undefined;
    },
  },
  {
    control: 'aws-iam-user-single-access-key',
    async make(cloud, name, good) {
      await user(cloud, name);
      await key(cloud, name);
      if (!good) await key(cloud, name);
      return userArn(cloud, name);
    },
  },
  {
    control: 'aws-iam-user-password-and-keys',
    async make(cloud, name, good) {
      await person(cloud, name);
      if (!good) await key(cloud, name);
      return userArn(cloud, name);
    },
  },
  {
    control: 'aws-iam-group-members',
    async make(cloud, GroupName, good) {
      const iam = cloud.client(IAMClient, HOME);
      await iam.send(new CreateGroupCommand({ GroupName }));
      if (!good) return undefined;
      await user(cloud, GroupName);
      await iam.send(new AddUserToGroupCommand({ GroupName, UserName: GroupName }));
      return undefined;
    },
  },
];

export const roles: readonly Twins[] = [
  withTrust('aws-iam-role-cross-account', (good, account) =>
    trust({ AWS: `arn:aws:iam::${good ? account : STRANGER}:root` }),
  ),
  withTrust('aws-iam-role-confused-deputy', (good, account) =>
    trust(
      { Service: 'cloudtrail.amazonaws.com' },
      good ? { StringEquals: { 'aws:SourceAccount': account } } : undefined,
    ),
  ),
  withInline(
    'aws-iam-role-wildcards',
    (good) => allow(good ? 's3:GetObject' : 's3:*'),
    (name) => name,
  ),
  withInline('aws-iam-inline-policy-admin', (good) => allow(good ? 's3:GetObject' : '*')),
  withInline('aws-iam-inline-policy-escalation', (good) =>
    good
      ? allow(['iam:GetRole', 'lambda:ListFunctions'])
      : allow(['iam:PassRole', 'lambda:CreateFunction', 'lambda:InvokeFunction']),
  ),
  withPolicy('aws-iam-customer-policy-admin', (good) => allow(good ? 'ec2:Describe*' : '*')),
  withPolicy('aws-iam-policy-escalation', (good) => allow(good ? 'iam:ListPolicies' : 'iam:CreatePolicyVersion')),
  withPolicy('aws-ecs-policy-full-access', (good) =>
    allow(good ? ['ecs:DescribeServices', 'ecs:UpdateService'] : 'ecs:*'),
  ),
];

/** Keys of different ages, made while moto's clock is set back. */
export const oldKeys = (daysAgo: (days: number) => Promise<void>): readonly Twins[] => [
  {
    control: 'aws-iam-access-key-rotation',
    async make(cloud, name, good) {
      await daysAgo(good ? 30 : 400);
      await user(cloud, name);
      await key(cloud, name);
      await daysAgo(0);
      return `${userArn(cloud, name)}:access_key_1`;
    },
  },
];

function withTrust(control: string, document: (good: boolean, account: string) => string): Twins {
  return {
    control,
    async make(cloud, RoleName, good) {
      const AssumeRolePolicyDocument = document(good, cloud.account);
      await cloud.client(IAMClient, HOME).send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
      return undefined;
    },
  };
}

/** An inline policy of a role. Findings name the policy, or what `named` gives. */
function withInline(
  control: string,
  document: (good: boolean) => string,
  named = (name: string) => `${name}-inline`,
): Twins {
  return {
    control,
    async make(cloud, RoleName, good) {
      const iam = cloud.client(IAMClient, HOME);
      await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: ofLambda }));
      const inline = { PolicyName: `${RoleName}-inline`, PolicyDocument: document(good) };
      await iam.send(new PutRolePolicyCommand({ RoleName, ...inline }));
      return named(RoleName);
    },
  };
}

/** A policy of the account, attached to a role. */
function withPolicy(control: string, document: (good: boolean) => string): Twins {
  return {
    control,
    async make(cloud, name, good) {
      const iam = cloud.client(IAMClient, HOME);
      const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: name, PolicyDocument: document(good) }));
      await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: ofLambda }));
      await iam.send(new AttachRolePolicyCommand({ RoleName: name, PolicyArn: Policy?.Arn }));
      return Policy?.Arn;
    },
  };
}

async function user(cloud: Cloud, UserName: string): Promise<void> {
  await cloud.client(IAMClient, HOME).send(new CreateUserCommand({ UserName }));
}

async function person(cloud: Cloud, UserName: string): Promise<void> {
  await user(cloud, UserName);
  await cloud.client(IAMClient, HOME).send(new CreateLoginProfileCommand({ UserName, Password: 'Only-in-moto-1!' }));
}

async function key(cloud: Cloud, UserName: string): Promise<void> {
  await cloud.client(IAMClient, HOME).send(new CreateAccessKeyCommand({ UserName }));
}

async function mfa(cloud: Cloud, UserName: string): Promise<void> {
  const iam = cloud.client(IAMClient, HOME);
  const { VirtualMFADevice } = await iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: UserName }));
  const codes = { AuthenticationCode1: '123456', AuthenticationCode2: '654321' };
  await iam.send(new EnableMFADeviceCommand({ UserName, SerialNumber: VirtualMFADevice?.SerialNumber, ...codes }));
}

function userArn(cloud: Cloud, name: string): string {
  return `arn:aws:iam::${cloud.account}:user/${name}`;
}
