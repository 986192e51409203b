import type { JsonObject } from '../../../model/index.ts';
import { type ServiceCall, type ServiceTable, text } from '../service-table.ts';
import { computeCalls } from './ec2/compute.ts';
import { networkCalls } from './ec2/network.ts';

/** EC2: regions and their defaults, instances and disks, and the whole of VPC. */
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
    ofRegion('GetEbsEncryptionByDefault', 'ebsEncryption'),
    ofRegion('GetEbsDefaultKmsKeyId', 'ebsDefaultKey'),
    ofRegion('GetSnapshotBlockPublicAccessState', 'snapshotBlockPublicAccess'),
    ofRegion('GetImageBlockPublicAccessState', 'imageBlockPublicAccess'),
    ofRegion('GetAllowedImagesSettings', 'allowedImages'),
    ofRegion('GetInstanceMetadataDefaults', 'instanceMetadataDefaults'),
    ofRegion('GetSerialConsoleAccessStatus', 'serialConsoleAccess'),
    ofRegion('DescribeVpcBlockPublicAccessOptions', 'vpcBlockPublicAccess'),
    ...computeCalls,
    ...networkCalls,
  ],
};

/** A default of EC2 that holds for a region of the account. */
function ofRegion(operation: string, as: string): ServiceCall {
  return {
    operation,
    permission: `ec2:${operation}`,
    scope: 'regional',
    each: { kind: 'aws.region', params: {}, when: enabled },
    as,
  };
}

function enabled(region: JsonObject): boolean {
  return region.OptInStatus !== 'not-opted-in';
}
