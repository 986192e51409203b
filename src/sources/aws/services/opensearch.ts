import { pointsToArn } from '../relations.ts';
import { arn, type ServiceTable, tagsOf, text } from '../service-table.ts';
import { pointsTo } from './ec2/listing.ts';

/** Search domains, of OpenSearch and of Elasticsearch. IAM and ARNs still know the service as `es`. */
export const opensearch: ServiceTable = {
  service: 'opensearch',
  client: () => import('@aws-sdk/client-opensearch'),
  calls: [
    {
      operation: 'ListDomainNames',
      permission: 'es:ListDomainNames',
      scope: 'regional',
      items: 'DomainNames',
      makes: {
        kind: 'aws.opensearch.domain',
        category: 'database',
        title: { en: 'OpenSearch domain', ko: 'OpenSearch 도메인' },
        id: (item, origin) => arn('es', origin, `domain/${text(item, 'DomainName')}`),
        name: (item) => text(item, 'DomainName'),
      },
    },
    {
      operation: 'DescribeDomain',
      permission: 'es:DescribeDomain',
      scope: 'regional',
      each: { kind: 'aws.opensearch.domain', params: { DomainName: 'DomainName' } },
      as: 'details',
      relations: [
        pointsTo('attached', 'security-group', 'DomainStatus.VPCOptions.SecurityGroupIds'),
        pointsTo('placed-in', 'subnet', 'DomainStatus.VPCOptions.SubnetIds'),
        pointsTo('placed-in', 'vpc', 'DomainStatus.VPCOptions.VPCId'),
        pointsToArn('encrypted-by', 'aws.kms.key', 'DomainStatus.EncryptionAtRestOptions.KmsKeyId'),
        pointsToArn('assumes', 'aws.iam.role', 'DomainStatus.CognitoOptions.RoleArn'),
      ],
      absent: ['ResourceNotFoundException'],
    },
    {
      operation: 'ListTags',
      permission: 'es:ListTags',
      scope: 'regional',
      each: { kind: 'aws.opensearch.domain', params: { ARN: '$id' } },
      as: 'tagging',
      tags: ({ TagList }) => tagsOf(TagList),
      absent: ['ResourceNotFoundException'],
    },
  ],
};
