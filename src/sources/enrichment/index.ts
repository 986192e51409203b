export { type EnrichmentFile, type LoadedEnrichment, loadEnrichment } from './load.ts';
