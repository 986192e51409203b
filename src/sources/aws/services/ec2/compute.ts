import { isObject, type JsonObject } from '../../../../model/index.ts';
import { pointsToArn } from '../../relations.ts';
import type { ServiceCall } from '../../service-table.ts';
import { lists, pointsTo, pointsToShared } from './listing.ts';

/** Instances, what they are started from, and the disks below them. */
export const computeCalls: readonly ServiceCall[] = [
  lists('DescribeInstances', 'Reservations.Instances', {
    type: 'instance',
    category: 'compute',
    title: { en: 'EC2 instance', ko: 'EC2 인스턴스' },
    id: 'InstanceId',
    relations: [
      pointsTo('attached', 'security-group', 'SecurityGroups.GroupId'),
      pointsTo('attached', 'network-interface', 'NetworkInterfaces.NetworkInterfaceId'),
      pointsTo('attached', 'volume', 'BlockDeviceMappings.Ebs.VolumeId'),
      pointsTo('placed-in', 'subnet', 'SubnetId'),
      pointsTo('placed-in', 'vpc', 'VpcId'),
      pointsTo('uses', 'key-pair', 'KeyName'),
      pointsToShared('runs', 'image', 'ImageId'),
      pointsToArn('assumes', 'aws.iam.instance-profile', 'IamInstanceProfile.Arn'),
    ],
  }),
  {
    operation: 'DescribeInstanceAttribute',
    permission: 'ec2:DescribeInstanceAttribute',
    scope: 'regional',
    params: { Attribute: 'userData' },
    each: { kind: 'aws.ec2.instance', params: { InstanceId: 'InstanceId' }, when: exists },
    as: 'userData',
    // The instance ended between the list and this call.
    absent: ['InvalidInstanceID.NotFound'],
    sensitive: [{ path: 'UserData.Value', encoding: 'base64' }],
  },
  {
    operation: 'DescribeImages',
    permission: 'ec2:DescribeImages',
    scope: 'regional',
    each: { kind: 'aws.ec2.instance', params: { 'ImageIds[]': 'ImageId' }, when: exists },
    items: 'Images',
    as: 'images',
    // The image was deregistered, or is no longer shared with this account.
    absent: ['InvalidAMIID.NotFound', 'InvalidAMIID.Unavailable'],
  },
  lists(
    'DescribeImages',
    'Images',
    {
      type: 'image',
      category: 'compute',
      title: { en: 'Machine image (AMI)', ko: '머신 이미지(AMI)' },
      id: 'ImageId',
      shared: true,
      relations: [pointsToShared('built-from', 'snapshot', 'BlockDeviceMappings.Ebs.SnapshotId')],
    },
    { params: { Owners: ['self'] } },
  ),
  lists('DescribeVolumes', 'Volumes', {
    type: 'volume',
    category: 'storage',
    title: { en: 'EBS volume', ko: 'EBS 볼륨' },
    id: 'VolumeId',
    relations: [
      pointsToArn('encrypted-by', 'aws.kms.key', 'KmsKeyId'),
      pointsToShared('built-from', 'snapshot', 'SnapshotId'),
    ],
  }),
  lists(
    'DescribeSnapshots',
    'Snapshots',
    {
      type: 'snapshot',
      category: 'storage',
      title: { en: 'EBS snapshot', ko: 'EBS 스냅샷' },
      id: 'SnapshotId',
      shared: true,
      relations: [pointsTo('built-from', 'volume', 'VolumeId'), pointsToArn('encrypted-by', 'aws.kms.key', 'KmsKeyId')],
    },
    { params: { OwnerIds: ['self'] } },
  ),
  {
    operation: 'DescribeSnapshotAttribute',
    permission: 'ec2:DescribeSnapshotAttribute',
    scope: 'regional',
    params: { Attribute: 'createVolumePermission' },
    each: { kind: 'aws.ec2.snapshot', params: { SnapshotId: 'SnapshotId' } },
    items: 'CreateVolumePermissions',
    as: 'createVolumePermissions',
    absent: ['InvalidSnapshot.NotFound'],
  },
  lists('DescribeKeyPairs', 'KeyPairs', {
    type: 'key-pair',
    category: 'identity',
    title: { en: 'Key pair', ko: '키 페어' },
    id: 'KeyName',
    name: 'KeyName',
  }),
  lists('DescribeLaunchTemplates', 'LaunchTemplates', {
    type: 'launch-template',
    category: 'compute',
    title: { en: 'Launch template', ko: '시작 템플릿' },
    id: 'LaunchTemplateId',
    name: 'LaunchTemplateName',
  }),
  {
    operation: 'DescribeLaunchTemplateVersions',
    permission: 'ec2:DescribeLaunchTemplateVersions',
    scope: 'regional',
    // Instances start from these two unless someone names an old version on purpose.
    params: { Versions: ['$Default', '$Latest'] },
    each: { kind: 'aws.ec2.launch-template', params: { LaunchTemplateId: 'LaunchTemplateId' } },
    items: 'LaunchTemplateVersions',
    as: 'versions',
    absent: ['InvalidLaunchTemplateId.NotFound'],
    sensitive: [{ path: 'LaunchTemplateData.UserData', encoding: 'base64' }],
  },
];

/** A terminated instance stays listed for about an hour; its attributes are gone. */
function exists(instance: JsonObject): boolean {
  return !isObject(instance.State) || instance.State.Name !== 'terminated';
}
