import { describe, expect, it } from 'vitest';
import { plainAnswer } from './plain.ts';

describe('an SDK answer as plain JSON', () => {
  it('keeps what JSON has and turns the rest into text', () => {
    const answer = {
      $metadata: { requestId: 'r' },
      at: new Date('2026-01-02T03:04:05Z'),
      bytes: new Uint8Array([1, 2, 3]),
      big: 12345678901234567890n,
      none: null,
      missing: undefined,
      nested: [{ deep: new String('lazy') }, Number.NaN],
    };
    expect(plainAnswer(answer)).toEqual({
      at: '2026-01-02T03:04:05.000Z',
      bytes: 'AQID',
      big: '12345678901234567890',
      none: null,
      nested: [{ deep: 'lazy' }, 'NaN'],
    });
  });

  it('takes __proto__ for a name like any other', () => {
    const plain = plainAnswer({ tags: JSON.parse('{"__proto__": {"admin": true}}') });
    expect(JSON.stringify(plain)).toBe('{"tags":{"__proto__":{"admin":true}}}');
    expect((plain.tags as { admin?: unknown }).admin).toBeUndefined();
  });

  it('refuses what is nested too deep', () => {
    expect(() => plainAnswer({ list: JSON.parse('['.repeat(100) + ']'.repeat(100)) })).toThrow(RangeError);
  });
});
