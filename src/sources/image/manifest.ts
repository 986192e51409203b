import { isObject, type Json, type JsonObject } from '../../model/index.ts';
import { imageErrors } from './errors.ts';
import { isDigest } from './reference.ts';
import type { Descriptor, FetchedManifest, ImageConfig } from './types.ts';

/** Most bytes of a manifest, as the distribution specification advises, and of a configuration. */
export const MOST_MANIFEST = 4 * 1024 * 1024;
export const MOST_CONFIG = 8 * 1024 * 1024;
const MOST_LAYERS = 1000;

const indexTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
];
export const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const manifestTypes = [manifestType, 'application/vnd.docker.distribution.manifest.v2+json'];
const configTypes = [
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.docker.container.image.v1+json',
  // Some builders, and schema 2 as it began.
  'application/octet-stream',
];

/** What manifests are asked for. */
export const mediaTypes: readonly string[] = [...manifestTypes, ...indexTypes];

/** A manifest of one image. */
export interface ImageManifest {
  mediaType: string;
  config: Descriptor;
  layers: Descriptor[];
  annotations: Record<string, string>;
}

/** Which of several platforms one wants. */
export interface Platform {
  os: string;
  architecture: string;
  variant?: string;
}

/** JSON that somebody sent; undefined where it is none. */
export function parsed(bytes: Uint8Array): Json | undefined {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8')) as Json;
  } catch {
    return undefined;
  }
}

/** @throws UserError `image-malformed`, `image-not-an-image` */
export function readManifest(
  name: string,
  { bytes, mediaType: told }: Pick<FetchedManifest, 'bytes' | 'mediaType'>,
): { index: Descriptor[] } | { manifest: ImageManifest } {
  const value = parsed(bytes);
  if (!isObject(value)) throw imageErrors.malformed(name, 'the manifest is no JSON object');
  if (value.schemaVersion === 1)
    throw imageErrors.noImage(name, 'one of the first format of Docker manifests, which is no longer in use');
  const mediaType = typeof value.mediaType === 'string' ? value.mediaType : told;
  const isIndex =
    indexTypes.includes(mediaType) || (!manifestTypes.includes(mediaType) && Array.isArray(value.manifests));
  // One that is both may mean one thing here and another elsewhere (CVE-2021-41190).
  if (value.manifests !== undefined && value.layers !== undefined)
    throw imageErrors.malformed(name, 'the manifest is an index too');
  if (isIndex) return { index: descriptorsOf(value.manifests) };
  const [config] = descriptorsOf([value.config ?? null]);
  if (!config) throw imageErrors.malformed(name, 'the manifest names no configuration');
  if (!configTypes.includes(config.mediaType))
    throw imageErrors.noImage(name, kindOf(config.mediaType, value.artifactType));
  const layers = descriptorsOf(value.layers);
  if (!Array.isArray(value.layers) || layers.length !== value.layers.length || layers.length > MOST_LAYERS) {
    throw imageErrors.malformed(name, 'the manifest names layers that are none');
  }
  return { manifest: { mediaType, config, layers, annotations: textsOf(value.annotations) } };
}

function kindOf(configType: string, artifactType: Json | undefined): string {
  const known: Record<string, string> = {
    'application/vnd.cncf.helm.config.v1+json': 'a Helm chart',
    'application/vnd.wasm.config.v0+json': 'a WebAssembly module',
    'application/vnd.wasm.config.v1+json': 'a WebAssembly module',
    'application/vnd.unknown.config.v1+json': 'an artifact',
  };
  return known[configType] ?? (typeof artifactType === 'string' ? artifactType : configType).slice(0, 200);
}

/** Those of a list that are descriptors. */
export function descriptorsOf(list: Json | undefined): Descriptor[] {
  return (Array.isArray(list) ? list : []).flatMap((one) => {
    if (!isObject(one) || typeof one.digest !== 'string' || !isDigest(one.digest)) return [];
    if (typeof one.size !== 'number' || !Number.isSafeInteger(one.size) || one.size < 0) return [];
    const found: Descriptor = {
      mediaType: typeof one.mediaType === 'string' ? one.mediaType : '',
      digest: one.digest,
      size: one.size,
    };
    if (typeof one.artifactType === 'string') found.artifactType = one.artifactType;
    if (isObject(one.annotations)) found.annotations = textsOf(one.annotations);
    if (isObject(one.platform)) found.platform = textsOf(one.platform);
    return [found];
  });
}

function textsOf(value: Json | undefined): Record<string, string> {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** The configuration of an image, what is of the wrong type left out. @throws UserError `image-malformed` */
export function readConfig(name: string, bytes: Uint8Array): ImageConfig {
  const value = parsed(bytes);
  if (!isObject(value)) throw imageErrors.malformed(name, 'the configuration is no JSON object');
  const config: JsonObject = { ...value };
  const rootfs = isObject(value.rootfs) ? value.rootfs : undefined;
  if (rootfs) config.rootfs = { ...rootfs, diff_ids: textList(rootfs.diff_ids) };
  else delete config.rootfs;
  if (isObject(value.config)) config.config = runConfigOf(value.config);
  else delete config.config;
  for (const key of ['architecture', 'os', 'variant', 'created', 'author'])
    if (typeof value[key] !== 'string') delete config[key];
  config.history = (Array.isArray(value.history) ? value.history : []).filter(isObject).map((step) => {
    const texts = ['created', 'created_by', 'author', 'comment'].filter((key) => typeof step[key] === 'string');
    return {
      ...Object.fromEntries(texts.map((key) => [key, step[key] as Json])),
      empty_layer: step.empty_layer === true,
    };
  });
  return config as ImageConfig;
}

/** Fields of how an image is run, by what they have to be. */
const runFields: Readonly<Record<string, (value: Json) => Json | undefined>> = {
  ...Object.fromEntries(['User', 'WorkingDir', 'StopSignal'].map((key) => [key, asText])),
  ...Object.fromEntries(['Env', 'Entrypoint', 'Cmd', 'Shell', 'OnBuild'].map((key) => [key, asTexts])),
  ...Object.fromEntries(['ExposedPorts', 'Volumes'].map((key) => [key, asObject])),
  Labels: (value) => (isObject(value) ? textsOf(value) : undefined),
  Healthcheck: (value) => (isObject(value) ? { ...value, Test: textList(value.Test) } : undefined),
};

function runConfigOf(value: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, own]) => {
      const kept = Object.hasOwn(runFields, key) ? runFields[key]?.(own) : own;
      return kept === undefined ? [] : [[key, kept]];
    }),
  );
}

function asText(value: Json): Json | undefined {
  return typeof value === 'string' ? value : undefined;
}

function asTexts(value: Json): Json | undefined {
  return Array.isArray(value) ? textList(value) : undefined;
}

function asObject(value: Json): Json | undefined {
  return isObject(value) ? value : undefined;
}

function textList(value: Json | undefined): string[] {
  return (Array.isArray(value) ? value : []).filter((one) => typeof one === 'string');
}

/** @throws UserError where the text is no platform */
export function parsePlatform(text: string): Platform {
  const [os, architecture, variant, ...more] = text.split('/');
  if (!os || !architecture || more.length > 0 || variant === '') throw imageErrors.platformForm(text);
  return variant === undefined ? { os, architecture } : { os, architecture, variant };
}

/** What the processor of this machine is called in images. */
function ownPlatform(): Platform {
  const names: Record<string, string> = { x64: 'amd64', ia32: '386', ppc64: 'ppc64le', mipsel: 'mipsle' };
  return { os: 'linux', architecture: names[process.arch] ?? process.arch };
}

export function platformText({ os, architecture, variant }: Partial<Platform>): string {
  return [os ?? 'unknown', architecture ?? 'unknown', ...(variant ? [variant] : [])].join('/');
}

/**
 * The manifest of an index for a platform; without one, that for this machine, else the only one or the first for Linux.
 *
 * @throws UserError `image-platform`, with those that there are
 */
export function choosePlatform(name: string, index: readonly Descriptor[], wanted: string | undefined): Descriptor {
  // Attestations lie among the images, for no platform.
  const images = index.filter(
    ({ platform, annotations }) =>
      platform?.os !== 'unknown' && annotations?.['vnd.docker.reference.type'] === undefined,
  );
  const there = [...new Set(images.map(({ platform }) => platformText(platform ?? {})))];
  if (wanted !== undefined) {
    const platform = parsePlatform(wanted);
    const found = images.find((one) => one.platform && fits(one.platform, platform));
    // An index of one image, or of an image and what belongs to it, need not say for which platform.
    const silent = images.length === 1 && images[0]?.platform === undefined ? images[0] : undefined;
    if (!found && !silent) throw imageErrors.platform(name, wanted, there);
    return (found ?? silent) as Descriptor;
  }
  const own = ownPlatform();
  const chosen =
    images.find((one) => one.platform && fits(one.platform, own)) ??
    images.find((one) => one.platform?.os === 'linux') ??
    images[0];
  if (!chosen) throw imageErrors.platform(name, platformText(own), there);
  return chosen;
}

/** Whether an image for one platform is what another asks for: `linux/arm64` is `linux/arm64/v8`. */
export function fits(platform: Partial<Platform>, wanted: Platform): boolean {
  if (platform.os !== wanted.os || platform.architecture !== wanted.architecture) return false;
  if (wanted.variant === undefined) return true;
  const plain = wanted.architecture === 'arm64' ? 'v8' : wanted.architecture === 'arm' ? 'v7' : undefined;
  return (platform.variant ?? plain) === wanted.variant;
}
