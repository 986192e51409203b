import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexActions, knownActions } from './actions.ts';
import { effectiveActions, isAdmin } from './admin.ts';
import { parsePolicy } from './document.ts';
import { evaluate } from './evaluate.ts';

const few = indexActions(['s3:GetObject', 's3:PutObject', 'ec2:RunInstances', 'iam:PassRole', 'iam:PutUserPolicy']);

const policy = (...statements: Record<string, unknown>[]) =>
  parsePolicy({ Statement: statements.map((statement) => ({ Effect: 'Allow', Resource: '*', ...statement })) });
const effective = (...statements: Record<string, unknown>[]): string[] => effectiveActions(policy(...statements), few);

describe('effectiveActions', () => {
  it('are those allowed less those denied', () => {
    expect(effective({ Action: 'S3:*' })).toEqual(['s3:GetObject', 's3:PutObject']);
    expect(effective({ Action: 's3:*' }, { Effect: 'Deny', Action: 's3:Put*' })).toEqual(['s3:GetObject']);
    expect(effective({ NotAction: ['iam:*', 's3:*'] })).toEqual(['ec2:RunInstances']);
    expect(effective({ Action: '*' }, { Effect: 'Deny', NotAction: 's3:GetObject' })).toEqual(['s3:GetObject']);
    expect(effective({ Effect: 'Deny', Action: '*' })).toEqual([]);
    expect(effectiveActions(parsePolicy({}), few)).toEqual([]);
  });

  it('remain where a Deny is conditional or about other resources', () => {
    const all = { Action: 's3:GetObject' };
    const some = { Effect: 'Deny', Action: '*', Resource: 'arn:aws:s3:::docs/*' };
    expect(effective(all, some)).toEqual(['s3:GetObject']);
    expect(effective({ ...all, Resource: 'arn:aws:s3:::docs/a' }, some)).toEqual([]);
    const withoutMfa = { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } };
    expect(effective(all, { Effect: 'Deny', Action: '*', Condition: withoutMfa })).toEqual(['s3:GetObject']);
  });

  it('keep an action that is not documented', () => {
    expect(effective({ Action: ['new:Thing', 'new:*'] })).toEqual(['new:Thing']);
    expect(effective({ Action: 'new:Thing' }, { Effect: 'Deny', Action: 'new:*' })).toEqual([]);
  });

  it('are exactly the known actions that the evaluator does not deny', () => {
    const pattern = fc.constantFrom('*', 's3:*', '*:P*', 'iam:PassRole', 'EC2:RUN*');
    const statement = fc.record({
      Effect: fc.constantFrom('Allow', 'Deny'),
      not: fc.boolean(),
      patterns: fc.array(pattern, { minLength: 1, maxLength: 2 }),
    });
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 4 }), (list) => {
        const written = policy(
          ...list.map(({ Effect, not, patterns }) => ({ Effect, [not ? 'NotAction' : 'Action']: patterns })),
        );
        const judged = few.names.filter(
          (action) => evaluate({ identity: [written] }, { action, resource: 'arn:aws:x:::y' }).outcome === 'allowed',
        );
        expect(effectiveActions(written, few)).toEqual(judged);
      }),
    );
  });
});

describe('isAdmin', () => {
  const admin = (...statements: Record<string, unknown>[]): boolean => isAdmin(policy(...statements), few);

  it('is every action on every resource', () => {
    expect(admin({ Action: '*' })).toBe(true);
    expect(admin({ Action: ['s3:Get*', '*:*'], Resource: ['x', '*'] })).toBe(true);
    expect(admin({ Action: 's3:*' })).toBe(false);
    expect(admin({ Action: '*', Resource: 'arn:aws:s3:::*' })).toBe(false);
    expect(admin({ Action: '*', Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } })).toBe(false);
  });

  it('reads what NotAction and NotResource leave over', () => {
    expect(admin({ NotAction: 'iam:*' })).toBe(false);
    expect(admin({ NotAction: 'nothing:Real' })).toBe(true);
    expect(admin({ NotAction: '*' })).toBe(false);
    expect(admin({ Action: '*', Resource: undefined, NotResource: '*' })).toBe(false);
    expect(admin({ Action: '*', Resource: undefined, NotResource: 'nothing' })).toBe(true);
    expect(admin({ Action: '*', Resource: undefined, NotResource: 'arn:aws:s3:::docs' })).toBe(false);
  });

  it('is taken back only by a Deny that cannot be lifted', () => {
    expect(admin({ Action: '*' }, { Effect: 'Deny', Action: '*' })).toBe(false);
    expect(admin({ Action: '*' }, { Effect: 'Deny', Action: 'iam:*' })).toBe(false);
    expect(admin({ Action: '*' }, { Effect: 'Deny', Action: 's3:DeleteBucket' })).toBe(true);
    expect(admin({ Action: '*' }, { Effect: 'Deny', Action: 'iam:*', Resource: 'arn:aws:iam::*:role/x' })).toBe(true);
  });

  it('adds up over the policies of a principal', () => {
    expect(isAdmin([policy({ Action: '*' }), policy({ Effect: 'Deny', Action: 'iam:*' })], few)).toBe(false);
  });
});

describe('knownActions', () => {
  it('are those AWS documents, as AWS writes them', async () => {
    const known = await knownActions();
    expect(known.names.length).toBeGreaterThan(15_000);
    expect(known.names).toContain('s3:GetObject');
    expect(isAdmin(policy({ Action: '*' }), known)).toBe(true);
    expect(effectiveActions(policy({ Action: '*' }), known)).toEqual(known.names);
    const letters = [...'abcdefghijklmnopqrstuvwxyz'].map((letter) => `${letter}*`);
    expect(isAdmin(policy({ Action: letters }), known)).toBe(true);
  });
});
