import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Policy, parsePolicy } from './document.ts';
import { evaluate, type PolicySet, type Request } from './evaluate.ts';

const policy = (...statements: Record<string, unknown>[]): Policy =>
  parsePolicy({ Version: '2012-10-17', Statement: statements });
const allow = (action: string | string[], resource = '*', more = {}): Record<string, unknown> => ({
  Effect: 'Allow',
  Action: action,
  Resource: resource,
  ...more,
});
const deny = (action: string, resource = '*', more = {}): Record<string, unknown> => ({
  ...allow(action, resource, more),
  Effect: 'Deny',
});

const kim = { arn: 'arn:aws:iam::111122223333:user/kim', account: '111122223333' };
const read: Request = { action: 's3:GetObject', resource: 'arn:aws:s3:::docs/a', caller: kim, owner: '111122223333' };
const outcome = (policies: PolicySet, request: Request = read): string => evaluate(policies, request).outcome;

describe('evaluate', () => {
  it('denies what nothing allows', () => {
    expect(outcome({})).toBe('denied');
    expect(outcome({ identity: [policy(allow('s3:Put*'))] })).toBe('denied');
    expect(outcome({ identity: [policy(allow('s3:get*'))] })).toBe('allowed');
    expect(outcome({ identity: [policy(allow('s3:*', 'arn:aws:s3:::other/*'))] })).toBe('denied');
  });

  it('puts Deny before Allow, wherever it stands', () => {
    expect(outcome({ identity: [policy(allow('*')), policy(deny('s3:*'))] })).toBe('denied');
    expect(outcome({ identity: [policy(allow('*'))], resource: policy(deny('s3:*', '*', { Principal: '*' })) })).toBe(
      'denied',
    );
  });

  it('reads NotAction and NotResource as everything else', () => {
    expect(outcome({ identity: [policy({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' })] })).toBe('allowed');
    expect(outcome({ identity: [policy({ Effect: 'Allow', NotAction: 's3:*', Resource: '*' })] })).toBe('denied');
    const elsewhere = { Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::docs/*' };
    expect(outcome({ identity: [policy(elsewhere)] })).toBe('denied');
  });

  it('is conditional where the request does not tell', () => {
    const mfa = { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } };
    const policies = { identity: [policy(allow('s3:*', '*', mfa))] };
    expect(outcome(policies)).toBe('conditional');
    expect(outcome(policies, { ...read, context: { 'aws:MultiFactorAuthPresent': 'true' } })).toBe('allowed');
    expect(outcome(policies, { ...read, context: { 'aws:multifactorauthpresent': null } })).toBe('denied');
    const guarded = {
      identity: [policy(allow('*'), deny('*', '*', { Condition: { Bool: { 'aws:SecureTransport': 'false' } } }))],
    };
    expect(outcome(guarded)).toBe('conditional');
    expect(outcome(guarded, { ...read, context: { 'aws:SecureTransport': 'true' } })).toBe('allowed');
  });

  it('tells which statements decided', () => {
    const decision = evaluate({ identity: [policy(allow('s3:*'), allow('ec2:*'), deny('s3:GetObject'))] }, read);
    expect(decision.deniedBy.map(({ index }) => index)).toEqual([2]);
    const allowed = evaluate({ identity: [policy(allow('ec2:*'), allow('s3:*'))] }, read);
    expect(allowed.allowedBy.map(({ index }) => index)).toEqual([1]);
  });

  it('knows the caller by its ARN', () => {
    const own = { identity: [policy(allow('s3:*', `arn:aws:s3:::\${aws:username}/*`))] };
    expect(outcome(own, { ...read, resource: 'arn:aws:s3:::kim/a' })).toBe('allowed');
    expect(outcome(own, { ...read, resource: 'arn:aws:s3:::lee/a' })).toBe('denied');
  });

  describe('with a resource policy', () => {
    const names = (principal: unknown): PolicySet => ({
      resource: policy(allow('s3:*', '*', { Principal: principal })),
    });
    const elsewhere: Request = { ...read, owner: '444455556666' };

    it('needs one side within an account', () => {
      expect(outcome(names({ AWS: kim.arn }))).toBe('allowed');
      expect(outcome(names('*'))).toBe('allowed');
      expect(outcome(names({ AWS: kim.account }))).toBe('denied');
      expect(outcome({ ...names({ AWS: kim.account }), identity: [policy(allow('s3:*'))] })).toBe('allowed');
    });

    it('needs both sides across accounts', () => {
      const identity = [policy(allow('s3:*'))];
      expect(outcome(names({ AWS: kim.arn }), elsewhere)).toBe('denied');
      expect(outcome({ identity }, elsewhere)).toBe('denied');
      expect(outcome({ ...names({ AWS: kim.account }), identity }, elsewhere)).toBe('allowed');
    });

    it('needs the key policy for a KMS key and the trust policy for a role', () => {
      const key: Request = { ...read, action: 'kms:Decrypt', resource: 'arn:aws:kms:eu-west-1:111122223333:key/k' };
      expect(outcome({ identity: [policy(allow('kms:*'))] }, key)).toBe('denied');
      const opened = policy(allow('kms:*', '*', { Principal: { AWS: kim.account } }));
      expect(outcome({ identity: [policy(allow('kms:*'))], resource: opened }, key)).toBe('allowed');
      expect(outcome({ resource: opened }, key)).toBe('denied');
    });
  });

  it('is limited by boundary, session, SCPs of every level and RCPs', () => {
    const identity = [policy(allow('*'))];
    const s3 = policy(allow('s3:*'));
    const ec2 = policy(allow('ec2:*'));
    expect(outcome({ identity, boundary: s3 })).toBe('allowed');
    expect(outcome({ identity, boundary: ec2 })).toBe('denied');
    expect(outcome({ identity, session: [ec2, s3] })).toBe('allowed');
    expect(outcome({ identity, session: [ec2] })).toBe('denied');
    expect(outcome({ identity, scps: [[policy(allow('*'))], [s3]] })).toBe('allowed');
    expect(outcome({ identity, scps: [[policy(allow('*'))], [ec2]] })).toBe('denied');
    expect(outcome({ identity, scps: [[]] })).toBe('denied');
    expect(outcome({ identity, rcps: [[policy(allow('*'), deny('s3:*', '*', { Principal: '*' }))]] })).toBe('denied');
  });
});

describe('evaluate, over all small policies', () => {
  const actions = ['a:x', 'a:y', 'b:x'];
  const resources = ['arn:aws:a:::r', 'arn:aws:a:::s'];
  const pattern = fc.constantFrom('*', 'a:*', '*:x', 'a:x', 'A:Y', 'b:?');
  const resource = fc.constantFrom('*', 'arn:aws:a:::*', 'arn:aws:a:::r', 'arn:*:a:::s');
  const statement = fc.record({
    effect: fc.constantFrom('Allow', 'Deny'),
    notAction: fc.boolean(),
    actions: fc.array(pattern, { minLength: 1, maxLength: 2 }),
    notResource: fc.boolean(),
    resources: fc.array(resource, { minLength: 1, maxLength: 2 }),
    condition: fc.constantFrom(undefined, 'true', 'false'),
  });
  type Small = typeof statement extends fc.Arbitrary<infer T> ? T : never;
  const small = fc.array(statement, { maxLength: 4 });

  const compile = (statements: Small[]): Policy =>
    policy(
      ...statements.map((one) => ({
        Effect: one.effect,
        [one.notAction ? 'NotAction' : 'Action']: one.actions,
        [one.notResource ? 'NotResource' : 'Resource']: one.resources,
        ...(one.condition ? { Condition: { Bool: { 'x:flag': one.condition } } } : {}),
      })),
    );

  /** Written the slow way: regular expressions, and the unknown flag tried both ways. */
  function reference(statements: Small[], action: string, arn: string): string {
    const like = (glob: string, text: string): boolean =>
      new RegExp(`^${glob.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'i').test(text);
    const decide = (flag: string): boolean => {
      const applies = (one: Small): boolean =>
        one.actions.some((glob) => like(glob, action)) !== one.notAction &&
        one.resources.some((glob) => like(glob, arn)) !== one.notResource &&
        (one.condition === undefined || one.condition === flag);
      const of = (effect: string): boolean => statements.some((one) => one.effect === effect && applies(one));
      return of('Allow') && !of('Deny');
    };
    const results = new Set(['true', 'false', 'other'].map(decide));
    return results.size > 1 ? 'conditional' : results.has(true) ? 'allowed' : 'denied';
  }

  const rank = { denied: 0, conditional: 1, allowed: 2 };
  const each = (
    statements: Small[],
    check: (outcome: keyof typeof rank, action: string, arn: string) => void,
  ): void => {
    const compiled = compile(statements);
    for (const action of actions) {
      for (const arn of resources)
        check(evaluate({ identity: [compiled] }, { action, resource: arn }).outcome, action, arn);
    }
  };

  it('never says more than the reference, and the same where it says yes or no', () => {
    fc.assert(
      fc.property(small, (statements) =>
        each(statements, (got, action, arn) => {
          const want = reference(statements, action, arn);
          // Clauses are judged one by one: that two of them exclude each other is not seen.
          if (got !== 'conditional') expect(got).toBe(want);
          if (!statements.some(({ condition }) => condition)) expect(got).toBe(want);
        }),
      ),
      { numRuns: 500 },
    );
  });

  it('never widens by a Deny and never narrows by an Allow', () => {
    fc.assert(
      fc.property(small, statement, (statements, extra) => {
        const before: number[] = [];
        each(statements, (got) => before.push(rank[got]));
        let i = 0;
        each([...statements, extra], (got) => {
          const was = before[i++] as number;
          if (extra.effect === 'Deny') expect(rank[got]).toBeLessThanOrEqual(was);
          else expect(rank[got]).toBeGreaterThanOrEqual(was);
        });
      }),
      { numRuns: 500 },
    );
  });
});
