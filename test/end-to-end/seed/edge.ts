import { ACMClient, RequestCertificateCommand } from '@aws-sdk/client-acm';
import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateRestApiCommand,
  GetResourcesCommand,
  PutIntegrationCommand,
  PutMethodCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway';
import { ApiGatewayV2Client, CreateApiCommand, CreateRouteCommand } from '@aws-sdk/client-apigatewayv2';
import { CloudFrontClient, CreateDistributionCommand, type DistributionConfig } from '@aws-sdk/client-cloudfront';
import { CreateSubnetCommand, CreateVpcCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  CreateListenerCommand,
  type CreateListenerCommandInput,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  ElasticLoadBalancingV2Client,
  ModifyLoadBalancerAttributesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { ChangeResourceRecordSetsCommand, CreateHostedZoneCommand, Route53Client } from '@aws-sdk/client-route-53';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { type Cloud, SEOUL } from '../cloud.ts';
import type { Twins } from './twins.ts';

export const distributions: readonly Twins[] = [
  distribution('aws-cloudfront-viewer-https', (good) => ({ viewer: good ? 'https-only' : 'allow-all' })),
  distribution('aws-cloudfront-access-logs', (good) => ({ logged: good })),
  distribution('aws-cloudfront-waf', (good) => ({ guarded: good })),
];

export const balancers: readonly Twins[] = [
  balancer('aws-elbv2-deletion-protection', 'protection', (good) => ({ 'deletion_protection.enabled': String(good) })),
  balancer('aws-elbv2-access-logs', 'logs', (good) => ({
    'access_logs.s3.enabled': String(good),
    'access_logs.s3.bucket': good ? 'access-logs' : '',
  })),
  {
    control: 'aws-elbv2-https-redirect',
    name: 'redirect',
    async make(cloud, name, good) {
      const LoadBalancerArn = await loadBalancer(cloud, name);
      const RedirectConfig = { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' } as const;
      const action = good
        ? ({ Type: 'redirect', RedirectConfig } as const)
        : ({ Type: 'forward', TargetGroupArn: await targetGroup(cloud, name) } as const);
      await listen(cloud, { LoadBalancerArn, Protocol: 'HTTP', Port: 80, DefaultActions: [action] });
      return LoadBalancerArn;
    },
  },
  {
    control: 'aws-elbv2-tls-policy',
    name: 'tls',
    async make(cloud, name, good) {
      const LoadBalancerArn = await loadBalancer(cloud, name);
      const about = { DomainName: `${name}.example.com`, ValidationMethod: 'DNS' } as const;
      const { CertificateArn } = await cloud.client(ACMClient).send(new RequestCertificateCommand(about));
      await listen(cloud, {
        LoadBalancerArn,
        Protocol: 'HTTPS',
        Port: 443,
        SslPolicy: good ? 'ELBSecurityPolicy-TLS13-1-2-2021-06' : 'ELBSecurityPolicy-TLS-1-0-2015-04',
        Certificates: [{ CertificateArn }],
        DefaultActions: [{ Type: 'forward', TargetGroupArn: await targetGroup(cloud, name) }],
      });
      return LoadBalancerArn;
    },
  },
];

export const apis: readonly Twins[] = [
  {
    control: 'aws-apigateway-method-authorization',
    make: (cloud, name, good) => restApi(cloud, name, good ? 'AWS_IAM' : 'NONE'),
  },
  {
    control: 'aws-apigateway-stage-throttling',
    async make(cloud, name, good) {
      const restApiId = await restApi(cloud, name, 'AWS_IAM');
      if (good) {
        const limits = [
          { op: 'replace', path: '/*/*/throttling/rateLimit', value: '100' } as const,
          { op: 'replace', path: '/*/*/throttling/burstLimit', value: '50' } as const,
        ];
        const change = { restApiId, stageName: 'live', patchOperations: limits };
        await cloud.client(APIGatewayClient).send(new UpdateStageCommand(change));
      }
      return `arn:aws:apigateway:${SEOUL}::/restapis/${restApiId}/stages/live`;
    },
  },
  {
    control: 'aws-apigatewayv2-route-authorization',
    async make(cloud, Name, good) {
      const gateway = cloud.client(ApiGatewayV2Client);
      const { ApiId } = await gateway.send(new CreateApiCommand({ Name, ProtocolType: 'HTTP' }));
      const AuthorizationType = good ? 'AWS_IAM' : 'NONE';
      await gateway.send(new CreateRouteCommand({ ApiId, RouteKey: 'GET /orders', AuthorizationType }));
      return ApiId;
    },
  },
];

export const names: readonly Twins[] = [
  {
    control: 'aws-route53-dangling-records',
    async make(cloud, name, good) {
      const route53 = cloud.client(Route53Client, 'us-east-1');
      const zone = `${good ? 'good' : 'bad'}.example`;
      const { HostedZone } = await route53.send(new CreateHostedZoneCommand({ Name: zone, CallerReference: name }));
      const host = `sale.${zone}`;
      const CreateBucketConfiguration = { LocationConstraint: SEOUL } as const;
      if (good) await cloud.client(S3Client).send(new CreateBucketCommand({ Bucket: host, CreateBucketConfiguration }));
      const ResourceRecords = [{ Value: `${host}.s3-website.${SEOUL}.amazonaws.com` }];
      const ResourceRecordSet = { Name: host, Type: 'CNAME', TTL: 300, ResourceRecords } as const;
      const Changes = [{ Action: 'CREATE', ResourceRecordSet: { ...ResourceRecordSet, ResourceRecords } } as const];
      const change = { HostedZoneId: HostedZone?.Id, ChangeBatch: { Changes } };
      await route53.send(new ChangeResourceRecordSetsCommand(change));
      return HostedZone?.Id?.replace('/hostedzone/', '');
    },
  },
];

function distribution(
  control: string,
  plan: (good: boolean) => { viewer?: 'https-only' | 'allow-all'; logged?: boolean; guarded?: boolean },
): Twins {
  return {
    control,
    async make(cloud, name, good) {
      const { viewer = 'https-only', logged, guarded } = plan(good);
      const OriginProtocolPolicy = 'https-only' as const;
      const CustomOriginConfig = { HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy };
      const config: DistributionConfig = {
        CallerReference: name,
        Comment: name,
        Enabled: true,
        Origins: { Quantity: 1, Items: [{ Id: 'o', DomainName: 'shop.example.com', CustomOriginConfig }] },
        DefaultCacheBehavior: {
          TargetOriginId: 'o',
          ViewerProtocolPolicy: viewer,
          ForwardedValues: { QueryString: false, Cookies: { Forward: 'none' } },
          MinTTL: 0,
        },
        ...(logged === true
          ? { Logging: { Enabled: true, IncludeCookies: false, Bucket: 'access-logs.s3.amazonaws.com', Prefix: '' } }
          : {}),
        ...(guarded === true ? { WebACLId: `arn:aws:wafv2:us-east-1:${cloud.account}:global/webacl/shop/1` } : {}),
      };
      const { Distribution } = await cloud
        .client(CloudFrontClient, 'us-east-1')
        .send(new CreateDistributionCommand({ DistributionConfig: config }));
      return Distribution?.ARN;
    },
  };
}

function balancer(control: string, name: string, attributes: (good: boolean) => Record<string, string>): Twins {
  return {
    control,
    name,
    async make(cloud, called, good) {
      const LoadBalancerArn = await loadBalancer(cloud, called);
      const Attributes = Object.entries(attributes(good)).map(([Key, Value]) => ({ Key, Value }));
      const change = { LoadBalancerArn, Attributes };
      await cloud.client(ElasticLoadBalancingV2Client).send(new ModifyLoadBalancerAttributesCommand(change));
      return LoadBalancerArn;
    },
  };
}

async function loadBalancer(cloud: Cloud, Name: string): Promise<string> {
  const ec2 = cloud.client(EC2Client);
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.8.0.0/16' }));
  const subnets = ['a', 'c'].map(async (zone, octet) => {
    const place = { AvailabilityZone: `${SEOUL}${zone}`, CidrBlock: `10.8.${octet}.0/24` };
    const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId: Vpc?.VpcId, ...place }));
    return Subnet?.SubnetId as string;
  });
  const about = { Name, Subnets: await Promise.all(subnets), Type: 'application' } as const;
  const { LoadBalancers } = await cloud
    .client(ElasticLoadBalancingV2Client)
    .send(new CreateLoadBalancerCommand({ ...about, Subnets: [...about.Subnets] }));
  return LoadBalancers?.[0]?.LoadBalancerArn as string;
}

async function targetGroup(cloud: Cloud, Name: string): Promise<string> {
  const { Vpc } = await cloud.client(EC2Client).send(new CreateVpcCommand({ CidrBlock: '10.7.0.0/16' }));
  const about = { Name, Protocol: 'HTTP', Port: 8080, VpcId: Vpc?.VpcId } as const;
  const { TargetGroups } = await cloud.client(ElasticLoadBalancingV2Client).send(new CreateTargetGroupCommand(about));
  return TargetGroups?.[0]?.TargetGroupArn as string;
}

async function listen(cloud: Cloud, listener: CreateListenerCommandInput): Promise<void> {
  await cloud.client(ElasticLoadBalancingV2Client).send(new CreateListenerCommand(listener));
}

async function restApi(cloud: Cloud, name: string, authorizationType: string): Promise<string> {
  const gateway = cloud.client(APIGatewayClient);
  const { id: restApiId } = await gateway.send(new CreateRestApiCommand({ name }));
  const { items } = await gateway.send(new GetResourcesCommand({ restApiId }));
  const method = { restApiId, resourceId: items?.[0]?.id, httpMethod: 'GET' };
  await gateway.send(new PutMethodCommand({ ...method, authorizationType }));
  await gateway.send(new PutIntegrationCommand({ ...method, type: 'MOCK', integrationHttpMethod: 'GET' }));
  await gateway.send(new CreateDeploymentCommand({ restApiId, stageName: 'live' }));
  return restApiId as string;
}
