import { stat } from 'node:fs/promises';
import path from 'node:path';
import { advisoriesAsOf, advisoryAge } from '../../advisories/database/meta.ts';
import { openAdvisories } from '../../advisories/database/open.ts';
import { advisoriesFile } from '../../advisories/location.ts';
import { createMatcher } from '../../engines/vulnerability/index.ts';
import type { Advisories, OpenAdvisories } from './advisories.ts';

/** The advisory database of this server: where the environment says, else in its data folder. */
export function advisoriesIn(dataDir: string, env: NodeJS.ProcessEnv = process.env): Advisories {
  const file = env.HWASEONG_ADVISORIES
    ? advisoriesFile(env, undefined)
    : path.join(dataDir, 'advisories', 'advisories.sqlite');
  return {
    async open() {
      return (await sizeOf(file)) === undefined ? undefined : openedAt(file);
    },
    async status(now) {
      const size = await sizeOf(file);
      if (size === undefined) return undefined;
      const database = openAdvisories(file);
      try {
        const { builtAt, feeds } = database.meta;
        const stale = new Set(advisoryAge({ feeds }, now).tooOld.map(({ id }) => id));
        return {
          builtAt: new Date(builtAt),
          asOf: new Date(advisoriesAsOf({ builtAt, feeds })),
          size,
          feeds: feeds.map(({ id, title, asOf, records }) => ({
            ...{ id, title, asOf: new Date(asOf), records, stale: stale.has(id) },
          })),
        };
      } finally {
        database.close();
      }
    },
    async update({ from, now, signal }) {
      const { updateAdvisories } = await readers();
      const outcomes = await updateAdvisories(file, { now, signal, env, ...(from === '' ? {} : { from }) });
      return {
        failed: outcomes.flatMap(({ id, state, problem }) =>
          state === 'failed' ? [{ id, problem: problem ?? 'failed' }] : [],
        ),
      };
    },
    async take(bundle) {
      const { importAdvisories } = await readers();
      await importAdvisories(bundle, file);
    },
  };
}

/** What reads feeds, loaded when it is needed: it takes memory that a server has better use for. */
const readers = () => import('../../advisories/index.ts');

/** A database that lies at a path, open. */
export function openedAt(file: string): OpenAdvisories {
  const database = openAdvisories(file);
  const matcher = createMatcher(database);
  return {
    builtAt: new Date(database.meta.builtAt),
    asOf: new Date(advisoriesAsOf(database.meta)),
    match: matcher.match,
    affecting: database.affecting,
    covers: database.covers,
    facts: database.facts,
    close: database.close,
  };
}

async function sizeOf(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
