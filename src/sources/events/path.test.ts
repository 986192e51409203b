import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, type Json } from '../../model/index.ts';
import { pathReader } from './path.ts';

const read = (path: string, record: Json) => pathReader(path)(record);

describe('a field’s path', () => {
  it('goes through objects', () => {
    expect(read('userIdentity.arn', { userIdentity: { arn: 'arn:aws:iam::111122223333:user/ann' } })).toBe(
      'arn:aws:iam::111122223333:user/ann',
    );
  });

  it('means any member of a list on the way', () => {
    const record = { items: [{ port: 22 }, { port: 443 }, { other: 1 }] };
    expect(read('items.port', record)).toEqual([22, 443]);
    expect(read('items.1.port', record)).toBe(443);
  });

  it('finds nothing where a list has no such member: that is not an empty list', () => {
    expect(read('items.port', { items: [{ other: 1 }] })).toBeUndefined();
  });

  it('finds keys that hold dots', () => {
    const record = { annotations: { 'authorization.k8s.io/decision': 'forbid' } };
    expect(read('annotations.authorization.k8s.io/decision', record)).toBe('forbid');
    expect(
      read('claims.http://schemas.example.com/identity/upn', {
        claims: { 'http://schemas.example.com/identity/upn': 'ann' },
      }),
    ).toBe('ann');
  });

  it('tells null from missing', () => {
    expect(read('errorCode', { errorCode: null })).toBeNull();
    expect(read('errorCode', {})).toBeUndefined();
  });

  it('sees own fields only', () => {
    expect(read('constructor', {})).toBeUndefined();
    expect(read('a.__proto__.b', { a: {} })).toBeUndefined();
    expect(read('toString', { toString: 'x' })).toBe('x');
  });

  it('takes any capitals and looks into JSON text where a source asks for that', () => {
    const reader = pathReader('properties.status.errorCode', { caseless: true });
    expect(reader({ Properties: { Status: '{"errorCode": 50126}' } })).toBe(50126);
    expect(pathReader('properties.status.errorCode')({ Properties: { Status: { errorCode: 0 } } })).toBeUndefined();
  });

  it('gives what the model’s walk gives, but for what is missing', () => {
    const key = fc.constantFrom('a', 'b', '0', '1', 'constructor', '__proto__');
    const { value } = fc.letrec<{ value: Json }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.integer(),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(key, tie('value'), { maxKeys: 3, noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(value, fc.array(key, { minLength: 1, maxLength: 4 }), (record, steps) => {
        const path = steps.join('.');
        const expected = at(record, path);
        const found = read(path, record);
        if (Array.isArray(found) || Array.isArray(expected)) return;
        expect(found).toEqual(expected);
      }),
    );
  });
});
