import type { ItemOrigin } from '../../../../model/index.ts';
import { pointsToArn } from '../../relations.ts';
import { partitionOf, type ServiceCall, tagsOf, text } from '../../service-table.ts';

/** Users, groups, roles, and the ways they prove who they are. */
export const identityCalls: readonly ServiceCall[] = [
  {
    operation: 'ListUsers',
    permission: 'iam:ListUsers',
    scope: 'global',
    items: 'Users',
    makes: {
      kind: 'aws.iam.user',
      category: 'identity',
      title: { en: 'IAM user', ko: 'IAM 사용자' },
      id: (item, origin) => text(item, 'Arn') || iamArn(origin, 'user', text(item, 'UserName')),
      name: (item) => text(item, 'UserName'),
      tags: (item) => tagsOf(item.Tags),
    },
  },
  {
    operation: 'ListAccessKeys',
    permission: 'iam:ListAccessKeys',
    scope: 'global',
    each: { kind: 'aws.iam.user', params: { UserName: 'UserName' } },
    items: 'AccessKeyMetadata',
    as: 'accessKeys',
  },
  {
    operation: 'ListMFADevices',
    permission: 'iam:ListMFADevices',
    scope: 'global',
    each: { kind: 'aws.iam.user', params: { UserName: 'UserName' } },
    items: 'MFADevices',
    as: 'mfaDevices',
  },
  {
    operation: 'ListGroupsForUser',
    permission: 'iam:ListGroupsForUser',
    scope: 'global',
    each: { kind: 'aws.iam.user', params: { UserName: 'UserName' } },
    items: 'Groups',
    as: 'groups',
    relations: [pointsToArn('member-of', 'aws.iam.group', 'Arn')],
  },
  {
    operation: 'ListGroups',
    permission: 'iam:ListGroups',
    scope: 'global',
    items: 'Groups',
    makes: {
      kind: 'aws.iam.group',
      category: 'identity',
      title: { en: 'IAM group', ko: 'IAM 사용자 그룹' },
      id: (item, origin) => text(item, 'Arn') || iamArn(origin, 'group', text(item, 'GroupName')),
      name: (item) => text(item, 'GroupName'),
    },
  },
  {
    operation: 'GetGroup',
    permission: 'iam:GetGroup',
    scope: 'global',
    each: { kind: 'aws.iam.group', params: { GroupName: 'GroupName' } },
    items: 'Users',
    as: 'members',
  },
  {
    operation: 'ListRoles',
    permission: 'iam:ListRoles',
    scope: 'global',
    items: 'Roles',
    makes: {
      kind: 'aws.iam.role',
      category: 'identity',
      title: { en: 'IAM role', ko: 'IAM 역할' },
      id: (item, origin) => text(item, 'Arn') || iamArn(origin, 'role', text(item, 'RoleName')),
      name: (item) => text(item, 'RoleName'),
      tags: (item) => tagsOf(item.Tags),
    },
  },
  {
    // The list leaves out when a role was last used, its tags and its permissions boundary.
    operation: 'GetRole',
    permission: 'iam:GetRole',
    scope: 'global',
    each: { kind: 'aws.iam.role', params: { RoleName: 'RoleName' } },
    as: 'details',
  },
  {
    operation: 'ListInstanceProfiles',
    permission: 'iam:ListInstanceProfiles',
    scope: 'global',
    items: 'InstanceProfiles',
    makes: {
      kind: 'aws.iam.instance-profile',
      category: 'identity',
      title: { en: 'Instance profile', ko: '인스턴스 프로파일' },
      id: (item, origin) => text(item, 'Arn') || iamArn(origin, 'instance-profile', text(item, 'InstanceProfileName')),
      name: (item) => text(item, 'InstanceProfileName'),
      tags: (item) => tagsOf(item.Tags),
      relations: [pointsToArn('assumes', 'aws.iam.role', 'Roles.Arn')],
    },
  },
  {
    operation: 'ListVirtualMFADevices',
    permission: 'iam:ListVirtualMFADevices',
    scope: 'global',
    params: { AssignmentStatus: 'Any' },
    items: 'VirtualMFADevices',
    makes: {
      kind: 'aws.iam.virtual-mfa-device',
      category: 'identity',
      title: { en: 'Virtual MFA device', ko: '가상 MFA 디바이스' },
      id: (item) => text(item, 'SerialNumber'),
      name: (item) => lastPart(text(item, 'SerialNumber')),
      tags: (item) => tagsOf(item.Tags),
      relations: [pointsToArn('assigned-to', 'aws.iam.user', 'User.Arn')],
    },
  },
  {
    operation: 'ListSAMLProviders',
    permission: 'iam:ListSAMLProviders',
    scope: 'global',
    items: 'SAMLProviderList',
    makes: {
      kind: 'aws.iam.saml-provider',
      category: 'identity',
      title: { en: 'SAML provider', ko: 'SAML 자격 증명 공급자' },
      id: (item) => text(item, 'Arn'),
      name: (item) => lastPart(text(item, 'Arn')),
    },
  },
  {
    operation: 'ListOpenIDConnectProviders',
    permission: 'iam:ListOpenIDConnectProviders',
    scope: 'global',
    items: 'OpenIDConnectProviderList',
    makes: {
      kind: 'aws.iam.oidc-provider',
      category: 'identity',
      title: { en: 'OpenID Connect provider', ko: 'OIDC 자격 증명 공급자' },
      id: (item) => text(item, 'Arn'),
      name: (item) => text(item, 'Arn').split(':oidc-provider/').at(-1) ?? '',
    },
  },
  {
    operation: 'ListServerCertificates',
    permission: 'iam:ListServerCertificates',
    scope: 'global',
    items: 'ServerCertificateMetadataList',
    makes: {
      kind: 'aws.iam.server-certificate',
      category: 'security',
      title: { en: 'IAM server certificate', ko: 'IAM 서버 인증서' },
      id: (item) => text(item, 'Arn'),
      name: (item) => text(item, 'ServerCertificateName'),
    },
  },
];

/** ARN of an identity whose list item has none, as emulators give it. */
function iamArn(origin: ItemOrigin, type: string, name: string): string {
  return `arn:${partitionOf(origin.region)}:iam::${origin.account}:${type}/${name}`;
}

function lastPart(id: string): string {
  return id.split('/').at(-1) ?? id;
}
