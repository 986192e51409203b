import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choice, flag, many, one, parseSearch, stringifySearch } from './search.ts';

describe('addresses', () => {
  it('stay readable', () => {
    expect(stringifySearch({ severity: ['critical', 'high'], q: 'admin role', panel: 'asset:arn:aws:s3:::logs' })).toBe(
      '?severity=critical,high&q=admin%20role&panel=asset:arn:aws:s3:::logs',
    );
  });

  it('leave out what says nothing', () => {
    expect(stringifySearch({ q: '', stale: false, account: undefined, severity: [] })).toBe('');
  });

  it('give back every text they were given', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.string({ minLength: 1 })), (search) => {
        const safe = Object.fromEntries(Object.entries(search).filter(([name]) => name !== '__proto__'));
        expect(parseSearch(stringifySearch(safe))).toEqual(safe);
      }),
    );
  });

  it('survive broken escapes', () => {
    expect(parseSearch('?q=%E0%A4%A&=x&y')).toEqual({ q: '%E0%A4%A' });
  });
});

describe('values', () => {
  const severities = ['critical', 'high', 'low'] as const;

  it('are read from text and from links alike', () => {
    expect(many('high,critical,unheard-of', severities)).toEqual(['critical', 'high']);
    expect(many(['low'], severities)).toEqual(['low']);
    expect(many('', severities)).toBeUndefined();
    expect(flag('true')).toBe(true);
    expect(flag('no')).toBeUndefined();
    expect(one(7)).toBeUndefined();
    expect(choice('low', severities)).toBe('low');
    expect(choice('none', severities)).toBeUndefined();
  });
});
