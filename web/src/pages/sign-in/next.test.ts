import { describe, expect, it } from 'vitest';
import { safeNext, tokenInHash } from './next.ts';

describe('safeNext', () => {
  it('keeps an address of the console, query and all', () => {
    expect(safeNext('/findings?severity=critical')).toBe('/findings?severity=critical');
  });

  it('never leads to another site or in circles', () => {
    for (const next of [
      undefined,
      '',
      'https://example.com',
      '//example.com',
      '/\\example.com',
      'javascript:1',
      '/sign-in',
    ]) {
      expect(safeNext(next)).toBe('/');
    }
  });
});

describe('tokenInHash', () => {
  it('reads the token of a one-time link', () => {
    expect(tokenInHash('#token=abc_-1')).toBe('abc_-1');
    expect(tokenInHash('')).toBeUndefined();
  });
});
