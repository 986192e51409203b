import type { RelationEntry } from '../../../model/index.ts';
import { textsAt } from '../relations.ts';
import { arn, type ServiceTable, text } from '../service-table.ts';

/** Application, network and gateway load balancers. */
export const elbv2: ServiceTable = {
  service: 'elbv2',
  client: () => import('@aws-sdk/client-elastic-load-balancing-v2'),
  calls: [
    {
      operation: 'DescribeLoadBalancers',
      permission: 'elasticloadbalancing:DescribeLoadBalancers',
      scope: 'regional',
      items: 'LoadBalancers',
      makes: {
        kind: 'aws.elbv2.load-balancer',
        category: 'network',
        title: { en: 'Load balancer', ko: '로드 밸런서' },
        id: (item) => text(item, 'LoadBalancerArn'),
        name: (item) => text(item, 'LoadBalancerName'),
        relations: [
          ec2('attached', 'security-group', 'SecurityGroups'),
          ec2('placed-in', 'vpc', 'VpcId'),
          ec2('placed-in', 'subnet', 'AvailabilityZones.SubnetId'),
        ],
      },
    },
    {
      operation: 'DescribeLoadBalancerAttributes',
      permission: 'elasticloadbalancing:DescribeLoadBalancerAttributes',
      scope: 'regional',
      each: { kind: 'aws.elbv2.load-balancer', params: { LoadBalancerArn: 'LoadBalancerArn' } },
      items: 'Attributes',
      as: 'attributes',
      absent: ['LoadBalancerNotFoundException', 'LoadBalancerNotFound'],
    },
    {
      operation: 'DescribeListeners',
      permission: 'elasticloadbalancing:DescribeListeners',
      scope: 'regional',
      each: { kind: 'aws.elbv2.load-balancer', params: { LoadBalancerArn: 'LoadBalancerArn' } },
      items: 'Listeners',
      as: 'listeners',
      absent: ['LoadBalancerNotFoundException', 'LoadBalancerNotFound'],
      // The secret of a sign-in with OpenID Connect; the API hides it today.
      sensitive: [{ path: 'DefaultActions.AuthenticateOidcConfig.ClientSecret' }],
    },
    {
      operation: 'DescribeTargetGroups',
      permission: 'elasticloadbalancing:DescribeTargetGroups',
      scope: 'regional',
      items: 'TargetGroups',
      makes: {
        kind: 'aws.elbv2.target-group',
        category: 'network',
        title: { en: 'Target group', ko: '대상 그룹' },
        id: (item) => text(item, 'TargetGroupArn'),
        name: (item) => text(item, 'TargetGroupName'),
        relations: [
          ec2('placed-in', 'vpc', 'VpcId'),
          {
            type: 'served-by',
            kind: 'aws.elbv2.load-balancer',
            to: (item) => textsAt(item, 'LoadBalancerArns'),
          },
        ],
      },
    },
    {
      operation: 'DescribeTargetHealth',
      permission: 'elasticloadbalancing:DescribeTargetHealth',
      scope: 'regional',
      each: { kind: 'aws.elbv2.target-group', params: { TargetGroupArn: 'TargetGroupArn' } },
      items: 'TargetHealthDescriptions',
      as: 'targets',
      absent: ['TargetGroupNotFoundException', 'TargetGroupNotFound'],
    },
  ],
};

function ec2(type: string, resource: string, path: string): RelationEntry {
  return {
    type,
    kind: `aws.ec2.${resource}`,
    to: (item, origin) => textsAt(item, path).map((id) => arn('ec2', origin, `${resource}/${id}`)),
  };
}
