import type { JsonObject } from '../../../model/index.ts';
import { type CallSdk, partitionOf, type ServiceCall, type ServiceTable, text } from '../service-table.ts';

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
        id: (item) => `arn:${partitionOf(text(item, 'BucketRegion'))}:s3:::${text(item, 'Name')}`,
        name: (item) => text(item, 'Name'),
        region: (item) => text(item, 'BucketRegion') || 'us-east-1',
      },
    },
    detail('GetBucketAcl', 's3:GetBucketAcl', 'acl'),
    detail('GetBucketEncryption', 's3:GetEncryptionConfiguration', 'encryption', [
      'ServerSideEncryptionConfigurationNotFoundError',
    ]),
    detail('GetBucketLifecycleConfiguration', 's3:GetLifecycleConfiguration', 'lifecycle', [
      'NoSuchLifecycleConfiguration',
    ]),
    detail('GetBucketLogging', 's3:GetBucketLogging', 'logging'),
    detail('GetBucketOwnershipControls', 's3:GetBucketOwnershipControls', 'ownership', [
      'OwnershipControlsNotFoundError',
    ]),
    detail('GetBucketPolicy', 's3:GetBucketPolicy', 'policy', ['NoSuchBucketPolicy']),
    detail('GetPublicAccessBlock', 's3:GetBucketPublicAccessBlock', 'publicAccessBlock', [
      'NoSuchPublicAccessBlockConfiguration',
    ]),
    detail('GetBucketReplication', 's3:GetReplicationConfiguration', 'replication', [
      'ReplicationConfigurationNotFoundError',
    ]),
    detail('GetBucketTagging', 's3:GetBucketTagging', 'tagging', ['NoSuchTagSet']),
    detail('GetBucketVersioning', 's3:GetBucketVersioning', 'versioning'),
    detail('GetBucketWebsite', 's3:GetBucketWebsite', 'website', ['NoSuchWebsiteConfiguration']),
    detail('GetObjectLockConfiguration', 's3:GetBucketObjectLockConfiguration', 'objectLock', [
      'ObjectLockConfigurationNotFoundError',
    ]),
  ],
};

/** A call made once for each bucket; `absent` are the codes of a bucket without such a setting. */
function detail(operation: string, permission: string, as: string, absent: readonly string[] = []): ServiceCall {
  return {
    operation,
    permission,
    scope: 'regional',
    each: { kind: 'aws.s3.bucket', params: { Bucket: 'Name' } },
    as,
    absent,
  };
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
