import { isObject, type Json } from '../../model/index.ts';
import { checkDigest, sha256 } from './digest.ts';
import { imageErrors } from './errors.ts';
import { MOST_CONFIG, MOST_MANIFEST, parsed, readConfig } from './manifest.ts';
import type { PackedFiles } from './packed-files.ts';
import { parseReference, referenceText } from './reference.ts';
import type { ImageConfig, OpenImage } from './types.ts';

/** One image of an archive of `docker save` (https://github.com/moby/docker-image-spec, "Combined Image JSON + Filesystem Changeset Format"). */
interface Saved {
  config: string;
  tags: string[];
  layers: string[];
}

const layerType = 'application/vnd.docker.image.rootfs.diff.tar';

/**
 * An image that `docker save` or `podman save` wrote. Its layers are known by the digests of their unpacked bytes; a manifest it has none.
 *
 * @param wanted tag, name or digest of one of several
 * @throws UserError
 */
export async function openSaved(
  name: string,
  files: PackedFiles,
  wanted: string | undefined,
): Promise<Omit<OpenImage, 'close'>> {
  const listed = parsed((await files.read('manifest.json', MOST_MANIFEST)) ?? Buffer.alloc(0));
  const saved = (Array.isArray(listed) ? listed : []).flatMap(savedOf);
  const one = chooseSaved(name, saved, wanted);
  const bytes = await files.read(one.config, MOST_CONFIG);
  if (!bytes) throw imageErrors.malformed(name, `${one.config.slice(0, 200)} is missing`);
  const digest = sha256(bytes);
  const told = /([0-9a-f]{64})(?:\.json)?$/.exec(one.config)?.[1];
  if (told) checkDigest(`${name}: ${one.config}`, bytes, `sha256:${told}`);
  const config = readConfig(name, bytes);
  return {
    digest,
    name,
    registry: 'local',
    repository: repositoryOf(one.tags),
    tags: one.tags,
    mediaType: 'application/vnd.docker.container.image.v1+json',
    annotations: {},
    config,
    layers: await layersOf(name, files, one, config),
  };
}

function savedOf(value: Json): Saved[] {
  if (!isObject(value) || typeof value.Config !== 'string') return [];
  const texts = (list: Json | undefined) =>
    (Array.isArray(list) ? list : []).filter((text) => typeof text === 'string');
  return [{ config: value.Config, tags: texts(value.RepoTags), layers: texts(value.Layers) }];
}

function chooseSaved(name: string, saved: readonly Saved[], wanted: string | undefined): Saved {
  const [first, ...more] = saved;
  if (!first) throw imageErrors.malformed(name, 'manifest.json lists no image');
  if (wanted === undefined) {
    if (more.length === 0) return first;
    throw imageErrors.several(
      name,
      saved.map((one) => one.tags[0] ?? one.config),
    );
  }
  const names = (one: Saved) => [...one.tags, ...one.tags.map(inFull), one.config, one.config.replace(/\.json$/, '')];
  const found = saved.find((one) =>
    [wanted, inFull(wanted), wanted.replace('sha256:', '')].some((text) => names(one).includes(text)),
  );
  if (!found) throw imageErrors.notFound(`${name}: ${wanted}`);
  return found;
}

/** A tag in full where it is a reference, else as it is. */
function inFull(tag: string): string {
  try {
    return referenceText(parseReference(tag));
  } catch {
    return tag;
  }
}

function repositoryOf([tag]: readonly string[]): string {
  if (tag === undefined) return '';
  try {
    return parseReference(tag).repository;
  } catch {
    return '';
  }
}

async function layersOf(
  name: string,
  files: PackedFiles,
  { layers }: Saved,
  config: ImageConfig,
): Promise<OpenImage['layers']> {
  const diffIds = config.rootfs?.diff_ids ?? [];
  if (diffIds.length !== layers.length) {
    throw imageErrors.malformed(
      name,
      `the configuration names ${diffIds.length} layers, the archive has ${layers.length}`,
    );
  }
  return Promise.all(
    layers.map(async (path, index) => {
      const size = await files.size(path);
      if (size === undefined) throw imageErrors.malformed(name, `${path.slice(0, 200)} is missing`);
      const diffId = diffIds[index] as string;
      return { digest: diffId, diffId, size, mediaType: layerType, open: () => files.open(path) };
    }),
  );
}
