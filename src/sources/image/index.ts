export { imageErrors } from './errors.ts';

export { openImage } from './open.ts';
export { type ImageReadings, type ReadImageOptions, readImage } from './read.ts';
export { isDigest, parseReference, type Reference, referenceText } from './reference.ts';
export { openRegistry, type Registry, type Repository } from './registry.ts';
export type {
  ContentStore,
  Descriptor,
  FetchedManifest,
  ImageConfig,
  ImageLayer,
  ImageOptions,
  OpenImage,
  RegistryCredential,
} from './types.ts';
