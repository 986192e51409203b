import { type ServiceTable, text } from '../service-table.ts';

export const ec2: ServiceTable = {
  service: 'ec2',
  client: () => import('@aws-sdk/client-ec2'),
  calls: [
    {
      operation: 'DescribeRegions',
      permission: 'ec2:DescribeRegions',
      scope: 'global',
      params: { AllRegions: true },
      items: 'Regions',
      makes: {
        kind: 'aws.region',
        category: 'organization',
        title: { en: 'AWS region', ko: 'AWS 리전' },
        id: (item, origin) => `aws:${origin.account}:${text(item, 'RegionName')}`,
        name: (item) => text(item, 'RegionName'),
        region: (item) => text(item, 'RegionName'),
      },
    },
    {
      operation: 'GetEbsEncryptionByDefault',
      permission: 'ec2:GetEbsEncryptionByDefault',
      scope: 'regional',
      each: { kind: 'aws.region', params: {} },
      as: 'ebsEncryption',
    },
  ],
};
