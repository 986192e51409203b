import { describe, expect, it } from 'vitest';
import { knownActions } from './actions.ts';
import { parsePolicy } from './document.ts';
import { describeEscalation, escalations } from './escalation.ts';
import { escalationPatterns } from './escalation-patterns.ts';

const policy = (...statements: Record<string, unknown>[]) =>
  parsePolicy({
    Version: '2012-10-17',
    Statement: statements.map((statement) => ({ Effect: 'Allow', Resource: '*', ...statement })),
  });
const found = (...statements: Record<string, unknown>[]) => escalations(policy(...statements));
const ids = (...statements: Record<string, unknown>[]): string[] => found(...statements).map(({ id }) => id);

describe('escalations', () => {
  it('need all of their actions', () => {
    expect(ids({ Action: 'iam:PassRole' })).toEqual([]);
    expect(ids({ Action: ['iam:PassRole', 'ec2:RunInstances'] })).toEqual(['run-instances']);
    expect(found({ Action: ['iam:PassRole', 'ec2:RunInstances'] })[0]).toMatchObject({
      kind: 'pass-role',
      actions: ['iam:PassRole', 'ec2:RunInstances'],
      service: 'ec2.amazonaws.com',
      certainty: 'allowed',
      reach: 'any',
    });
  });

  it('add up over several policies', () => {
    const both = [policy({ Action: 'iam:PassRole' }), policy({ Action: 'glue:CreateDevEndpoint' })];
    expect(escalations(both).map(({ id }) => id)).toEqual(['glue-endpoint']);
  });

  it('are all open to an administrator', () => {
    const kinds = [...new Set(escalationPatterns.map(({ kind }) => kind))];
    expect(escalations(policy({ Action: '*' }), { kinds })).toHaveLength(escalationPatterns.length);
  });

  it('honour what a role may be passed to', () => {
    const pass = (service: unknown) => ({
      Action: 'iam:PassRole',
      Condition: { StringEquals: { 'iam:PassedToService': service } },
    });
    const run = { Action: ['ec2:RunInstances', 'glue:CreateDevEndpoint'] };
    expect(ids(pass('vpc-flow-logs.amazonaws.com'), run)).toEqual([]);
    expect(ids(pass('ec2.amazonaws.com'), run)).toEqual(['run-instances']);
    expect(ids(pass('ec2.amazonaws.com.cn'), run)).toEqual(['run-instances']);
  });

  it('honour which policies may be attached', () => {
    const attach = (arn: string) => ({
      Action: 'iam:AttachUserPolicy',
      Condition: { ArnLike: { 'iam:PolicyARN': arn } },
    });
    expect(ids(attach('arn:aws:iam::aws:policy/ReadOnlyAccess'))).toEqual([]);
    expect(ids(attach('arn:aws:iam::aws:policy/*'))).toContain('managed-policy-on-own-user');
  });

  it('honour Deny', () => {
    const create = { Action: 'iam:CreatePolicyVersion' };
    expect(ids(create)).toEqual(['new-policy-version']);
    expect(ids(create, { Effect: 'Deny', Action: 'iam:*' })).toEqual([]);
    expect(ids(create, { Effect: 'Deny', Action: 'iam:*', Resource: 'arn:aws:iam::*:policy/*' })).toEqual([
      'new-policy-version',
    ]);
    expect(ids(create, { Effect: 'Deny', Action: 'iam:*', Resource: 'arn:*:iam::*:policy/*' })).toEqual([]);
    const withoutMfa = { Bool: { 'aws:MultiFactorAuthPresent': 'false' } };
    const guarded = found(create, { Effect: 'Deny', Action: '*', Condition: withoutMfa });
    expect(guarded[0]).toMatchObject({ certainty: 'conditional' });
  });

  it('honour resources', () => {
    const key = (resource: string) => found({ Action: 'iam:CreateAccessKey', Resource: resource });
    expect(key('arn:aws:iam::111122223333:user/*')[0]).toMatchObject({ reach: 'any' });
    expect(key('arn:aws:iam::111122223333:user/kim')[0]).toMatchObject({ reach: 'named' });
    expect(key('arn:aws:iam::111122223333:role/*')).toEqual([]);
    const code = (name: string) =>
      found({ Action: 'lambda:UpdateFunctionCode', Resource: `arn:aws:lambda:*:*:${name}` })[0]?.reach;
    expect([code('function:*'), code('*'), code('function:app-*'), code('function:app')]).toEqual([
      'any',
      'any',
      'named',
      'named',
    ]);
    expect(found({ Action: 'iam:CreateAccessKey', Resource: undefined, NotResource: '*' })).toEqual([]);
  });

  it('tell the own user from others', () => {
    const self = `arn:aws:iam::*:user/\${aws:username}`;
    expect(ids({ Action: 'iam:CreateAccessKey', Resource: self })).toEqual([]);
    expect(found({ Action: 'iam:PutUserPolicy', Resource: self })[0]).toMatchObject({
      id: 'inline-policy-on-own-user',
      reach: 'any',
    });
  });

  it('leave out by default what only reads data', () => {
    const read = policy({ Action: 'secretsmanager:GetSecretValue' });
    expect(escalations(read)).toEqual([]);
    expect(escalations(read, { kinds: ['data'] }).map(({ id }) => id)).toEqual(['read-secret']);
  });

  it('are told in both languages', () => {
    for (const escalation of escalations(policy({ Action: '*' }))) {
      const text = describeEscalation(escalation);
      expect(text.en).toContain(escalation.actions[0]);
      expect(text.ko).toMatch(/[가-힣].*니다/);
    }
  });
});

describe('escalationPatterns', () => {
  it('name actions that AWS documents, and no entry twice', async () => {
    const { names } = await knownActions();
    const known = new Set(names);
    const unknown = escalationPatterns.flatMap(({ needs }) => needs.filter(({ action }) => !known.has(action)));
    expect(unknown).toEqual([]);
    const all = escalationPatterns.map(({ kind, service, id }) => `${kind} ${service} ${id}`);
    expect(new Set(all).size).toBe(all.length);
  });
});
