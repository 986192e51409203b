import { describe, expect, it } from 'vitest';
import { formatter } from './format.ts';

describe('formatter', () => {
  const now = Date.parse('2026-03-10T12:00:00Z');

  it('says how long ago in the largest whole unit', () => {
    expect(formatter('en').ago('2026-03-10T11:57:00Z', now)).toBe('3 min. ago');
    expect(formatter('en').ago('2026-03-08T11:00:00Z', now)).toBe('2 days ago');
    expect(formatter('ko').ago('2026-03-10T11:57:00Z', now)).toBe('3분 전');
  });

  it('says how long until for what lies ahead', () => {
    expect(formatter('en').ago('2026-03-13T12:00:00Z', now)).toBe('in 3 days');
  });

  it('says "now" under a minute', () => {
    expect(formatter('en').ago('2026-03-10T11:59:40Z', now)).toBe('now');
    expect(formatter('ko').ago('2026-03-10T11:59:40Z', now)).toBe('지금');
  });

  it('never rounds a share to all or nothing', () => {
    const { share } = formatter('en');
    expect(share(9_999, 10_000)).toBe('>99%');
    expect(share(1, 10_000)).toBe('<1%');
    expect(share(10, 10)).toBe('100%');
    expect(share(0, 10)).toBe('0%');
    expect(share(0, 0)).toBe('–');
  });

  it('counts in the units of the language', () => {
    expect(formatter('en').compact(12_345)).toBe('12.3K');
    expect(formatter('ko').compact(12_345)).toBe('1.2만');
  });
});
