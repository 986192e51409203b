import { describe, expect, it } from 'vitest';
import { callerFunctions } from './callers.ts';

const callers = callerFunctions[0]?.handler as (events: unknown) => unknown[];

const kim = { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/kim' };
const session = (name: string) => ({
  type: 'AssumedRole',
  arn: `arn:aws:sts::111122223333:assumed-role/ops/${name}`,
  sessionContext: { sessionIssuer: { arn: 'arn:aws:iam::111122223333:role/ops' } },
});

describe('who made calls', () => {
  it('is told once, with the names of the calls once each and when they were made', () => {
    const events = [
      {
        EventName: 'PutUserPolicy',
        EventTime: '2026-06-01T09:00:00.000Z',
        userIdentity: kim,
        sourceIPAddress: '192.0.2.7',
      },
      {
        EventName: 'CreateAccessKey',
        EventTime: '2026-06-01T08:00:00.000Z',
        userIdentity: kim,
        sourceIPAddress: '192.0.2.7',
      },
      {
        EventName: 'CreateAccessKey',
        EventTime: '2026-06-01T10:00:00.000Z',
        userIdentity: kim,
        sourceIPAddress: '192.0.2.9',
      },
    ];
    expect(callers(events)).toEqual([
      {
        identity: kim.arn,
        issuer: '',
        calls: ['CreateAccessKey', 'PutUserPolicy'],
        addresses: ['192.0.2.7', '192.0.2.9'],
        first: '2026-06-01T08:00:00.000Z',
        last: '2026-06-01T10:00:00.000Z',
      },
    ]);
  });

  it('tells sessions of a role apart, and names the role', () => {
    const events = ['a', 'b'].map((name) => ({ EventName: 'AddUserToGroup', userIdentity: session(name) }));
    expect(callers(events)).toMatchObject([
      { identity: session('a').arn, issuer: 'arn:aws:iam::111122223333:role/ops', first: null, last: null },
      { identity: session('b').arn },
    ]);
  });

  it('leaves out what AWS did by itself, and what names nobody', () => {
    const service = { type: 'AWSService', invokedBy: 'config.amazonaws.com', principalId: 'x' };
    expect(
      callers([{ EventName: 'PutRolePolicy', userIdentity: service }, { EventName: 'PutRolePolicy' }, null]),
    ).toEqual([]);
    expect(callers(null)).toEqual([]);
  });
});
