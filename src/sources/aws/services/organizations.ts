import { isObject, type JsonObject } from '../../../model/index.ts';
import { type ServiceCall, type ServiceTable, text } from '../service-table.ts';

const ofManagement = { kind: 'aws.account', params: {}, when: managesOrganization, reads: ['organization'] } as const;

/**
 * The organisation. Member accounts may ask which organisation they belong to; only the management account
 * lists accounts, units and policies, so these are asked there alone.
 */
export const organizations: ServiceTable = {
  service: 'organizations',
  client: () => import('@aws-sdk/client-organizations'),
  calls: [
    {
      operation: 'DescribeOrganization',
      permission: 'organizations:DescribeOrganization',
      scope: 'global',
      each: { kind: 'aws.account', params: {} },
      as: 'organization',
      absent: ['AWSOrganizationsNotInUseException'],
    },
    {
      operation: 'ListHandshakesForAccount',
      permission: 'organizations:ListHandshakesForAccount',
      scope: 'global',
      each: { kind: 'aws.account', params: {} },
      items: 'Handshakes',
      as: 'handshakes',
    },
    {
      operation: 'ListAccounts',
      permission: 'organizations:ListAccounts',
      scope: 'global',
      each: ofManagement,
      items: 'Accounts',
      makes: {
        kind: 'aws.organizations.account',
        category: 'organization',
        title: { en: 'Member account', ko: '조직 구성원 계정' },
        id: (item) => text(item, 'Arn'),
        name: (item) => text(item, 'Name') || text(item, 'Id'),
      },
    },
    {
      operation: 'ListDelegatedAdministrators',
      permission: 'organizations:ListDelegatedAdministrators',
      scope: 'global',
      each: ofManagement,
      items: 'DelegatedAdministrators',
      as: 'delegatedAdministrators',
    },
    {
      operation: 'ListRoots',
      permission: 'organizations:ListRoots',
      scope: 'global',
      each: ofManagement,
      items: 'Roots',
      makes: {
        kind: 'aws.organizations.root',
        category: 'organization',
        title: { en: 'Organization root', ko: '조직 루트' },
        id: (item) => text(item, 'Arn'),
        name: (item) => text(item, 'Name') || text(item, 'Id'),
      },
    },
    unitsBelow('aws.organizations.root'),
    unitsBelow('aws.organizations.unit'),
    {
      operation: 'ListPolicies',
      permission: 'organizations:ListPolicies',
      scope: 'global',
      params: { Filter: 'SERVICE_CONTROL_POLICY' },
      each: ofManagement,
      items: 'Policies',
      makes: {
        kind: 'aws.organizations.policy',
        category: 'organization',
        title: { en: 'Service control policy', ko: '서비스 제어 정책(SCP)' },
        id: (item) => text(item, 'Arn'),
        name: (item) => text(item, 'Name'),
      },
    },
    {
      operation: 'DescribePolicy',
      permission: 'organizations:DescribePolicy',
      scope: 'global',
      each: { kind: 'aws.organizations.policy', params: { PolicyId: 'Id' } },
      as: 'policy',
    },
    {
      operation: 'ListTargetsForPolicy',
      permission: 'organizations:ListTargetsForPolicy',
      scope: 'global',
      each: { kind: 'aws.organizations.policy', params: { PolicyId: 'Id' } },
      items: 'Targets',
      as: 'targets',
      relations: [
        { type: 'governs', kind: 'aws.organizations.root', to: targetsOf('ROOT') },
        { type: 'governs', kind: 'aws.organizations.unit', to: targetsOf('ORGANIZATIONAL_UNIT') },
        { type: 'governs', kind: 'aws.organizations.account', to: targetsOf('ACCOUNT') },
      ],
    },
  ],
};

function unitsBelow(kind: string): ServiceCall {
  return {
    operation: 'ListOrganizationalUnitsForParent',
    permission: 'organizations:ListOrganizationalUnitsForParent',
    scope: 'global',
    each: { kind, params: { ParentId: 'Id' } },
    items: 'OrganizationalUnits',
    makes: {
      kind: 'aws.organizations.unit',
      category: 'organization',
      title: { en: 'Organizational unit', ko: '조직 단위(OU)' },
      id: (item) => text(item, 'Arn'),
      name: (item) => text(item, 'Name') || text(item, 'Id'),
    },
  };
}

function targetsOf(type: string): (target: JsonObject) => string[] {
  return (target) => (target.Type === type ? [text(target, 'Arn')] : []);
}

/** True for the account that pays for and governs its organisation. Reads `organization`. */
export function managesOrganization(account: JsonObject): boolean {
  const answer = account.organization;
  const organization = isObject(answer) ? answer.Organization : undefined;
  return isObject(organization) && organization.MasterAccountId === account.Account;
}
