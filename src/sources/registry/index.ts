export { type EarlierLook, earlierLook } from './earlier.ts';
export { type NamedRegistry, openSource, parseRegistry } from './open.ts';
export {
  type RegistryProgress,
  type ScannedRegistry,
  type ScanRegistryOptions,
  type SeenRepository,
  scanRegistry,
} from './scan.ts';
export type {
  Grant,
  Immutability,
  ManifestItem,
  RegistryOptions,
  RegistrySource,
  RegistryType,
  RepositoryItem,
  Retention,
} from './types.ts';
