import type { JsonObject } from '../../../model/index.ts';
import { pointsToArn } from '../relations.ts';
import { type ServiceTable, tagsOf, text } from '../service-table.ts';

/** Private image registries: one an account and region, with repositories in it. */
export const ecr: ServiceTable = {
  service: 'ecr',
  client: () => import('@aws-sdk/client-ecr'),
  calls: [
    {
      operation: 'DescribeRepositories',
      permission: 'ecr:DescribeRepositories',
      scope: 'regional',
      items: 'repositories',
      makes: {
        kind: 'aws.ecr.repository',
        category: 'container',
        title: { en: 'ECR repository', ko: 'ECR 리포지토리' },
        id: (item) => text(item, 'repositoryArn'),
        name: (item) => text(item, 'repositoryName'),
        relations: [pointsToArn('encrypted-by', 'aws.kms.key', 'encryptionConfiguration.kmsKey')],
      },
    },
    {
      operation: 'GetRepositoryPolicy',
      permission: 'ecr:GetRepositoryPolicy',
      scope: 'regional',
      each: { kind: 'aws.ecr.repository', params: { repositoryName: 'repositoryName' } },
      as: 'policy',
      absent: ['RepositoryPolicyNotFoundException', 'RepositoryNotFoundException'],
    },
    {
      operation: 'GetLifecyclePolicy',
      permission: 'ecr:GetLifecyclePolicy',
      scope: 'regional',
      each: { kind: 'aws.ecr.repository', params: { repositoryName: 'repositoryName' } },
      as: 'lifecyclePolicy',
      absent: ['LifecyclePolicyNotFoundException', 'RepositoryNotFoundException'],
    },
    {
      operation: 'ListTagsForResource',
      permission: 'ecr:ListTagsForResource',
      scope: 'regional',
      each: { kind: 'aws.ecr.repository', params: { resourceArn: 'repositoryArn' } },
      as: 'tagging',
      tags: ({ tags }) => tagsOf(tags),
      absent: ['RepositoryNotFoundException'],
    },
    {
      operation: 'GetRegistryScanningConfiguration',
      permission: 'ecr:GetRegistryScanningConfiguration',
      scope: 'regional',
      each: { kind: 'aws.region', params: {}, when: enabled },
      as: 'ecrScanning',
    },
    {
      operation: 'GetRegistryPolicy',
      permission: 'ecr:GetRegistryPolicy',
      scope: 'regional',
      each: { kind: 'aws.region', params: {}, when: enabled },
      as: 'ecrRegistryPolicy',
      absent: ['RegistryPolicyNotFoundException'],
    },
  ],
};

function enabled(region: JsonObject): boolean {
  return region.OptInStatus !== 'not-opted-in';
}
