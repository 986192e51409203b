import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Policy, parsePolicy } from './document.ts';
import { PolicyMalformed } from './malformed.ts';

const document = {
  Version: '2012-10-17',
  Statement: { Sid: 'Read', Effect: 'Allow', Action: 's3:Get*', Resource: ['arn:aws:s3:::docs/*'] },
};

function refusal(value: unknown): string {
  try {
    parsePolicy(value);
  } catch (error) {
    if (error instanceof PolicyMalformed) return error.text.en;
    throw error;
  }
  throw new Error('was read');
}

describe('parsePolicy', () => {
  it('reads an object, JSON text and URL-encoded JSON text alike', () => {
    const fromObject = parsePolicy(document);
    expect(parsePolicy(JSON.stringify(document))).toEqual(fromObject);
    expect(parsePolicy(encodeURIComponent(JSON.stringify(document)))).toEqual(fromObject);
  });

  it('takes a single statement and a single value for a list of one', () => {
    const [statement] = parsePolicy(document).statements;
    expect(statement).toMatchObject({ index: 0, sid: 'Read', effect: 'Allow', actions: { not: false } });
    expect(statement?.actions.patterns.map(({ text }) => text)).toEqual(['s3:Get*']);
  });

  it('reads the negated elements', () => {
    const policy = parsePolicy({
      Statement: [{ Effect: 'Deny', NotPrincipal: { AWS: '111122223333' }, NotAction: 'iam:*', NotResource: '*' }],
    });
    expect(policy.statements[0]).toMatchObject({
      principals: { not: true },
      actions: { not: true },
      resources: { not: true },
    });
  });

  it('is an empty policy where nothing is said', () => {
    expect(parsePolicy({}).statements).toEqual([]);
  });

  it('keeps a percent sign of plain JSON', () => {
    const policy = parsePolicy('{"Statement":{"Sid":"50%25","Effect":"Allow","Action":"*","Resource":"*"}}');
    expect(policy.statements[0]?.sid).toBe('50%25');
  });

  it('refuses what is no policy, and says why', () => {
    expect(refusal('nonsense')).toContain('not JSON');
    expect(refusal('%zz')).toContain('not JSON');
    expect(refusal([])).toContain('not a JSON object');
    expect(refusal({ Version: '2020-01-01' })).toContain('Version');
    expect(refusal({ Statement: [{ Action: '*', Resource: '*' }] })).toContain('Effect');
    expect(refusal({ Statement: [{ Effect: 'Allow', Resource: '*' }] })).toContain('Action');
    expect(refusal({ Statement: [{ Effect: 'Allow', Action: '*', NotAction: '*' }] })).toContain('both');
    expect(refusal({ Statement: [{ Effect: 'Allow', Action: [1], Resource: '*' }] })).toContain('not text');
    expect(refusal({ Statement: [{ Effect: 'Allow', Action: '*', Principal: { Robot: 'x' } }] })).toContain('Robot');
    expect(refusal({ Statement: [{ Effect: 'Allow', Action: '*', Condition: { Bool: 'x' } }] })).toContain('no keys');
  });

  it('refuses what is too large, too deep or too long', () => {
    expect(refusal('x'.repeat(300_000))).toContain('longer');
    expect(refusal({ Statement: Array.from({ length: 501 }, () => document.Statement) })).toContain('statements');
    expect(refusal({ Id: Array.from({ length: 9000 }, () => 1) })).toContain('values');
    expect(refusal({ Id: [[[[[[[[[[1]]]]]]]]]] })).toContain('nested');
  });

  it('either reads any value or says that it is malformed', () => {
    const element = fc.oneof(
      fc.string(),
      fc.constantFrom('*', 's3:*', 'Allow', 'Deny'),
      fc.integer(),
      fc.constant(null),
    );
    const anything = fc.oneof(
      fc.jsonValue(),
      fc.string(),
      fc.record(
        {
          Version: fc.constantFrom('2012-10-17', '2008-10-17', 'x'),
          Statement: fc.array(
            fc.record(
              {
                Effect: fc.constantFrom('Allow', 'Deny', 'allow'),
                Principal: fc.oneof(
                  element,
                  fc.dictionary(fc.constantFrom('AWS', 'Service', '__proto__'), fc.array(element)),
                ),
                Action: fc.oneof(element, fc.array(element)),
                Resource: fc.oneof(element, fc.array(element)),
                Condition: fc.dictionary(
                  fc.constantFrom('StringLike', 'ForAllValues:StringEqualsIfExists', 'IpAddress', 'constructor'),
                  fc.dictionary(
                    fc.constantFrom('aws:SourceIp', 'aws:SourceArn', '__proto__'),
                    fc.jsonValue({ maxDepth: 2 }),
                  ),
                ),
              },
              { requiredKeys: [] },
            ),
          ),
        },
        { requiredKeys: [] },
      ),
    );
    fc.assert(
      fc.property(anything, (value) => {
        let policy: Policy | undefined;
        try {
          policy = parsePolicy(value);
        } catch (error) {
          expect(error).toBeInstanceOf(PolicyMalformed);
        }
        if (policy) expect(Array.isArray(policy.statements)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
