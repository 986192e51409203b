import {
  accessSync,
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  realpathSync,
  statSync,
} from 'node:fs';
import path from 'node:path';
import { type CallError, UserError } from '../../model/index.ts';
import { followLinks } from '../files/index.ts';

const MOST_BYTES = 4 * 1024 * 1024;
const MOST_NAMES = 20_000;

/** Who may do what with a file. */
export interface FileStat {
  type: 'file' | 'directory' | 'other';
  mode: number;
  uid: number;
  gid: number;
  size: number;
  /** Milliseconds since 1970. */
  modified: number;
}

/**
 * The files of a host, as a process sees them that has its root as root: links are followed inside it, `..` at the root stays there. Paths are from the root,
 * without a leading slash. What is not there is undefined or empty; what may not be read is so too and is remembered in {@link HostFiles.missed}.
 */
export interface HostFiles {
  /** The root is that of the system that runs: /proc and commands speak of it. */
  readonly running: boolean;
  /** The text of a file; undefined where there is none. */
  text(file: string, most?: number): string | undefined;
  bytes(file: string, most: number): Buffer | undefined;
  /** Names in a folder, sorted. */
  names(folder: string): string[];
  /** What a path leads to. */
  stat(file: string): FileStat | undefined;
  /** Target of a link as it is written; undefined for what is none. */
  link(file: string): string | undefined;
  /** The real path from the root without links; undefined where there is nothing. */
  resolve(file: string): string | undefined;
  exists(file: string): boolean;
  /** Whether whoever looks may read it; that they may not is not remembered. */
  mayRead(file: string): boolean;
  /** Tells that something could not be read. */
  miss(error: CallError): void;
  /** Why something is not known, the first first. */
  readonly missed: readonly CallError[];
}

/**
 * Opens the root of a host. Each call of the function given back remembers by itself what it missed.
 *
 * @throws UserError where there is no such folder
 */
export function openRoot(root: string): () => HostFiles {
  let real: string;
  try {
    real = realpathSync(root);
    if (!statSync(real).isDirectory()) throw new Error('is no folder');
  } catch (error) {
    throw new UserError(
      'host-root-missing',
      {
        en: `${root} cannot be read as the root of a host (${(error as Error).message}). Name the folder that its disk is mounted at.`,
        ko: `${root}을(를) 서버의 루트로 읽을 수 없습니다(${(error as Error).message}). 디스크를 마운트한 폴더를 지정하세요.`,
      },
      { cause: error },
    );
  }
  return () => filesBelow(real);
}

function filesBelow(root: string): HostFiles {
  const missed: CallError[] = [];

  function guarded<T>(file: string, fallback: T, read: () => T): T {
    try {
      return read();
    } catch (error) {
      const { code = 'Unread', message } = error as NodeJS.ErrnoException;
      // A process that ended while it was looked at is no longer there (ESRCH).
      if (['ENOENT', 'ENOTDIR', 'ENXIO', 'ESRCH'].includes(code)) return fallback;
      const denied = code === 'EACCES' || code === 'EPERM';
      missed.push({
        code: denied ? 'AccessDenied' : code,
        message: `/${file}: ${message.replaceAll(root === '/' ? '\0' : root, '')}`,
        ...(denied && { permission: 'root' }),
      });
      return fallback;
    }
  }

  /** @throws what the system says, where a part of the way may not be passed */
  function follow(file: string, last: boolean): string | undefined {
    if (file.includes('\0') || file.length > 4096) return undefined;
    return followLinks(file, (walked, isLast) => {
      if (!last && isLast) return undefined;
      const at = path.join(root, walked);
      const found = lstatSync(at, { throwIfNoEntry: false });
      if (found === undefined) return null;
      return found.isSymbolicLink() ? readlinkSync(at) : undefined;
    });
  }

  const place = (file: string, last = true): string | undefined => {
    const found = follow(file, last);
    return found === undefined ? undefined : path.join(root, found);
  };

  const bytes = (file: string, most: number): Buffer | undefined =>
    guarded(file, undefined, () => {
      const at = place(file);
      if (at === undefined) return undefined;
      const content = contentOf(at, most);
      if (content === 'too-large') missed.push({ code: 'TooLarge', message: `/${file}: has more than ${most} bytes` });
      return content === 'too-large' ? undefined : content;
    });

  return {
    running: root === '/',
    missed,
    miss: (error) => missed.push(error),
    resolve: (file) => guarded(file, undefined, () => follow(file, true)),
    bytes,
    text: (file, most = MOST_BYTES) => bytes(file, most)?.toString('utf8'),
    names: (folder) =>
      guarded<string[]>(folder, [], () => {
        const at = place(folder);
        if (at === undefined) return [];
        const names = readdirSync(at).sort();
        if (names.length > MOST_NAMES)
          missed.push({ code: 'TooMany', message: `/${folder}: has more than ${MOST_NAMES} names` });
        return names.slice(0, MOST_NAMES);
      }),
    stat: (file) =>
      guarded(file, undefined, () => {
        const at = place(file);
        const found = at === undefined ? undefined : lstatSync(at, { throwIfNoEntry: false });
        if (found === undefined) return undefined;
        return {
          type: found.isFile() ? ('file' as const) : found.isDirectory() ? ('directory' as const) : ('other' as const),
          mode: found.mode & 0o7777,
          uid: found.uid,
          gid: found.gid,
          size: found.size,
          modified: found.mtimeMs,
        };
      }),
    link: (file) =>
      guarded(file, undefined, () => {
        const at = place(file, false);
        if (at === undefined || lstatSync(at, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return undefined;
        return readlinkSync(at);
      }),
    mayRead: (file) => {
      try {
        const at = place(file);
        if (at !== undefined) accessSync(at, constants.R_OK);
        return at !== undefined;
      } catch {
        return false;
      }
    },
    exists: (file) => guarded(file, false, () => place(file) !== undefined),
  };
}

/** Bytes of a regular file; undefined for what is none. Files of /proc say that they are empty, so that the size counts for nothing. */
function contentOf(at: string, most: number): Buffer | 'too-large' | undefined {
  const descriptor = openSync(at, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    if (!fstatSync(descriptor).isFile()) return undefined;
    const parts: Buffer[] = [];
    for (let length = 0; ; ) {
      const part = Buffer.allocUnsafe(64 * 1024);
      const bytes = readSync(descriptor, part, 0, part.length, null);
      if (bytes === 0) return Buffer.concat(parts);
      length += bytes;
      if (length > most) return 'too-large';
      parts.push(part.subarray(0, bytes));
    }
  } finally {
    closeSync(descriptor);
  }
}

/** Lines of a configuration file without blank ones and comments, with their numbers from 1. A backslash at the end of a line joins the next where asked. */
export function configLines(
  text: string,
  { joined = false, comment = /^\s*#/ } = {},
): { line: number; text: string }[] {
  const found: { line: number; text: string }[] = [];
  let open: { line: number; text: string } | undefined;
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.replace(/\r$/, '');
    if (open === undefined && comment.test(line)) continue;
    const goesOn = joined && /(?:^|[^\\])(?:\\\\)*\\$/.test(line);
    const piece = goesOn ? line.slice(0, -1) : line;
    open = { line: open?.line ?? index + 1, text: open === undefined ? piece : `${open.text} ${piece.trimStart()}` };
    if (goesOn) continue;
    if (open.text.trim() !== '') found.push({ line: open.line, text: open.text.trim() });
    open = undefined;
  }
  if (open !== undefined && open.text.trim() !== '') found.push({ line: open.line, text: open.text.trim() });
  return found;
}

/** Names in a folder that fit a pattern of the shell (`*`, `?`, `[...]`), each with its path; folders may be patterns too. */
export function matching(files: HostFiles, pattern: string): string[] {
  let found = [''];
  for (const part of pattern.split('/').filter((one) => one !== '')) {
    if (!/[*?[]/.test(part)) {
      found = found.map((folder) => (folder === '' ? part : `${folder}/${part}`));
      continue;
    }
    found = found
      .flatMap((folder) =>
        files
          .names(folder)
          .filter((name) => fitsGlob(name, part) && (part.startsWith('.') || !name.startsWith('.')))
          .map((name) => (folder === '' ? name : `${folder}/${name}`)),
      )
      .slice(0, MOST_NAMES);
  }
  return found.filter((file) => files.exists(file));
}

/** Whether a name fits a pattern of the shell; in time linear in both for each `*`. */
export function fitsGlob(name: string, pattern: string): boolean {
  let [at, next, star, mark] = [0, 0, -1, 0];
  while (at < name.length) {
    const set = pattern[next] === '[' ? setAt(pattern, next) : undefined;
    if (pattern[next] === '*') {
      star = next++;
      mark = at;
    } else if (set !== undefined ? set.has(name[at] as string) : pattern[next] === '?' || pattern[next] === name[at]) {
      next = set?.end ?? next + 1;
      at += 1;
    } else if (star >= 0) {
      next = star + 1;
      at = ++mark;
    } else return false;
  }
  while (pattern[next] === '*') next += 1;
  return next === pattern.length;
}

function setAt(pattern: string, at: number): { has(char: string): boolean; end: number } | undefined {
  const close = pattern.indexOf(']', at + 2);
  if (close < 0) return undefined;
  const negated = pattern[at + 1] === '!' || pattern[at + 1] === '^';
  const inner = pattern.slice(at + (negated ? 2 : 1), close);
  const has = (char: string) => {
    for (let i = 0; i < inner.length; i += 1) {
      if (inner[i + 1] === '-' && i + 2 < inner.length) {
        if (char >= (inner[i] as string) && char <= (inner[i + 2] as string)) return true;
        i += 2;
      } else if (inner[i] === char) return true;
    }
    return false;
  };
  return { has: (char) => has(char) !== negated, end: close + 1 };
}

/** Permissions as facts tell them: the mode in octal, and what others than the owner may do. */
export function permissionsOf({ mode, uid, gid }: Pick<FileStat, 'mode' | 'uid' | 'gid'>) {
  return {
    mode: mode.toString(8).padStart(4, '0'),
    uid,
    gid,
    groupReads: (mode & 0o040) !== 0,
    groupWrites: (mode & 0o020) !== 0,
    othersRead: (mode & 0o004) !== 0,
    othersWrite: (mode & 0o002) !== 0,
  };
}
