import { UserError } from '../../model/index.ts';
import { isDigest, openRegistry } from '../image/index.ts';
import { mediaTypes } from '../image/manifest.ts';
import type { Registry } from '../image/registry.ts';
import { NotTold, TooMany } from './failure.ts';
import { blank, holdsSignature, MOST_MANIFESTS, readDetails, related } from './manifest.ts';
import { lanes } from './pool.ts';
import { knock, openAnonymously } from './probe.ts';
import type { KnownManifests, Listing, ManifestItem, RegistryOptions, RegistrySource } from './types.ts';

/** Requests under way at one registry. */
export const AT_A_TIME = 5;

/** Any registry that speaks the distribution API of the OCI and nothing beside it. */
export function distributionSource(registry: string, options: RegistryOptions): RegistrySource {
  const entered = openRegistry(registry, options);
  const anybody = openAnonymously(registry, options);
  const inLane = lanes(AT_A_TIME);

  return {
    type: 'distribution',
    registry,
    async about() {
      const entrance = await knock(registry, options);
      return {
        registry,
        type: 'distribution',
        ...entrance,
        ...(await catalogs(registry, entered, anybody)),
      };
    },
    async *listRepositories() {
      // A list that the registry does not have is not an empty one.
      const status = await statusOf(entered, '/v2/_catalog?n=1', registry);
      if (status === 401 || status === 403)
        throw new NotTold('the registry does not let these credentials list repositories');
      if (status !== 200) throw new NotTold('the registry does not list its repositories');
      for await (const name of entered.listRepositories()) {
        yield { name, registry, type: 'distribution', created: null, tellsPulls: false, tellsUntagged: false };
      }
    },
    listManifests: (repository, known) => manifestsByTags(entered, registry, repository, known, inLane),
    tryAnonymously: (repository, digest) => inLane(() => pullAnonymously(anybody, registry, repository, digest)),
    lists: [],
    close() {
      entered.close();
      anybody.close();
    },
  };
}

/** Who may read the list of repositories. */
export async function catalogs(
  registry: string,
  entered: Registry,
  anybody: Registry,
): Promise<{ catalog: boolean; anonymousCatalog: boolean }> {
  return {
    catalog: (await statusOf(entered, '/v2/_catalog?n=1', registry)) === 200,
    anonymousCatalog: (await statusOf(anybody, '/v2/_catalog?n=1', registry)) === 200,
  };
}

/** The status of an answer; 401 where nothing lets one in. */
async function statusOf(registry: Registry, path: string, name: string): Promise<number> {
  try {
    const access = { name, scope: 'registry:catalog:*' };
    const answer = await registry.send(path, { method: 'GET', headers: {} }, access);
    answer.destroy();
    return answer.statusCode ?? 0;
  } catch (error) {
    if (error instanceof UserError && error.code === 'image-denied') return 401;
    throw error;
  }
}

/** Whether a manifest (else the list of tags) is given to somebody without credentials. */
export async function pullAnonymously(
  anybody: Registry,
  registry: string,
  repository: string,
  digest: string | undefined,
): Promise<{ pull: boolean; asked: string }> {
  const asked = digest === undefined ? 'tags/list' : `manifests/${digest}`;
  const headers = { accept: [...mediaTypes, 'application/json'].join(', ') };
  try {
    const access = { name: `${registry}/${repository}`, repository };
    const answer = await anybody.send(`/v2/${repository}/${asked}`, { method: 'GET', headers }, access);
    answer.destroy();
    return { pull: answer.statusCode === 200, asked };
  } catch (error) {
    if (error instanceof UserError && error.code === 'image-denied') return { pull: false, asked };
    throw error;
  }
}

/** All tags, the digest of each, and in detail those digests that were not seen before. */
async function manifestsByTags(
  registry: Registry,
  host: string,
  repository: string,
  known: KnownManifests,
  inLane: ReturnType<typeof lanes>,
): Promise<Listing<ManifestItem>> {
  const store = registry.repository(repository);
  const access = { name: `${host}/${repository}`, repository };
  const tags: string[] = [];
  let error: unknown;
  await inLane(async () => {
    for await (const tag of store.listTags()) {
      if (tags.length === MOST_MANIFESTS) {
        error = new TooMany(`more than ${MOST_MANIFESTS} tags`);
        break;
      }
      tags.push(tag);
    }
  });
  // In which order they come is for each registry to choose.
  tags.sort();
  if (tags.length === 0) {
    const answer = await registry.send(`/v2/${repository}/tags/list?n=1`, { method: 'GET', headers: {} }, access);
    answer.destroy();
    // The software Distribution says 404 of a repository whose last tag was deleted, as of one that never was.
    if (answer.statusCode !== 200)
      throw new NotTold(`the registry answers ${answer.statusCode} for the tags of ${repository}`);
  }

  const headers = { accept: mediaTypes.join(', ') };
  const digestOf = async (tag: string): Promise<string | undefined> => {
    const answer = await registry.send(`/v2/${repository}/manifests/${tag}`, { method: 'HEAD', headers }, access);
    answer.destroy();
    const told = answer.headers['docker-content-digest'];
    if (answer.statusCode === 200 && typeof told === 'string' && isDigest(told)) return told;
    // Gone since it was listed, or a registry that does not tell digests by HEAD.
    return (await store.findManifest(tag))?.digest;
  };
  const digests = await Promise.all(tags.map((tag) => inLane(() => digestOf(tag))));
  const tagsOf = Map.groupBy(tags, (_, index) => digests[index]);
  tagsOf.delete(undefined);
  const [first] = tagsOf.keys();
  const hasReferrers = first === undefined ? false : await inLane(() => tellsReferrers(first));
  const itemOf = async (digest: string, own: string[]): Promise<ManifestItem> => {
    const item = known.has(digest)
      ? { ...(known.get(digest) as ManifestItem), tags: own }
      : await detailed(digest, own);
    return { ...item, signed: item.signed === true ? true : await signedBy(digest) };
  };
  const items = await Promise.all([...tagsOf].map(([digest = '', own]) => inLane(() => itemOf(digest, own))));
  return { items: related(items, false), ...(error !== undefined && { error }) };

  async function detailed(digest: string, own: string[]): Promise<ManifestItem> {
    try {
      return await readDetails(store, digest, own);
    } catch (cause) {
      if (!(cause instanceof UserError) || cause.code === 'image-rate-limited') throw cause;
      return { ...blank(digest, own), unread: cause.message.slice(0, 300) };
    }
  }

  /** The API is new in version 1.1 of the specification; who has it answers with a list, if an empty one. Null: it refuses to say. */
  async function tellsReferrers(digest: string): Promise<boolean | null> {
    const answer = await registry.send(`/v2/${repository}/referrers/${digest}`, { method: 'GET', headers: {} }, access);
    answer.destroy();
    if (answer.statusCode === 200) return true;
    return [400, 404, 405, 501].includes(answer.statusCode ?? 0) ? false : null;
  }

  /** Null where the registry could not be asked. */
  async function signedBy(digest: string): Promise<boolean | null> {
    // The older way of cosign, which needs no request.
    if (tags.includes(`${digest.replace(':', '-')}.sig`)) return true;
    // Where the registry has no API for it, an index under a tag of its own stands in.
    if (hasReferrers === null) return null;
    if (!hasReferrers && !tags.includes(digest.replace(':', '-'))) return false;
    try {
      return holdsSignature(await store.listReferrers(digest));
    } catch (cause) {
      if (!(cause instanceof UserError) || cause.code === 'image-rate-limited') throw cause;
      return null;
    }
  }
}
