/** What the reading of a tree may take. What is beyond is not read, and that is told. */
export interface ReadLimits {
  /** Bytes of one layer or folder: unpacked ones, where it is packed. */
  bytes: number;
  /** Entries of one layer or folder. */
  entries: number;
  /** Characters of all paths and targets of links of one layer: they are kept until layers are laid over each other. */
  pathsInAll: number;
  /** Bytes of files that are read once more, for hard links to them. */
  againBytes: number;
  /** Bytes of a path. */
  pathBytes: number;
  /** Components of a path. */
  depth: number;
  /** Unpacked bytes for each packed one; counts only past {@link ratioFrom} unpacked bytes. */
  ratio: number;
  ratioFrom: number;
  /** Milliseconds for one layer or folder. */
  milliseconds: number;
  /** Most things told as unread one by one; the rest is told as a number. */
  told: number;
}

const MiB = 1024 * 1024;

export const readLimits: ReadLimits = {
  bytes: 64 * 1024 * MiB,
  entries: 2_000_000,
  pathsInAll: 128 * MiB,
  againBytes: 1024 * MiB,
  pathBytes: 4096,
  depth: 256,
  ratio: 200,
  ratioFrom: 256 * MiB,
  milliseconds: 30 * 60_000,
  told: 1000,
};
