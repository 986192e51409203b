import {
  AuthorizeSecurityGroupIngressCommand,
  CreateFlowLogsCommand,
  CreateLaunchTemplateCommand,
  CreateSecurityGroupCommand,
  CreateSnapshotCommand,
  CreateSubnetCommand,
  CreateVolumeCommand,
  CreateVpcCommand,
  DescribeSecurityGroupsCommand,
  EC2Client,
  ModifyImageAttributeCommand,
  ModifySnapshotAttributeCommand,
  ModifySubnetAttributeCommand,
  RegisterImageCommand,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
  RunInstancesCommand,
  type RunInstancesCommandInput,
} from '@aws-sdk/client-ec2';
import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import { type Cloud, SEOUL, tags, trust } from '../cloud.ts';
import type { Twins } from './twins.ts';

/** Ports that must not be open to the world: the twin opens them to the inside only. */
const ports: Record<string, number> = {
  'aws-ec2-security-group-ssh-port': 22,
  'aws-ec2-security-group-rdp-port': 3389,
  'aws-ec2-security-group-mysql-port': 3306,
  'aws-ec2-security-group-postgresql-port': 5432,
  'aws-ec2-security-group-redis-port': 6379,
  'aws-ec2-security-group-mongodb-port': 27017,
  'aws-ec2-security-group-elasticsearch-port': 9200,
  'aws-ec2-security-group-sql-server-port': 1433,
  'aws-ec2-security-group-cifs-port': 445,
  'aws-ec2-security-group-high-risk-ports': 8088,
};

export const network: readonly Twins[] = [
  ...Object.entries(ports).map(
    ([control, port]): Twins => ({
      control,
      make: (cloud, name, good) => group(cloud, name, 'tcp', port, good ? '10.0.0.0/8' : '0.0.0.0/0'),
    }),
  ),
  {
    control: 'aws-ec2-security-group-all-ports',
    make: (cloud, name, good) => group(cloud, name, '-1', undefined, good ? '10.0.0.0/8' : '0.0.0.0/0'),
  },
  {
    control: 'aws-ec2-security-group-any-port',
    // Port 443 is for everybody to come in by.
    make: (cloud, name, good) => group(cloud, name, 'tcp', good ? 443 : 8444, '0.0.0.0/0'),
  },
  {
    control: 'aws-ec2-security-group-default-closed',
    async make(cloud, name, good) {
      const id = await defaultGroup(cloud, await vpc(cloud, name));
      if (good) await closeGroup(cloud, id);
      return id;
    },
  },
  {
    control: 'aws-ec2-vpc-flow-logs',
    async make(cloud, name, good) {
      const id = await vpc(cloud, name);
      if (!good) return id;
      await cloud.client(EC2Client).send(
        new CreateFlowLogsCommand({
          ResourceIds: [id],
          ResourceType: 'VPC',
          TrafficType: 'ALL',
          LogDestinationType: 's3',
          LogDestination: 'arn:aws:s3:::access-logs',
        }),
      );
      return id;
    },
  },
  {
    control: 'aws-ec2-subnet-public-address-by-default',
    async make(cloud, name, good) {
      const ec2 = cloud.client(EC2Client);
      const VpcId = await vpc(cloud, name);
      const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: '10.9.1.0/24' }));
      const MapPublicIpOnLaunch = { Value: !good };
      await ec2.send(new ModifySubnetAttributeCommand({ SubnetId: Subnet?.SubnetId, MapPublicIpOnLaunch }));
      return Subnet?.SubnetId;
    },
  },
];

export const machines: readonly Twins[] = [
  instance('aws-ec2-instance-imdsv2', (good) => ({
    MetadataOptions: { HttpTokens: good ? 'required' : 'optional', HttpEndpoint: 'enabled' },
  })),
  instance('aws-ec2-instance-user-data-secrets', (good) => ({
    UserData: Buffer.from(
      good
        ? '#!/bin/sh\nPASSWORD=$(get-secret shop)\n'
        : `#!/bin/sh\nexport AWS_SECRET_ACCESS_KEY=${'wJalrXUtnFEMIK7MDENG0bPxRfiCY4Zq8sVtKd12'}\n`,
    ).toString('base64'),
  })),
  {
    control: 'aws-ec2-instance-profile',
    async make(cloud, name, good) {
      return run(cloud, SEOUL, good ? { IamInstanceProfile: { Name: await profile(cloud, name) } } : {});
    },
  },
  {
    control: 'aws-ec2-launch-template-imdsv2',
    async make(cloud, LaunchTemplateName, good) {
      const MetadataOptions = { HttpTokens: good ? 'required' : 'optional', HttpEndpoint: 'enabled' } as const;
      const LaunchTemplateData = { InstanceType: 't3.micro', MetadataOptions } as const;
      const { LaunchTemplate } = await cloud
        .client(EC2Client)
        .send(new CreateLaunchTemplateCommand({ LaunchTemplateName, LaunchTemplateData }));
      return LaunchTemplate?.LaunchTemplateId;
    },
  },
  {
    control: 'aws-ec2-instance-large-outside-regions',
    // Both are of the type; the region makes the difference.
    make: (cloud, _, good) => run(cloud, good ? SEOUL : 'sa-east-1', { InstanceType: 'p3.2xlarge' }),
  },
];

export const disks: readonly Twins[] = [
  { control: 'aws-ec2-volume-encryption', make: (cloud, _, good) => volume(cloud, good) },
  {
    control: 'aws-ec2-snapshot-encryption',
    make: async (cloud, _, good) => snapshot(cloud, await volume(cloud, good)),
  },
  {
    control: 'aws-ec2-snapshot-public',
    async make(cloud, _, good) {
      const SnapshotId = await snapshot(cloud, await volume(cloud, false));
      const shared = good ? { UserIds: [cloud.account] } : { GroupNames: ['all'] };
      const attribute = { Attribute: 'createVolumePermission', OperationType: 'add' } as const;
      await cloud.client(EC2Client).send(new ModifySnapshotAttributeCommand({ SnapshotId, ...attribute, ...shared }));
      return SnapshotId;
    },
  },
  {
    control: 'aws-ec2-image-public',
    async make(cloud, name, good) {
      const ImageId = await image(cloud, SEOUL, name);
      if (good) return ImageId;
      const LaunchPermission = { Add: [{ Group: 'all' as const }] };
      await cloud.client(EC2Client).send(new ModifyImageAttributeCommand({ ImageId, LaunchPermission }));
      return ImageId;
    },
  },
];

/** Things that are older than they should be, to be made while moto's clock is set back. */
export const oldMachines = (daysAgo: (days: number) => Promise<void>): readonly Twins[] => [
  {
    control: 'aws-ec2-instance-image-age',
    async make(cloud, name, good) {
      await daysAgo(good ? 5 : 700);
      const ImageId = await image(cloud, SEOUL, name);
      await daysAgo(0);
      return run(cloud, SEOUL, { ImageId });
    },
  },
];

function instance(control: string, input: (good: boolean) => Partial<RunInstancesCommandInput>): Twins {
  return { control, make: (cloud, _, good) => run(cloud, SEOUL, input(good)) };
}

async function run(cloud: Cloud, region: string, input: Partial<RunInstancesCommandInput>): Promise<string> {
  const ImageId = input.ImageId ?? (await image(cloud, region, `base-${Math.random().toString(36).slice(2)}`));
  const { Instances } = await cloud
    .client(EC2Client, region)
    .send(new RunInstancesCommand({ InstanceType: 't3.micro', ...input, ImageId, MinCount: 1, MaxCount: 1 }));
  return Instances?.[0]?.InstanceId as string;
}

async function image(cloud: Cloud, region: string, Name: string): Promise<string> {
  const about = { Name, RootDeviceName: '/dev/xvda', VirtualizationType: 'hvm', Architecture: 'x86_64' } as const;
  const { ImageId } = await cloud.client(EC2Client, region).send(new RegisterImageCommand(about));
  return ImageId as string;
}

async function profile(cloud: Cloud, name: string): Promise<string> {
  const iam = cloud.client(IAMClient, 'us-east-1');
  const AssumeRolePolicyDocument = trust({ Service: 'ec2.amazonaws.com' });
  await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument }));
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: name }));
  await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: name, RoleName: name }));
  return name;
}

async function volume(cloud: Cloud, Encrypted: boolean): Promise<string> {
  const { VolumeId } = await cloud
    .client(EC2Client)
    .send(new CreateVolumeCommand({ AvailabilityZone: `${SEOUL}a`, Size: 1, Encrypted }));
  return VolumeId as string;
}

async function snapshot(cloud: Cloud, VolumeId: string): Promise<string> {
  const { SnapshotId } = await cloud.client(EC2Client).send(new CreateSnapshotCommand({ VolumeId }));
  return SnapshotId as string;
}

async function vpc(cloud: Cloud, name: string): Promise<string> {
  const TagSpecifications = [{ ResourceType: 'vpc', Tags: tags({ Name: name }) } as const];
  const { Vpc } = await cloud
    .client(EC2Client)
    .send(new CreateVpcCommand({ CidrBlock: '10.9.0.0/16', TagSpecifications }));
  return Vpc?.VpcId as string;
}

async function group(cloud: Cloud, GroupName: string, IpProtocol: string, port: number | undefined, CidrIp: string) {
  const ec2 = cloud.client(EC2Client);
  const { GroupId } = await ec2.send(new CreateSecurityGroupCommand({ GroupName, Description: GroupName }));
  const range = port === undefined ? {} : { FromPort: port, ToPort: port };
  const IpPermissions = [{ IpProtocol, ...range, IpRanges: [{ CidrIp }] }];
  await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
  return GroupId as string;
}

async function defaultGroup(cloud: Cloud, vpcId: string): Promise<string> {
  const Filters = [
    { Name: 'vpc-id', Values: [vpcId] },
    { Name: 'group-name', Values: ['default'] },
  ];
  const { SecurityGroups } = await cloud.client(EC2Client).send(new DescribeSecurityGroupsCommand({ Filters }));
  return SecurityGroups?.[0]?.GroupId as string;
}

async function closeGroup(cloud: Cloud, GroupId: string): Promise<void> {
  const ec2 = cloud.client(EC2Client);
  const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [GroupId] }));
  const { IpPermissions = [], IpPermissionsEgress = [] } = SecurityGroups?.[0] ?? {};
  if (IpPermissions.length > 0) await ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
  if (IpPermissionsEgress.length > 0) {
    await ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions: IpPermissionsEgress }));
  }
}
