import { ReadingCut } from './errors.ts';
import type { ReadLimits } from './limits.ts';
import { pathFromRoot } from './paths.ts';
import {
  decimalNumber,
  paxRecords,
  type Segment,
  sparseMapOfHeader,
  sparseMapOfPax,
  sparseMapOfText,
} from './tar-extensions.ts';
import { tarNumber } from './tar-numbers.ts';
import type { FileEntry } from './types.ts';

const BLOCK = 512;
/** Most bytes of a long name or of extended attributes. */
const MOST_EXTENSION = 1024 * 1024;
/** Most bytes of a sparse file for each byte of it that is stored. */
const MOST_HOLES = 100;

/** Takes the content of one file. */
export interface Content {
  /** Most bytes of the content that are wanted; the rest is passed over. */
  bytes: number;
  /** Called once with all that is wanted, or with what there is where the file is smaller. The bytes are only valid during the call. */
  take(content: Buffer): void;
  /** Looks at the first bytes before the rest is gathered: how many bytes are wanted after all. */
  head?: { bytes: number; look(head: Buffer): number };
}

export interface TarHandler {
  /** An entry; undefined where its content is of no interest. */
  entry(entry: FileEntry): Content | undefined;
  /** An entry that is passed over, and why. */
  refused(name: string, code: 'malformed' | 'too-large', reason: string): void;
}

/**
 * Reads a tar (ustar, GNU, pax) that is pushed to it piece by piece: long names and link targets, extended headers, sizes in base 256, sparse files of each kind.
 * Names are normalised and never climb out of the root. Where headers contradict each other, an entry is what the engines of containers take it for (Go's archive/tar), so
 * that none has another name there than here: GNU's long names count for more than attributes, empty attributes for nothing, and global ones are passed over.
 */
export interface TarParser {
  /** @throws ReadingCut where it is no tar or a broken one */
  push(chunk: Buffer): void;
  /** @throws ReadingCut where the tar ends within an entry */
  end(): void;
  /** Passes over bytes that nobody wants without their being pushed, at most so many. Gives how many; the next push begins after them. */
  passOver(most: number): number;
  /** The two blocks of zeros that end a tar have come. What follows them is ignored. */
  readonly ended: boolean;
}

type Attributes = Record<string, string>;

export function tarParser(handler: TarHandler, limits: Pick<ReadLimits, 'pathBytes' | 'depth'>): TarParser {
  const partial = Buffer.alloc(BLOCK);
  let partialBytes = 0;
  let ended = false;
  let zeros = 0;
  let attributes: Attributes | undefined;
  let longName: string | undefined;
  let longTarget: string | undefined;
  let body: Body | undefined;
  /** An old GNU sparse file whose map goes on in the next block. */
  let sparse: { entry: FileEntry | undefined; stored: number; map: Segment[] } | undefined;

  function push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length && !ended) {
      if (body) {
        at += body.take(chunk, at);
        if (body.done) body = undefined;
      } else if (partialBytes === 0 && chunk.length - at >= BLOCK) {
        block(chunk.subarray(at, at + BLOCK));
        at += BLOCK;
      } else {
        const bytes = Math.min(BLOCK - partialBytes, chunk.length - at);
        chunk.copy(partial, partialBytes, at, at + bytes);
        partialBytes += bytes;
        at += bytes;
        if (partialBytes === BLOCK) {
          partialBytes = 0;
          block(partial);
        }
      }
    }
  }

  function block(header: Buffer): void {
    if (sparse) {
      moreSparse(header);
      return;
    }
    if (isZero(header)) {
      zeros += 1;
      ended = zeros === 2;
      return;
    }
    // A single block of zeros in the middle is an oddity that tar itself passes over.
    zeros = 0;
    if (!checksumFits(header)) throw new ReadingCut('malformed', 'no tar: the checksum of a header is wrong');
    const type = String.fromCharCode(header[156] as number);
    const size = attributes?.size === undefined ? tarNumber(header, 124, 12) : decimal(attributes.size);
    if (size === undefined) throw new ReadingCut('malformed', 'the size of an entry is no number');
    if (isExtension(type)) extension(type, size);
    else file(header, type, size);
  }

  function extension(type: string, size: number): void {
    const own = (text: Buffer) => {
      if (type === 'L') longName = untilNul(text);
      else if (type === 'K') longTarget = untilNul(text);
      else if (type === 'x' || type === 'X') attributes = records(text);
      else records(text);
    };
    if (size > MOST_EXTENSION) throw new ReadingCut('malformed', 'the name or the attributes of an entry are too long');
    open(size, { bytes: size, take: own });
  }

  function records(text: Buffer): Attributes {
    const found = paxRecords(text);
    if (found === undefined) throw new ReadingCut('malformed', 'extended attributes that cannot be read');
    return found;
  }

  function file(header: Buffer, type: string, size: number): void {
    const pax: Attributes = attributes ?? {};
    const isSparse = pax['GNU.sparse.major'] !== undefined || pax['GNU.sparse.map'] !== undefined;
    const name = (isSparse ? pax['GNU.sparse.name'] : undefined) ?? longName ?? pax.path ?? nameOf(header);
    const target = longTarget ?? pax.linkpath ?? untilNul(header, 157, 257);
    attributes = undefined;
    longName = undefined;
    longTarget = undefined;
    const kind = typeOf(type, name, size);
    // A directory or link may name a size that means nothing (POSIX.1-2017); of files alone, content follows.
    const stored = kind === 'file' || kind === undefined ? size : 0;
    if (kind === undefined) {
      open(stored, undefined);
      return;
    }
    const path = pathFromRoot(name, limits);
    if (path === undefined) {
      refuse(name);
      if (type === 'S') oldSparse(header, undefined, stored);
      else open(stored, undefined);
      return;
    }
    const entry: FileEntry = {
      path,
      type: kind,
      mode: (tarNumber(header, 100, 8) ?? 0) & 0o7777,
      uid: decimal(pax.uid) ?? tarNumber(header, 108, 8) ?? 0,
      gid: decimal(pax.gid) ?? tarNumber(header, 116, 8) ?? 0,
      size: kind === 'file' ? size : 0,
      modified: Math.trunc(Number(pax.mtime ?? Number.NaN)) || (tarNumber(header, 136, 12) ?? 0),
    };
    if (kind === 'symlink') entry.target = target;
    if (kind === 'hardlink') {
      const linked = pathFromRoot(target, limits);
      if (linked === undefined) {
        handler.refused(name, 'malformed', 'a link that leads out of the root');
        open(stored, undefined);
        return;
      }
      entry.target = linked;
    }
    if (type === 'S') {
      oldSparse(header, entry, stored);
      return;
    }
    const map = sparseMapOfPax(pax);
    if (map === 'malformed') throw new ReadingCut('malformed', 'the map of a sparse file cannot be read');
    if (map === 'in-content') {
      sparseInContent(entry, stored, decimal(pax['GNU.sparse.realsize']));
      return;
    }
    if (map) {
      openSparse({ ...entry, size: map.size }, stored, map.segments);
      return;
    }
    open(stored, handler.entry(entry));
  }

  function refuse(name: string): void {
    const isLong = name.length > limits.pathBytes || name.split('/').length > limits.depth;
    const shown = name.length > 200 ? `${name.slice(0, 200)}…` : name;
    if (isLong) handler.refused(shown, 'too-large', 'a path that is too long or too deep');
    else handler.refused(shown, 'malformed', 'a path that leads out of the root');
  }

  function oldSparse(header: Buffer, entry: FileEntry | undefined, stored: number): void {
    const size = tarNumber(header, 483, 12);
    const map = sparseMapOfHeader(header, 386, 4);
    if (size === undefined || map === undefined)
      throw new ReadingCut('malformed', 'the map of a sparse file cannot be read');
    if (entry) entry.size = size;
    if (header[482] === 0) openSparse(entry, stored, map);
    else sparse = { entry, stored, map };
  }

  function moreSparse(header: Buffer): void {
    const { entry, stored, map } = sparse as NonNullable<typeof sparse>;
    const more = sparseMapOfHeader(header, 0, 21);
    if (more === undefined || map.length > 100_000)
      throw new ReadingCut('malformed', 'the map of a sparse file cannot be read');
    map.push(...more);
    if (header[504] !== 0) return;
    sparse = undefined;
    openSparse(entry, stored, map);
  }

  /** The map of a pax 1.0 sparse file lies before its content, in decimal lines, filled up to a block. */
  function sparseInContent(entry: FileEntry, stored: number, size: number | undefined): void {
    if (size === undefined) throw new ReadingCut('malformed', 'the map of a sparse file cannot be read');
    const wanted = handler.entry({ ...entry, size });
    if (!wanted) {
      open(stored, undefined);
      return;
    }
    open(stored, {
      bytes: Math.min(stored, wanted.bytes + MOST_EXTENSION),
      take: (content) => {
        const map = sparseMapOfText(content);
        if (map === undefined) handler.refused(entry.path, 'malformed', 'the map of a sparse file cannot be read');
        else giveSparse({ ...entry, size }, wanted, content.subarray(map.bytes), map.segments);
      },
    });
  }

  function openSparse(entry: FileEntry | undefined, stored: number, map: readonly Segment[]): void {
    const wanted = entry && handler.entry(entry);
    if (!entry || !wanted) {
      open(stored, undefined);
      return;
    }
    open(stored, {
      bytes: Math.min(stored, wanted.bytes),
      take: (content) => giveSparse(entry, wanted, content, map),
    });
  }

  function giveSparse(entry: FileEntry, wanted: Content, stored: Buffer, map: readonly Segment[]): void {
    const size = Math.min(entry.size, wanted.bytes);
    if (size > MOST_HOLES * stored.length + MOST_EXTENSION) {
      handler.refused(entry.path, 'too-large', 'a sparse file that is hardly anything but holes');
    } else give(wanted, expand(stored, map, size));
  }

  function give(wanted: Content, content: Buffer): void {
    const bytes = wanted.head ? wanted.head.look(content.subarray(0, wanted.head.bytes)) : wanted.bytes;
    if (!wanted.head || bytes > 0) wanted.take(content.subarray(0, bytes));
  }

  function open(stored: number, content: Content | undefined): void {
    if (stored > 0) body = bodyOf(stored, content);
    else if (content) give(content, Buffer.alloc(0));
  }

  return {
    push,
    passOver(most) {
      const bytes = body?.passOver(most) ?? 0;
      if (body?.done) body = undefined;
      return bytes;
    },
    end() {
      // Some writers leave out what fills up the last block.
      if ((body && !body.whole) || sparse || partialBytes > 0)
        throw new ReadingCut('malformed', 'the tar ends within an entry');
    },
    get ended() {
      return ended;
    },
  };
}

/** The content of one entry while it comes by. */
interface Body {
  /** Takes bytes of a chunk. Gives how many. */
  take(chunk: Buffer, at: number): number;
  /** Passes over what is not wanted any more. Gives how many bytes that is, at most so many. */
  passOver(most: number): number;
  readonly done: boolean;
  /** All of the content has come, if not all that fills up its last block. */
  readonly whole: boolean;
}

function bodyOf(stored: number, content: Content | undefined): Body {
  const filling = (BLOCK - (stored % BLOCK)) % BLOCK;
  let left = stored + filling;
  let wanted = Math.min(content?.bytes ?? 0, stored);
  let looked = content?.head === undefined;
  let gathered: Buffer | undefined;
  let bytes = 0;
  let given = wanted === 0;

  /** What there is to look at or to give, gathered in one piece: bytes of the chunk itself where that holds them all. */
  function piece(size: number, chunk: Buffer, at: number): Buffer | undefined {
    if (bytes === 0 && chunk.length - at >= size) return chunk.subarray(at, at + size);
    return undefined;
  }

  function gather(chunk: Buffer, at: number, most: number): number {
    const count = Math.min(most - bytes, chunk.length - at);
    if (!gathered || gathered.length < bytes + count) {
      // Grows as bytes come: a size that lies takes no memory.
      const room = Buffer.allocUnsafe(Math.min(wanted, Math.max(64 * 1024, 2 * (bytes + count))));
      gathered?.copy(room, 0, 0, bytes);
      gathered = room;
    }
    chunk.copy(gathered, bytes, at, at + count);
    bytes += count;
    return count;
  }

  function look(head: Buffer): void {
    looked = true;
    wanted = Math.min(wanted, content?.head?.look(head) ?? 0);
    if (wanted === 0) {
      given = true;
      gathered = undefined;
    }
  }

  function give(all: Buffer): void {
    given = true;
    gathered = undefined;
    content?.take(all);
  }

  function skip(chunk: Buffer, at: number): number {
    const count = Math.min(left, chunk.length - at);
    left -= count;
    return count;
  }

  return {
    take(chunk, at) {
      if (given) return skip(chunk, at);
      const headBytes = Math.min(content?.head?.bytes ?? 0, stored);
      if (!looked) {
        const head = piece(headBytes, chunk, at);
        if (head) {
          look(head);
          return 0;
        }
        const count = gather(chunk, at, headBytes);
        left -= count;
        if (bytes === headBytes) look((gathered as Buffer).subarray(0, bytes));
        if (!given && bytes >= wanted) give((gathered as Buffer).subarray(0, wanted));
        return count;
      }
      const all = piece(wanted, chunk, at);
      if (all) {
        give(all);
        left -= all.length;
        return all.length;
      }
      const count = gather(chunk, at, wanted);
      left -= count;
      if (bytes === wanted) give((gathered as Buffer).subarray(0, bytes));
      return count;
    },
    passOver(most) {
      const bytes = given ? Math.min(left, most) : 0;
      left -= bytes;
      return bytes;
    },
    get done() {
      return left === 0;
    },
    get whole() {
      return left <= filling;
    },
  };
}

/** The bytes of a sparse file up to `size`: what is stored at its places, and zeros between. */
function expand(stored: Buffer, map: readonly Segment[], size: number): Buffer {
  const whole = Buffer.alloc(size);
  let at = 0;
  for (const { offset, length } of map) {
    if (offset < size) stored.copy(whole, offset, at, Math.min(at + length, at + size - offset));
    at += length;
  }
  return whole;
}

function isZero(block: Buffer): boolean {
  if (block[0] !== 0) return false;
  for (let at = 0; at < BLOCK; at += 1) if (block[at] !== 0) return false;
  return true;
}

/** The sum of the bytes of the header, its own field taken as blanks; signed bytes, as old ones summed them, do as well. */
function checksumFits(header: Buffer): boolean {
  const told = tarNumber(header, 148, 8);
  let sum = 8 * 0x20;
  for (let at = 0; at < 148; at += 1) sum += header[at] as number;
  for (let at = 156; at < BLOCK; at += 1) sum += header[at] as number;
  return told === sum || told === sum - 256 * highBytes(header);
}

function highBytes(header: Buffer): number {
  let count = 0;
  for (let at = 0; at < BLOCK; at += 1) if ((header[at] as number) > 127 && (at < 148 || at >= 156)) count += 1;
  return count;
}

function isExtension(type: string): boolean {
  return type === 'L' || type === 'K' || type === 'x' || type === 'X' || type === 'g';
}

/** Undefined: a volume label, a piece of a file of another volume. Types that are unknown are files, as POSIX has it. */
function typeOf(type: string, name: string, size: number): FileEntry['type'] | undefined {
  if (type === '1') return 'hardlink';
  if (type === '2') return 'symlink';
  if (type === '3' || type === '4') return 'device';
  if (type === '5' || type === 'D') return 'directory';
  if (type === '6') return 'fifo';
  if (type === 'V' || type === 'M' || type === 'N') return undefined;
  // Before ustar, a directory was a file whose name ends in a slash; one since that has content is a file.
  return name.endsWith('/') && (type === '\0' || (type === '0' && size === 0)) ? 'directory' : 'file';
}

function nameOf(header: Buffer): string {
  const name = untilNul(header, 0, 100);
  // GNU's own format has blanks here, and other fields in the place of the prefix.
  const isPosix = header[257] === 0x75 && header[262] === 0;
  const prefix = isPosix && header[345] !== 0 ? untilNul(header, 345, 500) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

function untilNul(text: Buffer, from = 0, to = text.length): string {
  const end = text.indexOf(0, from);
  return text.toString('utf8', from, end === -1 || end > to ? to : end);
}

function decimal(text: string | undefined): number | undefined {
  return text === undefined ? undefined : decimalNumber(text);
}
