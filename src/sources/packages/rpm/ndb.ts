import { UnreadableFile } from '../../files/errors.ts';
import type { StoredHeaders } from './types.ts';

const pageSize = 4096;
const slotSize = 16;
const blockSize = 16;
const headSize = 16;
const tailSize = 12;
const magic = { file: 'RpmP', slot: 'Slot', head: 'BlbS', tail: 'BlbE' };

/**
 * Headers in rpm's own database format, which SUSE uses (lib/backend/ndb/rpmpkg.c of rpm). All numbers are little
 * endian. Pages of slots (magic, index of the package, first block, count of blocks) come first, the file's header in
 * the place of the first two; then blobs in blocks of 16 bytes: magic, index, generation, length, the header itself,
 * a sum (Adler-32) over all this, the length again and a magic.
 *
 * @throws UnreadableFile, and RangeError where an offset points out of it
 */
export function readNdb(file: Buffer): StoredHeaders {
  if (file.toString('latin1', 0, 4) !== magic.file) throw malformed('not a database in ndb format');
  if (file.readUInt32LE(4) !== 0) throw new UnreadableFile('unsupported', 'an unknown version of the ndb format');
  const slotPages = file.readUInt32LE(12);
  const slotsEnd = slotPages * pageSize;
  if (slotPages === 0 || slotsEnd > file.length) throw malformed('the table of slots is cut');
  if (hasMagic(file, slotsEnd, magic.slot)) throw malformed('the table of slots is longer than it says');
  const places = placesOf(file, slotsEnd);
  const headers = places.map((place) => readBlob(file, place));
  return headers.length === 0 && file.readUInt32LE(16) > 1
    ? { headers, incomplete: 'the database held packages once and has none now' }
    : { headers };
}

/** Where a package lies, in bytes. */
interface Place {
  index: number;
  start: number;
  room: number;
}

/** The places of all packages, each within the file and none over another, before any of them is looked at. */
function placesOf(file: Buffer, slotsEnd: number): Place[] {
  const places: Place[] = [];
  let left = file.length - slotsEnd;
  for (let at = 2 * slotSize; at < slotsEnd; at += slotSize) {
    if (!hasMagic(file, at, magic.slot)) throw malformed('a slot without its mark');
    const index = file.readUInt32LE(at + 4);
    const start = file.readUInt32LE(at + 8) * blockSize;
    const room = file.readUInt32LE(at + 12) * blockSize;
    if (index === 0) {
      if (start !== 0 || room !== 0) throw malformed('a free slot that names a place');
      continue;
    }
    left -= room;
    if (start + room > file.length || room < headSize + tailSize) throw malformed('a package lies beyond the end');
    if (left < 0) throw malformed('packages lie over each other');
    places.push({ index, start, room });
  }
  return places;
}

function readBlob(file: Buffer, { index, start, room }: Place): Buffer {
  const length = file.readUInt32LE(start + 12);
  const tail = start + room - tailSize;
  const bodyEnd = start + headSize + length;
  if (!hasMagic(file, start, magic.head) || file.readUInt32LE(start + 4) !== index || bodyEnd > tail)
    throw malformed('a package is not where its slot says');
  if (file.readUInt32LE(tail + 4) !== length || !hasMagic(file, tail + 8, magic.tail))
    throw malformed('a package does not end where it should');
  if (adler32(file.subarray(start, tail)) !== file.readUInt32LE(tail)) throw malformed('a package fails its checksum');
  return file.subarray(start + headSize, bodyEnd);
}

function hasMagic(file: Buffer, at: number, mark: string): boolean {
  return at + 4 <= file.length && file.toString('latin1', at, at + 4) === mark;
}

/** RFC 1950, section 8.2. */
function adler32(bytes: Buffer): number {
  let low = 1;
  let high = 0;
  for (let at = 0; at < bytes.length; ) {
    // As many as cannot overflow 32 bits before the remainder is taken.
    const end = Math.min(at + 5552, bytes.length);
    for (; at < end; at += 1) {
      low += bytes[at] as number;
      high += low;
    }
    low %= 65521;
    high %= 65521;
  }
  return ((high << 16) | low) >>> 0;
}

function malformed(reason: string): UnreadableFile {
  return new UnreadableFile('malformed', `rpm's database (ndb): ${reason}`);
}
