import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { type EnrichmentFile, followEnrichment } from '../../sources/enrichment/index.ts';
import type { Enrichment } from '../../sources/events/types.ts';
import type { Services } from '../services.ts';

/** What is known of addresses and domains, as the files stand now. */
export interface ServerEnrichment extends Enrichment {
  files(): readonly EnrichmentFile[];
  stop(): void;
}

/**
 * What is known of addresses and domains, from the files that somebody put into `enrichment` in the data folder. The
 * folder is made where there is none, so that it is found. Files that change are read again.
 *
 * @param log is told of files that were read again; left out where another one follows the same folder
 */
export async function serverEnrichment(dataDir: string, log?: Services['log']): Promise<ServerEnrichment> {
  const dir = path.join(dataDir, 'enrichment');
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const { enrichment, files, stop } = await followEnrichment(dir, (changes, problem) => {
    if (problem !== undefined) log?.warn({ err: problem }, 'the files on addresses cannot be looked at');
    for (const { name, about } of changes) {
      if (about === undefined) log?.info({ file: name }, 'a file on addresses is gone');
      else if (about.kept === true)
        log?.warn(
          { file: name, problem: about.problem },
          'a new file on addresses cannot be used: the old one is kept',
        );
      else if (about.problem !== undefined)
        log?.warn({ file: name, problem: about.problem }, 'a file on addresses cannot be used');
      else log?.info({ file: name, entries: about.entries }, 'a file on addresses was read');
    }
  });
  return { ...enrichment, files, stop };
}
