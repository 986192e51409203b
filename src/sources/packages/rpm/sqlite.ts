import { UnreadableFile } from '../../files/errors.ts';

const magic = 'SQLite format 3\0';
const headerSize = 100;
/** No table of ours has more that matter. */
const mostColumns = 8;
const pageTypes = { interior: 5, leaf: 13 };

/** A value of a row: text and blobs as they lie there, whole numbers, and null for all else. */
export type Cell = Buffer | number | null;

/**
 * The tables of a SQLite database, read out of its bytes (https://www.sqlite.org/fileformat2.html). Only rows are read,
 * neither indexes nor SQL: the schema of a file from anywhere is nothing to run, and the bytes need not lie on a disk.
 * Each page must account for all of its bytes, so that a row cannot fall out unnoticed.
 */
export interface SqliteTables {
  /** The rows of a table in the order of their ids; undefined where there is no such table. */
  rows(table: string): Generator<Cell[]> | undefined;
}

interface Database {
  file: Buffer;
  pageSize: number;
  /** Bytes of a page without those reserved at its end. */
  usable: number;
  pages: number;
}

/** @throws UnreadableFile, and RangeError where an offset points out of it; so does reading its rows */
export function openSqlite(file: Buffer): SqliteTables {
  if (file.length < headerSize || file.toString('latin1', 0, 16) !== magic) throw malformed('not a SQLite database');
  const pageSize = file.readUInt16BE(16) === 1 ? 65536 : file.readUInt16BE(16);
  const usable = pageSize - (file[20] as number);
  if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0 || usable < 480) throw malformed('an odd size of pages');
  // The count in the header is valid if it was written together with the last change.
  const counted = file.readUInt32BE(24) === file.readUInt32BE(92) ? file.readUInt32BE(28) : 0;
  const pages = counted || Math.floor(file.length / pageSize);
  if (pages === 0 || pages * pageSize > file.length) throw malformed('the file is cut');
  if (file.readUInt32BE(56) > 1) throw new UnreadableFile('unsupported', 'a SQLite database in UTF-16');

  const database = { file, pageSize, usable, pages };
  const roots = new Map<string, number>();
  for (const [type, name, , root] of rowsOf(database, 1))
    if (Buffer.isBuffer(type) && Buffer.isBuffer(name) && typeof root === 'number' && type.toString() === 'table')
      roots.set(name.toString(), root);
  return {
    rows(table) {
      const root = roots.get(table);
      return root === undefined ? undefined : rowsOf(database, root);
    },
  };
}

/** Walks the B-tree of a table; a page met twice makes the file malformed. */
function* rowsOf(database: Database, root: number): Generator<Cell[]> {
  const met = new Set<number>();
  const open = [root];
  for (let number = open.pop(); number !== undefined; number = open.pop()) {
    const page = pageAt(database, number, met);
    const start = number === 1 ? headerSize : 0;
    const type = page[start];
    if (type === pageTypes.interior) {
      const children = cellsOf(database, page, start, 12, (at) => {
        const [, keySize] = varint(page, at + 4);
        return { size: 4 + keySize, value: page.readUInt32BE(at) };
      });
      open.push(page.readUInt32BE(start + 8), ...children.reverse());
    } else if (type === pageTypes.leaf) {
      yield* cellsOf(database, page, start, 8, (at) => leafCell(database, page, at, met));
    } else throw malformed('a page of a table that is none');
  }
}

function pageAt({ file, pageSize, usable, pages }: Database, number: number, met: Set<number>): Buffer {
  if (number < 1 || number > pages || met.has(number)) throw malformed('a page where none can be');
  met.add(number);
  return file.subarray((number - 1) * pageSize, (number - 1) * pageSize + usable);
}

/** The cells of a page, after checking that cells, free blocks and fragments fill it exactly. */
function cellsOf<T>(
  { usable }: Database,
  page: Buffer,
  start: number,
  headerLength: number,
  read: (at: number) => { size: number; value: T },
): T[] {
  const count = page.readUInt16BE(start + 3);
  const content = page.readUInt16BE(start + 5) || 65536;
  const pointers = start + headerLength;
  if (pointers + 2 * count > content || content > usable) throw malformed('a page is fuller than it can be');
  const values: T[] = [];
  let used = page[start + 7] as number;
  for (let index = 0; index < count; index += 1) {
    const at = page.readUInt16BE(pointers + 2 * index);
    if (at < content) throw malformed('a row lies outside of its page');
    const { size, value } = read(at);
    used += Math.max(size, 4);
    values.push(value);
  }
  let last = 0;
  for (let at = page.readUInt16BE(start + 1); at !== 0; at = page.readUInt16BE(at)) {
    if (at <= last || at < content) throw malformed('free space lies where it cannot');
    used += page.readUInt16BE(at + 2);
    last = at;
  }
  if (used !== usable - content) throw malformed('the rows of a page do not fill it');
  return values;
}

/** A row: the length of its record, its id, the record's beginning, and where the rest is if it does not fit. */
function leafCell(database: Database, page: Buffer, at: number, met: Set<number>): { size: number; value: Cell[] } {
  const { usable, file } = database;
  const [length, lengthSize] = varint(page, at);
  const [, idSize] = varint(page, at + lengthSize);
  if (length > file.length) throw malformed('a row is longer than the file');
  const body = at + lengthSize + idSize;
  const most = usable - 35;
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const spilt = least + ((length - least) % (usable - 4));
  const local = length <= most ? length : spilt <= most ? spilt : least;
  if (body + local > page.length) throw malformed('a row lies outside of its page');
  const parts = [page.subarray(body, body + local)];
  let left = length - local;
  for (let next = left > 0 ? page.readUInt32BE(body + local) : 0; left > 0; ) {
    const overflow = pageAt(database, next, met);
    parts.push(overflow.subarray(4, 4 + Math.min(left, usable - 4)));
    left -= Math.min(left, usable - 4);
    next = overflow.readUInt32BE(0);
  }
  const record = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts, length);
  return { size: lengthSize + idSize + local + (length > local ? 4 : 0), value: recordOf(record) };
}

/** Sizes of the values of serial types 0 to 9; beyond 11 the type itself holds the size. */
const serialSizes = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0];

function recordOf(record: Buffer): Cell[] {
  const [headerEnd, first] = varint(record, 0);
  const values: Cell[] = [];
  let body = headerEnd;
  for (let at = first; at < headerEnd && values.length < mostColumns; ) {
    const [type, size] = varint(record, at);
    at += size;
    const length = type >= 12 ? (type - 12 - (type % 2)) / 2 : serialSizes[type];
    if (length === undefined || body + length > record.length) throw malformed('a value lies outside of its row');
    values.push(cellOf(record, type, body, length));
    body += length;
  }
  return values;
}

function cellOf(record: Buffer, type: number, at: number, length: number): Cell {
  if (type >= 12) return record.subarray(at, at + length);
  if (type >= 1 && type <= 5) return record.readIntBE(at, length);
  if (type === 6) return Number(record.readBigInt64BE(at));
  return type === 8 || type === 9 ? type - 8 : null;
}

/** A number of 1 to 9 bytes, 7 bits each, the highest first, with its size. Negative ids come out as large numbers. */
function varint(bytes: Buffer, at: number): [value: number, size: number] {
  let value = 0;
  for (let size = 1; size <= 8; size += 1) {
    const byte = bytes.readUInt8(at + size - 1);
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return [value, size];
  }
  return [value * 256 + bytes.readUInt8(at + 8), 9];
}

function malformed(reason: string): UnreadableFile {
  return new UnreadableFile('malformed', `rpm's database (SQLite): ${reason}`);
}
