import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../model/index.ts';
import { awsRequestFields } from './aws-requests.ts';

const account = '111122223333';

function grants(policy: JsonObject | string): Record<string, unknown> {
  const record = { recipientAccountId: account, requestParameters: { policy } };
  return {
    everyone: awsRequestFields['aws.grants.everyone'](record),
    accounts: awsRequestFields['aws.grants.accounts'](record),
    principals: awsRequestFields['aws.grants.principals'](record),
  };
}

const allow = (more: JsonObject): JsonObject => ({ Statement: [{ Effect: 'Allow', Action: 's3:GetObject', ...more }] });

describe('whom a request lets in', () => {
  it('is everybody where a statement allows any principal', () => {
    expect(grants(allow({ Principal: '*' }))).toMatchObject({ everyone: true, principals: ['*'] });
    expect(grants(allow({ Principal: { AWS: ['*'] } }))).toMatchObject({ everyone: true });
    expect(grants(allow({ NotPrincipal: { AWS: account } }))).toMatchObject({ everyone: true });
  });

  it('is not everybody where any principal is denied, and another one allowed', () => {
    const policy = {
      Statement: [
        { Effect: 'Deny', Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
        { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:role/app` } },
      ],
    };
    expect(grants(policy)).toEqual({
      everyone: false,
      accounts: undefined,
      principals: [`arn:aws:iam::${account}:role/app`],
    });
  });

  it.each([
    ['an organisation', { StringEquals: { 'aws:PrincipalOrgID': 'o-example' } }, false],
    ['a network', { IpAddress: { 'aws:SourceIp': ['192.0.2.0/24'] } }, false],
    ['all networks', { IpAddress: { 'aws:SourceIp': ['192.0.2.0/24', '0.0.0.0/0'] } }, true],
    ['whatever is not a network', { NotIpAddress: { 'aws:SourceIp': '192.0.2.0/24' } }, true],
    ['TLS', { Bool: { 'aws:SecureTransport': 'true' } }, true],
  ])('may be bound by a condition: %s', (_name, Condition, everyone) => {
    expect(grants(allow({ Principal: '*', Condition }))).toMatchObject({ everyone });
  });

  it('names accounts other than the own one, from policies in text too', () => {
    const policy = allow({ Principal: { AWS: [`arn:aws:iam::444455556666:root`, account, '777788889999'] } });
    expect(grants(JSON.stringify(policy)).accounts).toEqual(['444455556666', '777788889999']);
    expect(grants(encodeURIComponent(JSON.stringify(policy))).accounts).toEqual(['444455556666', '777788889999']);
  });

  it('is read from calls that name a principal without a policy', () => {
    const record = {
      recipientAccountId: account,
      requestParameters: { action: 'lambda:InvokeFunction', principal: '*' },
    };
    expect(awsRequestFields['aws.grants.everyone'](record)).toBe(true);
    const bound = { ...record, requestParameters: { ...record.requestParameters, sourceAccount: account } };
    expect(awsRequestFields['aws.grants.everyone'](bound)).toBe(false);
  });

  it('is not known where the request grants nothing', () => {
    expect(grants('{"Statement"')).toEqual({ everyone: undefined, accounts: undefined, principals: undefined });
  });
});

it('names the accounts that a request names, other than the own one', () => {
  const requestParameters = {
    principals: ['444455556666', `arn:aws:iam::${account}:root`],
    targets: [{ arn: 'arn:aws:events:ap-northeast-2:777788889999:event-bus/default', id: '555566667777a' }],
  };
  expect(awsRequestFields['aws.request.accounts']({ recipientAccountId: account, requestParameters })).toEqual([
    '444455556666',
    '777788889999',
  ]);
});

function ports(...items: JsonObject[]): unknown {
  return awsRequestFields['aws.opens.ports']({ requestParameters: { groupId: 'sg-1', ipPermissions: { items } } });
}

const entry = (from: number, to: number, cidrIp: string, ipProtocol = 'tcp'): JsonObject => ({
  ipProtocol,
  fromPort: from,
  toPort: to,
  ipRanges: { items: [{ cidrIp }] },
  ipv6Ranges: {},
});

describe('ports that a request opens to the internet', () => {
  it('are those of entries with every address', () => {
    expect(ports(entry(443, 443, '0.0.0.0/0'), entry(22, 22, '192.0.2.0/24'))).toEqual([443]);
    expect(ports({ ...entry(22, 22, '10.0.0.0/16'), ipv6Ranges: { items: [{ cidrIpv6: '::/0' }] } })).toEqual([22]);
  });

  it('are those of entries with half of all addresses', () => {
    expect(ports(entry(22, 22, '0.0.0.0/1'), entry(22, 22, '128.0.0.0/1'))).toEqual([22]);
  });

  it('are the ends of a range and what matters within', () => {
    expect(ports(entry(3300, 3400, '0.0.0.0/0'))).toEqual([3300, 3306, 3389, 3400]);
  });

  it('are all where the protocol is any', () => {
    expect(ports({ ipProtocol: '-1', ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } })).toContain('all');
  });

  it('are read from a changed rule and from the short form', () => {
    const rule = { CidrIpv4: '0.0.0.0/0', IpProtocol: 'tcp', FromPort: 3389, ToPort: 3389 };
    const SecurityGroupRule = { SecurityGroupRuleId: 'sgr-1', SecurityGroupRule: rule, tag: 1 };
    const changed = { requestParameters: { ModifySecurityGroupRulesRequest: { GroupId: 'sg-1', SecurityGroupRule } } };
    expect(awsRequestFields['aws.opens.ports'](changed)).toEqual([3389]);
    const short = { requestParameters: { cidrIp: '0.0.0.0/0', ipProtocol: 'tcp', fromPort: 22, toPort: 22 } };
    expect(awsRequestFields['aws.opens.ports'](short)).toEqual([22]);
  });
});

it('takes whatever a record holds', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (requestParameters) => {
      for (const field of Object.values(awsRequestFields)) field({ requestParameters } as JsonObject);
    }),
  );
});
