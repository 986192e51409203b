import { ACMClient, RequestCertificateCommand } from '@aws-sdk/client-acm';
import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateRestApiCommand,
  GetResourcesCommand,
  PutIntegrationCommand,
  PutMethodCommand,
} from '@aws-sdk/client-api-gateway';
import { ApiGatewayV2Client, CreateApiCommand } from '@aws-sdk/client-apigatewayv2';
import { CloudFrontClient, CreateDistributionCommand, type DistributionConfig } from '@aws-sdk/client-cloudfront';
import {
  ChangeResourceRecordSetsCommand,
  CreateHostedZoneCommand,
  Route53Client,
  type RRType,
} from '@aws-sdk/client-route-53';
import { CreateWebACLCommand, WAFV2Client } from '@aws-sdk/client-wafv2';
import type { Cloud } from '../cloud.ts';
import type { Company } from './company.ts';

/** Names, certificates and everything that faces the customers. */
export async function buildEdge({ production, development, daysAgo }: Company): Promise<void> {
  await daysAgo(100);
  const webAcl = await buildFirewall(production);
  await buildDistributions(production, webAcl);
  await production
    .client(ACMClient)
    .send(new RequestCertificateCommand({ DomainName: 'api.haneul-mall.example', ValidationMethod: 'DNS' }));
  await buildZone(production);
  await buildApi(production, 'shop-api', 'AWS_IAM');
  await buildApi(production, 'partner-api', 'NONE');
  await development
    .client(ApiGatewayV2Client)
    .send(new CreateApiCommand({ Name: 'mobile-trial', ProtocolType: 'HTTP' }));
}

async function buildFirewall(cloud: Cloud): Promise<string> {
  const metrics = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'shop' };
  const { Summary } = await cloud.client(WAFV2Client, 'us-east-1').send(
    new CreateWebACLCommand({
      Name: 'shop',
      Scope: 'CLOUDFRONT',
      DefaultAction: { Allow: {} },
      VisibilityConfig: metrics,
      Rules: [
        {
          Name: 'common',
          Priority: 1,
          OverrideAction: { None: {} },
          Statement: { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: 'AWSManagedRulesCommonRuleSet' } },
          VisibilityConfig: metrics,
        },
      ],
    }),
  );
  return Summary?.ARN as string;
}

async function buildDistributions(cloud: Cloud, webAcl: string): Promise<void> {
  const cloudfront = cloud.client(CloudFrontClient, 'us-east-1');
  const distribution = (name: string, origin: string, careful: boolean): DistributionConfig => ({
    CallerReference: name,
    Comment: name,
    Enabled: true,
    Origins: {
      Quantity: 1,
      Items: [{ Id: 'origin', DomainName: origin, S3OriginConfig: { OriginAccessIdentity: '' } }],
    },
    DefaultCacheBehavior: {
      TargetOriginId: 'origin',
      ViewerProtocolPolicy: careful ? 'redirect-to-https' : 'allow-all',
      ForwardedValues: { QueryString: false, Cookies: { Forward: 'none' } },
      MinTTL: 0,
    },
    ...(careful
      ? {
          WebACLId: webAcl,
          DefaultRootObject: 'index.html',
          Logging: {
            Enabled: true,
            IncludeCookies: false,
            Bucket: 'haneul-access-logs.s3.amazonaws.com',
            Prefix: 'cdn/',
          },
        }
      : {}),
  });
  for (const DistributionConfig of [
    distribution('shop', 'haneul-shop-assets.s3.ap-northeast-2.amazonaws.com', true),
    distribution('summer-event', 'haneul-summer-event.s3.ap-northeast-2.amazonaws.com', false),
  ]) {
    await cloudfront.send(new CreateDistributionCommand({ DistributionConfig }));
  }
}

async function buildZone(cloud: Cloud): Promise<void> {
  const route53 = cloud.client(Route53Client, 'us-east-1');
  const { HostedZone } = await route53.send(
    new CreateHostedZoneCommand({ Name: 'haneul-mall.example', CallerReference: 'haneul-mall' }),
  );
  const records: [name: string, type: RRType, value: string][] = [
    ['www', 'CNAME', 'd111111abcdef8.cloudfront.net'],
    ['mail', 'MX', '10 mail.haneul-mall.example'],
    // The bucket behind this name is gone: whoever makes one of that name speaks for the shop.
    ['spring-event', 'CNAME', 'spring-event.haneul-mall.example.s3-website.ap-northeast-2.amazonaws.com'],
  ];
  const Changes = records.map(([name, Type, Value]) => ({
    Action: 'CREATE' as const,
    ResourceRecordSet: { Name: `${name}.haneul-mall.example`, Type, TTL: 300, ResourceRecords: [{ Value }] },
  }));
  await route53.send(new ChangeResourceRecordSetsCommand({ HostedZoneId: HostedZone?.Id, ChangeBatch: { Changes } }));
}

async function buildApi(cloud: Cloud, name: string, authorizationType: string): Promise<void> {
  const gateway = cloud.client(APIGatewayClient);
  const { id: restApiId } = await gateway.send(new CreateRestApiCommand({ name }));
  const { items } = await gateway.send(new GetResourcesCommand({ restApiId }));
  const method = { restApiId, resourceId: items?.[0]?.id, httpMethod: 'GET' };
  await gateway.send(new PutMethodCommand({ ...method, authorizationType }));
  await gateway.send(new PutIntegrationCommand({ ...method, type: 'MOCK', integrationHttpMethod: 'GET' }));
  await gateway.send(new CreateDeploymentCommand({ restApiId, stageName: 'live' }));
}
