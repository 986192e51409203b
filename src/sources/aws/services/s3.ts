import type { JsonObject } from '../../../model/index.ts';
import { pointsToArn, textsAt } from '../relations.ts';
import { type CallSdk, partitionOf, type ServiceCall, type ServiceTable, tagsOf, text } from '../service-table.ts';

/** Buckets are listed once for the account; each answers in its own region only, so its details are regional calls. */
export const s3: ServiceTable = {
  service: 's3',
  client: () => import('@aws-sdk/client-s3'),
  // A bucket whose region could not be learned is still reached, by following S3's redirect.
  settings: { followRegionRedirects: true },
  calls: [
    {
      operation: 'ListBuckets',
      permission: 's3:ListAllMyBuckets',
      permissions: ['s3:GetBucketLocation'],
      scope: 'global',
      // S3 tells the bucket's region only where the request is a paged one.
      params: { MaxBuckets: 1000 },
      parse: withRegions,
      items: 'Buckets',
      makes: {
        kind: 'aws.s3.bucket',
        category: 'storage',
        title: { en: 'S3 bucket', ko: 'S3 버킷' },
        id: (item) => bucketArn(text(item, 'Name'), text(item, 'BucketRegion')),
        name: (item) => text(item, 'Name'),
        region: (item) => text(item, 'BucketRegion') || 'us-east-1',
      },
    },
    detail('GetBucketAcl', 's3:GetBucketAcl', 'acl'),
    detail('GetBucketEncryption', 's3:GetEncryptionConfiguration', 'encryption', {
      absent: ['ServerSideEncryptionConfigurationNotFoundError'],
      relations: [
        pointsToArn(
          'encrypted-by',
          'aws.kms.key',
          'ServerSideEncryptionConfiguration.Rules.ApplyServerSideEncryptionByDefault.KMSMasterKeyID',
        ),
      ],
    }),
    detail('GetBucketLifecycleConfiguration', 's3:GetLifecycleConfiguration', 'lifecycle', {
      absent: ['NoSuchLifecycleConfiguration'],
    }),
    detail('GetBucketLogging', 's3:GetBucketLogging', 'logging', {
      relations: [
        {
          type: 'logs-to',
          kind: 'aws.s3.bucket',
          // A bucket logs into one of its own region, so of its own partition.
          to: (item, origin) =>
            textsAt(item, 'LoggingEnabled.TargetBucket').map((name) => bucketArn(name, origin.region)),
        },
      ],
    }),
    detail('GetBucketOwnershipControls', 's3:GetBucketOwnershipControls', 'ownership', {
      absent: ['OwnershipControlsNotFoundError'],
    }),
    detail('GetBucketPolicy', 's3:GetBucketPolicy', 'policy', { absent: ['NoSuchBucketPolicy'] }),
    detail('GetPublicAccessBlock', 's3:GetBucketPublicAccessBlock', 'publicAccessBlock', {
      absent: ['NoSuchPublicAccessBlockConfiguration'],
    }),
    detail('GetBucketReplication', 's3:GetReplicationConfiguration', 'replication', {
      absent: ['ReplicationConfigurationNotFoundError'],
      relations: [pointsToArn('replicates-to', 'aws.s3.bucket', 'ReplicationConfiguration.Rules.Destination.Bucket')],
    }),
    detail('GetBucketTagging', 's3:GetBucketTagging', 'tagging', {
      absent: ['NoSuchTagSet'],
      tags: ({ TagSet }) => tagsOf(TagSet),
    }),
    detail('GetBucketVersioning', 's3:GetBucketVersioning', 'versioning'),
    detail('GetBucketWebsite', 's3:GetBucketWebsite', 'website', { absent: ['NoSuchWebsiteConfiguration'] }),
    detail('GetObjectLockConfiguration', 's3:GetBucketObjectLockConfiguration', 'objectLock', {
      absent: ['ObjectLockConfigurationNotFoundError'],
    }),
  ],
};

/** A call made once for each bucket. */
function detail(
  operation: string,
  permission: string,
  as: string,
  more: Pick<ServiceCall, 'absent' | 'relations' | 'tags'> = {},
): ServiceCall {
  return {
    operation,
    permission,
    scope: 'regional',
    each: { kind: 'aws.s3.bucket', params: { Bucket: 'Name' } },
    as,
    ...more,
  };
}

function bucketArn(name: string, region: string): string {
  return `arn:${partitionOf(region)}:s3:::${name}`;
}

/** S3-compatible servers leave `BucketRegion` out; there the bucket's location tells it. */
async function withRegions(answer: JsonObject, call: CallSdk): Promise<JsonObject> {
  const buckets = Array.isArray(answer.Buckets) ? (answer.Buckets as JsonObject[]) : [];
  for (const bucket of buckets) {
    if (bucket.BucketRegion) continue;
    const { LocationConstraint } = await call('GetBucketLocation', { Bucket: text(bucket, 'Name') });
    bucket.BucketRegion = regionOfLocation(LocationConstraint);
  }
  return answer;
}

/** The oldest regions have names of their own as bucket locations (API reference of `GetBucketLocation`). */
function regionOfLocation(location: unknown): string {
  if (typeof location !== 'string' || location === '') return 'us-east-1';
  return location === 'EU' ? 'eu-west-1' : location;
}
