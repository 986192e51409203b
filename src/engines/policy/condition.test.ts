import { describe, expect, it } from 'vitest';
import { conditionHolds, parseCondition } from './condition.ts';

type Values = Record<string, string[]>;

/** A policy variable. */
const variable = (name: string): string => `\${${name}}`;

/** Judges `{operator: {key: value}}` against a request; keys that are not given are unknown. */
function judge(operator: string, value: unknown, given: Values, key = 'aws:k'): string {
  const context = new Map(Object.entries(given).map(([name, values]) => [name.toLowerCase(), values]));
  return conditionHolds(parseCondition({ [operator]: { [key]: value } }, true), context);
}

const has = (...values: string[]): Values => ({ 'aws:k': values });
const absent: Values = { 'aws:k': [] };
const unknown: Values = {};

describe('conditionHolds', () => {
  it.each([
    ['StringEquals', 'Red', 'Red', 'red'],
    ['StringEqualsIgnoreCase', 'Red', 'rED', 'blue'],
    ['StringLike', 'r*d', 'road', 'rods'],
    ['NumericEquals', '10', '10.0', '11'],
    ['NumericLessThan', '10', '9', '10'],
    ['NumericLessThanEquals', '10', '10', '11'],
    ['NumericGreaterThan', '10', '11', '10'],
    ['NumericGreaterThanEquals', '10', '10', '9'],
    ['DateEquals', '2024-01-01T00:00:00Z', '1704067200', '2024-01-02T00:00:00Z'],
    ['DateLessThan', '2024-01-01T00:00:00Z', '2023-12-31T00:00:00Z', '2024-01-01T00:00:00Z'],
    ['DateLessThanEquals', '2024-01-01T00:00:00Z', '2024-01-01T00:00:00Z', '2024-01-02T00:00:00Z'],
    ['DateGreaterThan', '2024-01-01T00:00:00Z', '2024-01-02T00:00:00Z', '2024-01-01T00:00:00Z'],
    ['DateGreaterThanEquals', '2024-01-01T00:00:00Z', '2024-01-01T00:00:00Z', '2023-01-01T00:00:00Z'],
    ['Bool', 'true', 'TRUE', 'false'],
    ['BinaryEquals', 'QmluYXJ5', 'QmluYXJ5', 'Qg=='],
    ['IpAddress', '203.0.113.0/24', '203.0.113.9', '203.0.114.9'],
    ['IpAddress', '2001:db8::/32', '2001:db8::1', '2001:db9::1'],
    ['ArnEquals', 'arn:aws:s3:::b*', 'arn:aws:s3:::bucket', 'arn:aws:s3:::other'],
    [
      'ArnLike',
      'arn:aws:sns:*:111122223333:*',
      'arn:aws:sns:eu-west-1:111122223333:t',
      'arn:aws:sns:x:y:111122223333:t',
    ],
  ])('%s %s holds for %s and not for %s', (operator, value, good, bad) => {
    expect(judge(operator, value, has(good))).toBe('yes');
    expect(judge(operator, value, has(bad))).toBe('no');
    expect(judge(operator, value, absent)).toBe('no');
    expect(judge(`${operator}IfExists`, value, absent)).toBe('yes');
    expect(judge(`${operator}IfExists`, value, has(bad))).toBe('no');
    expect(judge(operator, value, unknown)).toBe('maybe');
  });

  it.each([
    ['StringNotEquals', 'Red', 'red', 'Red'],
    ['StringNotEqualsIgnoreCase', 'Red', 'blue', 'RED'],
    ['StringNotLike', 'r*', 'blue', 'red'],
    ['NumericNotEquals', '10', '9', '10'],
    ['DateNotEquals', '2024-01-01T00:00:00Z', '2024-01-02T00:00:00Z', '2024-01-01T00:00:00Z'],
    ['NotIpAddress', '203.0.113.0/24', '198.51.100.1', '203.0.113.1'],
    ['ArnNotEquals', 'arn:aws:s3:::b', 'arn:aws:s3:::c', 'arn:aws:s3:::b'],
    ['ArnNotLike', 'arn:aws:s3:::b*', 'arn:aws:s3:::c', 'arn:aws:s3:::bc'],
  ])('%s %s holds for %s, for a missing key, and not for %s', (operator, value, good, bad) => {
    expect(judge(operator, value, has(good))).toBe('yes');
    expect(judge(operator, value, absent)).toBe('yes');
    expect(judge(operator, value, has(bad))).toBe('no');
    // Of several values none may fit.
    expect(judge(operator, ['zzz', value], has(bad))).toBe('no');
  });

  it('compares StringEquals without wildcards', () => {
    expect(judge('StringEquals', 'r*', has('red'))).toBe('no');
    expect(judge('StringEquals', 'r*', has('r*'))).toBe('yes');
  });

  it('takes several values as alternatives, several keys and operators as demands', () => {
    expect(judge('StringEquals', ['a', 'b'], has('b'))).toBe('yes');
    const two = parseCondition({ StringEquals: { x: 'a' }, Bool: { y: 'true' } }, true);
    expect(
      conditionHolds(
        two,
        new Map([
          ['x', ['a']],
          ['y', ['true']],
        ]),
      ),
    ).toBe('yes');
    expect(
      conditionHolds(
        two,
        new Map([
          ['x', ['a']],
          ['y', ['false']],
        ]),
      ),
    ).toBe('no');
    expect(conditionHolds(two, new Map([['x', ['a']]]))).toBe('maybe');
    expect(conditionHolds(two, new Map([['x', ['b']]]))).toBe('no');
  });

  it('asks each or some value of a key that has many', () => {
    expect(judge('ForAllValues:StringEquals', ['a', 'b'], has('a', 'b'))).toBe('yes');
    expect(judge('ForAllValues:StringEquals', ['a', 'b'], has('a', 'c'))).toBe('no');
    expect(judge('ForAllValues:StringEquals', ['a'], absent)).toBe('yes');
    expect(judge('ForAnyValue:StringEquals', ['a', 'b'], has('c', 'b'))).toBe('yes');
    expect(judge('ForAnyValue:StringEquals', ['a', 'b'], has('c'))).toBe('no');
    expect(judge('ForAnyValue:StringEquals', ['a'], absent)).toBe('no');
    expect(judge('ForAnyValue:StringNotEquals', ['a'], has('a', 'b'))).toBe('yes');
    expect(judge('ForAllValues:StringNotEquals', ['a'], has('a', 'b'))).toBe('no');
    expect(judge('ForAnyValue:StringNotEquals', ['a'], absent)).toBe('no');
  });

  it('asks for presence by Null', () => {
    expect(judge('Null', 'true', absent)).toBe('yes');
    expect(judge('Null', 'false', absent)).toBe('no');
    expect(judge('Null', 'false', has('x'))).toBe('yes');
    expect(judge('Null', true, unknown)).toBe('maybe');
  });

  it('reads keys and operators without regard to case', () => {
    expect(judge('stringequals', 'a', { 'AWS:PrincipalTag/Team': ['a'] }, 'aws:principaltag/TEAM')).toBe('yes');
  });

  it('fills in policy variables', () => {
    const own = `home/${variable('aws:username')}/*`;
    expect(judge('StringLike', own, { 'aws:k': ['home/kim/x'], 'aws:username': ['kim'] })).toBe('yes');
    expect(judge('StringLike', own, { 'aws:k': ['home/kim/x'], 'aws:username': ['lee'] })).toBe('no');
    expect(judge('StringLike', own, { 'aws:k': ['home/kim/x'] })).toBe('maybe');
    expect(judge('StringLike', own, { 'aws:k': ['work/kim/x'] })).toBe('no');
    expect(judge('StringLike', own, { 'aws:k': ['home/kim/x'], 'aws:username': ['*'] })).toBe('no');
    expect(judge('StringEquals', variable("aws:t, 'none'"), { 'aws:k': ['none'], 'aws:t': [] })).toBe('yes');
    expect(judge('StringLike', `a${variable('*')}b`, has('a*b'))).toBe('yes');
    expect(judge('StringLike', `a${variable('*')}b`, has('axb'))).toBe('no');
  });

  it('claims nothing about operators and values that it cannot read', () => {
    expect(judge('StringAlmostEquals', 'a', has('a'))).toBe('maybe');
    expect(judge('StringEquals', { a: 'a' }, has('b'))).toBe('maybe');
  });

  it('matches nothing with numbers, dates and addresses that are none', () => {
    expect(judge('NumericLessThan', 'many', has('1'))).toBe('no');
    expect(judge('DateLessThan', 'soon', has('2024-01-01T00:00:00Z'))).toBe('no');
    expect(judge('IpAddress', '0x7f.1', has('127.0.0.1'))).toBe('no');
  });
});
