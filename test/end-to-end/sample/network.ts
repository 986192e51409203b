import {
  AttachInternetGatewayCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateFlowLogsCommand,
  CreateInternetGatewayCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DeleteInternetGatewayCommand,
  DeleteSubnetCommand,
  DeleteVpcCommand,
  DescribeInternetGatewaysCommand,
  DescribeRegionsCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  DetachInternetGatewayCommand,
  EC2Client,
  type IpPermission,
  ModifySubnetAttributeCommand,
  type ResourceType,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import { type Cloud, SEOUL, tags } from '../cloud.ts';
import type { Company } from './company.ts';

/** A network with what other themes put into it, by name. */
export interface Network {
  vpc: string;
  subnets: Record<string, string>;
  groups: Record<string, string>;
}

export interface Networks {
  shop: Network;
  recovery: Network;
  development: Network;
}

interface Plan {
  cloud: Cloud;
  region: string;
  name: string;
  cidr: string;
  /** Name → zone letter, third octet. */
  subnets: Record<string, [zone: string, octet: number]>;
  /** Name → who may come in on which port: CIDR, or the name of another group. */
  groups: Record<string, { about: string; in: [port: number | 'all', from: string][] }>;
  flowLogs: boolean;
}

const anywhere = '0.0.0.0/0';
const office = '203.0.113.0/24';

const tiers = {
  'public-a': ['a', 0],
  'public-c': ['c', 1],
  'private-a': ['a', 10],
  'private-c': ['c', 11],
} satisfies Plan['subnets'];

/** The company's networks. Production removed the networks that AWS makes in every region; development forgot two. */
export async function buildNetworks({ production, development, daysAgo }: Company): Promise<Networks> {
  await daysAgo(810);
  await removeDefaultNetworks(production, []);
  await removeDefaultNetworks(development, ['sa-east-1', 'eu-central-1']);
  const shop = await buildNetwork({
    cloud: production,
    region: SEOUL,
    name: 'shop',
    cidr: '10.10',
    subnets: tiers,
    groups: {
      'shop-alb': {
        about: 'Web shop, from everywhere',
        in: [
          [443, anywhere],
          [80, anywhere],
        ],
      },
      'shop-web': { about: 'Web servers, from the load balancer', in: [[8080, 'shop-alb']] },
      'orders-db': { about: 'Orders, from the web servers', in: [[5432, 'shop-web']] },
      'session-cache': { about: 'Sessions, from the web servers', in: [[6379, 'shop-web']] },
      'product-search': { about: 'Product search, opened for a demonstration', in: [[9200, anywhere]] },
      bastion: { about: 'Way in for operators', in: [[22, anywhere]] },
    },
    flowLogs: true,
  });
  const recovery = await buildNetwork({
    cloud: production,
    region: 'ap-northeast-1',
    name: 'recovery',
    cidr: '10.20',
    subnets: tiers,
    groups: { 'recovery-db': { about: 'Copy of the orders', in: [[5432, '10.10.0.0/16']] } },
    flowLogs: true,
  });
  const dev = await buildNetwork({
    cloud: development,
    region: SEOUL,
    name: 'dev',
    cidr: '10.30',
    subnets: tiers,
    groups: {
      'dev-web': {
        about: 'Test servers',
        in: [
          [80, office],
          [443, office],
        ],
      },
      jenkins: {
        about: 'Builds',
        in: [
          [8080, office],
          [22, office],
        ],
      },
      'test-db': {
        about: 'Test databases',
        in: [
          [3306, anywhere],
          [5432, office],
        ],
      },
      'windows-pos': { about: 'Point of sale emulator', in: [[3389, anywhere]] },
      temp: { about: 'Created by launch wizard', in: [['all', anywhere]] },
    },
    flowLogs: false,
  });
  await closeDefaultGroup(production, SEOUL, shop.vpc);
  return { shop, recovery, development: dev };
}

async function buildNetwork({ cloud, region, name, cidr, subnets, groups, flowLogs }: Plan): Promise<Network> {
  const ec2 = cloud.client(EC2Client, region);
  const named = (ResourceType: ResourceType, Name: string) => ({
    TagSpecifications: [{ ResourceType, Tags: tags({ Name, Team: 'platform' }) }],
  });
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: `${cidr}.0.0/16`, ...named('vpc', `${name}-vpc`) }));
  const network: Network = { vpc: Vpc?.VpcId as string, subnets: {}, groups: {} };
  const { InternetGateway } = await ec2.send(
    new CreateInternetGatewayCommand(named('internet-gateway', `${name}-igw`)),
  );
  const gateway = { InternetGatewayId: InternetGateway?.InternetGatewayId as string };
  await ec2.send(new AttachInternetGatewayCommand({ ...gateway, VpcId: network.vpc }));
  const { RouteTable } = await ec2.send(
    new CreateRouteTableCommand({ VpcId: network.vpc, ...named('route-table', `${name}-public`) }),
  );
  const toInternet = { RouteTableId: RouteTable?.RouteTableId as string, DestinationCidrBlock: anywhere };
  await ec2.send(new CreateRouteCommand({ ...toInternet, GatewayId: gateway.InternetGatewayId }));
  for (const [subnet, [zone, octet]] of Object.entries(subnets)) {
    const { Subnet } = await ec2.send(
      new CreateSubnetCommand({
        VpcId: network.vpc,
        CidrBlock: `${cidr}.${octet}.0/24`,
        AvailabilityZone: `${region}${zone}`,
        ...named('subnet', `${name}-${subnet}`),
      }),
    );
    network.subnets[subnet] = Subnet?.SubnetId as string;
  }
  for (const [group, { about, in: sources }] of Object.entries(groups)) {
    const { GroupId } = await ec2.send(
      new CreateSecurityGroupCommand({ VpcId: network.vpc, GroupName: group, Description: about }),
    );
    network.groups[group] = GroupId as string;
    const IpPermissions = sources.map(([port, from]): IpPermission => {
      const other = network.groups[from];
      return {
        ...(port === 'all' ? { IpProtocol: '-1' } : { IpProtocol: 'tcp', FromPort: port, ToPort: port }),
        ...(other === undefined ? { IpRanges: [{ CidrIp: from }] } : { UserIdGroupPairs: [{ GroupId: other }] }),
      };
    });
    await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
  }
  if (flowLogs) {
    await ec2.send(
      new CreateFlowLogsCommand({
        ResourceIds: [network.vpc],
        ResourceType: 'VPC',
        TrafficType: 'ALL',
        LogDestinationType: 's3',
        LogDestination: 'arn:aws:s3:::haneul-network-logs',
      }),
    );
  } else {
    await ec2.send(
      new ModifySubnetAttributeCommand({ SubnetId: network.subnets['public-a'], MapPublicIpOnLaunch: { Value: true } }),
    );
  }
  return network;
}

/** Takes every rule out of the group that a network comes with, so that nothing is reached through it by oversight. */
async function closeDefaultGroup(cloud: Cloud, region: string, vpc: string): Promise<void> {
  const ec2 = cloud.client(EC2Client, region);
  const { SecurityGroups = [] } = await ec2.send(
    new DescribeSecurityGroupsCommand({
      Filters: [
        { Name: 'vpc-id', Values: [vpc] },
        { Name: 'group-name', Values: ['default'] },
      ],
    }),
  );
  for (const { GroupId, IpPermissions = [], IpPermissionsEgress = [] } of SecurityGroups) {
    if (IpPermissions.length > 0) await ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
    if (IpPermissionsEgress.length > 0) {
      await ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions: IpPermissionsEgress }));
    }
  }
}

async function removeDefaultNetworks(cloud: Cloud, except: readonly string[]): Promise<void> {
  const { Regions = [] } = await cloud.client(EC2Client).send(new DescribeRegionsCommand({}));
  for (const { RegionName } of Regions) {
    if (RegionName === undefined || except.includes(RegionName)) continue;
    const ec2 = cloud.client(EC2Client, RegionName);
    const { Vpcs = [] } = await ec2.send(new DescribeVpcsCommand({}));
    for (const { VpcId } of Vpcs) {
      const of = (Name: string) => ({ Filters: [{ Name, Values: [VpcId as string] }] });
      const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand(of('vpc-id')));
      for (const { SubnetId } of Subnets) await ec2.send(new DeleteSubnetCommand({ SubnetId }));
      const { InternetGateways = [] } = await ec2.send(new DescribeInternetGatewaysCommand(of('attachment.vpc-id')));
      for (const { InternetGatewayId } of InternetGateways) {
        await ec2.send(new DetachInternetGatewayCommand({ InternetGatewayId, VpcId }));
        await ec2.send(new DeleteInternetGatewayCommand({ InternetGatewayId }));
      }
      await ec2.send(new DeleteVpcCommand({ VpcId }));
    }
  }
}
