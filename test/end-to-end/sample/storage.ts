import {
  CreateBucketCommand,
  PutBucketAclCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketLoggingCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { PutPublicAccessBlockCommand as BlockAccountCommand, S3ControlClient } from '@aws-sdk/client-s3-control';
import { type Cloud, policy, SEOUL, tags } from '../cloud.ts';
import type { Company } from './company.ts';

interface Bucket {
  name: string;
  region?: string;
  team: string;
  blocked?: boolean;
  encryption?: 'AES256' | 'aws:kms';
  versioned?: boolean;
  logged?: boolean;
  tlsOnly?: boolean;
  lifecycle?: boolean;
  acl?: 'public-read' | 'log-delivery-write';
  /** Statements beside the one that asks for TLS. */
  policy?: object[];
  tags?: Record<string, string>;
}

const careful = {
  blocked: true,
  encryption: 'aws:kms',
  versioned: true,
  logged: true,
  tlsOnly: true,
  lifecycle: true,
} as const;
const blockAll = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

/** Buckets: what customers see, what must not be lost, logs, and what somebody needed "only for a day". */
export async function buildStorage({ production, development, daysAgo }: Company): Promise<void> {
  await daysAgo(780);
  await buildBuckets(production, [
    {
      name: 'haneul-access-logs',
      team: 'platform',
      blocked: true,
      encryption: 'AES256',
      acl: 'log-delivery-write',
      lifecycle: true,
      tlsOnly: true,
    },
    { name: 'haneul-trail-logs', team: 'security', ...careful, policy: [trailMayWrite('haneul-trail-logs')] },
    { name: 'haneul-network-logs', team: 'security', ...careful },
    { name: 'haneul-config-snapshots', team: 'security', ...careful },
    { name: 'haneul-orders-backup', team: 'orders', ...careful, tags: { DataClass: 'personal' } },
    { name: 'haneul-member-export', team: 'member', ...careful, tags: { DataClass: 'personal' } },
    { name: 'haneul-invoices', team: 'finance', ...careful },
    { name: 'haneul-orders-replica', region: 'ap-northeast-1', team: 'orders', ...careful, logged: false },
    {
      name: 'haneul-shop-assets',
      team: 'shop',
      blocked: true,
      encryption: 'AES256',
      versioned: true,
      logged: true,
      tlsOnly: true,
      policy: [cdnMayRead('haneul-shop-assets', production.account)],
    },
    {
      name: 'haneul-summer-event',
      team: 'marketing',
      encryption: 'AES256',
      policy: [everyoneMay('haneul-summer-event', 's3:GetObject')],
    },
    {
      name: 'haneul-partner-upload',
      team: 'partner',
      encryption: 'AES256',
      policy: [everyoneMay('haneul-partner-upload', 's3:PutObject')],
    },
    {
      name: 'haneul-analytics-share',
      team: 'data',
      ...careful,
      policy: [accountMayRead('haneul-analytics-share', '999988887777')],
    },
    { name: 'haneul-sales-reports', region: 'us-east-1', team: 'finance', encryption: 'AES256', blocked: true },
  ]);
  await daysAgo(300);
  await buildBuckets(development, [
    {
      name: 'haneul-dev-artifacts',
      team: 'platform',
      blocked: true,
      encryption: 'AES256',
      versioned: true,
      tlsOnly: true,
    },
    { name: 'haneul-dev-terraform-state', team: 'platform', ...careful, logged: false },
    {
      name: 'haneul-dev-trail-logs',
      team: 'security',
      blocked: true,
      encryption: 'AES256',
      policy: [trailMayWrite('haneul-dev-trail-logs')],
    },
    { name: 'haneul-dev-member-dump', team: 'member', acl: 'public-read' },
    { name: 'haneul-dev-test-data', team: 'qa', encryption: 'AES256' },
    { name: 'haneul-ml-trial', region: 'eu-central-1', team: 'data', encryption: 'AES256' },
  ]);
  await production.client(S3ControlClient, 'us-east-1').send(
    new BlockAccountCommand({
      AccountId: production.account,
      PublicAccessBlockConfiguration: { ...blockAll, BlockPublicPolicy: false, RestrictPublicBuckets: false },
    }),
  );
}

async function buildBuckets(cloud: Cloud, buckets: Bucket[]): Promise<void> {
  for (const bucket of buckets) await buildBucket(cloud, bucket);
}

async function buildBucket(cloud: Cloud, bucket: Bucket): Promise<void> {
  const { name: Bucket, region = SEOUL } = bucket;
  const s3 = cloud.client(S3Client, region);
  await s3.send(
    new CreateBucketCommand({
      Bucket,
      ...(region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: region as never } }),
    }),
  );
  await s3.send(
    new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: tags({ Team: bucket.team, ...bucket.tags }) } }),
  );
  if (bucket.encryption !== undefined) {
    const rule = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: bucket.encryption }, BucketKeyEnabled: true };
    await s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules: [rule] } }));
  }
  if (bucket.versioned === true) {
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  }
  if (bucket.logged === true) {
    const LoggingEnabled = { TargetBucket: 'haneul-access-logs', TargetPrefix: `${Bucket}/` };
    await s3.send(new PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: { LoggingEnabled } }));
  }
  if (bucket.lifecycle === true) {
    const rule = { ID: 'expire', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 730 } } as const;
    await s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules: [rule] } }));
  }
  if (bucket.acl !== undefined) await s3.send(new PutBucketAclCommand({ Bucket, ACL: bucket.acl as never }));
  const statements = [...(bucket.tlsOnly === true ? [tlsOnly(Bucket)] : []), ...(bucket.policy ?? [])];
  if (statements.length > 0) await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: policy(...statements) }));
  if (bucket.blocked === true) {
    await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: blockAll }));
  }
}

function tlsOnly(bucket: string): object {
  return {
    Sid: 'OnlyTls',
    Effect: 'Deny',
    Principal: { AWS: '*' },
    Action: 's3:*',
    Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}

function everyoneMay(bucket: string, Action: string): object {
  return { Sid: 'Everyone', Effect: 'Allow', Principal: '*', Action, Resource: `arn:aws:s3:::${bucket}/*` };
}

function accountMayRead(bucket: string, account: string): object {
  return {
    Sid: 'Partner',
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: ['s3:GetObject', 's3:ListBucket'],
    Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
  };
}

function cdnMayRead(bucket: string, account: string): object {
  return {
    Sid: 'Cdn',
    Effect: 'Allow',
    Principal: { Service: 'cloudfront.amazonaws.com' },
    Action: 's3:GetObject',
    Resource: `arn:aws:s3:::${bucket}/*`,
    Condition: { StringEquals: { 'aws:SourceAccount': account } },
  };
}

function trailMayWrite(bucket: string): object {
  return {
    Sid: 'Trail',
    Effect: 'Allow',
    Principal: { Service: 'cloudtrail.amazonaws.com' },
    Action: ['s3:PutObject', 's3:GetBucketAcl'],
    Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
    Condition: { StringLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:*:*:trail/haneul-trail' } },
  };
}
