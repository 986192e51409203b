import { DatabaseSync } from 'node:sqlite';

/** Values of a header by tag; a number is an INT32, a text a STRING, lists are arrays of them. */
export type Tags = Readonly<Record<number, string | number | string[] | number[]>>;

/** A header as rpm's databases keep it, for tests. */
export function headerOf(tags: Tags): Buffer {
  const entries: Buffer[] = [];
  const store: Buffer[] = [];
  let offset = 0;
  for (const [tag, value] of Object.entries(tags)) {
    const list = Array.isArray(value) ? value : [value];
    const numeric = typeof list[0] === 'number';
    const body = numeric ? numbers(list as number[]) : Buffer.from(list.map((text) => `${text}\0`).join(''));
    const padding = numeric ? (4 - (offset % 4)) % 4 : 0;
    const entry = Buffer.alloc(16);
    entry.writeUInt32BE(Number(tag), 0);
    entry.writeUInt32BE(numeric ? 4 : Array.isArray(value) ? 8 : 6, 4);
    entry.writeUInt32BE(offset + padding, 8);
    entry.writeUInt32BE(list.length, 12);
    entries.push(entry);
    store.push(Buffer.alloc(padding), body);
    offset += padding + body.length;
  }
  return Buffer.concat([numbers([entries.length, offset]), ...entries, ...store]);
}

function numbers(list: number[]): Buffer {
  const bytes = Buffer.alloc(4 * list.length);
  for (const [index, number] of list.entries()) bytes.writeUInt32BE(number, 4 * index);
  return bytes;
}

/** A database in SQLite with headers, written by SQLite itself. */
export function sqliteOf(
  headers: readonly Buffer[],
  schema = 'hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB',
): Buffer {
  const database = new DatabaseSync(':memory:');
  database.exec(`CREATE TABLE Packages (${schema}); CREATE TABLE Name (key TEXT, hnum INTEGER, idx INTEGER)`);
  const insert = database.prepare('INSERT INTO Packages (blob) VALUES (?)');
  const name = database.prepare('INSERT INTO Name VALUES (?, ?, 0)');
  for (const [index, header] of headers.entries()) {
    insert.run(header);
    name.run(`package ${index}`, index + 1);
  }
  const bytes = Buffer.from(database.serialize());
  database.close();
  return bytes;
}

/** A hash of Berkeley DB with headers on overflow pages, in either byte order; small ones lie in the page. */
export function berkeleyOf(headers: readonly Buffer[], littleEndian = true): Buffer {
  const pageSize = 512;
  const room = pageSize - 26;
  const pages: Buffer[] = [];
  const page = (type: number) => {
    const bytes = Buffer.alloc(pageSize);
    u32(bytes, 8, pages.length);
    bytes[25] = type;
    pages.push(bytes);
    return bytes;
  };
  const u32 = (bytes: Buffer, at: number, value: number) =>
    littleEndian ? bytes.writeUInt32LE(value, at) : bytes.writeUInt32BE(value, at);
  const u16 = (bytes: Buffer, at: number, value: number) =>
    littleEndian ? bytes.writeUInt16LE(value, at) : bytes.writeUInt16BE(value, at);

  const meta = page(8);
  for (const [index, header] of [Buffer.from([1, 0, 0, 0]), ...headers].entries()) {
    const bucket = page(13);
    const key = Buffer.alloc(5);
    key[0] = 1;
    u32(key, 1, index);
    let value = Buffer.concat([Buffer.from([1]), header]);
    if (header.length > 100) {
      value = Buffer.alloc(12);
      value[0] = 3;
      u32(value, 4, pages.length);
      u32(value, 8, header.length);
      for (let at = 0; at < header.length; at += room) {
        const overflow = page(7);
        u16(overflow, 22, header.copy(overflow, 26, at, at + room));
        u32(overflow, 16, at + room < header.length ? pages.length : 0);
      }
    }
    const keyAt = pageSize - key.length;
    const valueAt = keyAt - value.length;
    key.copy(bucket, keyAt);
    value.copy(bucket, valueAt);
    u16(bucket, 20, 2);
    u16(bucket, 22, valueAt);
    u16(bucket, 26, keyAt);
    u16(bucket, 28, valueAt);
  }
  u32(meta, 12, 0x061561);
  u32(meta, 16, 9);
  u32(meta, 20, pageSize);
  u32(meta, 32, pages.length - 1);
  u32(meta, 88, headers.length + 1);
  return Buffer.concat(pages);
}

/** A database in ndb format with headers. */
export function ndbOf(headers: readonly Buffer[]): Buffer {
  const slots = Buffer.alloc(4096);
  slots.write('RpmP');
  slots.writeUInt32LE(1, 12);
  slots.writeUInt32LE(headers.length + 1, 16);
  const blobs: Buffer[] = [];
  let block = 256;
  for (let index = 0; index < 254; index += 1) {
    const at = 32 + 16 * index;
    slots.write('Slot', at);
    const header = headers[index];
    if (header === undefined) continue;
    const blocks = Math.ceil((16 + header.length + 12) / 16);
    const blob = Buffer.alloc(16 * blocks);
    blob.write('BlbS');
    blob.writeUInt32LE(index + 1, 4);
    blob.writeUInt32LE(header.length, 12);
    header.copy(blob, 16);
    blob.writeUInt32LE(adler32(blob.subarray(0, -12)), blob.length - 12);
    blob.writeUInt32LE(header.length, blob.length - 8);
    blob.write('BlbE', blob.length - 4);
    blobs.push(blob);
    for (const [field, value] of [index + 1, block, blocks].entries()) slots.writeUInt32LE(value, at + 4 + 4 * field);
    block += blocks;
  }
  return Buffer.concat([slots, ...blobs]);
}

function adler32(bytes: Buffer): number {
  let low = 1;
  let high = 0;
  for (const byte of bytes) {
    low = (low + byte) % 65521;
    high = (high + low) % 65521;
  }
  return high * 65536 + low;
}
