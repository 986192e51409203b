import { existsSync } from 'node:fs';
import { copyFile, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { UserError } from '../../model/index.ts';
import { processExists, takeLock } from '../../platform/store/lock.ts';
import { type Feed, isEnrichment } from '../feeds/index.ts';
import { type FeedCounts, noCounts, readFeed } from '../read-feed.ts';
import { join } from './join.ts';
import type { FeedMeta } from './meta.ts';
import { openAdvisories } from './open.ts';
import { chunkWriter, recordsOf } from './records.ts';
import { APPLICATION_ID, FORMAT, indexes, tables } from './schema.ts';

/** A feed whose files lie ready. */
export interface FeedFiles {
  feed: Feed;
  /** File or folder. */
  root: string;
  /** When the files were what the feed's maker publishes. */
  asOf: Date;
  validators: Record<string, string>;
}

/** What became of a feed in a build. */
export interface FeedOutcome {
  id: string;
  title: string;
  /** `read`: anew. `kept`: taken over from the database that was there, for it has not changed. `failed`: could not be had or read; `kept` says whether the old data stay. */
  state: 'read' | 'unchanged' | 'failed';
  /** Whether data of the feed are in the database. */
  present: boolean;
  counts: FeedCounts;
  problem?: string;
}

export interface BuildOptions {
  now: Date;
  signal?: AbortSignal;
  /** Told what goes on: which feed is read, that records are joined. */
  say?: (what: { doing: 'read'; feed: string; records: number } | { doing: 'join' }) => void;
}

/** Feeds to read, feeds that are known not to have changed, and feeds that could not be had. */
export interface BuildPlan {
  read: readonly FeedFiles[];
  failed: readonly { feed: Feed; problem: string }[];
  /** Feeds whose makers have just said that they have not changed. */
  confirmed?: readonly string[];
}

/** Records between two tellings. */
const TELL_EVERY = 1000;

/**
 * Writes the advisory database at `file` anew: feeds of the plan are read, all others are taken over from the database that is there. It takes the old one's place
 * when it is whole; until then, and where anything goes wrong, the old one stays. A feed that breaks keeps its old data.
 *
 * @throws UserError `advisories-busy` while another build is at work on the file
 */
export async function buildAdvisories(file: string, plan: BuildPlan, options: BuildOptions): Promise<FeedOutcome[]> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o755 });
  return withLock(file, async () => {
    const building = `${file}.building-${process.pid}`;
    try {
      const kept = plan.read.length === 0 ? await keepAll(building, file, plan, options.now) : undefined;
      if (kept !== undefined) return kept;
      const outcomes = await buildAt(building, file, plan, options);
      await putInPlace(building, file);
      return outcomes;
    } finally {
      await removeLeftovers(file);
    }
  });
}

/** One build or import at a time. What an earlier one left behind when it was killed is removed. */
export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  let release: () => Promise<void>;
  try {
    release = await takeLock(`${file}.lock`);
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== 'store-in-use') throw error;
    throw new UserError('advisories-busy', {
      en: `Another process is updating the advisory database ${file}. Try again when it has finished.`,
      ko: `다른 프로세스가 취약점 데이터베이스 ${file}을(를) 갱신하고 있습니다. 끝난 뒤 다시 시도하세요.`,
    });
  }
  try {
    await removeLeftovers(file);
    return await work();
  } finally {
    await release();
  }
}

/** Makes a whole file durable, then lets it take the place of the old one: who reads the old one goes on with it. */
export async function putInPlace(building: string, file: string): Promise<void> {
  const handle = await open(building, 'r+');
  try {
    await handle.chmod(0o644);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(building, file);
}

/** Builds go one at a time, so that what lies there is nobody's; downloads may be under way beside us. */
async function removeLeftovers(file: string): Promise<void> {
  const base = path.basename(file);
  for (const name of await readdir(path.dirname(file))) {
    const fetching = name.startsWith(`${base}.fetching-`) ? Number(name.slice(base.length + 10)) : undefined;
    const abandoned = fetching !== undefined && !(fetching > 0 && processExists(fetching));
    if (abandoned || name.startsWith(`${base}.building-`)) {
      await rm(path.join(path.dirname(file), name), { recursive: true, force: true });
    }
  }
}

/** Where nothing has changed the database stays, but for what its feeds' makers have confirmed. Undefined where there is none to keep. */
async function keepAll(
  building: string,
  file: string,
  { failed, confirmed = [] }: BuildPlan,
  now: Date,
): Promise<FeedOutcome[] | undefined> {
  const old = existsSync(file) ? openOld(file) : undefined;
  if (old === undefined) return undefined;
  old.database.close();
  if (confirmed.length > 0) {
    await copyFile(file, building);
    const database = new DatabaseSync(building);
    const update = database.prepare('UPDATE feed SET about = ? WHERE id = ?');
    for (const meta of old.metas.values()) {
      if (confirmed.includes(meta.id)) update.run(JSON.stringify({ ...meta, asOf: now.toISOString() }), meta.id);
    }
    database.close();
    await putInPlace(building, file);
  }
  const problems = new Map(failed.map(({ feed, problem }) => [feed.id, problem]));
  const kept = [...old.metas.values()].map((meta): FeedOutcome => {
    const problem = problems.get(meta.id);
    const about = { id: meta.id, title: meta.title, present: true, counts: { ...meta, examples: [] } };
    return problem === undefined ? { ...about, state: 'unchanged' } : { ...about, state: 'failed', problem };
  });
  const absent = failed.filter(({ feed }) => old.metas.get(feed.id) === undefined);
  return [...kept, ...absent.map(({ feed, problem }) => failedOutcome(feed, problem, undefined, noCounts()))];
}

async function buildAt(building: string, file: string, plan: BuildPlan, options: BuildOptions): Promise<FeedOutcome[]> {
  const database = new DatabaseSync(building);
  const old = existsSync(file) ? openOld(file) : undefined;
  try {
    database.exec(`
      PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -65536;
      PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${FORMAT};`);
    database.exec(`ATTACH '${`${building}.staging`.replaceAll("'", "''")}' AS staging`);
    database.exec('PRAGMA staging.journal_mode = OFF; PRAGMA staging.synchronous = OFF');
    for (const table of tables) database.exec(table);
    const outcomes: FeedOutcome[] = [];
    const metas: FeedMeta[] = [];
    const takeOver = (id: string): FeedMeta | undefined => {
      const meta = old?.metas.get(id);
      if (meta === undefined || old === undefined) return undefined;
      const asOf = plan.confirmed?.includes(id) === true ? options.now.toISOString() : meta.asOf;
      const writer = chunkWriter(database, id);
      for (const record of recordsOf(old.database, id)) writer.add(record);
      writer.end();
      metas.push({ ...meta, asOf });
      return meta;
    };
    database.exec('BEGIN');
    for (const ready of plan.read) outcomes.push(await readOne(database, ready, takeOver, metas, options));
    for (const { feed, problem } of plan.failed)
      outcomes.push(failedOutcome(feed, problem, takeOver(feed.id), noCounts()));
    const done = new Set(outcomes.map(({ id }) => id));
    for (const meta of old?.metas.values() ?? []) {
      if (done.has(meta.id)) continue;
      takeOver(meta.id);
      outcomes.push({
        id: meta.id,
        title: meta.title,
        state: 'unchanged',
        present: true,
        counts: { ...meta, examples: [] },
      });
    }
    if (metas.length === 0) throw noFeed(outcomes);
    options.say?.({ doing: 'join' });
    const addFeed = database.prepare('INSERT INTO feed VALUES (?, ?)');
    for (const meta of metas) addFeed.run(meta.id, JSON.stringify(meta));
    database.prepare('INSERT INTO meta VALUES (?, ?)').run('builtAt', options.now.toISOString());
    await join(database, metas, options.signal);
    for (const index of indexes) database.exec(index);
    database.exec('COMMIT');
    database.exec('DETACH staging');
    return outcomes;
  } finally {
    old?.database.close();
    database.close();
  }
}

async function readOne(
  database: DatabaseSync,
  { feed, root, asOf, validators }: FeedFiles,
  takeOver: (id: string) => FeedMeta | undefined,
  metas: FeedMeta[],
  { now, signal, say }: BuildOptions,
): Promise<FeedOutcome> {
  const counts = noCounts();
  const sources = new Set<string>();
  let newest = '';
  const latest = now.toISOString();
  database.exec('SAVEPOINT feed');
  try {
    const writer = chunkWriter(database, feed.id);
    for await (const record of readFeed(feed, root, counts, signal)) {
      writer.add(record);
      if (counts.records % TELL_EVERY === 0) say?.({ doing: 'read', feed: feed.id, records: counts.records });
      if (isEnrichment(record)) continue;
      sources.add(record.source);
      const changed = record.modified ?? record.published ?? '';
      if (changed > newest && changed <= latest) newest = changed;
    }
    writer.end();
  } catch (error) {
    database.exec('ROLLBACK TO feed; RELEASE feed');
    if (signal?.aborted === true) throw error;
    return failedOutcome(feed, (error as Error).message, takeOver(feed.id), counts);
  }
  database.exec('RELEASE feed');
  const { examples: _, ...kept } = counts;
  metas.push({
    id: feed.id,
    title: feed.title,
    licence: feed.licence,
    ...(feed.attribution !== undefined && { attribution: feed.attribution }),
    asOf: asOf.toISOString(),
    ...(newest !== '' && { newest }),
    validators,
    sources: [...sources],
    ...kept,
  });
  return { id: feed.id, title: feed.title, state: 'read', present: true, counts };
}

function failedOutcome(
  { id, title }: Feed,
  problem: string,
  kept: FeedMeta | undefined,
  counts: FeedCounts,
): FeedOutcome {
  return { id, title, state: 'failed', present: kept !== undefined, counts, problem };
}

/** The database that is there, where it is one that can be taken over. */
function openOld(file: string): { database: DatabaseSync; metas: Map<string, FeedMeta> } | undefined {
  try {
    const advisories = openAdvisories(file);
    const metas = new Map(advisories.meta.feeds.map((meta) => [meta.id, meta]));
    advisories.close();
    return { database: new DatabaseSync(file, { readOnly: true }), metas };
  } catch {
    return undefined;
  }
}

function noFeed(outcomes: readonly FeedOutcome[]): UserError {
  const why = outcomes
    .map(({ id, problem }) => `${id}: ${problem ?? ''}`)
    .join('; ')
    .slice(0, 1000);
  return new UserError('advisories-empty', {
    en: `No feed could be read, so there is no advisory database (${why || 'no files of a feed were found'}).`,
    ko: `읽을 수 있는 피드가 없어 취약점 데이터베이스를 만들지 못했습니다(${why || '피드 파일이 없습니다'}).`,
  });
}
