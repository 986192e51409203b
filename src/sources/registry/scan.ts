import {
  type CallEntry,
  type Collection,
  callKey,
  type FactSink,
  fitsWildcard,
  GLOBAL,
  type Json,
  type JsonObject,
  type Params,
  recordsOf,
  UserError,
} from '../../model/index.ts';
import type { RecordedCalls } from '../../platform/segments/index.ts';
import { parseReference } from '../image/index.ts';
import { registryCalls } from './catalog.ts';
import type { EarlierLook } from './earlier.ts';
import { callError, NotTold, TooMany } from './failure.ts';
import { atATime } from './pool.ts';
import type { Listing, ManifestItem, RegistrySource, RepositoryItem, Retention } from './types.ts';

/** Repositories looked at side by side. A source that makes several requests for one keeps them few over all. */
const REPOSITORIES_AT_A_TIME = 5;
const MOST_REPOSITORIES = 10_000;

export interface ScanRegistryOptions {
  tenant: string;
  connection: string;
  now: () => Date;
  /** Only repositories that fit one of these (`team/*`). One without a star is looked at also where the registry lists none. */
  repositories?: readonly string[];
  /** `service:Operation` of the details wanted; all by default. */
  needs?: ReadonlySet<string>;
  /** What an earlier scan saw: its digests are not read again, and tags are compared with it. */
  earlier?: EarlierLook;
  /** What an interrupted scan has left. */
  recorded?: RecordedCalls;
  signal?: AbortSignal;
  progress?: (event: RegistryProgress) => void;
}

export interface RegistryProgress {
  repository: string;
  done: number;
  all: number;
  manifests: number;
}

export interface SeenRepository {
  repository: RepositoryItem;
  manifests: ManifestItem[];
  /** What cleans it up; null: nothing does. Absent: not known. */
  retention?: Retention | null;
}

/** What was seen of a registry. Its facts went to the sink. */
export interface ScannedRegistry {
  registry: string;
  repositories: SeenRepository[];
  /** Calls that gave nothing, or not all. */
  failed: Collection[];
}

/**
 * Walks a registry and writes what it tells as facts. Nothing is judged here, and nothing changed there.
 *
 * @throws UserError where the registry cannot be reached at all; the signal's reason where it is called off
 */
export async function scanRegistry(
  source: RegistrySource,
  options: ScanRegistryOptions,
  sink: FactSink,
): Promise<ScannedRegistry> {
  const { registry } = source;
  const failed: Collection[] = [];
  let limited: unknown;
  const entries = new Map(registryCalls.map((entry) => [entry.operation, entry]));
  const scope = {
    tenant: options.tenant,
    connection: options.connection,
    provider: 'oci',
    account: registry,
    region: GLOBAL,
  };

  /** Makes a call and writes what came of it. Gives the items, and what went wrong. */
  async function call<T extends Json>(
    operation: string,
    params: Params,
    ask: () => Promise<Listing<T>>,
  ): Promise<Listing<T>> {
    options.signal?.throwIfAborted();
    const { service, permission } = entries.get(operation) as CallEntry;
    const named = { ...scope, service, operation, params };
    const key = callKey(named);
    if (options.recorded?.done(key) === true) {
      const items: T[] = [];
      for await (const fact of options.recorded.facts(key)) items.push(fact.data as T);
      return { items };
    }
    const startedAt = options.now().toISOString();
    const answer = await (limited === undefined ? ask() : Promise.reject(limited)).catch(
      (error: unknown): Listing<T> => ({ items: [], error }),
    );
    options.signal?.throwIfAborted();
    const error = answer.error === undefined ? undefined : callError(answer.error, permission);
    // Who takes no more requests is not asked again: what is left is told as not seen.
    if (error !== undefined && /^(?:Throttl|TooManyRequests)/.test(error.code)) limited ??= answer.error;
    const finishedAt = options.now().toISOString();
    for (const record of recordsOf(named, { items: answer.items, error, startedAt, finishedAt })) {
      await sink.write(record);
      if (record.type === 'collection' && !record.complete) failed.push(record);
    }
    return answer;
  }

  const wanted = (operation: string) => options.needs === undefined || options.needs.has(`registry:${operation}`);
  const single =
    <T extends Json>(ask: () => Promise<T>) =>
    async () => ({ items: [await ask()] });

  const about = await call<JsonObject>(
    'ReadRegistry',
    { registry },
    single(() => source.about()),
  );
  // Of a registry that cannot be reached there is nothing to tell.
  if (about.error instanceof UserError) throw about.error;
  if (about.error !== undefined) throw about.error;
  for (const [operation, ask] of source.lists) {
    if (wanted(operation)) await call(operation, { registry }, async () => ({ items: await ask() }));
  }

  const listed = await call('ListRepositories', { registry }, async () => {
    const { items, error } = await repositoriesOf(source, options.repositories);
    const compared = items.map((item) => ({ ...item, compared: options.earlier?.tags.has(item.name) === true }));
    return { items: compared, ...(error !== undefined && { error }) };
  });
  let done = 0;
  let manifests = 0;
  const seen = await atATime(REPOSITORIES_AT_A_TIME, listed.items, async (repository): Promise<SeenRepository> => {
    const { name } = repository;
    options.progress?.({ repository: name, done, all: listed.items.length, manifests });
    const params = { repository: name };
    const found = await call('ListManifests', params, () =>
      source.listManifests(name, options.earlier?.manifests ?? new Map()),
    );
    manifests += found.items.length;
    const own: SeenRepository = { repository, manifests: found.items };
    const earlier = options.earlier?.tags.get(name);
    if (earlier !== undefined) {
      const since = options.earlier?.at.get(name) ?? null;
      await call('CompareTags', params, async () => ({
        items: movedTags(earlier, found.items, since),
        ...(found.error !== undefined && { error: found.error }),
      }));
    }
    if (wanted('TryAnonymously')) {
      const digest = found.items.find(({ tags }) => tags.length > 0)?.digest;
      await call(
        'TryAnonymously',
        params,
        single(() => source.tryAnonymously(name, digest)),
      );
    }
    if (wanted('ReadImmutability')) {
      await call(
        'ReadImmutability',
        params,
        single(() => source.readImmutability?.(name) ?? untold('whether tags can be moved')),
      );
    }
    if (wanted('ReadRetention')) {
      const told = await call<Retention>('ReadRetention', params, async () => {
        const retention = await (source.readRetention?.(name) ?? untold('how it is cleaned up'));
        return { items: retention === null ? [] : [retention] };
      });
      if (told.error === undefined) own.retention = told.items[0] ?? null;
    }
    if (wanted('ReadScanning') && source.readScanning !== undefined) {
      await call(
        'ReadScanning',
        params,
        single(async () => (await source.readScanning?.(name)) ?? null),
      );
    }
    if (wanted('ReadPolicy') && source.readPolicy !== undefined) {
      await call<JsonObject>('ReadPolicy', params, async () => {
        const policy = (await source.readPolicy?.(name)) ?? null;
        return { items: policy === null ? [] : [policy] };
      });
    }
    if (wanted('ListGrants')) {
      await call('ListGrants', params, async () => ({
        items: await (source.listGrants?.(name) ?? untold('who may push')),
      }));
    }
    done += 1;
    return own;
  });
  options.progress?.({ repository: '', done, all: listed.items.length, manifests });
  return { registry, repositories: seen, failed };
}

async function repositoriesOf(
  source: RegistrySource,
  patterns: readonly string[] | undefined,
): Promise<Listing<RepositoryItem>> {
  const items: RepositoryItem[] = [];
  let malformed: Error | undefined;
  try {
    for await (const item of source.listRepositories()) {
      if (patterns !== undefined && !patterns.some((pattern) => fitsWildcard(item.name, pattern))) continue;
      if (!isName(item.name)) {
        malformed ??= Object.assign(new Error(`"${item.name.slice(0, 200)}" is no name of a repository`), {
          name: 'Malformed',
        });
        continue;
      }
      if (items.length === MOST_REPOSITORIES) throw new TooMany(`more than ${MOST_REPOSITORIES} repositories`);
      items.push(item);
    }
    return { items, ...(malformed !== undefined && { error: malformed }) };
  } catch (error) {
    const named = patterns?.filter((pattern) => !pattern.includes('*')) ?? [];
    const all = named.length > 0 && named.length === patterns?.length;
    if (!(error instanceof NotTold) || named.length === 0) return { items, error };
    const { registry, type } = source;
    const taken = named.map((name) => ({
      name,
      registry,
      type,
      created: null,
      tellsPulls: false,
      tellsUntagged: false,
    }));
    // All that was asked for is there: that the registry lists nothing is then no gap.
    return all ? { items: taken } : { items: taken, error };
  }
}

/** A name becomes part of the paths that are asked. */
function isName(name: string): boolean {
  try {
    return parseReference(`registry.example/${name}`).repository === name;
  } catch {
    return false;
  }
}

/** Tags that point at another digest than they did. */
function movedTags(
  earlier: ReadonlyMap<string, string>,
  now: readonly ManifestItem[],
  since: string | null,
): JsonObject[] {
  return now.flatMap(({ digest, tags }) =>
    tags.flatMap((tag) => {
      const from = earlier.get(tag);
      return from === undefined || from === digest ? [] : [{ tag, from, to: digest, since }];
    }),
  );
}

function untold(what: string): never {
  throw new NotTold(`the registry has no way to tell ${what}`);
}
