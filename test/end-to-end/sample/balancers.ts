import { ACMClient, RequestCertificateCommand } from '@aws-sdk/client-acm';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  ElasticLoadBalancingV2Client,
  ModifyLoadBalancerAttributesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Company } from './company.ts';
import type { Networks } from './network.ts';

/** Load balancers: the shop's, and one for partners that was made in a hurry. */
export async function buildBalancers({ production: cloud }: Company, networks: Networks): Promise<void> {
  const { vpc, subnets, groups } = networks.shop;
  const elb = cloud.client(ElasticLoadBalancingV2Client);
  const { TargetGroups } = await elb.send(
    new CreateTargetGroupCommand({
      Name: 'shop-web',
      Protocol: 'HTTP',
      Port: 8080,
      VpcId: vpc,
      TargetType: 'instance',
    }),
  );
  const forward = { Type: 'forward', TargetGroupArn: TargetGroups?.[0]?.TargetGroupArn as string } as const;
  const balancer = async (Name: string) => {
    const { LoadBalancers } = await elb.send(
      new CreateLoadBalancerCommand({
        Name,
        Type: 'application',
        Scheme: 'internet-facing',
        Subnets: [subnets['public-a'] as string, subnets['public-c'] as string],
        SecurityGroups: [groups['shop-alb'] as string],
      }),
    );
    return LoadBalancers?.[0]?.LoadBalancerArn as string;
  };
  const shop = await balancer('shop-alb');
  await elb.send(
    new ModifyLoadBalancerAttributesCommand({
      LoadBalancerArn: shop,
      Attributes: [
        { Key: 'access_logs.s3.enabled', Value: 'true' },
        { Key: 'access_logs.s3.bucket', Value: 'haneul-access-logs' },
        { Key: 'routing.http.drop_invalid_header_fields.enabled', Value: 'true' },
        { Key: 'deletion_protection.enabled', Value: 'true' },
      ],
    }),
  );
  const { CertificateArn } = await cloud
    .client(ACMClient)
    .send(new RequestCertificateCommand({ DomainName: 'www.haneul-mall.example', ValidationMethod: 'DNS' }));
  const redirect = {
    Type: 'redirect',
    RedirectConfig: { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' },
  } as const;
  await elb.send(
    new CreateListenerCommand({ LoadBalancerArn: shop, Protocol: 'HTTP', Port: 80, DefaultActions: [redirect] }),
  );
  await elb.send(
    new CreateListenerCommand({
      LoadBalancerArn: shop,
      Protocol: 'HTTPS',
      Port: 443,
      SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
      Certificates: [{ CertificateArn }],
      DefaultActions: [forward],
    }),
  );
  const partners = await balancer('partner-alb');
  await elb.send(
    new CreateListenerCommand({ LoadBalancerArn: partners, Protocol: 'HTTP', Port: 80, DefaultActions: [forward] }),
  );
}
