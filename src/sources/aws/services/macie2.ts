import type { ServiceTable } from '../service-table.ts';

/** Discovery of sensitive data in S3 by Macie, region by region. */
export const macie2: ServiceTable = {
  service: 'macie2',
  client: () => import('@aws-sdk/client-macie2'),
  calls: [
    {
      operation: 'GetMacieSession',
      permission: 'macie2:GetMacieSession',
      scope: 'regional',
      each: { kind: 'aws.region', params: {} },
      as: 'macie',
      absentMessage: /Macie is not enabled/i,
    },
  ],
};
