import { describe, expect, it } from 'vitest';
import { bindsSource } from './boundary.ts';
import { parseCondition } from './condition.ts';
import { parsePolicy } from './document.ts';
import { type Exposure, externalPrincipals, keepsOut, publicStatements } from './public.ts';

const own = '111122223333';
const other = '444455556666';

const bound = (condition: unknown, more: Partial<Exposure> = {}): boolean =>
  keepsOut(parseCondition(condition, true), { account: own, allowCrossAccount: false, ...more });

const world = { allowCrossAccount: true };

describe('keepsOut', () => {
  it('holds where every value names the account', () => {
    expect(bound({ StringEquals: { 'aws:SourceAccount': own } })).toBe(true);
    expect(bound({ StringEquals: { 'aws:SourceAccount': [own, other] } })).toBe(false);
    expect(bound({ StringEquals: { 'aws:SourceAccount': [own, other] } }, { trustedAccounts: [other] })).toBe(true);
    expect(bound({ ArnLike: { 'AWS:sourcearn': `arn:aws-cn:sns:*:${own}:*` } })).toBe(true);
    expect(bound({ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/*' } })).toBe(false);
    expect(bound({ StringLike: { 'aws:PrincipalAccount': '11112222333?' } })).toBe(false);
    expect(bound({ StringEquals: { 'aws:SourceAccount': [] } })).toBe(false);
  });

  it('needs one restrictive clause, for all must hold', () => {
    expect(bound({ StringEquals: { 'aws:SourceAccount': own }, Bool: { 'aws:SecureTransport': 'true' } })).toBe(true);
    expect(bound({ Bool: { 'aws:SecureTransport': 'true' } }, world)).toBe(false);
  });

  it('never holds for comparisons that let everybody else pass', () => {
    for (const operator of ['StringNotEquals', 'StringNotLike', 'StringNotEqualsIgnoreCase']) {
      expect(bound({ [operator]: { 'aws:SourceAccount': own } }, world)).toBe(false);
    }
    expect(bound({ ArnNotLike: { 'aws:SourceArn': `arn:aws:sns:*:${own}:*` } }, world)).toBe(false);
    expect(bound({ NotIpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }, world)).toBe(false);
    expect(bound({ Null: { 'aws:PrincipalOrgID': 'false' } }, world)).toBe(false);
  });

  it('does not trust a key that may be missing, unless it is demanded', () => {
    const optional = { StringEqualsIfExists: { 'aws:SourceAccount': own } };
    expect(bound(optional)).toBe(false);
    expect(bound({ ...optional, Null: { 'aws:SourceAccount': 'false' } })).toBe(true);
    expect(bound({ ...optional, Null: { 'aws:SourceAccount': 'true' } })).toBe(false);
    expect(bound({ 'ForAllValues:StringEquals': { 'aws:PrincipalAccount': own } })).toBe(false);
    expect(bound({ 'ForAnyValue:StringEquals': { 'aws:PrincipalAccount': own } })).toBe(true);
  });

  it('takes any bounded set where only the world is outside', () => {
    expect(bound({ StringEquals: { 'aws:SourceVpce': 'vpce-1' } }, world)).toBe(true);
    expect(bound({ StringEquals: { 'aws:SourceVpce': 'vpce-1' } })).toBe(false);
    expect(bound({ StringLike: { 'aws:SourceVpc': 'vpc-*' } }, world)).toBe(false);
    expect(bound({ StringEquals: { 'aws:PrincipalOrgID': 'o-abc' } }, world)).toBe(true);
    expect(bound({ StringEquals: { 'aws:PrincipalOrgID': 'o-abc' } }, { ...world, organizations: ['o-own'] })).toBe(
      false,
    );
    expect(bound({ 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-abc/r-1/*' } }, world)).toBe(true);
    expect(bound({ StringLike: { 'aws:PrincipalOrgPaths': '*/r-1/*' } }, world)).toBe(false);
    expect(bound({ ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::docs' } }, world)).toBe(true);
    expect(bound({ ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::docs*' } }, world)).toBe(false);
    expect(bound({ StringLike: { 'aws:userid': 'AROAEXAMPLEEXAMPLE12:*' } }, world)).toBe(true);
    expect(bound({ StringLike: { 'aws:userid': '*:admin' } }, world)).toBe(false);
    expect(bound({ Bool: { 'elasticfilesystem:AccessedViaMountTarget': 'true' } }, world)).toBe(true);
    expect(bound({ Bool: { 'elasticfilesystem:AccessedViaMountTarget': 'false' } }, world)).toBe(false);
  });

  it('takes address ranges that are narrow, private or trusted', () => {
    const from = (ip: unknown, more: Partial<Exposure> = {}): boolean =>
      bound({ IpAddress: { 'aws:SourceIp': ip } }, { ...world, ...more });
    expect(from('8.8.8.0/24')).toBe(true);
    expect(from('8.0.0.0/7')).toBe(false);
    expect(from('2400::/31')).toBe(false);
    expect(from(['8.8.8.8', '0.0.0.0/0'])).toBe(false);
    expect(from('8.8.8.0/24', { trustedNetworks: [] })).toBe(false);
    expect(from('8.8.8.8', { trustedNetworks: ['8.8.8.0/24'] })).toBe(true);
    expect(from('10.1.0.0/16', { trustedNetworks: [] })).toBe(true);
    expect(bound({ IpAddress: { 'aws:VpcSourceIp': '10.0.0.0/8' } }, world)).toBe(false);
  });

  it('does not take an external id for a secret', () => {
    expect(bound({ StringEquals: { 'sts:ExternalId': 'x' } }, world)).toBe(false);
  });

  it('counts neither the calling service nor the account of the resource, unless told', () => {
    const via = { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } };
    const resource = { StringEquals: { 'aws:ResourceAccount': own } };
    expect(bound(via, world)).toBe(false);
    expect(bound(resource, world)).toBe(false);
    expect(bound(via, { ...world, alsoCounts: ['service'] })).toBe(true);
    expect(bound(resource, { alsoCounts: ['resource'] })).toBe(true);
  });

  it('proves nothing by what it cannot read', () => {
    expect(bound({ StringEquals: { 'aws:SourceAccount': { a: own } } }, world)).toBe(false);
    expect(bound({ StringAlike: { 'aws:SourceAccount': own } }, world)).toBe(false);
  });
});

describe('bindsSource', () => {
  const binds = (arn: unknown, account?: string): boolean =>
    bindsSource(parseCondition({ ArnLike: { 'aws:SourceArn': arn } }, true), account);

  it('holds where service and resource are named', () => {
    expect(binds('arn:aws:s3:::docs')).toBe(true);
    expect(binds(`arn:aws:sns:eu-west-1:${own}:topic`, own)).toBe(true);
    expect(binds(`arn:aws:sns:eu-west-1:${own}:topic`, other)).toBe(false);
    expect(binds('*')).toBe(false);
    expect(binds('arn:aws:s3:::*')).toBe(false);
    expect(binds(`arn:aws:sns:eu-west-1:${own}:*`)).toBe(false);
    expect(binds(`arn:aws:*:*:${own}:x`)).toBe(false);
    expect(binds([`arn:aws:sns:eu-west-1:${own}:t`, '*'])).toBe(false);
  });
});

interface Written {
  [element: string]: unknown;
}

const policy = (...statements: Written[]) =>
  parsePolicy({
    Version: '2012-10-17',
    Statement: statements.map((statement) => ({
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: '*',
      ...statement,
    })),
  });

const open = (exposure: Partial<Exposure>, ...statements: Written[]): number[] =>
  publicStatements(policy(...statements), { account: own, ...exposure }).map(({ index }) => index);

describe('publicStatements', () => {
  it('are those that let in everybody', () => {
    expect(open({}, { Principal: '*' }, { Principal: { AWS: own } })).toEqual([0]);
    expect(open({}, { Principal: { AWS: other } })).toEqual([]);
    expect(open({}, { NotPrincipal: { AWS: own } })).toEqual([0]);
    expect(open({}, { Principal: '*', Condition: { StringEquals: { 'aws:SourceAccount': other } } })).toEqual([]);
  });

  it('include other accounts where those are outside', () => {
    const strict = { allowCrossAccount: false };
    expect(open(strict, { Principal: { AWS: `arn:aws:iam::${other}:role/r` } })).toEqual([0]);
    expect(open({ ...strict, trustedAccounts: [other] }, { Principal: { AWS: other } })).toEqual([]);
    expect(open(strict, { Principal: { AWS: 'AROAEXAMPLEEXAMPLE12' } })).toEqual([]);
    expect(open(strict, { Principal: '*', Condition: { StringEquals: { 'aws:SourceAccount': other } } })).toEqual([0]);
  });

  it('include services that act for anybody, if asked', () => {
    const topic = { Principal: { Service: 'sns.amazonaws.com' }, Action: 'lambda:InvokeFunction' };
    expect(open({}, topic)).toEqual([]);
    expect(open({ services: true }, topic)).toEqual([0]);
    expect(open({ services: true }, { ...topic, Principal: { Service: 'secretsmanager.amazonaws.com' } })).toEqual([]);
    const sourced = { ...topic, Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:sns:*:${own}:*` } } };
    expect(open({ services: true }, sourced)).toEqual([]);
  });

  it('touch the actions asked for', () => {
    expect(open({ actions: ['s3:Put*'] }, { Principal: '*' })).toEqual([]);
    expect(open({ actions: ['s3:Get*'] }, { Principal: '*', Action: '*' })).toEqual([0]);
    expect(open({ actions: ['s3:GetObject'] }, { Principal: '*', Action: undefined, NotAction: 's3:*' })).toEqual([]);
  });

  it('are not public where a Deny takes all of it back', () => {
    const everybody = { Principal: '*' };
    const deny = { Effect: 'Deny', Principal: '*', Action: 's3:*' };
    expect(open({}, everybody, deny)).toEqual([]);
    expect(open({}, everybody, { ...deny, Action: 's3:Put*' })).toEqual([0]);
    expect(open({}, everybody, { ...deny, Resource: 'arn:aws:s3:::docs/*' })).toEqual([0]);
    expect(open({}, everybody, { ...deny, Principal: { AWS: other } })).toEqual([0]);
    const outside = (condition: Written): number[] => open({}, everybody, { ...deny, Condition: condition });
    expect(outside({ StringNotEquals: { 'aws:PrincipalOrgID': 'o-abc' } })).toEqual([]);
    expect(outside({ StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-abc' } })).toEqual([]);
    expect(outside({ StringEquals: { 'aws:PrincipalOrgID': 'o-abc' } })).toEqual([0]);
    expect(outside({ 'ForAnyValue:StringNotLike': { 'aws:PrincipalOrgPaths': 'o-abc/*' } })).toEqual([0]);
    expect(outside({ NotIpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '0.0.0.0/0'] } })).toEqual([0]);
    expect(outside({ Bool: { 'aws:SecureTransport': 'false' } })).toEqual([0]);
    expect(
      outside({
        StringNotEquals: { 'aws:SourceVpce': 'vpce-1' },
        Bool: { 'aws:PrincipalIsAWSService': 'false' },
      }),
    ).toEqual([]);
  });
});

describe('externalPrincipals', () => {
  const external = (statement: Written, trusted?: string[]) =>
    externalPrincipals(policy(statement), own, trusted).map(({ principal, account }) => [principal, account]);

  it('names the accounts outside', () => {
    expect(external({ Principal: { AWS: [own, other] } })).toEqual([[other, other]]);
    expect(external({ Principal: { AWS: [own, other] } }, [other])).toEqual([]);
    expect(external({ Principal: { AWS: `arn:aws:iam::${other}:user/kim` } })).toEqual([
      [`arn:aws:iam::${other}:user/kim`, other],
    ]);
    expect(external({ Principal: { Service: 'sns.amazonaws.com' } })).toEqual([]);
  });

  it('names who is left of everybody by the condition', () => {
    const within = (condition: Written) => external({ Principal: '*', Condition: condition });
    expect(external({ Principal: '*' })).toEqual([['*', undefined]]);
    expect(within({ StringEquals: { 'aws:PrincipalAccount': [own, other] } })).toEqual([['*', other]]);
    expect(within({ StringEquals: { 'aws:PrincipalAccount': own } })).toEqual([]);
    expect(within({ StringEquals: { 'aws:PrincipalOrgID': 'o-abc' } })).toEqual([['*', undefined]]);
  });
});
