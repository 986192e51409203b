import type { FileEntry } from '../files/types.ts';
import type { PackageCatalog, PackageReading } from './types.ts';

/** A file's entry, for tests. */
export function fileEntry(path: string, content: Uint8Array = new Uint8Array(), mode = 0o644): FileEntry {
  return { path, type: 'file', mode, uid: 0, gid: 0, size: content.length, modified: 0 };
}

/**
 * What a catalog tells of a file, asked in the order in which files are read: by its entry, by its first bytes, by its
 * content. Undefined where it is not interested.
 */
export function readWith(
  catalog: PackageCatalog,
  path: string,
  content: string | Uint8Array,
  mode = 0o644,
): PackageReading | undefined {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const entry = fileEntry(path, bytes, mode);
  const most = catalog.wants(entry);
  if (most === undefined) return undefined;
  if (catalog.sniff?.(bytes.subarray(0, 4096), entry) === false) return undefined;
  return catalog.read(entry, most === 0 ? new Uint8Array() : bytes);
}

/** `name@version` of each package. */
export function namesOf(reading: PackageReading | undefined): string[] {
  return (reading?.packages ?? []).map(({ name, version }) => `${name}@${version}`);
}
