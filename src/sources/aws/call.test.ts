import { describe, expect, it } from 'vitest';
import type { FactRecord } from '../../model/index.ts';
import { type CallContext, callLimits, makeCall } from './call.ts';
import type { AwsCall } from './service-table.ts';

const call: AwsCall = {
  service: 'macie2',
  operation: 'GetMacieSession',
  permission: 'macie2:GetMacieSession',
  scope: 'regional',
  each: { kind: 'aws.region', params: {} },
  as: 'macie',
};
const scope = { tenant: 't', connection: 'c', provider: 'aws', account: '123456789012', region: 'ap-southeast-7' };

/** Makes the call where DNS knows no host of the service's endpoint. */
async function withoutHost(isAbsentFromRegion: boolean): Promise<FactRecord[]> {
  const records: FactRecord[] = [];
  const context: CallContext = {
    connect: () => Promise.reject(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' })),
    sink: { write: async (record) => void records.push(record) },
    redactionKey: Buffer.alloc(32),
    now: () => new Date('2026-01-01T00:00:00Z'),
    pause: async () => undefined,
    limits: callLimits,
    signal: undefined,
    isAbsentFromRegion: async () => isAbsentFromRegion,
  };
  await makeCall(call, {}, scope, context, () => undefined);
  return records;
}

describe('a service whose endpoint has no address in a region', () => {
  it('is not offered there, where the region itself has addresses: there is nothing, for certain', async () => {
    expect(await withoutHost(true)).toMatchObject([
      { complete: true, items: 0, error: { code: 'ServiceNotInRegion' } },
    ]);
  });

  it('is out of reach, where nothing of the region is found', async () => {
    expect(await withoutHost(false)).toMatchObject([{ complete: false, error: { code: 'Network' } }]);
  });
});
