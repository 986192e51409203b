import type { Json, Unread } from '../../model/index.ts';

/** One entry of a tree of files: a layer of an image, or a folder. */
export interface FileEntry {
  /** From the root, normalised, without a leading slash: `usr/bin/env`. */
  path: string;
  type: 'file' | 'directory' | 'symlink' | 'hardlink' | 'device' | 'fifo' | 'socket';
  /** Permission bits with setuid, setgid and sticky: `0o4755`. */
  mode: number;
  uid: number;
  gid: number;
  /** Bytes; 0 for what is no file. */
  size: number;
  /** Seconds since 1970. */
  modified: number;
  /** Target of a link as it is written. */
  target?: string;
}

/**
 * Reads what it knows out of single files: a database of packages, a lock file, an executable, a secret. Files are given one by one in the order in which they come,
 * each once; what is read of a file may hang on nothing but that file, so that it can be kept by layer.
 */
export interface FileReader<R extends Json = Json> {
  /** Stable; stands in what is kept. */
  readonly id: string;
  /** Raised whenever the same file would be read otherwise: what was kept before is then read anew. */
  readonly version: number;
  /** Most bytes of the file's content that it takes; 0: its entry will do; undefined: not interested. A larger file is told as unread. */
  wants(entry: FileEntry): number | undefined;
  /** Looks at the first bytes (up to 4096) before the rest is read; false: not interested after all. */
  sniff?(head: Uint8Array, entry: FileEntry): boolean;
  /**
   * Undefined: nothing of interest after all.
   *
   * @throws UnreadableFile where it is one of its files and malformed
   */
  read(entry: FileEntry, content: Uint8Array): R | undefined;
}

/** What a reader has read of one file. */
export interface Reading<R extends Json = Json> {
  reader: string;
  path: string;
  /** Diff id of the layer it lies in, for images. */
  layer?: string;
  /** Lies in a layer, and a later one has removed or replaced it: what runs does not see it, whoever has the image does. */
  hidden?: true;
  value: R;
}

/** All that readers have read of a tree. */
export interface Readings {
  readings: Reading[];
  unread: Unread[];
  /** Entries seen and bytes of their content, before whiteouts. */
  entries: number;
  bytes: number;
}
