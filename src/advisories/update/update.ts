import { mkdir, rm } from 'node:fs/promises';
import { UserError } from '../../model/index.ts';
import {
  type BuildOptions,
  type BuildPlan,
  buildAdvisories,
  type FeedFiles,
  type FeedOutcome,
} from '../database/build.ts';
import type { AdvisoriesMeta } from '../database/meta.ts';
import { openAdvisories } from '../database/open.ts';
import { type Feed, feeds } from '../feeds/index.ts';
import { feedsInFolder } from './from-folder.ts';
import { fetchFeed, mirrorOrigin, publicOrigin } from './from-web.ts';
import { openDownloads } from './http.ts';

export interface UpdateOptions extends Omit<BuildOptions, 'say'> {
  /** A folder, or the address of a mirror; absent: each feed where its maker publishes it, which is the one case in which the internet is asked. */
  from?: string;
  /** Only these feeds; absent: all that the folder or mirror has, or those that are fetched by default. */
  only?: readonly string[];
  /** Read also what has not changed. */
  force?: boolean;
  /** Certificates (PEM) of private authorities. */
  authorities?: readonly string[];
  env: NodeJS.ProcessEnv;
  say?: (what: UpdateProgress) => void;
}

export type UpdateProgress = Parameters<NonNullable<BuildOptions['say']>>[0] | { doing: 'fetch'; feed: string };

/**
 * Brings the advisory database at `file` up to date. Feeds that cannot be had or read keep their last good data, which the outcomes tell; the database is written
 * anew only where a feed has changed.
 *
 * @throws UserError where no feed can be read at all, a feed is not known, or another update is at work
 */
export async function updateAdvisories(file: string, options: UpdateOptions): Promise<FeedOutcome[]> {
  const chosen = chosenFeeds(options.only);
  const old = metaOf(file);
  const known = (id: string) =>
    options.force === true ? {} : (old?.feeds.find((feed) => feed.id === id)?.validators ?? {});
  const { from } = options;
  if (from !== undefined && !/^https?:\/\//i.test(from)) {
    const { changed } = await feedsInFolder(from, chosen, known);
    return finish(file, { read: changed, failed: [] }, options);
  }
  const scratch = `${file}.fetching-${process.pid}`;
  const downloads = openDownloads(options.authorities ?? [], options.env);
  try {
    await mkdir(scratch, { recursive: true, mode: 0o700 });
    const origin = from === undefined ? publicOrigin : await originAt(from, downloads, scratch, options.signal);
    const read: FeedFiles[] = [];
    const failed: { feed: Feed; problem: string }[] = [];
    const confirmed: string[] = [];
    const wanted =
      from === undefined && options.only === undefined ? chosen.filter((feed) => feed.optional !== true) : chosen;
    for (const feed of wanted) {
      options.signal?.throwIfAborted();
      options.say?.({ doing: 'fetch', feed: feed.id });
      const { now, signal } = options;
      const fetched = await fetchFeed(feed, origin, {
        downloads,
        scratch,
        known: known(feed.id),
        now,
        ...(signal !== undefined && { signal }),
      });
      if (fetched.state === 'fetched') read.push(fetched.files);
      else if (fetched.state === 'failed') failed.push({ feed, problem: fetched.problem });
      else if (fetched.state === 'unchanged') {
        // A mirror that has not changed says nothing about the feed's maker.
        if (from === undefined) confirmed.push(feed.id);
      } else if (options.only !== undefined) failed.push({ feed, problem: 'there is no such feed at this place' });
    }
    return await finish(file, { read, failed, confirmed }, options);
  } finally {
    downloads.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

function finish(file: string, plan: BuildPlan, options: UpdateOptions): Promise<FeedOutcome[]> {
  const { now, signal, say } = options;
  return buildAdvisories(file, plan, {
    now,
    ...(signal !== undefined && { signal }),
    ...(say !== undefined && { say }),
  });
}

async function originAt(
  from: string,
  downloads: ReturnType<typeof openDownloads>,
  scratch: string,
  signal: AbortSignal | undefined,
) {
  try {
    return await mirrorOrigin(new URL(from), downloads, scratch, signal);
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw new UserError(
      'advisories-mirror-unreachable',
      {
        en: `The mirror ${from} cannot be used (${(error as Error).message}). What is there already stays as it is.`,
        ko: `미러 ${from}을(를) 사용할 수 없습니다(${(error as Error).message}). 기존 데이터는 그대로 유지됩니다.`,
      },
      { cause: error },
    );
  }
}

/** What the database that is there says of itself; undefined where there is none that can be read. */
function metaOf(file: string): AdvisoriesMeta | undefined {
  try {
    const advisories = openAdvisories(file);
    try {
      return advisories.meta;
    } finally {
      advisories.close();
    }
  } catch {
    return undefined;
  }
}

function chosenFeeds(only: readonly string[] | undefined): readonly Feed[] {
  if (only === undefined) return feeds;
  return only.map((id) => {
    const feed = feeds.find((one) => one.id === id);
    if (feed !== undefined) return feed;
    const ids = feeds.map((one) => one.id).join(', ');
    throw new UserError('no-such-feed', {
      en: `There is no feed "${id}". There are: ${ids}.`,
      ko: `"${id}" 피드가 없습니다. 사용할 수 있는 피드: ${ids}.`,
    });
  });
}
