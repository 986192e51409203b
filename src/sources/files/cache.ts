import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { promisify } from 'node:util';
import { constants, zstdCompress, zstdDecompress } from 'node:zlib';
import { isObject, type Json } from '../../model/index.ts';
import type { LayerReadings } from './layer.ts';
import type { ReadLimits } from './limits.ts';
import type { FileReader } from './types.ts';

/**
 * What was read of layers before, on disk. Shared by processes; whatever fails in it, a layer is read anew. Only what was read to its end,
 * so that its bytes are known to be those of its digest, may be put there: else a broken or hostile copy would stand for the layer.
 */
export interface LayerCache {
  get(diffId: string, readers: readonly FileReader[], limits: ReadLimits): Promise<LayerReadings | undefined>;
  put(diffId: string, readers: readonly FileReader[], limits: ReadLimits, read: LayerReadings): Promise<void>;
}

export interface LayerCacheOptions {
  folder: string;
  /** Bytes that it may take on disk; what was used longest ago goes first. */
  mostBytes?: number;
  /** Milliseconds after which what was not used goes. */
  mostAge?: number;
  now?: () => number;
}

/** Raised whenever what is kept changes its form or the reading of layers itself its meaning. */
const FORM = 1;
const DAY = 24 * 60 * 60_000;
/** Milliseconds between two prunings, by whichever process. */
const PRUNED_EVERY = 10 * 60_000;
/** Most unpacked bytes of one entry that is taken for one. */
const MOST_ENTRY = 512 * 1024 * 1024;

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** The folder for what a user's programs can make anew (XDG Base Directory Specification). Pass `process.env`. */
export function userCacheDir(env: NodeJS.ProcessEnv): string {
  const xdg = env.XDG_CACHE_HOME;
  return join(xdg && isAbsolute(xdg) ? xdg : join(env.HOME || homedir(), '.cache'), 'hwaseong');
}

/**
 * Keeps one file a layer and set of readers, under a name made of both: with a reader's `version` raised, its layers are read anew.
 * Files are put in place whole, checked by a sum when read, and pruned by age and size now and then.
 */
export function layerCache({
  folder,
  mostBytes = 1024 * 1024 * 1024,
  mostAge = 30 * DAY,
  now = Date.now,
}: LayerCacheOptions): LayerCache {
  return {
    async get(diffId, readers, limits) {
      const file = join(folder, nameOf(diffId, readers, limits));
      try {
        const text = await decompress(await readFile(file), { maxOutputLength: MOST_ENTRY });
        const kept: unknown = JSON.parse(text.toString());
        if (!isObject(kept) || kept.diffId !== diffId || !isLayer(kept.read)) return undefined;
        const used = new Date(now());
        await utimes(file, used, used);
        return kept.read as unknown as LayerReadings;
      } catch {
        return undefined;
      }
    },
    async put(diffId, readers, limits, read) {
      const file = join(folder, nameOf(diffId, readers, limits));
      const draft = `${file}.${process.pid}.${randomBytes(6).toString('hex')}.draft`;
      try {
        const params = { [constants.ZSTD_c_compressionLevel]: 3, [constants.ZSTD_c_checksumFlag]: 1 };
        const bytes = await compress(JSON.stringify({ diffId, read }), { params });
        // What is read of an image may be as private as the image.
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeFile(draft, bytes, { mode: 0o600, flag: 'wx' });
        await rename(draft, file);
        await prune(folder, mostBytes, mostAge, now());
      } catch {
        await rm(draft, { force: true }).catch(() => undefined);
      }
    },
  };
}

function nameOf(diffId: string, readers: readonly FileReader[], limits: ReadLimits): string {
  const set = readers.map(({ id, version }) => `${id}@${version}`).sort();
  return `${createHash('sha256')
    .update(JSON.stringify([FORM, diffId, set, limits]))
    .digest('hex')}.json.zst`;
}

function isLayer(read: Json | undefined): boolean {
  return isObject(read) && Array.isArray(read.readings) && Array.isArray(read.unread) && isObject(read.tree);
}

async function prune(folder: string, mostBytes: number, mostAge: number, now: number): Promise<void> {
  const marker = join(folder, '.pruned');
  const last = await stat(marker).catch(() => undefined);
  if (last && Math.abs(now - last.mtimeMs) < PRUNED_EVERY) return;
  await writeFile(marker, '', { mode: 0o600 });
  await utimes(marker, new Date(now), new Date(now));
  const files: { file: string; bytes: number; used: number }[] = [];
  for (const name of await readdir(folder)) {
    if (!name.endsWith('.json.zst') && !name.endsWith('.draft')) continue;
    const file = join(folder, name);
    const stats = await stat(file).catch(() => undefined);
    if (stats) files.push({ file, bytes: stats.size, used: stats.mtimeMs });
  }
  let bytes = 0;
  for (const { file, bytes: own, used } of files.sort((a, b) => b.used - a.used)) {
    const age = file.endsWith('.draft') ? DAY : mostAge;
    bytes += own;
    if (bytes > mostBytes || now - used > age) await rm(file, { force: true });
  }
}
