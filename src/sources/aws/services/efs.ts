import { pointsToArn } from '../relations.ts';
import { arn, type ServiceTable, tagsOf, text } from '../service-table.ts';
import { pointsTo } from './ec2/listing.ts';

/** Elastic file systems and the ways into them. */
export const efs: ServiceTable = {
  service: 'efs',
  client: () => import('@aws-sdk/client-efs'),
  calls: [
    {
      operation: 'DescribeFileSystems',
      permission: 'elasticfilesystem:DescribeFileSystems',
      scope: 'regional',
      items: 'FileSystems',
      makes: {
        kind: 'aws.efs.file-system',
        category: 'storage',
        title: { en: 'EFS file system', ko: 'EFS 파일 시스템' },
        id: (item, origin) =>
          text(item, 'FileSystemArn') || arn('elasticfilesystem', origin, `file-system/${text(item, 'FileSystemId')}`),
        name: (item) => text(item, 'Name') || text(item, 'FileSystemId'),
        tags: (item) => tagsOf(item.Tags),
        relations: [pointsToArn('encrypted-by', 'aws.kms.key', 'KmsKeyId')],
      },
    },
    {
      operation: 'DescribeFileSystemPolicy',
      permission: 'elasticfilesystem:DescribeFileSystemPolicy',
      scope: 'regional',
      each: { kind: 'aws.efs.file-system', params: { FileSystemId: 'FileSystemId' } },
      as: 'policy',
      absent: ['PolicyNotFound', 'FileSystemNotFound'],
    },
    {
      operation: 'DescribeBackupPolicy',
      permission: 'elasticfilesystem:DescribeBackupPolicy',
      scope: 'regional',
      each: { kind: 'aws.efs.file-system', params: { FileSystemId: 'FileSystemId' } },
      as: 'backupPolicy',
      absent: ['PolicyNotFound', 'FileSystemNotFound'],
    },
    {
      operation: 'DescribeMountTargets',
      permission: 'elasticfilesystem:DescribeMountTargets',
      scope: 'regional',
      each: { kind: 'aws.efs.file-system', params: { FileSystemId: 'FileSystemId' } },
      items: 'MountTargets',
      as: 'mountTargets',
      relations: [pointsTo('placed-in', 'subnet', 'SubnetId'), pointsTo('placed-in', 'vpc', 'VpcId')],
      absent: ['FileSystemNotFound'],
    },
    {
      operation: 'DescribeAccessPoints',
      permission: 'elasticfilesystem:DescribeAccessPoints',
      scope: 'regional',
      items: 'AccessPoints',
      makes: {
        kind: 'aws.efs.access-point',
        category: 'storage',
        title: { en: 'EFS access point', ko: 'EFS 액세스 포인트' },
        id: (item) => text(item, 'AccessPointArn'),
        name: (item) => text(item, 'Name') || text(item, 'AccessPointId'),
        tags: (item) => tagsOf(item.Tags),
        relations: [
          {
            type: 'exposes',
            kind: 'aws.efs.file-system',
            to: (item, origin) => [arn('elasticfilesystem', origin, `file-system/${text(item, 'FileSystemId')}`)],
          },
        ],
      },
    },
  ],
};
