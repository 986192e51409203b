import type { JsonObject, RelationEntry } from '../../../../model/index.ts';
import { pointsToArn } from '../../relations.ts';
import { type ServiceCall, text } from '../../service-table.ts';
import { ec2Arn, lists, pointsTo } from './listing.ts';

/** VPCs, what is inside them, and what joins them to other networks. */
export const networkCalls: readonly ServiceCall[] = [
  lists('DescribeVpcs', 'Vpcs', {
    type: 'vpc',
    category: 'network',
    title: { en: 'VPC', ko: 'VPC' },
    id: 'VpcId',
  }),
  lists('DescribeSubnets', 'Subnets', {
    type: 'subnet',
    category: 'network',
    title: { en: 'Subnet', ko: '서브넷' },
    id: 'SubnetId',
    relations: [pointsTo('placed-in', 'vpc', 'VpcId')],
  }),
  lists('DescribeSecurityGroups', 'SecurityGroups', {
    type: 'security-group',
    category: 'network',
    title: { en: 'Security group', ko: '보안 그룹' },
    id: 'GroupId',
    name: 'GroupName',
    relations: [
      pointsTo('placed-in', 'vpc', 'VpcId'),
      pointsTo('admits', 'security-group', 'IpPermissions.UserIdGroupPairs.GroupId'),
    ],
  }),
  lists('DescribeNetworkAcls', 'NetworkAcls', {
    type: 'network-acl',
    category: 'network',
    title: { en: 'Network ACL', ko: '네트워크 ACL' },
    id: 'NetworkAclId',
    relations: [pointsTo('placed-in', 'vpc', 'VpcId'), pointsTo('guards', 'subnet', 'Associations.SubnetId')],
  }),
  lists('DescribeRouteTables', 'RouteTables', {
    type: 'route-table',
    category: 'network',
    title: { en: 'Route table', ko: '라우팅 테이블' },
    id: 'RouteTableId',
    relations: [
      pointsTo('placed-in', 'vpc', 'VpcId'),
      pointsTo('routes', 'subnet', 'Associations.SubnetId'),
      pointsTo('routes-to', 'vpc-peering-connection', 'Routes.VpcPeeringConnectionId'),
      pointsTo('routes-to', 'nat-gateway', 'Routes.NatGatewayId', 'natgateway'),
      pointsTo('routes-to', 'transit-gateway', 'Routes.TransitGatewayId'),
      routesToGateway('internet-gateway', 'igw-'),
    ],
  }),
  lists('DescribeInternetGateways', 'InternetGateways', {
    type: 'internet-gateway',
    category: 'network',
    title: { en: 'Internet gateway', ko: '인터넷 게이트웨이' },
    id: 'InternetGatewayId',
    relations: [pointsTo('attached', 'vpc', 'Attachments.VpcId')],
  }),
  lists('DescribeEgressOnlyInternetGateways', 'EgressOnlyInternetGateways', {
    type: 'egress-only-internet-gateway',
    category: 'network',
    title: { en: 'Egress-only internet gateway', ko: '송신 전용 인터넷 게이트웨이' },
    id: 'EgressOnlyInternetGatewayId',
    relations: [pointsTo('attached', 'vpc', 'Attachments.VpcId')],
  }),
  lists('DescribeNatGateways', 'NatGateways', {
    type: 'nat-gateway',
    arnType: 'natgateway',
    category: 'network',
    title: { en: 'NAT gateway', ko: 'NAT 게이트웨이' },
    id: 'NatGatewayId',
    relations: [pointsTo('placed-in', 'subnet', 'SubnetId'), pointsTo('placed-in', 'vpc', 'VpcId')],
  }),
  lists('DescribeNetworkInterfaces', 'NetworkInterfaces', {
    type: 'network-interface',
    category: 'network',
    title: { en: 'Network interface', ko: '네트워크 인터페이스' },
    id: 'NetworkInterfaceId',
    relations: [
      pointsTo('attached', 'security-group', 'Groups.GroupId'),
      pointsTo('placed-in', 'subnet', 'SubnetId'),
      pointsTo('placed-in', 'vpc', 'VpcId'),
    ],
  }),
  lists('DescribeAddresses', 'Addresses', {
    type: 'address',
    arnType: 'elastic-ip',
    category: 'network',
    title: { en: 'Elastic IP address', ko: '탄력적 IP 주소' },
    id: ['AllocationId', 'PublicIp'],
    relations: [
      pointsTo('attached', 'instance', 'InstanceId'),
      pointsTo('attached', 'network-interface', 'NetworkInterfaceId'),
    ],
  }),
  lists('DescribeVpcPeeringConnections', 'VpcPeeringConnections', {
    type: 'vpc-peering-connection',
    category: 'network',
    title: { en: 'VPC peering connection', ko: 'VPC 피어링 연결' },
    id: 'VpcPeeringConnectionId',
    relations: [peer('AccepterVpcInfo'), peer('RequesterVpcInfo')],
  }),
  lists('DescribeFlowLogs', 'FlowLogs', {
    type: 'flow-log',
    arnType: 'vpc-flow-log',
    category: 'management',
    title: { en: 'Flow log', ko: '흐름 로그' },
    id: 'FlowLogId',
    relations: [
      observes('vpc', 'vpc-'),
      observes('subnet', 'subnet-'),
      observes('network-interface', 'eni-'),
      logsTo('aws.s3.bucket', 's3'),
      logsTo('aws.logs.log-group', 'logs'),
    ],
  }),
  lists('DescribeVpcEndpoints', 'VpcEndpoints', {
    type: 'vpc-endpoint',
    category: 'network',
    title: { en: 'VPC endpoint', ko: 'VPC 엔드포인트' },
    id: 'VpcEndpointId',
    relations: [
      pointsTo('placed-in', 'vpc', 'VpcId'),
      pointsTo('placed-in', 'subnet', 'SubnetIds'),
      pointsTo('attached', 'security-group', 'Groups.GroupId'),
    ],
  }),
  lists('DescribeVpcEndpointServiceConfigurations', 'ServiceConfigurations', {
    type: 'vpc-endpoint-service',
    category: 'network',
    title: { en: 'VPC endpoint service', ko: 'VPC 엔드포인트 서비스' },
    id: 'ServiceId',
    relations: [
      pointsToArn('exposes', 'aws.elbv2.load-balancer', 'NetworkLoadBalancerArns'),
      pointsToArn('exposes', 'aws.elbv2.load-balancer', 'GatewayLoadBalancerArns'),
    ],
  }),
  lists('DescribeManagedPrefixLists', 'PrefixLists', {
    type: 'prefix-list',
    category: 'network',
    title: { en: 'Prefix list', ko: '접두사 목록' },
    id: 'PrefixListId',
    name: 'PrefixListName',
    where: (item) => item.OwnerId !== 'AWS',
  }),
  lists('DescribeTransitGateways', 'TransitGateways', {
    type: 'transit-gateway',
    category: 'network',
    title: { en: 'Transit gateway', ko: '전송 게이트웨이' },
    id: 'TransitGatewayId',
  }),
  lists('DescribeTransitGatewayAttachments', 'TransitGatewayAttachments', {
    type: 'transit-gateway-attachment',
    category: 'network',
    title: { en: 'Transit gateway attachment', ko: '전송 게이트웨이 연결' },
    id: 'TransitGatewayAttachmentId',
    relations: [pointsTo('attached', 'transit-gateway', 'TransitGatewayId'), attachedVpc()],
  }),
  lists('DescribeVpnGateways', 'VpnGateways', {
    type: 'vpn-gateway',
    category: 'network',
    title: { en: 'Virtual private gateway', ko: '가상 프라이빗 게이트웨이' },
    id: 'VpnGatewayId',
    relations: [pointsTo('attached', 'vpc', 'VpcAttachments.VpcId')],
  }),
  lists('DescribeCustomerGateways', 'CustomerGateways', {
    type: 'customer-gateway',
    category: 'network',
    title: { en: 'Customer gateway', ko: '고객 게이트웨이' },
    id: 'CustomerGatewayId',
  }),
  lists(
    'DescribeVpnConnections',
    'VpnConnections',
    {
      type: 'vpn-connection',
      category: 'network',
      title: { en: 'VPN connection', ko: 'VPN 연결' },
      id: 'VpnConnectionId',
      relations: [
        pointsTo('attached', 'vpn-gateway', 'VpnGatewayId'),
        pointsTo('attached', 'transit-gateway', 'TransitGatewayId'),
        pointsTo('attached', 'customer-gateway', 'CustomerGatewayId'),
      ],
    },
    // Both carry the tunnels' pre-shared keys.
    { sensitive: [{ path: 'CustomerGatewayConfiguration' }, { path: 'Options.TunnelOptions.PreSharedKey' }] },
  ),
];

/** `GatewayId` of a route names gateways of several kinds; the prefix tells them apart. */
function routesToGateway(resource: string, prefix: string): RelationEntry {
  const route = pointsTo('routes-to', resource, 'Routes.GatewayId');
  return { ...route, to: (item, origin) => route.to(item, origin).filter((id) => id.includes(`/${prefix}`)) };
}

/** The resource that a flow log watches, of one kind. */
function observes(resource: string, prefix: string): RelationEntry {
  return {
    type: 'observes',
    kind: `aws.ec2.${resource}`,
    to: (item, origin) => {
      const id = text(item, 'ResourceId');
      return id.startsWith(prefix) ? [ec2Arn(origin, resource, id)] : [];
    },
  };
}

/** Where a flow log writes: a bucket (perhaps with a folder behind its ARN) or a log group. */
function logsTo(kind: string, service: string): RelationEntry {
  return {
    type: 'logs-to',
    kind,
    to: (item) => {
      const destination = text(item, 'LogDestination').replace(/:\*$/, '');
      if (destination.split(':')[2] !== service) return [];
      return [service === 's3' ? (destination.split('/')[0] ?? '') : destination];
    },
  };
}

/** One side of a peering connection, which may lie in another account and region. */
function peer(side: 'AccepterVpcInfo' | 'RequesterVpcInfo'): RelationEntry {
  return {
    type: 'connects',
    kind: 'aws.ec2.vpc',
    to: (item, origin) => {
      const vpc = (item[side] ?? {}) as JsonObject;
      const id = text(vpc, 'VpcId');
      if (id === '') return [];
      const account = text(vpc, 'OwnerId') || origin.account;
      const region = text(vpc, 'Region') || origin.region;
      return [ec2Arn({ ...origin, account, region }, 'vpc', id)];
    },
  };
}

function attachedVpc(): RelationEntry {
  return {
    type: 'attached',
    kind: 'aws.ec2.vpc',
    to: (item, origin) =>
      item.ResourceType === 'vpc' && text(item, 'ResourceId') !== ''
        ? [
            ec2Arn(
              { ...origin, account: text(item, 'ResourceOwnerId') || origin.account },
              'vpc',
              text(item, 'ResourceId'),
            ),
          ]
        : [],
  };
}
