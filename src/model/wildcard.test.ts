import { describe, expect, it } from 'vitest';
import { fitsWildcard } from './wildcard.ts';

describe('a pattern with stars', () => {
  it('is the text itself where it has none', () => {
    expect(fitsWildcard('openssl', 'openssl')).toBe(true);
    expect(fitsWildcard('openssl', 'open')).toBe(false);
  });

  it('stands for any run of characters', () => {
    expect(fitsWildcard('registry.example/team/app:1', 'registry.example/*:1')).toBe(true);
    expect(fitsWildcard('registry.example/team/app:1', '*/app:*')).toBe(true);
    expect(fitsWildcard('registry.example/team/app:1', '*app')).toBe(false);
    expect(fitsWildcard('', '*')).toBe(true);
  });

  it('does not count characters twice', () => {
    expect(fitsWildcard('aba', 'ab*ba')).toBe(false);
    expect(fitsWildcard('abba', 'ab*ba')).toBe(true);
  });
});
