import { type CelFunction, isObject } from '../../model/index.ts';
import { supersededTags } from './tag-lines.ts';

/** What registries add to control expressions. */
export const registryFunctions: readonly CelFunction[] = [
  {
    name: 'superseded',
    params: ['dyn'],
    returns: 'list',
    doc: 'Of the manifests of a repository (the answer of registry:ListManifests) those tags of which a newer version of the same line is there (1.4.2 where 1.4.9 is, not where 2.0.0 is; variants such as -alpine are lines of their own): a list of {tag, digest, by, since}, the newest tag that replaces it and when that was pushed or else built (null where it is not known).',
    handler: (manifests: unknown) => {
      const byTag = new Map<string, { digest: string; at: string | null }>();
      for (const one of Array.isArray(manifests) ? manifests : []) {
        if (!isObject(one) || !Array.isArray(one.tags)) continue;
        const at = one.pushed ?? one.created;
        for (const tag of one.tags)
          byTag.set(String(tag), { digest: String(one.digest), at: typeof at === 'string' ? at : null });
      }
      return supersededTags([...byTag.keys()]).map(({ tag, by }) => ({
        tag,
        digest: byTag.get(tag)?.digest ?? '',
        by,
        since: byTag.get(by)?.at ?? null,
      }));
    },
  },
];
