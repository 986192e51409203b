import { describe, expect, it } from 'vitest';
import { pageAt } from './pages.ts';

describe('pageAt', () => {
  it('names the entry that an address belongs to, for the window title', () => {
    expect(pageAt('/')).toBe('overview');
    expect(pageAt('/compliance/cis-aws-5.0')).toBe('compliance');
    expect(pageAt('/settings')).toBe('settings');
    expect(pageAt('/detections/attack')).toBe('detections');
    expect(pageAt('/exceptions')).toBe('findings');
    expect(pageAt('/vulnerabilities')).toBe('images');
    expect(pageAt('/nowhere')).toBeUndefined();
  });
});
