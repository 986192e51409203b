import { type FileHandle, open, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { Readable } from 'node:stream';
import { followLinks, pathFromRoot, ReadingCut, readLimits, tarParser } from '../files/index.ts';
import { imageErrors } from './errors.ts';

/** Files that make up an image: those of a folder, or of a tar that is not unpacked. */
export interface PackedFiles {
  /** Bytes of a file; undefined where there is none. */
  size(path: string): Promise<number | undefined>;
  /** Undefined where there is none. @throws UserError where it is larger than `most` */
  read(path: string, most: number): Promise<Buffer | undefined>;
  /** @throws UserError where there is none */
  open(path: string): Promise<Readable>;
  close(): Promise<void>;
}

/** Files of an archive: more are not the parts of an image but those inside of one. */
const MOST_FILES = 100_000;
const BLOCK = 512;

/** The files of a folder; none is reached by a link that leads out of it. */
export async function folderFiles(folder: string): Promise<PackedFiles> {
  const root = await realpath(folder);
  async function opened(path: string): Promise<FileHandle | undefined> {
    const named = pathFromRoot(path, readLimits);
    if (named === undefined) return undefined;
    try {
      const real = await realpath(join(root, named));
      if (!real.startsWith(root.endsWith(sep) ? root : root + sep)) return undefined;
      const handle = await open(real, 'r');
      if ((await handle.stat()).isFile()) return handle;
      await handle.close();
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code !== 'ENOENT' && code !== 'ENOTDIR' && code !== 'ELOOP')
        throw imageErrors.unreadableFile(join(folder, path), String(code));
    }
    return undefined;
  }
  return {
    async size(path) {
      const handle = await opened(path);
      const size = handle && (await handle.stat()).size;
      await handle?.close();
      return size;
    },
    async read(path, most) {
      const handle = await opened(path);
      if (!handle) return undefined;
      try {
        if ((await handle.stat()).size > most) throw imageErrors.tooLarge(join(folder, path), most);
        return await handle.readFile();
      } finally {
        await handle.close();
      }
    },
    async open(path) {
      const handle = await opened(path);
      if (!handle) throw imageErrors.malformed(folder, `${path} is missing`);
      return handle.createReadStream({ highWaterMark: CHUNK });
    },
    close: async () => undefined,
  };
}

const CHUNK = 512 * 1024;

/**
 * The files of a tar by their places in it. One pass over its headers finds them, content is passed over. A tar that was cut short has
 * those that are whole.
 *
 * @param name for people
 * @throws UserError where it is no tar
 */
export async function tarFiles(name: string, handle: FileHandle): Promise<PackedFiles> {
  const { size } = await handle.stat();
  const places = new Map<string, { from: number; size: number }>();
  const links = new Map<string, string>();
  const window = Buffer.alloc(64 * BLOCK);
  let at = 0;
  const parser = tarParser(
    {
      entry(entry) {
        const from = at + BLOCK;
        if (entry.type === 'file' && from + entry.size <= size) places.set(entry.path, { from, size: entry.size });
        const linked = entry.type === 'hardlink' ? places.get(entry.target as string) : undefined;
        if (linked) places.set(entry.path, linked);
        if (entry.type === 'symlink') links.set(entry.path, entry.target as string);
        return undefined;
      },
      refused: () => undefined,
    },
    readLimits,
  );
  try {
    for (let windowAt = 0, filled = 0; at + BLOCK <= size && !parser.ended && places.size < MOST_FILES; ) {
      if (at < windowAt || at + BLOCK > windowAt + filled) {
        windowAt = at;
        filled = (await handle.read(window, 0, window.length, at)).bytesRead;
        if (filled < BLOCK) break;
      }
      parser.push(window.subarray(at - windowAt, at - windowAt + BLOCK));
      at += BLOCK;
      at += parser.passOver(size - at);
    }
  } catch (error) {
    if (!(error instanceof ReadingCut)) throw error;
    if (places.size === 0) throw imageErrors.malformed(name, error.message);
  }
  // An empty tar is a tar; what does not even have a header is none.
  if (at < BLOCK) throw imageErrors.malformed(name, 'it is no tar');

  const find = (path: string) => {
    const named = pathFromRoot(path, readLimits);
    const led = named === undefined ? undefined : followLinks(named, (at) => links.get(at));
    return led === undefined ? undefined : places.get(led);
  };
  return {
    size: async (path) => find(path)?.size,
    async read(path, most) {
      const place = find(path);
      if (!place) return undefined;
      if (place.size > most) throw imageErrors.tooLarge(`${name}: ${path}`, most);
      const bytes = Buffer.alloc(place.size);
      const { bytesRead } = await handle.read(bytes, 0, place.size, place.from);
      return bytes.subarray(0, bytesRead);
    },
    async open(path) {
      const place = find(path);
      if (!place) throw imageErrors.malformed(name, `${path} is missing`);
      return piece(handle, place.from, place.size);
    },
    close: async () => undefined,
  };
}

/** Bytes of a file that stays open, whatever becomes of the stream; several may be read at once. */
export function piece(handle: FileHandle, from: number, size: number): Readable {
  return Readable.from(readPiece(handle, from, size), { objectMode: false, highWaterMark: CHUNK });
}

async function* readPiece(handle: FileHandle, from: number, size: number): AsyncGenerator<Buffer> {
  const end = from + size;
  for (let at = from; at < end; ) {
    const room = Buffer.allocUnsafeSlow(Math.min(CHUNK, end - at));
    const { bytesRead } = await handle.read(room, 0, room.length, at);
    // Cut short meanwhile: the digest tells.
    if (bytesRead === 0) return;
    at += bytesRead;
    yield room.subarray(0, bytesRead);
  }
}
