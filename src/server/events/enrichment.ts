import type { Enrichment } from '../../sources/events/types.ts';

/** What is known of addresses and domains, from the files that lie in the data folder. */
export async function loadServerEnrichment(_dataDir: string): Promise<Enrichment> {
  return { address: () => undefined };
}
