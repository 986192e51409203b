import { type ServiceTable, text } from '../service-table.ts';

/** What S3 keeps for an account beside its buckets. */
export const s3control: ServiceTable = {
  service: 's3control',
  client: () => import('@aws-sdk/client-s3-control'),
  calls: [
    {
      operation: 'GetPublicAccessBlock',
      permission: 's3:GetAccountPublicAccessBlock',
      scope: 'global',
      each: { kind: 'aws.account', params: { AccountId: '$account' } },
      as: 's3PublicAccessBlock',
      absent: ['NoSuchPublicAccessBlockConfiguration'],
    },
    {
      operation: 'ListAccessPoints',
      permission: 's3:ListAccessPoints',
      scope: 'regional',
      each: { kind: 'aws.region', params: { AccountId: '$account' } },
      items: 'AccessPointList',
      makes: {
        kind: 'aws.s3.access-point',
        category: 'storage',
        title: { en: 'S3 access point', ko: 'S3 액세스 포인트' },
        id: (item) => text(item, 'AccessPointArn'),
        name: (item) => text(item, 'Name'),
        relations: [
          {
            type: 'exposes',
            kind: 'aws.s3.bucket',
            to: (item) => [`${partitionPrefix(text(item, 'AccessPointArn'))}:s3:::${text(item, 'Bucket')}`],
          },
        ],
      },
    },
    {
      operation: 'GetAccessPoint',
      permission: 's3:GetAccessPoint',
      scope: 'regional',
      each: { kind: 'aws.s3.access-point', params: { AccountId: '$account', Name: 'Name' } },
      as: 'details',
    },
    {
      operation: 'GetAccessPointPolicy',
      permission: 's3:GetAccessPointPolicy',
      scope: 'regional',
      each: { kind: 'aws.s3.access-point', params: { AccountId: '$account', Name: 'Name' } },
      as: 'policy',
      absent: ['NoSuchAccessPointPolicy'],
    },
  ],
};

/** `arn:aws` of any ARN. */
function partitionPrefix(arn: string): string {
  return arn.split(':').slice(0, 2).join(':');
}
