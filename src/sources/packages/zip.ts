import { inflateRawSync } from 'node:zlib';
import { UnreadableFile } from '../files/errors.ts';

const signatures = {
  end64Locator: 0x07064b50,
  end64: 0x06064b50,
  central: 0x02014b50,
  local: 0x04034b50,
};
const endSize = 22;
const mostComment = 0xffff;
const methods = { stored: 0, deflated: 8 };

/** One file in a zip archive. */
export interface ZipEntry {
  /** As it is written: nothing is ever put where it says. */
  name: string;
  method: number;
  encrypted: boolean;
  /** Bytes in the archive and, by its own word, unpacked. */
  packed: number;
  size: number;
  /** Place of its local header in the buffer. */
  start: number;
}

/** What may still be done over all archives that lie in one file. */
export interface Allowance {
  /** Bytes to look at or unpack. */
  bytes: number;
  /** Entries to list. */
  entries: number;
}

/** Unpacking next to nothing takes its time too. */
const leastCost = 4096;

/**
 * The entries of a zip archive by its central directory (APPNOTE.TXT 6.3.10), which may have something else in front:
 * programs that are archives at the same time do.
 *
 * @throws UnreadableFile where it is none, and RangeError where an offset points out of it
 */
export function readZip(archive: Buffer, allowance: Allowance): ZipEntry[] {
  const end = endOfDirectory(archive);
  const { count, size, offset, at } = directoryOf(archive, end);
  if (count > allowance.entries) throw new UnreadableFile('too-large', 'the archive has too many entries');
  if (size > allowance.bytes) throw new UnreadableFile('too-large', 'the archive has too large a directory');
  allowance.entries -= count;
  allowance.bytes -= size;
  // The directory ends where its end record begins; offsets count from the archive's own beginning.
  const start = at - size;
  const shift = start - offset;
  if (start < 0 || shift < 0) throw malformed('the directory lies outside of it');
  const entries: ZipEntry[] = [];
  let next = start;
  for (let index = 0; index < count; index += 1) {
    if (archive.readUInt32LE(next) !== signatures.central) throw malformed('the directory is shorter than it says');
    const nameLength = archive.readUInt16LE(next + 28);
    const extraLength = archive.readUInt16LE(next + 30);
    const fields = {
      size: archive.readUInt32LE(next + 24),
      packed: archive.readUInt32LE(next + 20),
      start: archive.readUInt32LE(next + 42),
    };
    const extra = archive.subarray(next + 46 + nameLength, next + 46 + nameLength + extraLength);
    widen(fields, extra);
    entries.push({
      name: archive.toString('utf8', next + 46, next + 46 + nameLength),
      method: archive.readUInt16LE(next + 10),
      encrypted: (archive.readUInt16LE(next + 8) & 1) !== 0,
      ...fields,
      start: fields.start + shift,
    });
    next += 46 + nameLength + extraLength + archive.readUInt16LE(next + 32);
  }
  return entries;
}

/**
 * The content of an entry; stored ones are not copied. What unpacks to more than it says, or than is still allowed, is
 * not unpacked.
 *
 * @throws UnreadableFile, and RangeError where an offset points out of the archive
 */
export function contentOf(archive: Buffer, entry: ZipEntry, allowance: Allowance): Buffer {
  if (entry.encrypted) throw new UnreadableFile('unsupported', `${entry.name} is encrypted`);
  if (archive.readUInt32LE(entry.start) !== signatures.local)
    throw malformed(`${entry.name} is not where it should be`);
  const body = entry.start + 30 + archive.readUInt16LE(entry.start + 26) + archive.readUInt16LE(entry.start + 28);
  if (body + entry.packed > archive.length) throw malformed(`${entry.name} lies outside of it`);
  const packed = archive.subarray(body, body + entry.packed);
  const cost = Math.max(entry.size, leastCost);
  if (cost > allowance.bytes) throw new UnreadableFile('too-large', 'the archive unpacks to too many bytes');
  allowance.bytes -= cost;
  if (entry.method === methods.stored) {
    if (entry.packed !== entry.size) throw malformed(`${entry.name} is not as long as it says`);
    return packed;
  }
  if (entry.method !== methods.deflated)
    throw new UnreadableFile('unsupported', `${entry.name} is packed in an unknown way`);
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(entry.size, 1) });
  } catch {
    throw malformed(`${entry.name} cannot be unpacked`);
  }
}

const endMark = Buffer.from('PK\x05\x06', 'latin1');

/** The end record is found from behind, as a comment may follow it. */
function endOfDirectory(archive: Buffer): number {
  const first = Math.max(0, archive.length - endSize - mostComment);
  const tail = archive.subarray(first);
  for (let at = tail.lastIndexOf(endMark); at >= 0; at = at === 0 ? -1 : tail.lastIndexOf(endMark, at - 1)) {
    if (at + endSize <= tail.length && at + endSize + tail.readUInt16LE(at + 20) <= tail.length) return first + at;
  }
  throw malformed('it has no directory');
}

interface Directory {
  count: number;
  size: number;
  offset: number;
  /** Where the record that ends the directory begins. */
  at: number;
}

/** By the end record, or by the one of Zip64 that a locator before it points to. */
function directoryOf(archive: Buffer, end: number): Directory {
  const small = {
    count: archive.readUInt16LE(end + 10),
    size: archive.readUInt32LE(end + 12),
    offset: archive.readUInt32LE(end + 16),
    at: end,
  };
  const locator = end - 20;
  if (locator < 0 || archive.readUInt32LE(locator) !== signatures.end64Locator) return small;
  // The record stands right before its locator, unless it has fields of its own that nobody uses.
  const at = locator - 56;
  if (at < 0 || archive.readUInt32LE(at) !== signatures.end64) throw malformed('its large directory is not there');
  return {
    count: Number(archive.readBigUInt64LE(at + 32)),
    size: Number(archive.readBigUInt64LE(at + 40)),
    offset: Number(archive.readBigUInt64LE(at + 48)),
    at,
  };
}

/** Fields too large for 32 bits stand in the extra field of Zip64, in this order. */
function widen(fields: { size: number; packed: number; start: number }, extra: Buffer): void {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    let next = at + 4;
    for (const field of ['size', 'packed', 'start'] as const) {
      if (fields[field] !== 0xffffffff) continue;
      fields[field] = Number(extra.readBigUInt64LE(next));
      next += 8;
    }
    return;
  }
}

function malformed(reason: string): UnreadableFile {
  return new UnreadableFile('malformed', `not a zip archive: ${reason}`);
}
