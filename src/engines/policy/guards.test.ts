import { describe, expect, it } from 'vitest';
import { confusedDeputy } from './deputy.ts';
import { parsePolicy } from './document.ts';
import { deniesInsecureTransport, deniesRegions } from './guards.ts';

const policy = (...statements: Record<string, unknown>[]) =>
  parsePolicy({ Version: '2012-10-17', Statement: statements });
const bucket = 'arn:aws:s3:::docs';

describe('deniesInsecureTransport', () => {
  const deny = {
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: [bucket, `${bucket}/*`],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
  const guarded = (more: Record<string, unknown>): boolean =>
    deniesInsecureTransport(policy({ ...deny, ...more }), bucket);

  it('holds for a Deny of everybody, every action and the whole resource', () => {
    expect(guarded({})).toBe(true);
    expect(guarded({ Principal: { AWS: '*' }, Action: '*', Resource: '*' })).toBe(true);
    expect(guarded({ Resource: `${bucket}*` })).toBe(true);
    expect(guarded({ Condition: { BoolIfExists: { 'AWS:securetransport': false } } })).toBe(true);
    const split = [bucket, `${bucket}/*`].map((Resource) => ({ ...deny, Resource }));
    expect(deniesInsecureTransport(policy(...split), bucket)).toBe(true);
    expect(deniesInsecureTransport(policy(deny))).toBe(true);
  });

  it('does not hold where something is left out', () => {
    expect(guarded({ Principal: { AWS: '111122223333' } })).toBe(false);
    expect(guarded({ Principal: undefined, NotPrincipal: { AWS: '111122223333' } })).toBe(false);
    expect(deniesInsecureTransport(policy({ ...deny, Resource: `${bucket}/*` }))).toBe(false);
    expect(guarded({ Action: 's3:GetObject' })).toBe(false);
    expect(guarded({ Resource: bucket })).toBe(false);
    expect(guarded({ Resource: `${bucket}/*` })).toBe(false);
    expect(guarded({ Resource: 'arn:aws:s3:::other*' })).toBe(false);
    expect(guarded({ Condition: { Bool: { 'aws:SecureTransport': 'true' } } })).toBe(false);
    expect(guarded({ Condition: { ...deny.Condition, StringEquals: { 'aws:SourceVpc': 'vpc-1' } } })).toBe(false);
    expect(guarded({ Effect: 'Allow' })).toBe(false);
    expect(deniesInsecureTransport(policy({ ...deny, Resource: bucket }))).toBe(false);
  });

  it('is about the resource itself where nothing lies below it', () => {
    const topic = 'arn:aws:sns:eu-west-1:111122223333:topic';
    const covered = policy({ ...deny, Action: 'sns:*', Resource: topic });
    expect(deniesInsecureTransport(covered, topic)).toBe(true);
    expect(deniesInsecureTransport(covered)).toBe(true);
    expect(deniesInsecureTransport(covered, `${topic}-2`)).toBe(false);
    const domain = 'arn:aws:es:eu-west-1:111122223333:domain/d';
    expect(deniesInsecureTransport(policy({ ...deny, Action: 'es:*', Resource: `${domain}/*` }), domain)).toBe(true);
  });

  it('takes Allow statements that demand it only if asked to', () => {
    const allow = { ...deny, Effect: 'Allow', Condition: { Bool: { 'aws:SecureTransport': 'true' } } };
    expect(deniesInsecureTransport(policy(allow), bucket)).toBe(false);
    expect(deniesInsecureTransport(policy(allow), bucket, { acceptAllow: true })).toBe(true);
    const open = { ...allow, Condition: undefined };
    expect(deniesInsecureTransport(policy(allow, open), bucket, { acceptAllow: true })).toBe(false);
    expect(deniesInsecureTransport(policy(), bucket, { acceptAllow: true })).toBe(false);
  });
});

describe('deniesRegions', () => {
  const outside = (regions: unknown) => ({ StringNotEquals: { 'aws:RequestedRegion': regions } });
  const everything = { Effect: 'Allow', Action: '*', Resource: '*' };

  it('reads a Deny of everything outside a list', () => {
    const deny = { Effect: 'Deny', Action: '*', Resource: '*', Condition: outside(['eu-west-1', 'ap-northeast-2']) };
    expect(deniesRegions(policy(everything, deny))).toEqual({
      regions: ['ap-northeast-2', 'eu-west-1'],
      exemptActions: [],
      exceptions: false,
    });
  });

  it('tells what is exempt', () => {
    const deny = {
      Effect: 'Deny',
      NotAction: ['iam:*', 'sts:*'],
      Resource: '*',
      Condition: { ...outside('eu-west-1'), ArnNotLike: { 'aws:PrincipalARN': 'arn:aws:iam::*:role/ops' } },
    };
    expect(deniesRegions(policy(everything, deny))).toEqual({
      regions: ['eu-west-1'],
      exemptActions: ['iam:*', 'sts:*'],
      exceptions: true,
    });
  });

  it('leaves what several limits have in common', () => {
    const deny = (regions: string[]) => ({ Effect: 'Deny', Action: '*', Resource: '*', Condition: outside(regions) });
    expect(deniesRegions(policy(deny(['eu-west-1', 'eu-west-2']), deny(['eu-west-2'])))?.regions).toEqual([
      'eu-west-2',
    ]);
  });

  it('reads Allow statements for a list only', () => {
    const listed = { ...everything, Condition: { StringEquals: { 'aws:RequestedRegion': ['eu-west-1'] } } };
    expect(deniesRegions(policy(listed, { ...everything, Action: 'iam:*' }))).toMatchObject({
      regions: ['eu-west-1'],
      exemptActions: ['iam:*'],
    });
    expect(deniesRegions(policy(listed, everything))).toBeUndefined();
  });

  it('finds no limit in what bounds nothing', () => {
    const deny = (more: Record<string, unknown>) =>
      deniesRegions(policy({ Effect: 'Deny', Action: '*', Resource: '*', Condition: outside('eu-west-1'), ...more }));
    expect(deny({ Action: 'ec2:*' })).toBeUndefined();
    expect(deny({ Resource: 'arn:aws:s3:::docs' })).toBeUndefined();
    expect(deny({ Condition: { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } } })).toBeUndefined();
    expect(deny({ Condition: undefined })).toBeUndefined();
    expect(deniesRegions(policy(everything))).toBeUndefined();
  });
});

describe('confusedDeputy', () => {
  const trust = (service: string | string[], condition?: unknown, action = 'sts:AssumeRole') =>
    confusedDeputy(
      policy({ Effect: 'Allow', Principal: { Service: service }, Action: action, Condition: condition }),
    ).map((one) => one.service);

  it('is a service that is trusted without a source', () => {
    expect(trust('cloudtrail.amazonaws.com')).toEqual(['cloudtrail.amazonaws.com']);
    expect(trust('cloudtrail.amazonaws.com', { StringEquals: { 'aws:SourceAccount': '111122223333' } })).toEqual([]);
    expect(
      trust('cloudtrail.amazonaws.com', { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:*:111122223333:*' } }),
    ).toEqual([]);
    expect(trust('cloudtrail.amazonaws.com', { StringEquals: { 'aws:SourceOrgID': 'o-abc' } })).toEqual([]);
    expect(trust('cloudtrail.amazonaws.com', { StringEquals: { 'sts:ExternalId': 'ours' } })).toEqual([]);
    expect(trust('cloudtrail.amazonaws.com', { ArnLike: { 'aws:SourceArn': '*' } })).toHaveLength(1);
    expect(
      trust('cloudtrail.amazonaws.com', { StringEqualsIfExists: { 'aws:SourceAccount': '111122223333' } }),
    ).toHaveLength(1);
  });

  it('is none that runs code of the account itself, as far as roles go', () => {
    expect(trust(['ec2.amazonaws.com', 'lambda.amazonaws.com', 'ecs-tasks.amazonaws.com'])).toEqual([]);
    expect(trust('ec2.amazonaws.com', undefined, 'lambda:InvokeFunction')).toEqual(['ec2.amazonaws.com']);
  });
});
