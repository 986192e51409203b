import { at, type JsonObject } from '../../../model/index.ts';
import { arn, type ServiceTable, text } from '../service-table.ts';

/** Keys with what they are for, who may use them and whether they rotate; and the names people give them. */
export const kms: ServiceTable = {
  service: 'kms',
  client: () => import('@aws-sdk/client-kms'),
  calls: [
    {
      operation: 'ListKeys',
      permission: 'kms:ListKeys',
      scope: 'regional',
      items: 'Keys',
      makes: {
        kind: 'aws.kms.key',
        category: 'security',
        title: { en: 'KMS key', ko: 'KMS 키' },
        id: (item) => text(item, 'KeyArn'),
        name: (item) => text(item, 'KeyId'),
      },
    },
    {
      operation: 'ListAliases',
      permission: 'kms:ListAliases',
      scope: 'regional',
      items: 'Aliases',
      makes: {
        kind: 'aws.kms.alias',
        category: 'security',
        title: { en: 'KMS key alias', ko: 'KMS 키 별칭' },
        id: (item) => text(item, 'AliasArn'),
        name: (item) => text(item, 'AliasName'),
        // AWS lists the aliases it reserves for its own keys before there is a key behind them.
        where: (item) => typeof item.TargetKeyId === 'string',
        relations: [
          { type: 'names', kind: 'aws.kms.key', to: (item, origin) => [arn('kms', origin, `key/${item.TargetKeyId}`)] },
        ],
      },
    },
    {
      operation: 'DescribeKey',
      permission: 'kms:DescribeKey',
      scope: 'regional',
      each: { kind: 'aws.kms.key', params: { KeyId: 'KeyId' } },
      as: 'description',
    },
    {
      // The key of a volume may belong to another account, whose keys are not listed here.
      operation: 'DescribeKey',
      permission: 'kms:DescribeKey',
      scope: 'regional',
      each: { kind: 'aws.ec2.volume', params: { KeyId: 'KmsKeyId' }, when: (volume) => volume.Encrypted === true },
      as: 'key',
    },
    {
      operation: 'GetKeyPolicy',
      permission: 'kms:GetKeyPolicy',
      scope: 'regional',
      params: { PolicyName: 'default' },
      each: {
        kind: 'aws.kms.key',
        params: { KeyId: 'KeyId' },
        when: (key) => managedBy(key) !== 'AWS',
        reads: ['description'],
      },
      as: 'policy',
    },
    {
      // Asymmetric and HMAC keys, and those of a custom key store, cannot rotate by themselves.
      operation: 'GetKeyRotationStatus',
      permission: 'kms:GetKeyRotationStatus',
      scope: 'regional',
      each: {
        kind: 'aws.kms.key',
        params: { KeyId: 'KeyId' },
        when: (key) => managedBy(key) !== 'AWS',
        reads: ['description'],
      },
      as: 'rotation',
      absent: ['UnsupportedOperationException'],
    },
  ],
};

/** `AWS` or `CUSTOMER`: whose key it is. */
function managedBy(key: JsonObject): unknown {
  return at(key.description, 'KeyMetadata.KeyManager');
}
