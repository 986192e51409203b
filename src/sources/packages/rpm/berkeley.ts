import { UnreadableFile } from '../../files/errors.ts';
import type { StoredHeaders } from './types.ts';

const magic = { hash: 0x061561, btree: 0x053162 };
const pageTypes = { free: 0, hashUnsorted: 2, overflow: 7, hash: 13 };
const itemTypes = { inline: 1, overflow: 3 };
const pageHeaderSize = 26;

/** Numbers in the byte order of the machine that wrote the file. */
interface Numbers {
  u16(at: number): number;
  u32(at: number): number;
}

/**
 * Headers in a hash of Berkeley DB, as rpm wrote them until 4.16 (dbinc/db_page.h of Berkeley DB). Every page is looked
 * at, as the order of the buckets does not matter: those of a hash hold keys and values in turn, found by the table of
 * offsets behind the page's header, and a value too long for its page is a chain of overflow pages. The key is the
 * number of the package; number 0 holds the highest one given so far.
 *
 * @throws UnreadableFile, and RangeError where an offset points out of it
 */
export function readBerkeleyHash(file: Buffer): StoredHeaders {
  const numbers = byteOrder(file);
  const pageSize = numbers.u32(20);
  const pages = numbers.u32(32) + 1;
  if (pageSize < 512 || pageSize > 65536 || (pageSize & (pageSize - 1)) !== 0) throw malformed('an odd size of pages');
  if (file[24] !== 0) throw new UnreadableFile('unsupported', "rpm's database (Berkeley DB) is encrypted");
  if (pages * pageSize > file.length) throw malformed('the file is cut');
  const elements = numbers.u32(88);

  const headers: Buffer[] = [];
  const chained = new Set<number>();
  let pairs = 0;
  for (let page = 1; page < pages; page += 1) {
    const start = page * pageSize;
    const type = file[start + 25];
    if (type === pageTypes.overflow) continue;
    if (type === pageTypes.free && numbers.u16(start + 20) === 0) continue;
    if (type !== pageTypes.hash && type !== pageTypes.hashUnsorted) throw malformed('a page of an unknown type');
    if (numbers.u32(start + 8) !== page) throw malformed('a page has the number of another');
    const items = itemsOf(file, numbers, start, pageSize);
    if (items.length % 2 !== 0) throw malformed('a key without a value');
    for (let index = 0; index < items.length; index += 2) {
      pairs += 1;
      const key = items[index] as Buffer;
      const value = items[index + 1] as Buffer;
      if (key[0] !== itemTypes.inline || key.length !== 5) throw malformed('a key that is no number');
      if (key.readUInt32LE(1) !== 0) headers.push(wholeValue(file, numbers, value, pageSize, pages, chained));
      else if (value.length !== 5) throw malformed('a package without a number');
    }
  }
  if (pairs >= elements) return { headers };
  if (headers.length === 0) throw malformed('no package is found where some are counted');
  return { headers, incomplete: `${pairs} entries are found where ${elements} are counted` };
}

function byteOrder(file: Buffer): Numbers {
  const little: Numbers = { u16: (at) => file.readUInt16LE(at), u32: (at) => file.readUInt32LE(at) };
  const big: Numbers = { u16: (at) => file.readUInt16BE(at), u32: (at) => file.readUInt32BE(at) };
  for (const numbers of [little, big]) {
    if (numbers.u32(12) === magic.hash) return numbers;
    if (numbers.u32(12) === magic.btree)
      throw new UnreadableFile('unsupported', "rpm's database (Berkeley DB) is a B-tree, as rpm 3 wrote them");
  }
  throw malformed('not a hash');
}

/** The items of a hash page, each with its type in front. They are laid from the end of the page towards its header. */
function itemsOf(file: Buffer, numbers: Numbers, start: number, pageSize: number): Buffer[] {
  const count = numbers.u16(start + 20);
  const tableEnd = pageHeaderSize + 2 * count;
  if (tableEnd > pageSize) throw malformed('more entries than fit a page');
  const items: Buffer[] = [];
  let end = pageSize;
  for (let index = 0; index < count; index += 1) {
    const at = numbers.u16(start + pageHeaderSize + 2 * index);
    if (at < tableEnd || at >= end) throw malformed('an entry lies outside of its page');
    items.push(file.subarray(start + at, start + end));
    end = at;
  }
  // The page notes where the last of them begins.
  if (end % 65536 !== numbers.u16(start + 22)) throw malformed('a page has other entries than it says');
  return items;
}

/** A value, put together where it lies on overflow pages. A page that is in two chains makes the file malformed. */
function wholeValue(
  file: Buffer,
  numbers: Numbers,
  item: Buffer,
  pageSize: number,
  pages: number,
  chained: Set<number>,
): Buffer {
  if (item[0] === itemTypes.inline) return item.subarray(1);
  if (item[0] !== itemTypes.overflow || item.length < 12) throw malformed('an entry of an unknown type');
  const itemStart = item.byteOffset - file.byteOffset;
  const length = numbers.u32(itemStart + 8);
  const parts: Buffer[] = [];
  let left = length;
  for (let page = numbers.u32(itemStart + 4); page !== 0; ) {
    const start = page * pageSize;
    if (page >= pages || chained.has(page) || file[start + 25] !== pageTypes.overflow)
      throw malformed('a value goes on where it cannot');
    chained.add(page);
    const size = numbers.u16(start + 22);
    if (size > left || size > pageSize - pageHeaderSize) throw malformed('a value is longer than it says');
    parts.push(file.subarray(start + pageHeaderSize, start + pageHeaderSize + size));
    left -= size;
    page = numbers.u32(start + 16);
  }
  if (left !== 0) throw malformed('a value is shorter than it says');
  return Buffer.concat(parts, length);
}

function malformed(reason: string): UnreadableFile {
  return new UnreadableFile('malformed', `rpm's database (Berkeley DB): ${reason}`);
}
