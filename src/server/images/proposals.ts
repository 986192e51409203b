import { type AccessWanted, keepRules, propose } from '../../findings/registry/index.ts';
import { isObject, type Json, type JsonObject, UNKNOWN_FIELD } from '../../model/index.ts';
import type { ManifestItem, RegistryType, RepositoryItem, Retention } from '../../sources/registry/index.ts';
import type { Routes } from '../api/index.ts';
import type { Context, Input, Output } from '../context.ts';

type Proposals = Output<Routes['getRegistryProposals']>;

/** Most repositories that one answer is worked out for, and most cleanups and policies told. */
const MOST_REPOSITORIES = 2000;
const MOST_CLEANUPS = 100;
const MOST_POLICIES = 50;

/**
 * What would clean a registry up and guard it, from what its last walk saw: what `scan registry --policy-out` writes. Undefined where nobody has
 * walked through it.
 *
 * @throws UserError where whom to give access to is not said whole
 */
export async function registryProposals(
  { db, tenant, now }: Context,
  { registry, keep, pipeline, runtime, breakGlass }: Input<Routes['getRegistryProposals']>['query'],
): Promise<Proposals | undefined> {
  const rows = await db
    .selectFrom('assets')
    .select('data')
    .where('tenant', '=', tenant)
    .where('kind', '=', 'oci.repository')
    .where('account', '=', registry)
    .where('gone_at', 'is', null)
    .orderBy('id')
    .limit(MOST_REPOSITORIES + 1)
    .execute();
  const [first] = rows;
  if (first === undefined) return undefined;
  const type = typeOf(first.data);
  const known = rows.slice(0, MOST_REPOSITORIES).flatMap(({ data }) => seenOf(data) ?? []);
  const asked = [pipeline, runtime, breakGlass].some((one) => one !== undefined);
  const access: AccessWanted = { pipeline: pipeline ?? [], runtime: runtime ?? [], breakGlass: breakGlass ?? [] };
  const proposed = propose({
    ...{ type, registry, repositories: known, now },
    keep: { ...keepRules, newest: keep },
    ...(asked ? { access } : {}),
  });
  const cleanups = proposed.cleanups
    .filter(({ removes }) => removes.length > 0)
    .sort((a, b) => b.bytes - a.bytes || b.removes.length - a.removes.length);
  const policies = policiesIn(proposed.files);
  return {
    type,
    repositories: rows.length,
    // What is not known of is not taken for what nothing cleans up.
    unknown: rows.length - known.length,
    removes: cleanups.reduce((sum, { removes }) => sum + removes.length, 0),
    bytes: cleanups.reduce((sum, { bytes }) => sum + bytes, 0),
    cleanups: cleanups.slice(0, MOST_CLEANUPS).map(({ repository, removes, bytes, stays }) => ({
      ...{ repository, bytes, stays, removes: removes.length },
      tags: removes.flatMap(({ tags }) => tags).slice(0, 5),
    })),
    policies: policies.slice(0, MOST_POLICIES),
    more: {
      cleanups: Math.max(0, cleanups.length - MOST_CLEANUPS),
      policies: Math.max(0, policies.length - MOST_POLICIES),
    },
  };
}

function typeOf({ type }: JsonObject): RegistryType {
  return type === 'ecr' || type === 'harbor' ? type : 'distribution';
}

/** A repository as a walk saw it; undefined where its manifests, or what cleans it up, are not known. */
function seenOf(data: JsonObject) {
  const unknown = data[UNKNOWN_FIELD];
  const isKnown = (field: string) => !isObject(unknown) || unknown[field] === undefined;
  const { manifests, retention, ...repository } = data;
  if (!Array.isArray(manifests) || !isKnown('manifests') || !isKnown('retention') || retention === undefined)
    return undefined;
  return {
    repository: repository as unknown as RepositoryItem,
    manifests: manifests as Json[] as ManifestItem[],
    retention: retention as Retention | null,
  };
}

/** The policies among proposed files, each once, with where it is for. */
function policiesIn(files: ReadonlyMap<string, string>): Proposals['policies'] {
  const found = new Map<string, Proposals['policies'][number]>();
  for (const [file, text] of files) {
    const slash = file.lastIndexOf('/');
    const name = file.slice(slash + 1);
    if (slash === -1 || name === 'would-remove.json') continue;
    const known = found.get(`${name}\n${text}`);
    if (known !== undefined) known.places += 1;
    else found.set(`${name}\n${text}`, { name, text, places: 1, place: decodeURIComponent(file.slice(0, slash)) });
  }
  return [...found.values()];
}
