import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  type Stats,
  statfsSync,
} from 'node:fs';
import { setImmediate as breathe } from 'node:timers/promises';
import { ReadingCut } from './errors.ts';
import { type ReadLimits, readLimits } from './limits.ts';
import type { MergedReadings } from './merge.ts';
import { pathFromRoot } from './paths.ts';
import { type Offered, readingSession } from './reading.ts';
import type { FileEntry, FileReader } from './types.ts';

export interface ReadFolderOptions {
  /** Paths from the root that are left out with all that lies below. */
  skip?: readonly string[];
  /** Names that are left out wherever they stand, with all that lies below. */
  skipNamed?: readonly string[];
  signal?: AbortSignal | undefined;
}

/**
 * Reads a folder as the root of a tree. No link is followed, and none that is put in the way meanwhile: each name is opened in the folder
 * that is open already. File systems that hold no files of a disk (proc, sysfs, ...) are left out where they are mounted below the root;
 * those of the network are told as unread.
 *
 * @throws where the root itself cannot be read
 */
export async function readFolder(
  root: string,
  readers: readonly FileReader[],
  limits: ReadLimits = readLimits,
  { skip = [], skipNamed = [], signal }: ReadFolderOptions = {},
): Promise<MergedReadings> {
  const session = readingSession(readers, limits);
  const links = new Map<string, string>();
  const left = new Set(skip.map((path) => pathFromRoot(path, limits)));
  let bytes = 0;
  let steps = 0;

  /** A folder that is open; `at` names it for calls that take paths. */
  async function folder(at: string, path: string, device: number): Promise<void> {
    signal?.throwIfAborted();
    for (const name of readdirSync(at).sort()) {
      // Lets others have their turn: the calls of the walk wait for nobody.
      if ((steps += 1) % 512 === 0) await breathe();
      if (skipNamed.includes(name)) continue;
      const child = path === '' ? name : `${path}/${name}`;
      if (left.has(child)) continue;
      if (pathFromRoot(child, limits) !== child) {
        session.tell({ path: child.slice(0, 200), code: 'too-large', reason: 'a path that is too long or too deep' });
        continue;
      }
      try {
        await entry(`${at}/${name}`, child, device);
      } catch (error) {
        if (error instanceof ReadingCut || signal?.aborted) throw error;
        session.tell({ path: child, code: codeOf(error), reason: reasonOf(error) });
      }
    }
  }

  async function entry(at: string, path: string, device: number): Promise<void> {
    const stats = lstatSync(at);
    const found = entryOf(path, stats);
    if (found.type === 'symlink') {
      found.target = readlinkSync(at);
      links.set(path, found.target);
    }
    if (found.type !== 'directory') {
      const offered = session.offer(found);
      if (offered) bytes += content(at, found, stats, offered);
      return;
    }
    if (stats.dev !== device) {
      const other = otherFileSystem(at);
      if (other === 'pseudo') return;
      if (other === 'network') {
        session.tell({ path, code: 'unsupported', reason: 'on a file system of the network' });
        return;
      }
    }
    session.offer(found);
    await within(at, stats, (opened) => folder(opened, path, stats.dev));
  }

  function content(at: string, found: FileEntry, stats: Stats, offered: Offered): number {
    const descriptor = openSync(at, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      same(stats, fstatSync(descriptor));
      const head = Buffer.allocUnsafe(offered.head.bytes);
      const shown = head.subarray(0, fill(descriptor, head, 0));
      const wanted = offered.head.look(shown);
      if (wanted === 0) return shown.length;
      if (wanted <= shown.length) {
        offered.take(shown.subarray(0, wanted));
        return shown.length;
      }
      const whole = Buffer.allocUnsafe(wanted);
      shown.copy(whole);
      const length = fill(descriptor, whole, shown.length);
      offered.take(whole.subarray(0, length));
      if (length < found.size) session.tell({ path: found.path, code: 'cut', reason: 'shrank while it was read' });
      if (bytes + length > limits.bytes) throw new ReadingCut('limit', `more than ${limits.bytes} bytes`);
      return length;
    } finally {
      closeSync(descriptor);
    }
  }

  try {
    const stats = lstatSync(root);
    await within(root, stats, (opened) => folder(opened, '', stats.dev));
  } catch (error) {
    if (!(error instanceof ReadingCut)) throw error;
    session.tellCut(error);
  }
  session.close();
  return { readings: session.readings, unread: session.unread, entries: session.entries, bytes, links };
}

/**
 * Opens a folder that is no link and is what it was, and gives a path that leads to it whatever happens to its name: `openat` by means of
 * Linux's `/proc/self/fd`. Elsewhere it is the name itself.
 */
async function within(at: string, stats: Stats, use: (opened: string) => Promise<void>): Promise<void> {
  const descriptor = openSync(at, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  try {
    same(stats, fstatSync(descriptor));
    await use(process.platform === 'linux' ? `/proc/self/fd/${descriptor}` : at);
  } finally {
    closeSync(descriptor);
  }
}

/** What is open must be what was looked at. */
function same(looked: Stats, opened: Stats): void {
  if (looked.dev !== opened.dev || looked.ino !== opened.ino) throw new Error('was replaced while it was read');
}

function fill(descriptor: number, buffer: Buffer, from: number): number {
  let at = from;
  while (at < buffer.length) {
    const bytes = readSync(descriptor, buffer, at, buffer.length - at, at);
    if (bytes === 0) break;
    at += bytes;
  }
  return at;
}

function entryOf(path: string, stats: Stats): FileEntry {
  const type = typeOf(stats);
  return {
    path,
    type,
    mode: stats.mode & 0o7777,
    uid: stats.uid,
    gid: stats.gid,
    size: type === 'file' ? stats.size : 0,
    modified: Math.trunc(stats.mtimeMs / 1000),
  };
}

function typeOf(stats: Stats): FileEntry['type'] {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'directory';
  if (stats.isSymbolicLink()) return 'symlink';
  if (stats.isFIFO()) return 'fifo';
  return stats.isSocket() ? 'socket' : 'device';
}

/** Magic numbers of file systems (Linux, statfs(2) and include/uapi/linux/magic.h) whose files are no files of a disk. */
const pseudo = new Set([
  0x9fa0, 0x62656572, 0x1cd1, 0x27e0eb, 0x63677270, 0x64626720, 0x74726163, 0x73636673, 0xcafe4a11, 0x6165676c,
  0x19800202, 0x65735543, 0x62656570, 0x42494e4d, 0x6e736673, 0x67596969, 0xde5e81e4, 0x187, 0x958458f6, 0xf97cff8c,
  // The joined view of a container's layers, which lie on a disk by themselves.
  0x794c7630,
]);
/** NFS, SMB, CIFS, Ceph, FUSE, 9P, AFS. */
const network = new Set([0x6969, 0xff534d42, 0xfe534d42, 0x517b, 0x00c36400, 0x65735546, 0x01021997, 0x5346414f]);

function otherFileSystem(at: string): 'pseudo' | 'network' | undefined {
  if (process.platform !== 'linux') return undefined;
  const type = statfsSync(at).type >>> 0;
  if (pseudo.has(type)) return 'pseudo';
  return network.has(type) ? 'network' : undefined;
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'failed';
  return code === 'EACCES' || code === 'EPERM' ? 'AccessDenied' : code;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/\/proc\/self\/fd\/\d+\//g, '') : String(error);
}
