import { pointsToArn } from '../relations.ts';
import { arn, type ServiceTable, tagsOf, text } from '../service-table.ts';

/** Key-value tables. The list gives names only. */
export const dynamodb: ServiceTable = {
  service: 'dynamodb',
  client: () => import('@aws-sdk/client-dynamodb'),
  calls: [
    {
      operation: 'ListTables',
      permission: 'dynamodb:ListTables',
      scope: 'regional',
      items: 'TableNames',
      makes: {
        kind: 'aws.dynamodb.table',
        category: 'database',
        title: { en: 'DynamoDB table', ko: 'DynamoDB 테이블' },
        shape: (name) => ({ TableName: String(name) }),
        id: (item, origin) => arn('dynamodb', origin, `table/${text(item, 'TableName')}`),
        name: (item) => text(item, 'TableName'),
      },
    },
    {
      operation: 'DescribeTable',
      permission: 'dynamodb:DescribeTable',
      scope: 'regional',
      each: { kind: 'aws.dynamodb.table', params: { TableName: 'TableName' } },
      as: 'table',
      relations: [pointsToArn('encrypted-by', 'aws.kms.key', 'Table.SSEDescription.KMSMasterKeyArn')],
      absent: ['ResourceNotFoundException'],
    },
    {
      operation: 'DescribeContinuousBackups',
      permission: 'dynamodb:DescribeContinuousBackups',
      scope: 'regional',
      each: { kind: 'aws.dynamodb.table', params: { TableName: 'TableName' } },
      as: 'continuousBackups',
      absent: ['TableNotFoundException'],
    },
    {
      operation: 'GetResourcePolicy',
      permission: 'dynamodb:GetResourcePolicy',
      scope: 'regional',
      each: { kind: 'aws.dynamodb.table', params: { ResourceArn: '$id' } },
      as: 'policy',
      absent: ['PolicyNotFoundException', 'ResourceNotFoundException'],
    },
    {
      operation: 'ListTagsOfResource',
      permission: 'dynamodb:ListTagsOfResource',
      scope: 'regional',
      each: { kind: 'aws.dynamodb.table', params: { ResourceArn: '$id' } },
      items: 'Tags',
      as: 'tagging',
      tags: (tag) => tagsOf([tag]),
      absent: ['ResourceNotFoundException'],
    },
    {
      operation: 'ListBackups',
      permission: 'dynamodb:ListBackups',
      scope: 'regional',
      items: 'BackupSummaries',
      makes: {
        kind: 'aws.dynamodb.backup',
        category: 'storage',
        title: { en: 'DynamoDB backup', ko: 'DynamoDB 백업' },
        id: (item) => text(item, 'BackupArn'),
        name: (item) => text(item, 'BackupName'),
        relations: [pointsToArn('built-from', 'aws.dynamodb.table', 'TableArn')],
      },
    },
  ],
};
