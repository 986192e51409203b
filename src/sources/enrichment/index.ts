export { type Change, type FollowedEnrichment, followEnrichment } from './follow.ts';
export { type EnrichmentFile, type LoadedEnrichment, loadEnrichment } from './load.ts';
