import { isObject, type JsonObject } from '../../../model/index.ts';
import type { ServiceTable } from '../service-table.ts';

/** Vulnerability scanning by Amazon Inspector, region by region. */
export const inspector2: ServiceTable = {
  service: 'inspector2',
  client: () => import('@aws-sdk/client-inspector2'),
  calls: [
    {
      operation: 'BatchGetAccountStatus',
      permission: 'inspector2:BatchGetAccountStatus',
      scope: 'regional',
      each: { kind: 'aws.region', params: { 'accountIds[]': '$account' } },
      as: 'inspector',
      parse: answered,
    },
  ],
};

/** The call succeeds where it could not tell the account's status, and says so beside an empty list. */
function answered(answer: JsonObject): JsonObject {
  const { accounts, failedAccounts } = answer;
  const [failed] = Array.isArray(failedAccounts) ? failedAccounts : [];
  if (Array.isArray(accounts) && accounts.length > 0) return answer;
  throw new Error(isObject(failed) ? `${failed.errorCode}: ${failed.errorMessage}` : 'Inspector named no account');
}
