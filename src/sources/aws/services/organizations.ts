import { isObject, type JsonObject } from '../../../model/index.ts';
import { type ServiceTable, text } from '../service-table.ts';

/**
 * The organisation. Member accounts may ask which organisation they belong to; only the management account
 * lists accounts and policies, so these are asked there alone.
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
      operation: 'ListAccounts',
      permission: 'organizations:ListAccounts',
      scope: 'global',
      each: { kind: 'aws.account', params: {}, when: managesOrganization, reads: ['organization'] },
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
      operation: 'ListPolicies',
      permission: 'organizations:ListPolicies',
      scope: 'global',
      params: { Filter: 'SERVICE_CONTROL_POLICY' },
      each: { kind: 'aws.account', params: {}, when: managesOrganization, reads: ['organization'] },
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
  ],
};

function managesOrganization(account: JsonObject): boolean {
  const answer = account.organization;
  const organization = isObject(answer) ? answer.Organization : undefined;
  return isObject(organization) && organization.MasterAccountId === account.Account;
}
