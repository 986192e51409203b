import { isObject } from '../../model/index.ts';
import { checkDigest, checked, sha256 } from './digest.ts';
import { imageErrors } from './errors.ts';
import { descriptorsOf, MOST_MANIFEST, manifestType, parsed } from './manifest.ts';
import type { PackedFiles } from './packed-files.ts';
import { isDigest } from './reference.ts';
import type { ContentStore, Descriptor, FetchedManifest } from './types.ts';

/** The annotations by which the images of a layout are named: by the OCI, and by containerd and Docker. */
const nameAnnotations = ['org.opencontainers.image.ref.name', 'io.containerd.image.name'];
/** Most manifests that are looked into for what they refer to. */
const MOST_LOOKED_INTO = 1000;

/** An OCI image layout (https://github.com/opencontainers/image-spec/blob/main/image-layout.md) as a store of content. */
export interface Layout extends ContentStore {
  /** What `index.json` lists. */
  listed: readonly Descriptor[];
}

/** @throws UserError `image-malformed` */
export async function openLayout(name: string, files: PackedFiles): Promise<Layout> {
  const index = parsed((await files.read('index.json', MOST_MANIFEST)) ?? Buffer.alloc(0));
  if (!isObject(index)) throw imageErrors.malformed(name, 'index.json is no JSON object');
  const listed = descriptorsOf(index.manifests);
  return { ...storeOf(name, files, listed, blobPath), listed };
}

/** The names of what a layout lists, for people to choose from. */
export function namesOf({ annotations, digest }: Descriptor): string[] {
  const names = nameAnnotations.flatMap((key) => annotations?.[key] ?? []);
  return [...names, digest];
}

function blobPath(digest: string): string {
  return `blobs/${digest.replace(':', '/')}`;
}

/**
 * A folder as `skopeo copy … dir:` writes it: `manifest.json`, and beside it blobs by the digits of their digests.
 *
 * @throws UserError `image-malformed`
 */
export async function openFlat(
  name: string,
  files: PackedFiles,
): Promise<{ store: ContentStore; manifest: FetchedManifest }> {
  const bytes = (await files.read('manifest.json', MOST_MANIFEST)) ?? Buffer.alloc(0);
  const value = parsed(bytes);
  if (!isObject(value)) throw imageErrors.malformed(name, 'manifest.json is no JSON object');
  const mediaType = typeof value.mediaType === 'string' ? value.mediaType : manifestType;
  const manifest = { digest: sha256(bytes), mediaType, bytes };
  const path = (digest: string) => digest.slice(digest.indexOf(':') + 1);
  return { store: storeOf(name, files, [], path), manifest };
}

function storeOf(
  name: string,
  files: PackedFiles,
  listed: readonly Descriptor[],
  pathOf: (digest: string) => string,
): ContentStore {
  async function findManifest(reference: string): Promise<FetchedManifest | undefined> {
    const named = listed.find((one) => namesOf(one).includes(reference));
    const digest = isDigest(reference) ? reference : named?.digest;
    const bytes = digest === undefined ? undefined : await files.read(pathOf(digest), MOST_MANIFEST);
    if (digest === undefined || !bytes) return undefined;
    checkDigest(`${name}: ${digest}`, bytes, digest);
    const value = parsed(bytes);
    const told = isObject(value) && typeof value.mediaType === 'string' ? value.mediaType : undefined;
    return { digest, mediaType: told ?? listed.find((one) => one.digest === digest)?.mediaType ?? manifestType, bytes };
  }

  return {
    findManifest,
    async fetchManifest(reference) {
      const found = await findManifest(reference);
      if (!found) throw imageErrors.malformed(name, `${reference} is missing`);
      return found;
    },
    async fetchBlob(digest, most) {
      const bytes = await files.read(pathOf(digest), most);
      if (!bytes) throw imageErrors.malformed(name, `${digest} is missing`);
      checkDigest(`${name}: ${digest}`, bytes, digest);
      return bytes;
    },
    openBlob: async (digest, size) => checked(await files.open(pathOf(digest)), `${name}: ${digest}`, digest, size),
    /** A layout has no list of referrers: each of its manifests says itself what it refers to. */
    async listReferrers(digest, artifactType) {
      const found: Descriptor[] = [];
      for (const one of listed.slice(0, MOST_LOOKED_INTO)) {
        const value = parsed((await findManifest(one.digest))?.bytes ?? Buffer.alloc(0));
        if (!isObject(value) || !isObject(value.subject) || value.subject.digest !== digest) continue;
        const config = isObject(value.config) ? value.config.mediaType : undefined;
        const type = value.artifactType ?? config;
        found.push(typeof type === 'string' ? { ...one, artifactType: type } : one);
      }
      return artifactType === undefined ? found : found.filter((one) => one.artifactType === artifactType);
    },
  };
}
