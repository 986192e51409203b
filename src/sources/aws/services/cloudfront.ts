import { pointsToArn } from '../relations.ts';
import { type ServiceTable, text } from '../service-table.ts';

/** The content delivery network. */
export const cloudfront: ServiceTable = {
  service: 'cloudfront',
  client: () => import('@aws-sdk/client-cloudfront'),
  calls: [
    {
      operation: 'ListDistributions',
      permission: 'cloudfront:ListDistributions',
      scope: 'global',
      items: 'DistributionList.Items',
      sensitive: [{ path: 'Origins.Items.CustomHeaders.Items.HeaderValue' }],
      makes: {
        kind: 'aws.cloudfront.distribution',
        category: 'network',
        title: { en: 'CloudFront distribution', ko: 'CloudFront 배포' },
        id: (item) => text(item, 'ARN'),
        name: (item) => text(item, 'Id'),
        relations: [
          pointsToArn('guarded-by', 'aws.wafv2.web-acl', 'WebACLId'),
          pointsToArn('uses', 'aws.acm.certificate', 'ViewerCertificate.ACMCertificateArn'),
        ],
      },
    },
    {
      operation: 'GetDistribution',
      permission: 'cloudfront:GetDistribution',
      scope: 'global',
      each: { kind: 'aws.cloudfront.distribution', params: { Id: 'Id' } },
      as: 'details',
      absent: ['NoSuchDistribution'],
      // Origins are often told apart from strangers by a secret header.
      sensitive: [{ path: 'Distribution.DistributionConfig.Origins.Items.CustomHeaders.Items.HeaderValue' }],
    },
    {
      operation: 'ListOriginAccessControls',
      permission: 'cloudfront:ListOriginAccessControls',
      scope: 'global',
      items: 'OriginAccessControlList.Items',
      makes: {
        kind: 'aws.cloudfront.origin-access-control',
        category: 'network',
        title: { en: 'Origin access control', ko: '원본 액세스 제어' },
        id: (item, origin) => `arn:aws:cloudfront::${origin.account}:origin-access-control/${text(item, 'Id')}`,
        name: (item) => text(item, 'Name') || text(item, 'Id'),
      },
    },
  ],
};
