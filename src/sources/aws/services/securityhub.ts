import type { ServiceTable } from '../service-table.ts';

/** Where Security Hub is off, each of its calls answers that the account may not (`InvalidAccessException`). */
const off = ['InvalidAccessException', 'ResourceNotFoundException'];

/** Security Hub, region by region: whether it is on, by which standards it judges, whose findings it takes. */
export const securityhub: ServiceTable = {
  service: 'securityhub',
  client: () => import('@aws-sdk/client-securityhub'),
  calls: [
    {
      operation: 'DescribeHub',
      permission: 'securityhub:DescribeHub',
      scope: 'regional',
      each: { kind: 'aws.region', params: {} },
      as: 'securityHub',
      absent: off,
    },
    {
      operation: 'GetEnabledStandards',
      permission: 'securityhub:GetEnabledStandards',
      scope: 'regional',
      each: { kind: 'aws.region', params: {} },
      items: 'StandardsSubscriptions',
      as: 'securityHubStandards',
      absent: off,
    },
    {
      operation: 'ListEnabledProductsForImport',
      permission: 'securityhub:ListEnabledProductsForImport',
      scope: 'regional',
      each: { kind: 'aws.region', params: {} },
      items: 'ProductSubscriptions',
      as: 'securityHubProducts',
      absent: off,
    },
  ],
};
