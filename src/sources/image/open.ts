import { createHash } from 'node:crypto';
import { type FileHandle, open, realpath, stat } from 'node:fs/promises';
import { isObject, UserError } from '../../model/index.ts';
import { PACKING_BYTES, packingOf } from '../../platform/packed/index.ts';
import { openSaved } from './archive.ts';
import { sha256 } from './digest.ts';
import { imageErrors } from './errors.ts';
import { type Layout, namesOf, openFlat, openLayout } from './layout.ts';
import {
  choosePlatform,
  fits,
  type ImageManifest,
  MOST_CONFIG,
  MOST_MANIFEST,
  parsed,
  parsePlatform,
  platformText,
  readConfig,
  readManifest,
} from './manifest.ts';
import { folderFiles, type PackedFiles, piece, tarFiles } from './packed-files.ts';
import { parseReference, type Reference, referenceText } from './reference.ts';
import { openRegistry } from './registry.ts';
import { spool } from './spool.ts';
import type { ContentStore, Descriptor, FetchedManifest, ImageOptions, OpenImage } from './types.ts';

/**
 * Opens an image to be read: a reference (`alpine:3.19`), an archive (`docker save`, an OCI layout in a tar, a tar of a root file system;
 * packed by gzip or zstd or not; `-` for standard input), an OCI layout, a folder of `skopeo copy … dir:`, or a folder that is the root of
 * files. What exists under the name is taken before a reference; `docker://`, `oci:`, `archive:` and `dir:` say which is meant.
 *
 * @throws UserError where there is none, it may not be read, is no image, or not what its digest says
 */
export async function openImage(target: string, options: ImageOptions = {}): Promise<OpenImage> {
  if (options.platform !== undefined) parsePlatform(options.platform);
  if (target === '-') return openArchive('-', options);
  const forced = /^(docker:\/\/|oci:|archive:|dir:|docker-archive:|oci-archive:)(.*)$/s.exec(target);
  const prefix = forced?.[1];
  const rest = forced?.[2] ?? target;
  if (prefix === 'docker://') return openReference(parseReference(rest), options);
  const { path, image, kind } = await existing(rest, prefix !== undefined && prefix !== 'dir:');
  if (kind === undefined) {
    if (prefix !== undefined || looksLikePath(target)) throw imageErrors.noFile(rest);
    return openReference(parseReference(target), options);
  }
  const own = image === undefined ? options : { ...options, image };
  if (kind === 'file') {
    if (prefix === 'dir:') throw imageErrors.unreadableFile(path, 'no folder');
    return openArchive(path, own);
  }
  if (prefix === 'archive:' || prefix === 'docker-archive:' || prefix === 'oci-archive:') {
    throw imageErrors.unreadableFile(path, 'a folder');
  }
  return openFolder(path, own, prefix);
}

/** What lies under a path. With a prefix, a name of one of its images may follow: `oci:folder:1.2`. */
async function existing(
  text: string,
  mayName: boolean,
): Promise<{ path: string; image?: string; kind: 'file' | 'folder' | undefined }> {
  for (let end = text.length; end > 0; end = text.lastIndexOf(':', end - 1)) {
    const path = text.slice(0, end);
    const kind = await kindOf(path);
    if (kind !== undefined) return end === text.length ? { path, kind } : { path, image: text.slice(end + 1), kind };
    if (!mayName) break;
  }
  return { path: text, kind: undefined };
}

async function kindOf(path: string): Promise<'file' | 'folder' | undefined> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG' || code === 'ERR_INVALID_ARG_VALUE')
      return undefined;
    throw imageErrors.unreadableFile(path, code);
  }
}

function looksLikePath(text: string): boolean {
  return /^(?:\.{0,2}\/|~)|\.(?:tar|tgz|tzst|tar\.gz|tar\.zst)$/i.test(text);
}

async function openReference(reference: Reference, options: ImageOptions): Promise<OpenImage> {
  const name = referenceText(reference);
  const mirrors = options.mirrors?.[reference.registry] ?? [];
  for (const place of [...mirrors, reference.registry]) {
    const slash = place.indexOf('/');
    const registry = openRegistry(slash === -1 ? place : place.slice(0, slash), options);
    const prefix = slash === -1 ? '' : `${place.slice(slash + 1)}/`;
    const store = registry.repository(prefix + reference.repository);
    try {
      const found = await store.fetchManifest(reference.digest ?? reference.tag ?? 'latest');
      return {
        ...(await fromManifest(name, store, found, options)),
        name,
        registry: reference.registry,
        repository: reference.repository,
        tags: reference.tag === undefined ? [] : [reference.tag],
        store,
        close: async () => registry.close(),
      };
    } catch (error) {
      registry.close();
      const isLast = place === reference.registry;
      // A mirror that lacks it, or fails, is no reason not to have it from where it comes from.
      if (isLast || !(error instanceof UserError) || error.code === 'image-platform') throw error;
    }
  }
  throw imageErrors.notFound(name);
}

type Described = Pick<OpenImage, 'digest' | 'mediaType' | 'annotations' | 'config' | 'layers' | 'index'>;

/**
 * Goes through indexes to the manifest for the platform.
 *
 * @param isPartial of what an index lists, the store may have but some: an archive of one platform
 */
async function fromManifest(
  name: string,
  store: ContentStore,
  first: FetchedManifest,
  options: ImageOptions,
  isPartial = false,
): Promise<Described> {
  let found = first;
  for (let indexes = 0; ; indexes += 1) {
    const read = readManifest(name, found);
    if ('manifest' in read) {
      const image = await describe(name, store, found.digest, read.manifest, options);
      return found === first ? image : { ...image, index: first.digest };
    }
    if (indexes === 3) throw imageErrors.malformed(name, 'indexes of indexes');
    const there = isPartial ? await present(store, read.index) : read.index;
    found = await store.fetchManifest(choosePlatform(name, there, options.platform).digest);
  }
}

async function present(store: ContentStore, index: readonly Descriptor[]): Promise<Descriptor[]> {
  const there: Descriptor[] = [];
  for (const one of index) if (await store.findManifest(one.digest)) there.push(one);
  return there;
}

async function describe(
  name: string,
  store: ContentStore,
  digest: string,
  manifest: ImageManifest,
  options: ImageOptions,
): Promise<Described> {
  const config = readConfig(name, await store.fetchBlob(manifest.config.digest, MOST_CONFIG));
  if (options.platform !== undefined && config.os !== undefined && config.architecture !== undefined) {
    const own = {
      os: config.os,
      architecture: config.architecture,
      ...(config.variant ? { variant: config.variant } : {}),
    };
    if (!fits(own, parsePlatform(options.platform)))
      throw imageErrors.platform(name, options.platform, [platformText(own)]);
  }
  const diffIds = config.rootfs?.diff_ids ?? [];
  if (diffIds.length > 0 && diffIds.length !== manifest.layers.length) {
    throw imageErrors.malformed(
      name,
      `the configuration names ${diffIds.length} layers, the manifest ${manifest.layers.length}`,
    );
  }
  const layers = manifest.layers.map(({ digest: own, size, mediaType }, index) => ({
    digest: own,
    diffId: diffIds[index] ?? own,
    size,
    mediaType,
    open: (signal?: AbortSignal) => store.openBlob(own, size, signal),
  }));
  return { digest, mediaType: manifest.mediaType, annotations: manifest.annotations, config, layers };
}

async function openArchive(path: string, options: ImageOptions): Promise<OpenImage> {
  const handle = await seekable(path, options);
  try {
    const files = await tarFiles(path, handle);
    const image = (await fromFiles(path, files, options)) ?? (await fromTar(path, handle));
    return { ...image, close: () => handle.close() };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** An archive whose parts can be read in any order: the file itself where it is not packed, else a temporary one. */
async function seekable(path: string, options: ImageOptions): Promise<FileHandle> {
  if (path === '-') return spool('-', options.stdin ?? process.stdin, options.signal);
  let handle: FileHandle;
  try {
    handle = await open(path, 'r');
  } catch (error) {
    throw imageErrors.unreadableFile(
      path,
      error instanceof Error && 'code' in error ? String(error.code) : String(error),
    );
  }
  const isFile = (await handle.stat()).isFile();
  if (isFile) {
    const head = Buffer.alloc(PACKING_BYTES);
    const { bytesRead } = await handle.read(head, 0, head.length, 0);
    if (packingOf(head.subarray(0, bytesRead)) === undefined) return handle;
  }
  // A pipe has no places, a packed file none that can be found.
  const source = handle.createReadStream({ highWaterMark: 512 * 1024 });
  try {
    return await spool(path, source, options.signal);
  } catch (error) {
    source.destroy();
    throw error instanceof UserError ? error : imageErrors.unreadableFile(path, (error as Error).message);
  }
}

/** Undefined where the files are not those of an image. */
async function fromFiles(
  path: string,
  files: PackedFiles,
  options: ImageOptions,
): Promise<Omit<OpenImage, 'close'> | undefined> {
  if ((await files.size('index.json')) !== undefined && (await files.size('oci-layout')) !== undefined) {
    return fromLayout(path, files, options);
  }
  const bytes = await files.read('manifest.json', MOST_MANIFEST).catch(() => undefined);
  const manifest = bytes && parsed(bytes);
  if (Array.isArray(manifest)) return openSaved(path, files, options.image);
  if (!isObject(manifest) || manifest.schemaVersion === undefined || !isObject(manifest.config)) return undefined;
  const { store, manifest: found } = await openFlat(path, files);
  return { ...local(path), ...(await fromManifest(path, store, found, options)), store };
}

async function fromLayout(path: string, files: PackedFiles, options: ImageOptions): Promise<Omit<OpenImage, 'close'>> {
  const layout = await openLayout(path, files);
  const chosen = await chooseListed(path, layout, options);
  const found = await layout.fetchManifest(chosen.digest);
  const names = namesOf(chosen).slice(0, -1);
  return { ...local(path), ...(await fromManifest(path, layout, found, options, true)), tags: names, store: layout };
}

/** One of the images that a layout lists; what refers to another and what is there for another platform is none of them. */
async function chooseListed(path: string, layout: Layout, { image, platform }: ImageOptions): Promise<Descriptor> {
  if (image !== undefined) {
    const found = layout.listed.find((one) =>
      namesOf(one).some((name) => name === image || name.endsWith(`:${image}`)),
    );
    if (!found) throw imageErrors.notFound(`${path}: ${image}`);
    return found;
  }
  const images: Descriptor[] = [];
  for (const one of layout.listed) {
    const value = parsed((await layout.findManifest(one.digest))?.bytes ?? Buffer.alloc(0));
    if (isObject(value) && value.subject === undefined && value.artifactType === undefined) images.push(one);
  }
  const [only, ...more] = images.length > 0 ? images : layout.listed;
  if (!only) throw imageErrors.malformed(path, 'index.json lists no image');
  if (more.length === 0 || more.every(({ digest }) => digest === only.digest)) return only;
  // Several for platforms are one image; several with names of their own are not.
  const names = new Set(images.map((one) => namesOf(one)[0]));
  const isOne = images.every((one) => one.platform !== undefined) && images.every((one) => namesOf(one).length === 1);
  if (isOne || names.size === 1) return choosePlatform(path, images, platform);
  throw imageErrors.several(path, [...names].map(String));
}

/** A tar that is the root of files itself, as `docker export` writes it: an image of one layer that says nothing of itself. */
async function fromTar(path: string, handle: FileHandle): Promise<Omit<OpenImage, 'close'>> {
  const { size } = await handle.stat();
  const hash = createHash('sha256');
  for await (const chunk of piece(handle, 0, size)) hash.update(chunk as Buffer);
  const digest = `sha256:${hash.digest('hex')}`;
  const mediaType = 'application/vnd.oci.image.layer.v1.tar';
  const layer = { digest, diffId: digest, size, mediaType, open: async () => piece(handle, 0, size) };
  return { ...local(path), digest, mediaType, config: {}, layers: [layer] };
}

async function openFolder(path: string, options: ImageOptions, prefix: string | undefined): Promise<OpenImage> {
  const files = await folderFiles(path);
  const image = prefix === 'dir:' && !(await isFlat(files)) ? undefined : await fromFiles(path, files, options);
  if (image) return { ...image, close: async () => undefined };
  if (prefix === 'oci:') throw imageErrors.malformed(path, 'no oci-layout and index.json');
  const root = await realpath(path);
  return {
    ...local(path),
    digest: sha256(Buffer.from(`dir:${root}`)),
    config: {},
    layers: [],
    root,
    close: async () => undefined,
  };
}

/** Whether a folder is one of `skopeo copy … dir:`, which has this file beside its manifest. */
async function isFlat(files: PackedFiles): Promise<boolean> {
  const version = await files.read('version', 1024).catch(() => undefined);
  return version?.toString().startsWith('Directory Transport Version') ?? false;
}

function local(path: string) {
  return { name: path, registry: 'local', repository: '', tags: [], mediaType: '', annotations: {} };
}
