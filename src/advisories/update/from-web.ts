import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { isObject } from '../../model/index.ts';
import type { FeedFiles } from '../database/build.ts';
import type { Feed } from '../feeds/index.ts';
import type { Downloads } from './http.ts';
import { validatorIn, writtenValidator } from './validators.ts';

/** What came of asking for the files of a feed. */
export type FeedFetched =
  | { state: 'fetched'; files: FeedFiles }
  | { state: 'unchanged' }
  /** A mirror need not have every feed. */
  | { state: 'absent' }
  | { state: 'failed'; problem: string };

/** Where the files of feeds are: a mirror that is laid out like a folder, or each feed's own addresses. */
export interface Origin {
  /** What is there is what the feed's maker publishes now. */
  isMaker: boolean;
  /** Name of each file of a feed, and its address. */
  filesOf(feed: Feed): Readonly<Record<string, string>>;
}

/** Every feed where its maker publishes it. */
export const publicOrigin: Origin = { isMaker: true, filesOf: (feed) => feed.published };

/** Most bytes of a mirror's index, and most files of one feed in it. */
const MOST_INDEX = 16 * 1024 ** 2;
const MOST_FILES = 10_000;

/**
 * A mirror: `BASE/<feed>/<file>`. `BASE/index.json` may name the files of each feed, `{"feeds":{"osv":["npm.zip"]}}`; without one, files are called as in
 * `Feed.published`.
 */
export async function mirrorOrigin(
  base: URL,
  downloads: Downloads,
  scratch: string,
  signal?: AbortSignal,
): Promise<Origin> {
  const root = new URL(base.href.endsWith('/') ? base.href : `${base.href}/`);
  const named = await indexOf(new URL('index.json', root), downloads, scratch, signal);
  return {
    isMaker: false,
    filesOf(feed) {
      const names = named === undefined ? Object.keys(feed.published) : (named[feed.id] ?? []);
      return Object.fromEntries(names.map((name) => [name, new URL(`${feed.id}/${name}`, root).href]));
    },
  };
}

async function indexOf(url: URL, downloads: Downloads, scratch: string, signal: AbortSignal | undefined) {
  const file = path.join(scratch, 'index.json');
  const { state } = await downloads.fetch(url, file, {}, signal);
  if (state !== 'fetched') return undefined;
  const text = await readFile(file, 'utf8');
  const document: unknown = text.length > MOST_INDEX ? undefined : JSON.parse(text);
  const feeds = isObject(document) && isObject(document['feeds']) ? document['feeds'] : {};
  const names: Record<string, string[]> = {};
  for (const [feed, files] of Object.entries(feeds)) {
    if (Array.isArray(files))
      names[feed] = files
        .filter((name) => typeof name === 'string' && isPlainPath(name))
        .slice(0, MOST_FILES) as string[];
  }
  return names;
}

/** Below its feed's folder and nowhere else. */
export function isPlainPath(name: string): boolean {
  return (
    name.length <= 300 &&
    /^[\w.+-]+(\/[\w.+-]+)*$/.test(name) &&
    !name.split('/').some((part) => part === '..' || part === '.')
  );
}

/** Fetches what has changed of a feed. Where one of several files has changed, all are fetched, for only together they are the feed. */
export async function fetchFeed(
  feed: Feed,
  origin: Origin,
  {
    downloads,
    scratch,
    known,
    now,
    signal,
  }: {
    downloads: Downloads;
    scratch: string;
    known: Readonly<Record<string, string>>;
    now: Date;
    signal?: AbortSignal;
  },
): Promise<FeedFetched> {
  const wanted = Object.entries(origin.filesOf(feed));
  if (wanted.length === 0) return { state: 'absent' };
  const root = path.join(scratch, feed.id);
  const validators: Record<string, string> = {};
  const unchanged: [name: string, url: string][] = [];
  let missing = 0;
  const take = async (name: string, url: string, conditional: boolean): Promise<void> => {
    const into = path.join(root, name);
    await mkdir(path.dirname(into), { recursive: true });
    const fetched = await downloads.fetch(new URL(url), into, conditional ? validatorIn(known[name]) : {}, signal);
    if (fetched.state === 'missing') missing += 1;
    else if (fetched.state === 'unchanged') unchanged.push([name, url]);
    else validators[name] = writtenValidator(fetched.validator);
  };
  try {
    for (const [name, url] of wanted) await take(name, url, true);
    if (unchanged.length > 0 && unchanged.length + missing === wanted.length) return { state: 'unchanged' };
    if (missing === wanted.length) return { state: 'absent' };
    for (const [name, url] of unchanged.splice(0)) await take(name, url, false);
    const asOf = origin.isMaker ? now : asOfIn(validators, now);
    return { state: 'fetched', files: { feed, root, asOf, validators } };
  } catch (error) {
    await rm(root, { recursive: true, force: true });
    if (signal?.aborted === true) throw error;
    return { state: 'failed', problem: (error as Error).message };
  }
}

/** Files are as old as the newest says it is; where none says, they are what there is now. */
function asOfIn(validators: Readonly<Record<string, string>>, now: Date): Date {
  const times = Object.values(validators).flatMap((one) => {
    const time = Date.parse(validatorIn(one).lastModified ?? '');
    return Number.isNaN(time) ? [] : [time];
  });
  return times.length === 0 ? now : new Date(Math.min(now.getTime(), Math.max(...times)));
}
