import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import {
  type EnrichmentFile,
  type LoadedEnrichment,
  lookupsIn,
  namesIn,
  type ReadFile,
  readEnrichmentFile,
} from './load.ts';

/** How often it is looked whether a file has changed. */
const LOOK_EVERY_MS = 60_000;

/** A file may still be written to for so long after its last change. */
const SETTLED_MS = 2000;

/** What is known of addresses and domains, as the files of a folder stand now. */
export interface FollowedEnrichment {
  enrichment: LoadedEnrichment['enrichment'];
  files(): readonly EnrichmentFile[];
  /** Looks at once. Resolves to the files that were read again or are gone. */
  look(): Promise<Change[]>;
  stop(): void;
}

/** A file that changed, as it stands now; `about` is undefined for one that is gone. */
export interface Change {
  name: string;
  about: EnrichmentFile | undefined;
}

interface Followed extends ReadFile {
  print: string;
}

/**
 * Loads the files of a folder, see {@link loadEnrichment}, and reads them again when they change. A file that was good and is replaced by
 * a broken one goes on being used as it was, and says so. Whoever asks meanwhile is answered by the old ones; the new ones come in at once.
 *
 * @param told is told of what changed, and of a folder that cannot be looked at
 * @throws UserError where the folder cannot be read at the start
 */
export async function followEnrichment(
  dir: string,
  told: (changes: readonly Change[], problem?: unknown) => void = () => {},
): Promise<FollowedEnrichment> {
  let followed = new Map<string, Followed>();
  let current = lookupsIn([]);

  async function look(settledBefore: number): Promise<Change[]> {
    const next = new Map<string, Followed>();
    const changes: Change[] = [];
    for (const name of await namesIn(dir)) {
      const file = path.join(dir, name);
      const last = followed.get(name);
      const about = await statOf(file);
      if (about === undefined) continue;
      // One that is written to just now is left for the next look.
      const same = last?.print === printOf(about) || (last !== undefined && about.mtimeMs > settledBefore);
      const read = same ? undefined : await readFollowed(file, about, last);
      if (read !== undefined) changes.push({ name, about: read.about });
      const keep = read ?? last;
      if (keep !== undefined) next.set(name, keep);
    }
    for (const name of followed.keys()) if (!next.has(name)) changes.push({ name, about: undefined });
    followed = next;
    if (changes.length > 0) current = lookupsIn([...next.values()]);
    return changes;
  }

  await look(Number.POSITIVE_INFINITY);
  let looking: Promise<Change[]> = Promise.resolve([]);
  const inTurn = (settledBefore: () => number): Promise<Change[]> => {
    looking = looking.catch(() => []).then(() => look(settledBefore()));
    return looking;
  };
  const timer = setInterval(() => {
    inTurn(() => Date.now() - SETTLED_MS).then(
      (changes) => changes.length > 0 && told(changes),
      (error: unknown) => told([], error),
    );
  }, LOOK_EVERY_MS);
  timer.unref();

  return {
    enrichment: {
      address: (ip) => current.address(ip),
      domain: (name) => current.domain(name),
      tells: (fact) => current.tells(fact),
    },
    files: () => [...followed.values()].map(({ about }) => about),
    look: () => inTurn(() => Number.POSITIVE_INFINITY),
    stop: () => clearInterval(timer),
  };
}

/** A file as it is now, or undefined where it changed while it was read. */
async function readFollowed(file: string, about: Stats, last: Followed | undefined): Promise<Followed | undefined> {
  const print = printOf(about);
  const read = await readEnrichmentFile(file, about.size, about.mtime).catch(() => undefined);
  const after = await statOf(file);
  if (read === undefined || after === undefined || printOf(after) !== print) return undefined;
  const empty = read.about.entries === 0 && (read.about.malformed ?? 0) > 0;
  if (last?.piece !== undefined && (read.piece === undefined || empty)) {
    const problem = read.about.problem ?? 'malformed';
    return { print, piece: last.piece, about: { ...last.about, problem, kept: true } };
  }
  return { ...read, print };
}

async function statOf(file: string): Promise<Stats | undefined> {
  try {
    const about = await stat(file);
    return about.isFile() ? about : undefined;
  } catch {
    return undefined;
  }
}

/** Differs where a file was written to or replaced. */
function printOf({ mtimeMs, size, ino }: Stats): string {
  return `${mtimeMs} ${size} ${ino}`;
}
