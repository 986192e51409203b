import type { ServiceTable } from '../service-table.ts';

/** Contacts of the account. */
export const account: ServiceTable = {
  service: 'account',
  client: () => import('@aws-sdk/client-account'),
  calls: [
    {
      operation: 'GetContactInformation',
      permission: 'account:GetContactInformation',
      scope: 'global',
      each: { kind: 'aws.account', params: {} },
      as: 'contact',
      absent: ['ResourceNotFoundException'],
    },
    {
      operation: 'GetAlternateContact',
      permission: 'account:GetAlternateContact',
      scope: 'global',
      params: { AlternateContactType: 'SECURITY' },
      each: { kind: 'aws.account', params: {} },
      as: 'securityContact',
      absent: ['ResourceNotFoundException'],
    },
  ],
};
