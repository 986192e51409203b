export { factsOfSbom, type SbomFactsOptions } from './facts.ts';

export { mayBeSbom, mostSbomBytes, readSbom } from './read.ts';
export { annotationMark } from './spdx.ts';
export type { SbomDocument } from './types.ts';
