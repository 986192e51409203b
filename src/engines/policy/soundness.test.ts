import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conditionHolds, parseCondition } from './condition.ts';
import { parsePolicy } from './document.ts';
import { evaluate } from './evaluate.ts';
import { keepsOut, publicStatements } from './public.ts';

/**
 * What the static judgements promise, checked against the evaluator: if a policy is not public, no request of
 * an outsider gets through, whatever keys it carries.
 */
const own = '111122223333';
const partner = '444455556666';
const outsider = '999999999999';

/** Key → values that policies write, and the value an outsider has. */
const keys: Record<string, { written: string[]; outside: string }> = {
  'aws:PrincipalAccount': { written: [own, partner, '*'], outside: outsider },
  'aws:SourceAccount': { written: [own, partner, '1111*'], outside: outsider },
  'aws:PrincipalArn': {
    written: [`arn:aws:iam::${own}:role/*`, 'arn:aws:iam::*:role/r', '*'],
    outside: `arn:aws:iam::${outsider}:role/r`,
  },
  'aws:PrincipalOrgID': { written: ['o-own', 'o-*'], outside: 'o-outside' },
  'aws:SourceVpce': { written: ['vpce-own', 'vpce-*'], outside: 'vpce-outside' },
  'aws:SourceIp': { written: ['10.0.0.0/8', '203.0.113.0/24', '0.0.0.0/0'], outside: '8.8.8.8' },
  'aws:SecureTransport': { written: ['true', 'false'], outside: 'true' },
};

const operator = fc
  .tuple(
    fc.constantFrom('', '', '', 'ForAllValues:', 'ForAnyValue:'),
    fc.constantFrom(
      'StringEquals',
      'StringEquals',
      'StringLike',
      'StringNotEquals',
      'StringLike',
      'StringNotLike',
      'ArnLike',
      'ArnNotLike',
      'IpAddress',
      'NotIpAddress',
      'Bool',
      'Null',
    ),
    fc.constantFrom('', '', '', 'IfExists'),
  )
  .map(([set, name, suffix]) => set + name + suffix);

const clause = fc.constantFrom(...Object.keys(keys)).chain((key) =>
  fc.record({
    operator,
    key: fc.constant(key),
    values: fc.uniqueArray(fc.constantFrom(...(keys[key]?.written ?? []), 'true', 'false'), {
      minLength: 1,
      maxLength: 2,
    }),
  }),
);

const condition = fc.array(clause, { maxLength: 3 }).map((clauses) => {
  const block: Record<string, Record<string, string[]>> = {};
  for (const { operator: name, key, values } of clauses) (block[name] ??= {})[key] = values;
  return block;
});

/** An outsider's keys: each with the outside value, or absent. */
const outsiderKeys = fc.record(
  Object.fromEntries(Object.entries(keys).map(([key, { outside }]) => [key, fc.constantFrom(outside, null)])),
);

describe('keepsOut', () => {
  it('is true only of conditions that hold for no outsider', () => {
    let judged = 0;
    fc.assert(
      fc.property(condition, outsiderKeys, fc.boolean(), (block, given, allowCrossAccount) => {
        const clauses = parseCondition(block, true);
        if (!keepsOut(clauses, { account: own, allowCrossAccount })) return;
        judged += 1;
        const context = new Map(
          Object.entries(given).map(([key, value]) => [key.toLowerCase(), value === null ? [] : [value]]),
        );
        expect(conditionHolds(clauses, context)).toBe('no');
      }),
      { numRuns: 5000 },
    );
    // Enough of the random cases must have made the promise.
    expect(judged).toBeGreaterThan(50);
  });
});

describe('publicStatements', () => {
  const statement = fc.record({
    Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
    Principal: fc.constantFrom('*', '*', { AWS: own }, { AWS: [own, '*'] }, { Service: 'sns.amazonaws.com' }),
    Action: fc.constantFrom('*', 's3:*', 's3:Get*', 's3:GetObject', ['s3:PutObject', 's3:GetObject']),
    Resource: fc.constantFrom('*', 'arn:aws:s3:::docs/*', 'arn:aws:s3:::docs/a*', 'arn:aws:s3:::docs*'),
    Condition: condition,
  });
  const statements = fc.array(statement, { minLength: 1, maxLength: 4 });
  const count = (list: unknown[]): number =>
    publicStatements(parsePolicy({ Statement: list }), { account: own }).length;
  const everything = parsePolicy({ Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] });

  it('are none only where no outsider gets through', () => {
    let judged = 0;
    fc.assert(
      fc.property(
        statements,
        outsiderKeys,
        fc.constantFrom('s3:GetObject', 's3:PutObject', 's3:ListBucket'),
        fc.constantFrom('arn:aws:s3:::docs', 'arn:aws:s3:::docs/a', 'arn:aws:s3:::docs/b'),
        (list, context, action, resource) => {
          const policy = parsePolicy({ Version: '2012-10-17', Statement: list });
          if (publicStatements(policy, { account: own }).length > 0) return;
          judged += 1;
          const caller = { arn: `arn:aws:iam::${outsider}:role/r`, account: outsider };
          const decision = evaluate(
            { identity: [everything], resource: policy },
            { action, resource, caller, owner: own, context },
          );
          expect(decision.outcome).toBe('denied');
        },
      ),
      { numRuns: 5000 },
    );
    // Enough of the random cases must have made the promise.
    expect(judged).toBeGreaterThan(50);
  });

  it('grow by no Deny and shrink by no Allow', () => {
    fc.assert(
      fc.property(statements, statement, (list, extra) => {
        const before = count(list);
        if (extra.Effect === 'Deny') expect(count([...list, extra])).toBeLessThanOrEqual(before);
        else expect(count([...list, extra])).toBeGreaterThanOrEqual(before);
      }),
    );
  });

  it('grow by no further condition on an Allow', () => {
    fc.assert(
      fc.property(statement, condition, (one, more) => {
        const allow = { ...one, Effect: 'Allow' };
        const narrowed = { ...allow, Condition: { ...more, ...one.Condition } };
        expect(count([narrowed])).toBeLessThanOrEqual(count([allow]));
      }),
    );
  });
});
