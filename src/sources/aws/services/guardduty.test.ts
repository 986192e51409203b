import { describe, expect, it } from 'vitest';
import type { JsonObject, Params } from '../../../model/index.ts';
import { guardduty } from './guardduty.ts';

const parse = guardduty.calls.find(({ operation }) => operation === 'ListFindings')?.parse;

describe('open findings', () => {
  it('are read for the ids of a page, without what GuardDuty alone has to show', async () => {
    const asked: [string, Params][] = [];
    const finding: JsonObject = {
      Id: 'f1',
      Arn: 'arn:aws:guardduty:us-east-1:111122223333:detector/a1/finding/f1',
      AccountId: '111122223333',
      Region: 'us-east-1',
      Type: 'CryptoCurrency:EC2/BitcoinTool.B',
      Title: 'An EC2 instance talks to a mining pool',
      Severity: 8,
      CreatedAt: '2026-05-29T08:00:00.000Z',
      UpdatedAt: '2026-05-30T08:00:00.000Z',
    };
    const page = await parse?.(
      { FindingIds: ['f1', 'f2'], NextToken: 'more' },
      async (operation, params) => {
        asked.push([operation, params]);
        // The second ran out between the two calls.
        const service = { Archived: false, Count: 4, Action: { NetworkConnectionAction: {} } };
        const resource = { ResourceType: 'Instance', InstanceDetails: { InstanceId: 'i-1' } };
        return { Findings: [{ ...finding, Service: service, Resource: resource }] };
      },
      { DetectorId: 'a1' },
    );
    expect(asked).toEqual([['GetFindings', { DetectorId: 'a1', FindingIds: ['f1', 'f2'] }]]);
    expect(page).toEqual({
      Findings: [{ ...finding, Service: { Archived: false, Count: 4 }, Resource: { ResourceType: 'Instance' } }],
    });
  });

  it('take no second call where there are none', async () => {
    const never = async () => Promise.reject(new Error('called'));
    expect(await parse?.({ FindingIds: [] }, never, { DetectorId: 'a1' })).toEqual({ Findings: [] });
  });
});
