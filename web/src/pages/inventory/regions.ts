import type { Schema } from '../../api/client.ts';

export type Region = Schema['Region'];

/** What a region is to the organisation, the most pressing first. */
export const regionStates = ['unwanted', 'used', 'free', 'forbidden', 'off', 'unknown'] as const;
export type RegionState = (typeof regionStates)[number];

/** True where there are assets though there should be none. */
export function unwanted(region: Region): boolean {
  return region.assets > 0 && !region.allowed;
}

/**
 * The one thing to say of a region: assets where none are allowed; assets; none though allowed; none and none allowed;
 * not switched on for the accounts; never looked at.
 */
export function regionState(region: Region): RegionState {
  if (region.assets > 0) return region.allowed ? 'used' : 'unwanted';
  if (region.optIn === 'unknown') return 'unknown';
  if (region.optIn === 'not-enabled') return 'off';
  return region.allowed ? 'free' : 'forbidden';
}

export function inRegion(regions: readonly Region[], name: string): Region | undefined {
  return regions.find((region) => region.name === name);
}

/** Radius of a region's mark in pixels: its area grows with the logarithm of the assets, so that small ones stay visible. */
export function markRadius(assets: number, most: number): number {
  if (assets === 0) return 4;
  return 5 + 10 * (Math.log1p(assets) / Math.log1p(Math.max(most, 1)));
}
