import type { ServiceTable } from '../service-table.ts';
import { accountCalls } from './iam/account.ts';
import { identityCalls } from './iam/identities.ts';
import { policyCalls } from './iam/policies.ts';

/** Who there is (`identities`), what they may do (`policies`), and what holds for the account as a whole. */
export const iam: ServiceTable = {
  service: 'iam',
  client: () => import('@aws-sdk/client-iam'),
  calls: [...identityCalls, ...policyCalls, ...accountCalls],
};
