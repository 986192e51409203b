import { describe, expect, it } from 'vitest';
import type { ItemOrigin, JsonObject } from '../../../model/index.ts';
import { ec2 } from './ec2.ts';

const origin: ItemOrigin = {
  tenant: 't',
  connection: 'c',
  provider: 'aws',
  account: '111122223333',
  region: 'eu-west-1',
  params: {},
};

function made(kind: string) {
  const makes = ec2.calls.find((call) => call.makes?.kind === `aws.ec2.${kind}`)?.makes;
  if (!makes) throw new Error(`no call makes ${kind}`);
  return makes;
}

/** `type → id` of every relation of an item. */
function relations(kind: string, item: JsonObject): string[] {
  return (made(kind).relations ?? []).flatMap((relation) =>
    relation
      .to(item, origin)
      .map((id) => `${relation.type} → ${id.replace('arn:aws:ec2:eu-west-1:111122223333:', '')}`),
  );
}

describe('ids of EC2', () => {
  it('are ARNs of the account that lists', () => {
    expect(made('instance').id({ InstanceId: 'i-1' }, origin)).toBe('arn:aws:ec2:eu-west-1:111122223333:instance/i-1');
    expect(made('nat-gateway').id({ NatGatewayId: 'nat-1' }, origin)).toBe(
      'arn:aws:ec2:eu-west-1:111122223333:natgateway/nat-1',
    );
  });

  it('carry no account where the ARN has none', () => {
    expect(made('image').id({ ImageId: 'ami-1' }, origin)).toBe('arn:aws:ec2:eu-west-1::image/ami-1');
    expect(made('snapshot').id({ SnapshotId: 'snap-1' }, { ...origin, region: 'cn-north-1' })).toBe(
      'arn:aws-cn:ec2:cn-north-1::snapshot/snap-1',
    );
  });

  it('fall back to the address where there is no allocation', () => {
    expect(made('address').id({ PublicIp: '198.51.100.7' }, origin)).toMatch(/:elastic-ip\/198\.51\.100\.7$/);
  });
});

describe('names of EC2', () => {
  it('are the tag Name, else the id', () => {
    expect(made('instance').name({ InstanceId: 'i-1', Tags: [{ Key: 'Name', Value: 'web' }] }, origin)).toBe('web');
    expect(made('instance').name({ InstanceId: 'i-1', Tags: [] }, origin)).toBe('i-1');
    expect(made('network-interface').tags?.({ TagSet: [{ Key: 'env', Value: 'prod' }] })).toEqual({ env: 'prod' });
  });
});

describe('relations of EC2', () => {
  it('join an instance to its groups, its image and its role', () => {
    const role = 'arn:aws:iam::111122223333:instance-profile/web';
    const item = {
      InstanceId: 'i-1',
      ImageId: 'ami-1',
      SubnetId: 'subnet-1',
      SecurityGroups: [{ GroupId: 'sg-1' }],
      IamInstanceProfile: { Arn: role },
    };
    expect(relations('instance', item)).toEqual([
      'attached → security-group/sg-1',
      'placed-in → subnet/subnet-1',
      'runs → arn:aws:ec2:eu-west-1::image/ami-1',
      `assumes → ${role}`,
    ]);
  });

  it('tell the gateways of a route apart', () => {
    const routes = [
      { GatewayId: 'local' },
      { GatewayId: 'igw-1' },
      { GatewayId: 'vgw-1' },
      { VpcPeeringConnectionId: 'pcx-1' },
      { NatGatewayId: 'nat-1' },
    ];
    expect(relations('route-table', { RouteTableId: 'rtb-1', Routes: routes })).toEqual([
      'routes-to → vpc-peering-connection/pcx-1',
      'routes-to → natgateway/nat-1',
      'routes-to → internet-gateway/igw-1',
    ]);
  });

  it('reach over to the account and region of the peer', () => {
    const item = {
      RequesterVpcInfo: { VpcId: 'vpc-1', OwnerId: '111122223333', Region: 'eu-west-1' },
      AccepterVpcInfo: { VpcId: 'vpc-2', OwnerId: '222233334444', Region: 'us-east-1' },
    };
    expect(relations('vpc-peering-connection', item)).toEqual([
      'connects → arn:aws:ec2:us-east-1:222233334444:vpc/vpc-2',
      'connects → vpc/vpc-1',
    ]);
    expect(relations('vpc-peering-connection', { AccepterVpcInfo: null })).toEqual([]);
  });

  it('say what a flow log watches, and where it writes', () => {
    const item = { ResourceId: 'vpc-1', LogDestination: 'arn:aws:s3:::flow-logs/vpc/' };
    expect(relations('flow-log', item)).toEqual(['observes → vpc/vpc-1', 'logs-to → arn:aws:s3:::flow-logs']);
    const group = 'arn:aws:logs:eu-west-1:111122223333:log-group:/flow/logs';
    expect(relations('flow-log', { LogDestination: group })).toEqual([`logs-to → ${group}`]);
    expect(relations('flow-log', { ResourceId: 'eni-1' })).toEqual(['observes → network-interface/eni-1']);
  });
});
