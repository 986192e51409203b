export { hostCatalog } from './catalog.ts';
export { type ScanHostOptions, type ScannedHost, scanHost } from './scan.ts';
export type { VersionCompare } from './updates.ts';
