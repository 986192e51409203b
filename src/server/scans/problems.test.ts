import { describe, expect, it } from 'vitest';
import type { CallError, Collection } from '../../model/index.ts';
import { problemsOf } from './judge-scan.ts';

const at = '2026-01-01T00:00:00.000Z';

function failed(operation: string, region: string, error: CallError): Collection {
  const where = { tenant: 't', connection: 'c', provider: 'aws', account: '111122223333', region, service: 'ec2' };
  const ended = { pages: 0, items: 0, complete: false, startedAt: at, finishedAt: at };
  return { type: 'collection', ...where, operation, params: {}, ...ended, error };
}

describe('what failed in a scan', () => {
  it('is told once for calls that failed alike, a region that a policy closes once as a whole', () => {
    const refused = { code: 'DeniedByServiceControlPolicy', message: 'explicit deny in a service control policy' };
    const denied = { code: 'AccessDenied', message: 'no', permission: 'ec2:DescribeVpcs' };
    const calls = [
      failed('DescribeVpcs', 'us-east-1', denied),
      failed('DescribeVpcs', 'eu-west-1', refused),
      failed('DescribeVpcs', 'sa-east-1', refused),
      failed('DescribeSubnets', 'sa-east-1', refused),
    ];
    const told = problemsOf(calls, { closed: (_, region) => region === 'sa-east-1' });
    expect(
      told.map(({ region, operation, code, permission, count }) => [region, operation, code, permission, count]),
    ).toEqual([
      ['sa-east-1', '*', 'ClosedByPolicy', null, 2],
      ['us-east-1', 'ec2:DescribeVpcs', 'AccessDenied', 'ec2:DescribeVpcs', 1],
      ['eu-west-1', 'ec2:DescribeVpcs', 'DeniedByServiceControlPolicy', null, 1],
    ]);
  });
});
