import { isObject, type Json, type JsonObject } from '../../model/index.ts';
import { descriptorsOf, MOST_CONFIG, parsed, platformText } from '../image/manifest.ts';
import { isDigest } from '../image/reference.ts';
import type { ContentStore, Descriptor } from '../image/types.ts';
import type { ManifestItem } from './types.ts';

/** Most that is taken of one repository. */
export const MOST_MANIFESTS = 10_000;

const accessoryTag = /^sha(?:256-[0-9a-f]{64}|512-[0-9a-f]{64,128})(?:\.(?:sig|att|sbom))?$/;
const signatureTag = /^sha256-([0-9a-f]{64})\.sig$/;
const signatureType = /cosign|sigstore|notary/i;

/** A manifest of which nothing is known but its digest and tags. */
export function blank(digest: string, tags: readonly string[]): ManifestItem {
  return {
    digest,
    mediaType: '',
    artifactType: null,
    type: 'unknown',
    tags: [...tags],
    size: null,
    created: null,
    pushed: null,
    pulled: null,
    platforms: null,
    children: [],
    subject: null,
    partOf: false,
    signed: null,
    unread: null,
  };
}

/** What the bytes of a manifest say, without its configuration. */
export function described(bytes: Uint8Array, mediaType: string): { told: Partial<ManifestItem>; config?: Descriptor } {
  const value = parsed(bytes);
  if (!isObject(value)) return { told: { mediaType, unread: 'no JSON' } };
  const type = typeof value.mediaType === 'string' ? value.mediaType : mediaType;
  const artifactType = typeof value.artifactType === 'string' ? value.artifactType : null;
  const subject =
    isObject(value.subject) && isDigest(String(value.subject.digest)) ? String(value.subject.digest) : null;
  if (Array.isArray(value.manifests)) {
    const children = descriptorsOf(value.manifests);
    const platforms = children.flatMap(({ platform, annotations }) =>
      platform?.os === undefined ||
      platform.os === 'unknown' ||
      annotations?.['vnd.docker.reference.type'] !== undefined
        ? []
        : [platformText(platform)],
    );
    const told: Partial<ManifestItem> = {
      mediaType: type,
      artifactType,
      type: 'index',
      subject,
      platforms: [...new Set(platforms)],
      children: children.map(({ digest }) => digest),
      size: children.reduce((sum, { size }) => sum + size, 0),
    };
    return { told };
  }
  const [config] = descriptorsOf([value.config ?? null]);
  const layers = descriptorsOf(value.layers);
  const isImage =
    config !== undefined && /container\.image\.v1\+json$|oci\.image\.config\.v1\+json$/.test(config.mediaType);
  const told: Partial<ManifestItem> = {
    mediaType: type,
    artifactType: artifactType ?? (isImage ? null : (config?.mediaType ?? null)),
    type: subject !== null ? 'accessory' : isImage ? 'image' : 'artifact',
    subject,
    size: layers.reduce((sum, { size }) => sum + size, config?.size ?? 0),
    ...(isImage ? {} : { platforms: [] }),
  };
  return { told, ...(isImage && { config }) };
}

/** Platform and time of an image's configuration. */
export function configured(config: Json | undefined): Pick<ManifestItem, 'platforms' | 'created'> {
  if (!isObject(config)) return { platforms: null, created: null };
  const text = (value: Json | undefined) => (typeof value === 'string' && value !== '' ? value : undefined);
  const os = text(config.os);
  const architecture = text(config.architecture);
  const variant = text(config.variant);
  const platform =
    os === undefined || architecture === undefined
      ? undefined
      : platformText({ os, architecture, ...(variant !== undefined && { variant }) });
  return { platforms: platform === undefined ? null : [platform], created: builtAt(config.created) };
}

/** Reads a manifest and, of an image, its configuration. */
export async function readDetails(store: ContentStore, digest: string, tags: readonly string[]): Promise<ManifestItem> {
  const { bytes, mediaType } = await store.fetchManifest(digest);
  const { told, config } = described(bytes, mediaType);
  const item = { ...blank(digest, tags), ...told } as ManifestItem;
  if (config === undefined) {
    // An index says nothing of its age; what it lists was built together.
    const first = item.type === 'index' ? item.children[0] : undefined;
    const listed = first === undefined ? undefined : await store.findManifest(first);
    if (listed === undefined) return item;
    const child = described(listed.bytes, listed.mediaType).config;
    if (child === undefined) return item;
    return { ...item, created: configured(parsed(await store.fetchBlob(child.digest, MOST_CONFIG))).created };
  }
  return { ...item, ...configured(parsed(await store.fetchBlob(config.digest, MOST_CONFIG))) };
}

/** Builds that can be repeated stop the clock at its beginning, or where zip archives begin: that is no time of theirs. */
function builtAt(value: Json | undefined): string | null {
  const at = time(value);
  return at !== null && at < '1981' ? null : at;
}

/** ISO 8601, or null where there is no such time. Harbor and Go tell of none by the year 1. */
export function time(value: unknown): string | null {
  const date = value instanceof Date ? value : typeof value === 'string' ? new Date(value) : undefined;
  if (date === undefined || Number.isNaN(date.getTime()) || date.getUTCFullYear() < 1970) return null;
  return date.toISOString();
}

/** Tells by all manifests of a repository what each is to the others: part of an index, signature of an image. */
export function related(items: readonly ManifestItem[], allReferrersListed: boolean): ManifestItem[] {
  const children = new Set(items.flatMap(({ children: own }) => own));
  const signatures = new Set<string>();
  for (const { subject, artifactType, tags } of items) {
    if (subject !== null && signatureType.test(artifactType ?? '')) signatures.add(subject);
    for (const tag of tags) {
      const signed = signatureTag.exec(tag)?.[1];
      if (signed !== undefined) signatures.add(`sha256:${signed}`);
    }
  }
  return items.map((item) => {
    const onlyAccessory = item.tags.length > 0 && item.tags.every((tag) => accessoryTag.test(tag));
    const type = item.type !== 'unknown' && (onlyAccessory || item.subject !== null) ? 'accessory' : item.type;
    const signed = signatures.has(item.digest) ? true : (item.signed ?? (allReferrersListed ? false : null));
    return { ...item, type, partOf: children.has(item.digest), signed };
  });
}

/** True if what refers to a manifest holds a signature. */
export function holdsSignature(referrers: readonly Descriptor[]): boolean {
  return referrers.some(({ artifactType }) => signatureType.test(artifactType ?? ''));
}

/** A text or nothing, of a JSON object. */
export function textIn(value: JsonObject, key: string): string {
  const found = value[key];
  return typeof found === 'string' ? found : '';
}
