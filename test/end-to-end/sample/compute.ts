import {
  type _InstanceType,
  AllocateAddressCommand,
  type BlockDeviceMapping,
  CreateLaunchTemplateCommand,
  CreateSnapshotCommand,
  CreateVolumeCommand,
  EC2Client,
  ModifyImageAttributeCommand,
  ModifySnapshotAttributeCommand,
  RegisterImageCommand,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import { type Cloud, SEOUL, tags } from '../cloud.ts';
import type { Company } from './company.ts';
import type { Network, Networks } from './network.ts';

interface Machine {
  name: string;
  type: _InstanceType;
  image: string;
  network?: Network;
  subnet?: string;
  groups?: string[];
  /** Only the second version of the metadata service, which a forged request does not reach. */
  imdsv2: boolean;
  profile?: string;
  encrypted: boolean;
  userData?: string;
  tags?: Record<string, string>;
}

/** Servers, their images and disks. */
export async function buildCompute({ production, development, daysAgo }: Company, networks: Networks): Promise<void> {
  await daysAgo(400);
  const oldImage = await bakeImage(development, SEOUL, 'dev-base-2025-10');
  await daysAgo(390);
  await runMachines(development, SEOUL, [
    {
      name: 'jenkins',
      type: 'm5.large',
      image: oldImage,
      network: networks.development,
      subnet: 'public-a',
      groups: ['jenkins'],
      imdsv2: false,
      encrypted: false,
      userData: JENKINS,
    },
    {
      name: 'windows-pos',
      type: 't3.medium',
      image: oldImage,
      network: networks.development,
      subnet: 'public-c',
      groups: ['windows-pos', 'temp'],
      imdsv2: false,
      encrypted: false,
    },
  ]);
  await daysAgo(60);
  const image = await bakeImage(production, SEOUL, 'shop-base-2026-09');
  const copy = await bakeImage(production, 'ap-northeast-1', 'shop-base-2026-09');
  const dev = await bakeImage(development, SEOUL, 'dev-base-2026-09');
  await publish(development, dev);
  await daysAgo(55);
  const web = {
    type: 'c5.large',
    image,
    network: networks.shop,
    groups: ['shop-web'],
    imdsv2: true,
    encrypted: true,
    profile: 'shop-web',
    tags: { Team: 'shop', Tier: 'web' },
  } as const;
  await runMachines(production, SEOUL, [
    { ...web, name: 'shop-web-1', subnet: 'private-a', groups: ['shop-web'] },
    { ...web, name: 'shop-web-2', subnet: 'private-c', groups: ['shop-web'] },
    { ...web, name: 'shop-web-3', subnet: 'private-a', groups: ['shop-web'] },
    {
      ...web,
      name: 'orders-worker-1',
      subnet: 'private-a',
      groups: ['shop-web'],
      profile: 'orders-worker',
      tags: { Team: 'orders' },
    },
    {
      ...web,
      name: 'orders-worker-2',
      subnet: 'private-c',
      groups: ['shop-web'],
      profile: 'orders-worker',
      tags: { Team: 'orders' },
    },
    {
      name: 'bastion',
      type: 't3.micro',
      image,
      network: networks.shop,
      subnet: 'public-a',
      groups: ['bastion'],
      imdsv2: false,
      encrypted: true,
      tags: { Team: 'platform' },
    },
    {
      name: 'product-search-1',
      type: 'r5.large',
      image,
      network: networks.shop,
      subnet: 'public-c',
      groups: ['product-search'],
      imdsv2: true,
      encrypted: false,
      tags: { Team: 'search' },
    },
  ]);
  await runMachines(production, 'ap-northeast-1', [
    { ...web, name: 'recovery-web-1', image: copy, network: networks.recovery, subnet: 'private-a', groups: [] },
  ]);
  await runMachines(development, SEOUL, [
    {
      name: 'dev-web-1',
      type: 't3.medium',
      image: dev,
      network: networks.development,
      subnet: 'private-a',
      groups: ['dev-web'],
      imdsv2: true,
      encrypted: true,
      profile: 'dev-web',
    },
    {
      name: 'dev-web-2',
      type: 't3.medium',
      image: dev,
      network: networks.development,
      subnet: 'private-c',
      groups: ['dev-web'],
      imdsv2: true,
      encrypted: true,
      profile: 'dev-web',
    },
  ]);
  await daysAgo(9);
  // Nobody of the company works in São Paulo or Frankfurt.
  const stranger = await bakeImage(development, 'sa-east-1', 'cuda-12-base');
  await runMachines(development, 'sa-east-1', [
    { name: '', type: 'p3.16xlarge', image: stranger, imdsv2: false, encrypted: false },
    { name: '', type: 'p3.16xlarge', image: stranger, imdsv2: false, encrypted: false },
  ]);
  const trial = await bakeImage(development, 'eu-central-1', 'ml-trial');
  await runMachines(development, 'eu-central-1', [
    { name: 'review-classifier-trial', type: 'g4dn.xlarge', image: trial, imdsv2: true, encrypted: false },
  ]);

  await keepDisks(production, development, daysAgo);
  await buildTemplates(production, image);
  await production.client(EC2Client).send(new AllocateAddressCommand({ Domain: 'vpc' }));
}

/** A start script as teams write them; its secret never leaves the collector in plain. */
const JENKINS = `#!/bin/bash
export DB_PASSWORD='Summ3r-In-Seoul!'
/opt/jenkins/start --admin-token ghp_${'a1B2c3D4e5F6'.repeat(3)}
`;

async function bakeImage(cloud: Cloud, region: string, name: string): Promise<string> {
  const { ImageId } = await cloud.client(EC2Client, region).send(
    new RegisterImageCommand({
      Name: name,
      Description: `Base image ${name}`,
      Architecture: 'x86_64',
      RootDeviceName: '/dev/xvda',
      VirtualizationType: 'hvm',
    }),
  );
  return ImageId as string;
}

async function publish(cloud: Cloud, ImageId: string): Promise<void> {
  await cloud
    .client(EC2Client)
    .send(new ModifyImageAttributeCommand({ ImageId, LaunchPermission: { Add: [{ Group: 'all' }] } }));
}

async function runMachines(cloud: Cloud, region: string, machines: Machine[]): Promise<void> {
  const ec2 = cloud.client(EC2Client, region);
  for (const {
    name,
    type,
    image,
    network,
    subnet,
    groups,
    imdsv2,
    profile,
    encrypted,
    userData,
    tags: more,
  } of machines) {
    const disk: BlockDeviceMapping = {
      DeviceName: '/dev/xvda',
      Ebs: { VolumeSize: 50, VolumeType: 'gp3', Encrypted: encrypted },
    };
    await ec2.send(
      new RunInstancesCommand({
        ImageId: image,
        InstanceType: type,
        MinCount: 1,
        MaxCount: 1,
        ...(subnet === undefined ? {} : { SubnetId: network?.subnets[subnet] }),
        ...(network === undefined || !groups?.length
          ? {}
          : { SecurityGroupIds: groups.map((group) => network.groups[group] as string) }),
        BlockDeviceMappings: [disk],
        MetadataOptions: { HttpTokens: imdsv2 ? 'required' : 'optional', HttpEndpoint: 'enabled' },
        ...(profile === undefined ? {} : { IamInstanceProfile: { Name: profile } }),
        ...(userData === undefined ? {} : { UserData: Buffer.from(userData).toString('base64') }),
        ...(name === ''
          ? {}
          : { TagSpecifications: [{ ResourceType: 'instance', Tags: tags({ Name: name, ...more }) }] }),
      }),
    );
  }
}

async function keepDisks(production: Cloud, development: Cloud, daysAgo: Company['daysAgo']): Promise<void> {
  const keep = async (cloud: Cloud, name: string, encrypted: boolean, shared: boolean) => {
    const ec2 = cloud.client(EC2Client);
    const { VolumeId } = await ec2.send(
      new CreateVolumeCommand({
        AvailabilityZone: `${SEOUL}a`,
        Size: 200,
        VolumeType: 'gp3',
        Encrypted: encrypted,
        TagSpecifications: [{ ResourceType: 'volume', Tags: tags({ Name: name }) }],
      }),
    );
    const { SnapshotId } = await ec2.send(
      new CreateSnapshotCommand({
        VolumeId,
        Description: `Snapshot of ${name}`,
        TagSpecifications: [{ ResourceType: 'snapshot', Tags: tags({ Name: `${name}-snapshot` }) }],
      }),
    );
    if (!shared) return;
    await ec2.send(
      new ModifySnapshotAttributeCommand({
        SnapshotId,
        Attribute: 'createVolumePermission',
        OperationType: 'add',
        GroupNames: ['all'],
      }),
    );
  };
  await daysAgo(200);
  await keep(production, 'orders-archive', true, false);
  await keep(production, 'product-images', true, false);
  await keep(development, 'member-table-copy', false, true);
  await keep(development, 'build-cache', false, false);
}

async function buildTemplates(cloud: Cloud, image: string): Promise<void> {
  for (const [LaunchTemplateName, HttpTokens] of [
    ['shop-web', 'required'],
    ['event-sale', 'optional'],
  ] as const) {
    await cloud.client(EC2Client).send(
      new CreateLaunchTemplateCommand({
        LaunchTemplateName,
        LaunchTemplateData: {
          ImageId: image,
          InstanceType: 'c5.large',
          MetadataOptions: { HttpTokens, HttpEndpoint: 'enabled' },
        },
      }),
    );
  }
}
