import { Buffer } from 'node:buffer';
import type { Json } from '../../../model/index.ts';
import type { FileEntry, FileReader, Reading } from '../../files/types.ts';

/** An entry of a tree, a regular file unless said otherwise. */
export function entryOf(path: string, rest: Partial<FileEntry> = {}): FileEntry {
  return { path, type: 'file', mode: 0o644, uid: 0, gid: 0, size: 100, modified: 0, ...rest };
}

/** What a reader makes of one file, asked as a layer asks it. */
export function readingOf(
  reader: FileReader,
  path: string,
  text: string,
  rest: Partial<FileEntry> = {},
): Reading<Json>[] {
  const content = Buffer.from(text);
  const entry = entryOf(path, { size: content.length, ...rest });
  const most = reader.wants(entry);
  if (most === undefined) return [];
  if (most > 0 && reader.sniff?.(content.subarray(0, 4096), entry) === false) return [];
  const value = reader.read(entry, most > 0 ? content : Buffer.alloc(0));
  return value === undefined ? [] : [{ reader: reader.id, path, value }];
}
