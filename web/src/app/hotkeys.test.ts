import { describe, expect, it } from 'vitest';
import { completed, pairTime } from './hotkeys.ts';

describe('completed', () => {
  const names = ['j', 'mod+k', 'g f', 'f'];
  const press = (key: string, at = 0, mod = false) => ({ key, mod, at });

  it('knows a single key', () => {
    expect(completed(names, press('j'), undefined)).toBe('j');
    expect(completed(names, press('x'), undefined)).toBeUndefined();
  });

  it('tells a key with Ctrl or Command from the bare one', () => {
    expect(completed(names, press('k', 0, true), undefined)).toBe('mod+k');
    expect(completed(names, press('k'), undefined)).toBeUndefined();
    expect(completed(names, press('j', 0, true), undefined)).toBeUndefined();
  });

  it('prefers a pair to the single key, within its time', () => {
    expect(completed(names, press('f', 500), press('g'))).toBe('g f');
    expect(completed(names, press('f', pairTime + 1), press('g'))).toBe('f');
  });
});
