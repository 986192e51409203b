import { readFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { isObject, type Json, UserError } from '../model/index.ts';
import { type ImageOptions, openRegistry, parseReference, type Repository } from '../sources/image/index.ts';

/** What the artifact is, and what its one layer holds: a file as `db export` writes it. */
const artifactType = 'application/vnd.hwaseong.advisories.v1';
const layerType = 'application/vnd.hwaseong.advisories.v1.tar+zstd';
const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const emptyType = 'application/vnd.oci.empty.v1+json';

const prefix = 'oci://';

/** The reference that `oci://registry/repository:tag` names; undefined for the path of a file. */
export function referenceIn(place: string): string | undefined {
  return place.startsWith(prefix) ? place.slice(prefix.length) : undefined;
}

/**
 * Puts an exported database into a registry as an artifact of its own kind (https://github.com/opencontainers/image-spec/blob/main/manifest.md#guidelines-for-artifact-usage).
 *
 * @throws UserError where the reference is malformed, or the registry refuses
 */
export async function pushDatabase(reference: string, file: string, options: ImageOptions): Promise<void> {
  const { registry: host, repository: name, tag, digest } = parseReference(reference);
  if (tag === undefined || digest !== undefined) {
    throw new UserError('db-reference', {
      en: `A database is pushed under a tag, not a digest: oci://${host}/${name}:latest.`,
      ko: `데이터베이스는 다이제스트가 아니라 태그로 올립니다: oci://${host}/${name}:latest.`,
    });
  }
  const registry = openRegistry(host, options);
  try {
    const repository = registry.repository(name);
    const config = await repository.pushBlob(Buffer.from('{}'), emptyType);
    const layer = await repository.pushBlob(await readFile(file), layerType);
    const manifest = { schemaVersion: 2, mediaType: manifestType, artifactType, config, layers: [layer] };
    await repository.pushManifest(Buffer.from(JSON.stringify(manifest)), manifestType, tag);
  } finally {
    registry.close();
  }
}

/**
 * Hands the exported database at a reference to `take` while it comes from the registry.
 *
 * @throws UserError where there is none
 */
export async function pullDatabase<T>(
  reference: string,
  options: ImageOptions,
  take: (bundle: Readable) => Promise<T>,
): Promise<T> {
  const { registry: host, repository: name, tag, digest } = parseReference(reference);
  const registry = openRegistry(host, options);
  try {
    const repository = registry.repository(name);
    const { digest: layer, size } = await layerAt(repository, digest ?? tag ?? 'latest', reference);
    return await take(await repository.openBlob(layer, size));
  } finally {
    registry.close();
  }
}

async function layerAt(
  repository: Repository,
  named: string,
  reference: string,
): Promise<{ digest: string; size: number }> {
  const { bytes } = await repository.fetchManifest(named);
  let manifest: Json | undefined;
  try {
    manifest = JSON.parse(Buffer.from(bytes).toString('utf8')) as Json;
  } catch {
    // Told below.
  }
  const layers = isObject(manifest) && Array.isArray(manifest['layers']) ? manifest['layers'].filter(isObject) : [];
  const layer = layers.find(({ mediaType }) => mediaType === layerType);
  const { digest, size } = layer ?? {};
  if (typeof digest === 'string' && typeof size === 'number') return { digest, size };
  throw new UserError('db-not-an-artifact', {
    en: `${reference} is no advisory database. Push one with "hwaseong db export oci://...".`,
    ko: `${reference}은(는) 취약점 데이터베이스가 아닙니다. "hwaseong db export oci://..."로 올리세요.`,
  });
}
