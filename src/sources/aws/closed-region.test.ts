import { describe, expect, it } from 'vitest';
import type { CallError, Collection } from '../../model/index.ts';
import { isClosedByPolicy } from './closed-region.ts';

const refused: CallError = { code: 'DeniedByServiceControlPolicy', message: '' };
const denied: CallError = { code: 'AccessDenied', message: '', permission: 'x:Y' };
const workloads = ['ec2', 'rds', 'lambda', 'ecs', 'eks', 'sqs', 'sns', 'logs', 'cloudwatch', 'dynamodb'];

function call(service: string, error?: CallError, operation = 'List'): Collection {
  const at = '2026-01-01T00:00:00.000Z';
  const where = { tenant: 't', connection: 'c', provider: 'aws', account: '111122223333', region: 'sa-east-1' };
  const ended = { pages: 1, items: 0, startedAt: at, finishedAt: at };
  const told = error === undefined ? { complete: true } : { complete: error.code === 'ServiceNotInRegion', error };
  return { type: 'collection', ...where, service, operation, params: {}, ...ended, ...told };
}

const everywhere = workloads.map((service) => call(service, refused));

describe('a region', () => {
  it('is closed where a policy refuses everything', () => {
    expect(isClosedByPolicy(everywhere)).toBe(true);
  });

  it('is closed though what such policies exempt is answered', () => {
    expect(isClosedByPolicy([...everywhere, call('kms'), call('ec2', undefined, 'DescribeVpnGateways')])).toBe(true);
  });

  it('is closed though some services do not say why they refuse, or are not offered there', () => {
    const absent = { code: 'ServiceNotInRegion', message: '' };
    expect(isClosedByPolicy([...everywhere, call('kafka', denied), call('macie2', absent)])).toBe(true);
  });

  it.each([
    ['one operation is refused', [call('cloudwatch', refused), call('ec2'), call('rds')]],
    ['one service answers', [...everywhere, call('s3')]],
    ['one operation of a refused service answers', [...everywhere, call('ec2', undefined, 'DescribeVpcs')]],
    ['it is only slow', [...everywhere, call('kafka', { code: 'Timeout', message: '' })]],
    ['few services were asked', everywhere.slice(0, 9)],
    ['the machines are not refused', [...everywhere.slice(1), call('kafka', refused)]],
    ['the caller is allowed nothing', workloads.map((service) => call(service, denied))],
    ['nothing was asked', []],
  ])('is not where %s', (_, calls) => {
    expect(isClosedByPolicy(calls)).toBe(false);
  });
});
