import { UnreadableFile } from '../../files/errors.ts';

/**
 * Tags of an rpm header that are of interest, with their numbers
 * (https://rpm-software-management.github.io/rpm/manual/tags.html).
 */
const tags = {
  name: 1000,
  version: 1001,
  release: 1002,
  epoch: 1003,
  vendor: 1011,
  license: 1014,
  arch: 1022,
  sourceRpm: 1044,
  dirIndexes: 1116,
  baseNames: 1117,
  dirNames: 1118,
  modularityLabel: 5096,
} as const;
const types = { int32: 4, string: 6, stringArray: 8, i18nString: 9 } as const;

/** Beyond these rpm itself takes a header for broken. */
const mostEntries = 0xffff;
const mostBytes = 0x10000000;

interface Entry {
  type: number;
  offset: number;
  count: number;
}

/** What an rpm header says of its package. */
export interface RpmHeader {
  name: string;
  version: string;
  release: string;
  epoch?: number;
  arch?: string;
  sourceRpm?: string;
  vendor?: string;
  license?: string;
  modularityLabel?: string;
  /** Folders and names of its files. */
  files(): Generator<[folder: string, name: string]>;
}

/**
 * A header as rpm's databases keep it, without the magic it has in a package file: counts of entries and of bytes, the
 * entries (tag, type, offset, count; 16 bytes each), then the bytes they point into
 * (https://rpm-software-management.github.io/rpm/manual/format_header.html).
 *
 * @throws UnreadableFile, and RangeError where an offset points out of it
 */
export function readHeader(blob: Buffer): RpmHeader {
  const count = blob.readUInt32BE(0);
  const size = blob.readUInt32BE(4);
  if (count > mostEntries || size > mostBytes || blob.length !== 8 + 16 * count + size)
    throw new UnreadableFile('malformed', 'an rpm header is not as long as it says');
  const store = blob.subarray(8 + 16 * count);
  const entries = new Map<number, Entry>();
  for (let at = 8; at < 8 + 16 * count; at += 16)
    entries.set(blob.readUInt32BE(at), {
      type: blob.readUInt32BE(at + 4),
      offset: blob.readUInt32BE(at + 8),
      count: blob.readUInt32BE(at + 12),
    });
  const text = (tag: number) => {
    const entry = entries.get(tag);
    if (entry === undefined) return undefined;
    if (entry.type !== types.string && entry.type !== types.i18nString) throw wrongType();
    return strings(store, { ...entry, count: 1 })[0];
  };
  const texts = (tag: number) => {
    const entry = entries.get(tag);
    if (entry === undefined) return [];
    if (entry.type !== types.stringArray && entry.type !== types.string) throw wrongType();
    return strings(store, entry);
  };
  const numbers = (tag: number) => {
    const entry = entries.get(tag);
    if (entry === undefined) return [];
    if (entry.type !== types.int32) throw wrongType();
    return integers(store, entry);
  };
  const [name, version, release] = [text(tags.name), text(tags.version), text(tags.release)];
  if (!name || !version || !release)
    throw new UnreadableFile('malformed', 'an rpm header lacks name, version or release');
  const header: RpmHeader = {
    name,
    version,
    release,
    *files() {
      const folders = texts(tags.dirNames);
      const folderOf = numbers(tags.dirIndexes);
      for (const [index, base] of texts(tags.baseNames).entries()) {
        const folder = folders[folderOf[index] ?? -1];
        if (folder === undefined) throw new UnreadableFile('malformed', 'a file of an rpm header has no folder');
        yield [folder, base];
      }
    },
  };
  const epoch = numbers(tags.epoch)[0];
  if (epoch !== undefined) header.epoch = epoch;
  for (const field of ['arch', 'sourceRpm', 'vendor', 'license', 'modularityLabel'] as const) {
    const value = text(tags[field]);
    if (value !== undefined && value !== '' && value !== '(none)') header[field] = value;
  }
  return header;
}

function wrongType(): UnreadableFile {
  return new UnreadableFile('malformed', 'an entry of an rpm header is of the wrong type');
}

/** Strings that follow each other, each with a zero at its end. */
function strings(store: Buffer, { offset, count }: Entry): string[] {
  if (count > store.length) throw new RangeError('more strings than bytes');
  const found: string[] = [];
  for (let at = offset; found.length < count; ) {
    const end = at >= store.length ? -1 : store.indexOf(0, at);
    if (end < 0) throw new RangeError('a string without an end');
    found.push(store.toString('utf8', at, end));
    at = end + 1;
  }
  return found;
}

function integers(store: Buffer, { offset, count }: Entry): number[] {
  if (offset + 4 * count > store.length) throw new RangeError('numbers outside of the header');
  return Array.from({ length: count }, (_, index) => store.readUInt32BE(offset + 4 * index));
}
