import { describe, expect, it } from 'vitest';
import { markRadius, type Region, regionState } from './regions.ts';

const region = (given: Partial<Region>): Region => ({
  provider: 'aws',
  name: 'eu-west-1',
  location: null,
  assets: 0,
  open: { critical: 0, high: 0, medium: 0, low: 0, info: 0 },
  optIn: 'enabled',
  allowed: true,
  ...given,
});

describe('regionState', () => {
  it('puts assets in a forbidden region before everything else', () => {
    expect(regionState(region({ assets: 1, allowed: false, optIn: 'unknown' }))).toBe('unwanted');
    expect(regionState(region({ assets: 1 }))).toBe('used');
  });

  it('tells an empty region that was looked at from one that never was', () => {
    expect(regionState(region({}))).toBe('free');
    expect(regionState(region({ optIn: 'unknown' }))).toBe('unknown');
    expect(regionState(region({ optIn: 'not-enabled', allowed: false }))).toBe('off');
    expect(regionState(region({ allowed: false }))).toBe('forbidden');
  });
});

describe('markRadius', () => {
  it('grows with the assets and keeps one asset visible', () => {
    expect(markRadius(0, 10_000)).toBe(4);
    expect(markRadius(1, 10_000)).toBeGreaterThan(5);
    expect(markRadius(100, 10_000)).toBeLessThan(markRadius(10_000, 10_000));
    expect(markRadius(10_000, 10_000)).toBe(15);
  });
});
