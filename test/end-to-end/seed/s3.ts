import {
  CreateBucketCommand,
  PutBucketAclCommand,
  PutBucketEncryptionCommand,
  PutBucketLoggingCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { type Cloud, policy } from '../cloud.ts';
import type { Twins } from './twins.ts';

/** An account that belongs to nobody here. */
export const STRANGER = '999988887777';

export const buckets: readonly Twins[] = [
  withPolicy('aws-s3-bucket-policy-public', (good, account) => [
    good ? { AWS: `arn:aws:iam::${account}:root` } : '*',
    's3:GetObject',
  ]),
  withPolicy('aws-s3-bucket-policy-public-write', (good) => ['*', good ? 's3:GetObject' : 's3:PutObject']),
  withPolicy('aws-s3-bucket-cross-account', (good, account) => [
    { AWS: good ? `arn:aws:iam::${account}:root` : STRANGER_ROOT },
    's3:GetObject',
  ]),
  {
    control: 'aws-s3-bucket-public-access',
    async make(cloud, name, good) {
      await put(cloud, name, 's3:GetObject', '*');
      await cloud.client(S3Client).send(new PutPublicAccessBlockCommand(blocked(name, good)));
      return undefined;
    },
  },
  {
    control: 'aws-s3-bucket-acl-public',
    async make(cloud, name, good) {
      await create(cloud, name);
      const ACL = good ? 'private' : 'public-read';
      await cloud.client(S3Client).send(new PutBucketAclCommand({ Bucket: name, ACL }));
      return undefined;
    },
  },
  {
    control: 'aws-s3-bucket-acl-public-write',
    async make(cloud, name, good) {
      await create(cloud, name);
      const everyone = 'uri="http://acs.amazonaws.com/groups/global/AllUsers"';
      const grant = good ? { GrantRead: everyone } : { GrantWrite: everyone };
      await cloud.client(S3Client).send(new PutBucketAclCommand({ Bucket: name, ...grant }));
      return undefined;
    },
  },
  {
    control: 'aws-s3-bucket-public-access-block',
    async make(cloud, name, good) {
      await create(cloud, name);
      await cloud.client(S3Client).send(new PutPublicAccessBlockCommand(blocked(name, good)));
      return undefined;
    },
  },
  {
    control: 'aws-s3-bucket-versioning',
    async make(cloud, name, good) {
      await create(cloud, name);
      const Status = good ? 'Enabled' : 'Suspended';
      const VersioningConfiguration = { Status } as const;
      await cloud.client(S3Client).send(new PutBucketVersioningCommand({ Bucket: name, VersioningConfiguration }));
      return undefined;
    },
  },
  {
    control: 'aws-s3-bucket-kms-encryption',
    async make(cloud, name, good) {
      await create(cloud, name);
      const SSEAlgorithm = good ? 'aws:kms' : 'AES256';
      const Rules = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm } } as const];
      const encryption = { Bucket: name, ServerSideEncryptionConfiguration: { Rules } };
      await cloud.client(S3Client).send(new PutBucketEncryptionCommand(encryption));
      return undefined;
    },
  },
  {
    control: 'aws-s3-bucket-access-logging',
    async make(cloud, name, good) {
      await create(cloud, name);
      if (!good) return undefined;
      const LoggingEnabled = { TargetBucket: await logBucket(cloud), TargetPrefix: `${name}/` };
      const logging = { Bucket: name, BucketLoggingStatus: { LoggingEnabled } };
      await cloud.client(S3Client).send(new PutBucketLoggingCommand(logging));
      return undefined;
    },
  },
  {
    control: 'aws-s3-bucket-secure-transport',
    async make(cloud, name, good) {
      await create(cloud, name);
      const Resource = [`arn:aws:s3:::${name}`, `arn:aws:s3:::${name}/*`];
      const Condition = { Bool: { 'aws:SecureTransport': 'false' } };
      // The twin refuses only one of the many things that can be asked without TLS.
      const Action = good ? 's3:*' : 's3:PutObject';
      const Policy = policy({ Effect: 'Deny', Principal: '*', Action, Resource, Condition });
      await cloud.client(S3Client).send(new PutBucketPolicyCommand({ Bucket: name, Policy }));
      return undefined;
    },
  },
];

const STRANGER_ROOT = `arn:aws:iam::${STRANGER}:root`;

function withPolicy(
  control: string,
  allow: (good: boolean, account: string) => [principal: unknown, action: string],
): Twins {
  return {
    control,
    async make(cloud, name, good) {
      const [principal, action] = allow(good, cloud.account);
      await put(cloud, name, action, principal);
      return undefined;
    },
  };
}

async function create(cloud: Cloud, Bucket: string): Promise<void> {
  const CreateBucketConfiguration = { LocationConstraint: 'ap-northeast-2' } as const;
  await cloud.client(S3Client).send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
}

async function put(cloud: Cloud, Bucket: string, Action: string, Principal: unknown): Promise<void> {
  await create(cloud, Bucket);
  const Policy = policy({ Effect: 'Allow', Principal, Action, Resource: `arn:aws:s3:::${Bucket}/*` });
  await cloud.client(S3Client).send(new PutBucketPolicyCommand({ Bucket, Policy }));
}

async function logBucket(cloud: Cloud): Promise<string> {
  const Bucket = 'access-logs';
  await create(cloud, Bucket);
  await cloud.client(S3Client).send(new PutBucketAclCommand({ Bucket, ACL: 'log-delivery-write' as never }));
  return Bucket;
}

function blocked(Bucket: string, all: boolean) {
  const PublicAccessBlockConfiguration = {
    BlockPublicAcls: true,
    IgnorePublicAcls: true,
    BlockPublicPolicy: true,
    RestrictPublicBuckets: all,
  };
  return { Bucket, PublicAccessBlockConfiguration };
}
