import { describe, expect, it } from 'vitest';
import { matchPrincipals, namesEverybody, parsePrincipals } from './principal.ts';

const types = (principal: unknown): string[] =>
  parsePrincipals(principal, undefined)?.entries.map(({ type }) => type) ?? [];

describe('parsePrincipals', () => {
  it('tells the kinds apart', () => {
    expect(types({ AWS: ['*', '111122223333', 'arn:aws:iam::111122223333:root'] })).toEqual([
      'everybody',
      'account',
      'account',
    ]);
    expect(types({ AWS: ['arn:aws-cn:iam::111122223333:role/r', 'AROAEXAMPLEEXAMPLE12'] })).toEqual([
      'identity',
      'deleted',
    ]);
    expect(types({ AWS: 'arn:aws:sts::111122223333:assumed-role/r/s' })).toEqual(['identity']);
    expect(types({ Service: 'ec2.amazonaws.com', Federated: 'accounts.google.com' })).toEqual(['service', 'federated']);
    expect(types({ AWS: ['arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1', 'kim'] })).toEqual([
      'origin-access-identity',
      'unrecognized',
    ]);
    expect(types({ CanonicalUser: 'a'.repeat(64) })).toEqual(['canonical-user']);
  });
});

describe('namesEverybody', () => {
  it.each(['*', { AWS: '*' }, { AWS: ['111122223333', '*'] }, { AWS: 'arn:aws:iam::*:root' }, { Service: '*' }])(
    'holds for %j',
    (principal) => expect(namesEverybody(parsePrincipals(principal, undefined))).toBe(true),
  );

  it.each(['', { AWS: '111122223333' }, { Service: 'sns.amazonaws.com' }, {}])('does not hold for %j', (principal) =>
    expect(namesEverybody(parsePrincipals(principal, undefined))).toBe(false),
  );

  it('holds for everybody but some', () => {
    expect(namesEverybody(parsePrincipals(undefined, { AWS: '111122223333' }))).toBe(true);
    expect(namesEverybody(parsePrincipals(undefined, '*'))).toBe(false);
  });

  it('does not hold where no principal is written', () => {
    expect(namesEverybody(parsePrincipals(undefined, undefined))).toBe(false);
  });
});

describe('matchPrincipals', () => {
  const kim = { arn: 'arn:aws:iam::111122223333:user/kim', account: '111122223333' };

  it('tells naming the caller from opening the account', () => {
    expect(matchPrincipals(parsePrincipals({ AWS: kim.arn }, undefined), kim)).toEqual({
      direct: 'yes',
      account: 'no',
    });
    expect(matchPrincipals(parsePrincipals({ AWS: '111122223333' }, undefined), kim)).toEqual({
      direct: 'no',
      account: 'yes',
    });
    expect(matchPrincipals(parsePrincipals({ AWS: '444455556666' }, undefined), kim)).toEqual({
      direct: 'no',
      account: 'no',
    });
  });

  it('finds a session by its role', () => {
    const session = {
      arn: 'arn:aws:sts::111122223333:assumed-role/r/s',
      role: 'arn:aws:iam::111122223333:role/r',
      account: '111122223333',
    };
    expect(matchPrincipals(parsePrincipals({ AWS: session.role }, undefined), session).direct).toBe('yes');
  });

  it('does not claim to know a caller that is not told', () => {
    expect(matchPrincipals(parsePrincipals({ AWS: kim.arn }, undefined), undefined).direct).toBe('maybe');
    expect(matchPrincipals(parsePrincipals('*', undefined), undefined).direct).toBe('yes');
  });
});
