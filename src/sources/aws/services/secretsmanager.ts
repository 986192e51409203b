import { pointsToArn } from '../relations.ts';
import { type ServiceTable, tagsOf, text } from '../service-table.ts';

/** Secrets by name, rotation and resource policy. Their values are never read. */
export const secretsmanager: ServiceTable = {
  service: 'secretsmanager',
  client: () => import('@aws-sdk/client-secrets-manager'),
  calls: [
    {
      operation: 'ListSecrets',
      permission: 'secretsmanager:ListSecrets',
      scope: 'regional',
      items: 'SecretList',
      makes: {
        kind: 'aws.secretsmanager.secret',
        category: 'security',
        title: { en: 'Secret', ko: '보안 암호(Secrets Manager)' },
        id: (item) => text(item, 'ARN'),
        name: (item) => text(item, 'Name'),
        tags: (item) => tagsOf(item.Tags),
        relations: [
          pointsToArn('encrypted-by', 'aws.kms.key', 'KmsKeyId'),
          pointsToArn('uses', 'aws.lambda.function', 'RotationLambdaARN'),
        ],
      },
    },
    {
      operation: 'GetResourcePolicy',
      permission: 'secretsmanager:GetResourcePolicy',
      scope: 'regional',
      each: { kind: 'aws.secretsmanager.secret', params: { SecretId: 'ARN' } },
      as: 'policy',
    },
  ],
};
