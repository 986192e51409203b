import { isObject } from '../../model/index.ts';
import { readAnswers } from '../../platform/segments/index.ts';
import type { ManifestItem } from './types.ts';

/** What an earlier scan saw of a registry. */
export interface EarlierLook {
  /** Digest → manifest, of all repositories: content is the same wherever it lies. */
  manifests: ReadonlyMap<string, ManifestItem>;
  /** Repository → tag → digest. */
  tags: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Repository → when it was looked at, ISO 8601. */
  at: ReadonlyMap<string, string>;
}

/**
 * Reads what a folder of facts holds of a registry.
 *
 * @throws UserError where there is no such folder
 */
export async function earlierLook(dir: string, registry: string): Promise<EarlierLook> {
  const manifests = new Map<string, ManifestItem>();
  const tags = new Map<string, Map<string, string>>();
  const at = new Map<string, string>();
  for await (const { collection, items } of readAnswers(dir)) {
    const { provider, account, service, operation, params, finishedAt } = collection;
    if (provider !== 'oci' || account !== registry || service !== 'registry' || operation !== 'ListManifests') continue;
    const repository = String(params.repository);
    const own = new Map<string, string>();
    for (const item of items) {
      if (!isManifest(item)) continue;
      if (item.unread === null && item.type !== 'unknown') manifests.set(item.digest, item);
      for (const tag of item.tags) own.set(tag, item.digest);
    }
    tags.set(repository, own);
    at.set(repository, finishedAt);
  }
  return { manifests, tags, at };
}

function isManifest(item: unknown): item is ManifestItem {
  return (
    isObject(item) && typeof item.digest === 'string' && Array.isArray(item.tags) && 'unread' in item && 'type' in item
  );
}
