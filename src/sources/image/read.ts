import { createHash } from 'node:crypto';
import type { Json } from '../../model/index.ts';
import {
  type FileReader,
  type LayerCache,
  type LayerReadings,
  type MergedReadings,
  mergeLayers,
  type ReadLimits,
  readFolder,
  readLimits,
  readTar,
} from '../files/index.ts';
import { imageErrors } from './errors.ts';
import type { ImageLayer, OpenImage } from './types.ts';

export interface ReadImageOptions {
  /** Where layers that were read before are kept; none by default. */
  cache?: LayerCache;
  limits?: ReadLimits;
  /** Layers that are read at once. */
  atOnce?: number;
  /** Told as bytes come in, of those that the layers have in all as they lie. */
  progress?: (bytes: number, all: number) => void;
  signal?: AbortSignal;
}

/** What was read of an image. */
export interface ImageReadings extends MergedReadings {
  layers: { digest: string; diffId: string; size: number; entries: number; cached: boolean }[];
}

const empty: LayerReadings = {
  readings: [],
  unread: [],
  entries: 0,
  bytes: 0,
  tree: { directories: [], files: [], symlinks: [], whiteouts: [], opaque: [] },
};

/**
 * Reads all layers of an image, two at once, and lays them over each other. A layer that the image has twice is read once. What cannot be
 * read of it (encrypted layers, those that registries do not hand on) is told as unread under the layer's digest.
 *
 * @throws UserError where a layer cannot be had, or is not what its digests say
 */
export async function readImage(
  image: OpenImage,
  readers: readonly FileReader<Json>[],
  { cache, limits = readLimits, atOnce = 2, progress, signal }: ReadImageOptions = {},
): Promise<ImageReadings> {
  if (image.root !== undefined) {
    const read = await readFolder(image.root, readers, limits, signal ? { signal } : {});
    return { ...read, layers: [] };
  }
  const all = image.layers.reduce((sum, { size }) => sum + size, 0);
  let had = 0;
  const came = (bytes: number) => progress?.((had += bytes), all);
  const end = new AbortController();
  const either = signal ? AbortSignal.any([signal, end.signal]) : end.signal;

  const namesDiffIds = (image.config.rootfs?.diff_ids ?? []).length > 0;
  const once = new Map<string, Promise<Kept>>();
  const layers = [...new Map(image.layers.map((layer) => [layer.diffId, layer])).values()];
  const queue = layers.values();
  async function work(): Promise<void> {
    for (const layer of queue) {
      const reading = layerOf(layer, readers, { namesDiffIds, cache, limits, came, signal: either });
      once.set(layer.diffId, reading);
      await reading;
    }
  }
  try {
    await Promise.all(Array.from({ length: atOnce }, work));
  } catch (error) {
    end.abort();
    await Promise.allSettled(once.values());
    signal?.throwIfAborted();
    throw error;
  }
  const kept = await Promise.all(image.layers.map((layer) => once.get(layer.diffId) as Promise<Kept>));
  const merged = mergeLayers(image.layers.map(({ diffId }, index) => ({ diffId, read: (kept[index] as Kept).read })));
  return {
    ...merged,
    layers: image.layers.map(({ digest, diffId, size }, index) => {
      const { read, cached } = kept[index] as Kept;
      return { digest, diffId, size, entries: read.entries, cached };
    }),
  };
}

interface Kept {
  read: LayerReadings;
  cached: boolean;
}

interface LayerOptions {
  /** Where the image names none, its layers are known by their digests alone, which are checked while the bytes come. */
  namesDiffIds: boolean;
  cache: LayerCache | undefined;
  limits: ReadLimits;
  came: (bytes: number) => void;
  signal: AbortSignal;
}

async function layerOf(layer: ImageLayer, readers: readonly FileReader[], options: LayerOptions): Promise<Kept> {
  const { namesDiffIds, cache, limits, came, signal } = options;
  const closed = closedReason(layer.mediaType);
  if (closed) return { read: { ...empty, unread: [{ path: '', ...closed }] }, cached: false };
  const known = await cache?.get(layer.diffId, readers, limits);
  if (known) {
    came(layer.size);
    return { read: known, cached: true };
  }
  const hash = createHash('sha256');
  const read = await readTar(await layer.open(signal), readers, limits, {
    unpacked: (chunk) => void hash.update(chunk),
    came,
    again: () => layer.open(signal),
    signal,
  });
  const found = `sha256:${hash.digest('hex')}`;
  const isWhole = !read.unread.some(({ path }) => path === '');
  if (namesDiffIds && isWhole && found !== layer.diffId) {
    throw imageErrors.digest(layer.digest, layer.diffId, found);
  }
  if (isWhole) await cache?.put(layer.diffId, readers, limits, read);
  return { read, cached: false };
}

/** Why a layer is not even tried. */
function closedReason(mediaType: string): { code: string; reason: string } | undefined {
  if (mediaType.endsWith('+encrypted')) return { code: 'encrypted', reason: 'the layer is encrypted' };
  if (/foreign|nondistributable/.test(mediaType)) {
    return { code: 'unsupported', reason: 'a layer that registries do not hand on' };
  }
  return undefined;
}
