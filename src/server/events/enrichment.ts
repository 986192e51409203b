import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { loadEnrichment } from '../../sources/enrichment/index.ts';
import type { Enrichment } from '../../sources/events/types.ts';

/**
 * What is known of addresses and domains, from the files that somebody put into `enrichment` in the data folder. The
 * folder is made where there is none, so that it is found.
 */
export async function serverEnrichment(dataDir: string): Promise<Enrichment> {
  const dir = path.join(dataDir, 'enrichment');
  await mkdir(dir, { recursive: true, mode: 0o700 });
  return (await loadEnrichment(dir)).enrichment;
}
