import type { ItemOrigin, JsonObject } from '../../../model/index.ts';
import { pointsToArn } from '../relations.ts';
import { arn, partitionOf, type ServiceTable, tagsOf, text } from '../service-table.ts';

/** Machines under Systems Manager and whether they are up to date; documents and parameters (never a parameter's value). */
export const ssm: ServiceTable = {
  service: 'ssm',
  client: () => import('@aws-sdk/client-ssm'),
  calls: [
    {
      operation: 'DescribeInstanceInformation',
      permission: 'ssm:DescribeInstanceInformation',
      scope: 'regional',
      items: 'InstanceInformationList',
      makes: {
        kind: 'aws.ssm.managed-instance',
        category: 'management',
        title: { en: 'Managed node', ko: '관리형 노드(Systems Manager)' },
        id: (item, origin) => managedInstance(origin, text(item, 'InstanceId')),
        name: (item) => text(item, 'InstanceId'),
        relations: [
          { type: 'manages', kind: 'aws.ec2.instance', to: instance },
          { type: 'assumes', kind: 'aws.iam.role', to: hybridRole },
        ],
      },
    },
    {
      operation: 'ListResourceComplianceSummaries',
      permission: 'ssm:ListResourceComplianceSummaries',
      scope: 'regional',
      items: 'ResourceComplianceSummaryItems',
      makes: {
        kind: 'aws.ssm.compliance',
        category: 'management',
        title: { en: 'Compliance of a managed node', ko: '관리형 노드의 규정 준수 상태' },
        id: (item, origin) =>
          `${managedInstance(origin, text(item, 'ResourceId'))}/compliance/${text(item, 'ComplianceType')}`,
        name: (item) => `${text(item, 'ResourceId')} ${text(item, 'ComplianceType')}`,
        relations: [
          {
            type: 'describes',
            kind: 'aws.ssm.managed-instance',
            to: (item, origin) => [managedInstance(origin, text(item, 'ResourceId'))],
          },
        ],
      },
    },
    {
      operation: 'ListDocuments',
      permission: 'ssm:ListDocuments',
      scope: 'regional',
      params: { Filters: [{ Key: 'Owner', Values: ['Self'] }] },
      items: 'DocumentIdentifiers',
      makes: {
        kind: 'aws.ssm.document',
        category: 'management',
        title: { en: 'SSM document', ko: 'SSM 문서' },
        id: (item, origin) => arn('ssm', origin, `document/${text(item, 'Name')}`),
        name: (item) => text(item, 'Name'),
        tags: (item) => tagsOf(item.Tags),
        where: (item) => !text(item, 'Owner').startsWith('Amazon'),
      },
    },
    {
      operation: 'DescribeDocumentPermission',
      permission: 'ssm:DescribeDocumentPermission',
      scope: 'regional',
      params: { PermissionType: 'Share' },
      each: { kind: 'aws.ssm.document', params: { Name: 'Name' } },
      items: 'AccountIds',
      as: 'sharedWith',
    },
    {
      operation: 'DescribeParameters',
      permission: 'ssm:DescribeParameters',
      scope: 'regional',
      items: 'Parameters',
      makes: {
        kind: 'aws.ssm.parameter',
        category: 'management',
        title: { en: 'SSM parameter', ko: 'SSM 파라미터' },
        id: (item, origin) =>
          text(item, 'ARN') || arn('ssm', origin, `parameter/${text(item, 'Name').replace(/^\//, '')}`),
        name: (item) => text(item, 'Name'),
        relations: [pointsToArn('encrypted-by', 'aws.kms.key', 'KeyId')],
      },
    },
    {
      operation: 'GetServiceSetting',
      permission: 'ssm:GetServiceSetting',
      scope: 'regional',
      params: { SettingId: '/ssm/documents/console/public-sharing-permission' },
      each: { kind: 'aws.region', params: {} },
      as: 'documentSharing',
    },
  ],
};

function managedInstance(origin: ItemOrigin, id: string): string {
  return arn('ssm', origin, `managed-instance/${id}`);
}

/** Nodes outside EC2 have ids that begin with `mi-`. */
function instance(item: JsonObject, origin: ItemOrigin): string[] {
  const id = text(item, 'InstanceId');
  return id.startsWith('i-') ? [arn('ec2', origin, `instance/${id}`)] : [];
}

/** A node outside EC2 names the role it acts as, with its path where it has one. */
function hybridRole(item: JsonObject, origin: ItemOrigin): string[] {
  const role = text(item, 'IamRole');
  return role === '' ? [] : [`arn:${partitionOf(origin.region)}:iam::${origin.account}:role/${role}`];
}
