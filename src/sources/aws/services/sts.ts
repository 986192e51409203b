import type { ServiceTable } from '../service-table.ts';

/** Who we are: the account itself. */
export const sts: ServiceTable = {
  service: 'sts',
  client: () => import('@aws-sdk/client-sts'),
  calls: [
    {
      operation: 'GetCallerIdentity',
      permission: 'sts:GetCallerIdentity',
      scope: 'global',
      makes: {
        kind: 'aws.account',
        category: 'organization',
        title: { en: 'AWS account', ko: 'AWS 계정' },
        id: (_, origin) => `aws:${origin.account}`,
        name: (_, origin) => origin.account,
      },
    },
  ],
};
