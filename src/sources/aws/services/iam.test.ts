import { describe, expect, it } from 'vitest';
import type { ItemOrigin, JsonObject } from '../../../model/index.ts';
import { iam } from './iam.ts';
import { inspector2 } from './inspector2.ts';

const origin: ItemOrigin = {
  tenant: 't',
  connection: 'c',
  provider: 'aws',
  account: '111122223333',
  region: 'global',
  params: {},
};

function call(operation: string) {
  const found = iam.calls.find((one) => one.operation === operation);
  if (found === undefined) throw new Error(`no call ${operation}`);
  return found;
}

const unused = () => Promise.reject(new Error('no further call is made'));

describe('managed policies', () => {
  const policy = (Arn: string, AttachmentCount: number, PermissionsBoundaryUsageCount = 0) => ({
    Arn,
    AttachmentCount,
    PermissionsBoundaryUsageCount,
  });
  const kept = async (Policies: JsonObject[]) =>
    (await call('ListPolicies').parse?.({ Policies }, unused, {}))?.Policies;

  it('of the account are all kept, those of AWS where they are attached or bound', async () => {
    const own = policy('arn:aws:iam::111122223333:policy/own', 0);
    const attached = policy('arn:aws:iam::aws:policy/ReadOnlyAccess', 1);
    const bound = policy('arn:aws-cn:iam::aws:policy/PowerUserAccess', 0, 1);
    const idle = policy('arn:aws:iam::aws:policy/AdministratorAccess', 0);
    expect(await kept([own, attached, bound, idle])).toEqual([own, attached, bound]);
  });
});

describe('inline policies', () => {
  it('are known by the ARN of their owner and their name, and read by the owner’s operation', () => {
    const { makes } = call('ListRolePolicies');
    const of = { ...origin, params: { RoleName: 'web' } };
    const parent = { id: 'arn:aws:iam::111122223333:role/web', name: 'web', data: {} };
    const item = makes?.shape?.('read', { ...of, parent }) ?? {};
    expect(item).toEqual({ PolicyName: 'read', RoleName: 'web' });
    expect(makes?.id(item, { ...of, parent })).toBe('arn:aws:iam::111122223333:role/web/inline-policy/read');
    const readers = ['GetUserPolicy', 'GetGroupPolicy', 'GetRolePolicy'].filter((one) => call(one).each?.when?.(item));
    expect(readers).toEqual(['GetRolePolicy']);
  });
});

describe('the status of Inspector', () => {
  const parse = (answer: JsonObject) => inspector2.calls[0]?.parse?.(answer, unused, {});

  it('is an error where the call succeeds and tells nothing', () => {
    const failedAccounts = [{ accountId: '111122223333', errorCode: 'ACCESS_DENIED', errorMessage: 'not yours' }];
    expect(() => parse({ accounts: [], failedAccounts })).toThrow('ACCESS_DENIED: not yours');
    expect(parse({ accounts: [{ accountId: '111122223333' }], failedAccounts })).toMatchObject({ accounts: [{}] });
  });
});
