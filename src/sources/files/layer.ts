import type { Readable } from 'node:stream';
import { ReadingCut } from './errors.ts';
import { type ReadLimits, readLimits } from './limits.ts';
import { folderOf } from './paths.ts';
import { readingSession } from './reading.ts';
import { type TarParser, tarParser } from './tar.ts';
import type { FileEntry, FileReader, Readings } from './types.ts';
import { unpackedTree } from './unpack.ts';

/** What lies in one layer and what it takes away from those below it: all that is needed to lay it over them. */
export interface LayerTree {
  directories: string[];
  /** All that is neither directory nor symbolic link. */
  files: string[];
  /** Path and target, as it is written. */
  symlinks: [path: string, target: string][];
  /** What the layer removes from those below (OCI image specification, "Whiteouts"). */
  whiteouts: string[];
  /** Directories of which nothing of those below is left. */
  opaque: string[];
}

/** All that readers have read of one layer. */
export interface LayerReadings extends Readings {
  tree: LayerTree;
}

export interface ReadTarOptions {
  /** Takes all bytes of the unpacked tar, for its digest. */
  unpacked?: (chunk: Buffer) => void;
  /** Told how many bytes came, as they lie. */
  came?: (bytes: number) => void;
  /** Reads the same layer from its beginning: for hard links to files that passed by before anybody wanted them. */
  again?: () => Promise<Readable>;
  signal?: AbortSignal | undefined;
}

/**
 * Reads one layer in one pass: a tar, packed by gzip or zstd or not. What is cut by a limit or broken is told as unread, under the empty
 * path; what was read until then stands. An error of the stream itself (a connection, a wrong digest) is thrown.
 *
 * A hard link is given to readers as a file, with the size of the file it is one with. Where a reader has read that file, it stands under
 * both paths; else the layer is read once more for it.
 */
export async function readTar(
  packed: Readable,
  readers: readonly FileReader[],
  limits: ReadLimits = readLimits,
  options: ReadTarOptions = {},
): Promise<LayerReadings> {
  const session = readingSession(readers, limits);
  const layer = layerOf(limits.pathsInAll);
  const later: Later = new Map();
  let laterBytes = 0;
  const parser = tarParser(
    {
      entry(entry) {
        if (layer.takeWhiteout(entry.path)) return undefined;
        session.replace(entry.path, entry.type !== 'directory' && layer.hasDirectory(entry.path));
        if (entry.type === 'hardlink') return hardlink(entry);
        layer.add(entry);
        return session.offer(entry);
      },
      refused: (path, code, reason) => session.tell({ path, code, reason }),
    },
    limits,
  );

  function hardlink(entry: FileEntry): undefined {
    const target = entry.target as string;
    const size = layer.sizeOf(target);
    if (size === undefined) {
      // In a layer below, or nowhere.
      layer.add(entry);
      if (readers.some((reader) => (reader.wants({ ...entry, type: 'file' }) ?? 0) > 0)) {
        session.tell({ path: entry.path, code: 'unsupported', reason: 'a hard link to a file of another layer' });
      }
      return undefined;
    }
    const file: FileEntry = { ...entry, type: 'file', size };
    layer.add(file);
    const others: FileReader[] = [];
    for (const reader of readers) {
      const read = session.at(target).filter((reading) => reading.reader === reader.id);
      if (read.length === 0) others.push(reader);
      else for (const { value } of read) session.add({ reader: reader.id, path: entry.path, value });
    }
    const hungry = others.filter((reader) => (reader.wants(file) ?? 0) > 0);
    session.offer(
      file,
      others.filter((reader) => !hungry.includes(reader)),
    );
    if (hungry.length > 0 && (laterBytes += size) > limits.againBytes) {
      session.tell({ path: entry.path, code: 'too-large', reason: 'too many hard links to files that passed by' });
    } else if (hungry.length > 0 && size > 0) {
      later.set(target, [...(later.get(target) ?? []), { entry: file, readers: hungry }]);
    } else if (hungry.length > 0) session.offer(file, hungry);
    return undefined;
  }

  const count = await walk(packed, parser, limits, options);
  if (count.cut) session.tellCut(count.cut);
  if (later.size > 0) await readLater(later, session, limits, options);
  session.close();
  return {
    readings: session.readings,
    unread: session.unread,
    entries: session.entries,
    bytes: count.bytes,
    tree: layer.tree,
  };
}

/** Hard links whose content is wanted, by the path of the file they are one with. */
type Later = Map<string, { entry: FileEntry; readers: FileReader[] }[]>;

async function readLater(
  later: Later,
  session: ReturnType<typeof readingSession>,
  limits: ReadLimits,
  { again, signal }: ReadTarOptions,
): Promise<void> {
  const missing = new Set(later.keys());
  if (again) {
    const parser = tarParser(
      {
        entry(entry) {
          const links = entry.type === 'file' ? later.get(entry.path) : undefined;
          if (!links) return undefined;
          const offers = links.flatMap((link) => session.offer(link.entry, link.readers) ?? []);
          missing.delete(entry.path);
          if (offers.length === 0) return undefined;
          return {
            bytes: Math.max(...offers.map((offer) => offer.bytes)),
            take: (content) => {
              for (const { head, take } of offers) if (head.look(content.subarray(0, head.bytes)) > 0) take(content);
            },
          };
        },
        refused: () => undefined,
      },
      limits,
    );
    const { cut } = await walk(await again(), parser, limits, { signal }, () => missing.size === 0);
    if (cut) session.tellCut(cut);
  }
  for (const path of missing) {
    for (const { entry } of later.get(path) ?? []) {
      session.tell({ path: entry.path, code: 'unsupported', reason: `a hard link to ${path}, which had passed by` });
    }
  }
}

/** Pushes a stream through a parser under the limits of bytes, ratio and time. What follows the end of the tar is read too, for its digest. */
async function walk(
  packed: Readable,
  parser: TarParser,
  limits: ReadLimits,
  { unpacked, came, signal }: ReadTarOptions,
  enough: () => boolean = () => false,
): Promise<{ bytes: number; cut: ReadingCut | undefined }> {
  const deadline = Date.now() + limits.milliseconds;
  let bytes = 0;
  let packedBytes = 0;
  let cut: ReadingCut | undefined;
  try {
    const chunks = unpackedTree(packed, (count) => {
      packedBytes += count;
      came?.(count);
    });
    for await (const chunk of chunks) {
      signal?.throwIfAborted();
      bytes += chunk.length;
      if (bytes > limits.bytes) throw new ReadingCut('limit', `more than ${limits.bytes} bytes`);
      if (bytes > limits.ratioFrom && bytes > limits.ratio * packedBytes) {
        throw new ReadingCut('limit', `unpacks to more than ${limits.ratio} times its size`);
      }
      if (Date.now() > deadline) throw new ReadingCut('timeout', `not read within ${limits.milliseconds / 1000} s`);
      unpacked?.(chunk);
      if (!parser.ended) parser.push(chunk);
      if (enough()) break;
    }
    if (!parser.ended && !enough()) parser.end();
  } catch (error) {
    if (!(error instanceof ReadingCut)) throw error;
    cut = error;
  } finally {
    packed.destroy();
  }
  return { bytes, cut };
}

const WHITEOUT = '.wh.';
const OPAQUE = '.wh..wh..opq';

/** Gathers what lies in a layer. A path that comes twice is what it was the last time. */
function layerOf(mostPaths: number) {
  const directories = new Set<string>();
  const sizes = new Map<string, number>();
  const symlinks = new Map<string, string>();
  const whiteouts = new Set<string>();
  const opaque = new Set<string>();
  let paths = 0;
  return {
    /** True where the path says what is removed, and is nothing by itself. */
    takeWhiteout(path: string): boolean {
      if ((paths += path.length) > mostPaths)
        throw new ReadingCut('limit', `paths of more than ${mostPaths} characters`);
      const folder = folderOf(path);
      const name = folder === '' ? path : path.slice(folder.length + 1);
      if (!name.startsWith(WHITEOUT)) return false;
      const removed = name.slice(WHITEOUT.length);
      if (name === OPAQUE) opaque.add(folder);
      // Names that begin twice are of AUFS's own doing.
      else if (removed !== '' && removed !== '.' && removed !== '..' && !removed.startsWith(WHITEOUT)) {
        whiteouts.add(folder === '' ? removed : `${folder}/${removed}`);
      }
      return true;
    },
    add({ path, type, size, target }: FileEntry): void {
      if (path === '') return;
      paths += target?.length ?? 0;
      directories.delete(path);
      sizes.delete(path);
      symlinks.delete(path);
      if (type === 'directory') directories.add(path);
      else if (type === 'symlink') symlinks.set(path, target ?? '');
      else sizes.set(path, size);
    },
    hasDirectory: (path: string) => directories.has(path),
    /** Undefined where no file lies there. */
    sizeOf: (path: string) => sizes.get(path),
    get tree(): LayerTree {
      return {
        directories: [...directories],
        files: [...sizes.keys()],
        symlinks: [...symlinks],
        whiteouts: [...whiteouts],
        opaque: [...opaque],
      };
    },
  };
}
