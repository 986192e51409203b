import { Transform } from 'node:stream';
import type { Routes } from '../api/index.ts';
import { actorName, type Context, type HandlersOf, type Output } from '../context.ts';
import { refuse } from '../http/refusal.ts';
import { lastUpdate } from '../images/advisory-work.ts';
import { lastRejudged } from '../images/rejudge.ts';

type AdvisoryRoutes = Pick<Routes, 'getAdvisories' | 'updateAdvisories' | 'importAdvisories'>;

/** The advisory database: how old it is, and how it is brought up to date. */
export const advisoryHandlers: HandlersOf<AdvisoryRoutes> = {
  getAdvisories: (_input, context) => view(context),

  async updateAdvisories(_input, context) {
    await context.jobs.enqueue('update-advisories', { by: actorName(context) });
    return view(context);
  },

  async importAdvisories({ body }, context) {
    const bundle = body.body.pipe(limited(MOST_BYTES));
    body.body.on('error', (error) => bundle.destroy(error));
    await context.advisories.take(bundle);
    await context.jobs.enqueue('judge-advisories', {});
    return view(context);
  },
};

/** All feeds together are some 300 MB. */
const MOST_BYTES = 4 * 1024 ** 3;

function limited(most: number): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      done(bytes > most ? refuse('too-large') : null, chunk);
    },
  });
}

const HOUR = 3_600_000;

async function view(context: Context): Promise<Output<Routes['getAdvisories']>> {
  const { advisories, now } = context;
  const [status, rejudged, update] = await Promise.all([
    advisories.status(now),
    lastRejudged(context),
    lastUpdate(context),
  ]);
  const problems = new Map(update?.failed.map(({ id, problem }) => [id, problem]));
  const known = new Set(status?.feeds.map(({ id }) => id));
  const never = [...problems].filter(([id]) => !known.has(id));
  const feeds = (status?.feeds ?? []).map(({ id, title, asOf, records }) => ({
    ...{ id, title, updated: asOf.toISOString(), records, error: problems.get(id) ?? null },
  }));
  return {
    present: status !== undefined,
    date: status?.asOf.toISOString() ?? null,
    ageHours: status === undefined ? null : Math.max(0, (now.getTime() - status.asOf.getTime()) / HOUR),
    stale: status === undefined || status.feeds.some(({ stale }) => stale),
    size: status?.size ?? null,
    feeds: [...feeds, ...never.map(([id, error]) => ({ id, title: id, updated: null, records: 0, error }))],
    updating: update?.state === 'running',
    rejudged:
      rejudged === undefined
        ? null
        : (({ at, boms, opened, resolved, seconds }) => ({ at, boms, opened, resolved, seconds }))(rejudged),
  };
}
