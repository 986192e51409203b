import type { Json, Unread } from '../../model/index.ts';
import type { LayerReadings, LayerTree } from './layer.ts';
import { folderOf, followLinks } from './paths.ts';
import type { Reading, Readings } from './types.ts';

/** A layer of an image as it was read. */
export interface MergeLayer {
  diffId: string;
  read: LayerReadings;
}

/** What layers show once each is laid over those before it. */
export interface MergedReadings extends Readings {
  /** Symbolic links that are seen: path → target as it is written. See `followLinks`. */
  links: ReadonlyMap<string, string>;
}

/**
 * Lays layers over each other, the lowest first (OCI image specification, "Applying Changesets"): a whiteout removes what lies at its path
 * and below it in the layers before, an opaque one what lies below; what is no directory replaces whatever was at its path; directories
 * join. A file below a directory that its own layer does not name, where a layer before has a symbolic link, comes to lie where the link
 * leads, as when it is unpacked. Readings of what is no longer seen are hidden, not left out.
 */
export function mergeLayers(layers: readonly MergeLayer[]): MergedReadings {
  const readings: Reading[] = [];
  const unread: Unread[] = [];
  const links = new Map<string, string>();
  /** Where the readings of the layers so far lie that are seen. */
  const seen = new Map<string, Reading[]>();
  let entries = 0;
  let bytes = 0;
  for (const { diffId, read } of layers) {
    entries += read.entries;
    bytes += read.bytes;
    unread.push(...read.unread.map((one) => (one.path === '' ? { ...one, path: diffId } : one)));
    const place = placing(read.tree, links);
    cover(read.tree, place, links, seen);
    for (const { reader, path, value, hidden } of read.readings) {
      const placed = place(path);
      const reading: Reading<Json> = { reader, path: placed, layer: diffId, value };
      if (hidden) reading.hidden = true;
      else put(seen, placed, reading);
      readings.push(reading);
    }
    for (const [path, target] of read.tree.symlinks) links.set(place(path), target);
  }
  return { readings, unread, entries, bytes, links };
}

function put(seen: Map<string, Reading[]>, path: string, reading: Reading): void {
  const here = seen.get(path);
  if (here) here.push(reading);
  else seen.set(path, [reading]);
}

/** Where the paths of a layer come to lie on the layers before. */
function placing(tree: LayerTree, below: ReadonlyMap<string, string>): (path: string) => string {
  const own = new Map(tree.symlinks);
  if (below.size === 0 && own.size === 0) return (path) => path;
  const directories = new Set(tree.directories);
  const links = new Map<string, string>();
  // A directory that the layer names takes the place of a link before it, and a file too.
  const files = new Set(tree.files);
  for (const [path, target] of below) if (!directories.has(path) && !files.has(path)) links.set(path, target);
  for (const [path, target] of own) links.set(path, target);
  const known = new Map<string, string>();
  const placeFolder = (folder: string): string => {
    if (folder === '') return '';
    let placed = known.get(folder);
    if (placed === undefined) {
      // Links that lead nowhere leave a path where it is.
      placed = links.size === 0 ? folder : (followLinks(folder, (at) => links.get(at)) ?? folder);
      known.set(folder, placed);
    }
    return placed;
  };
  return (path) => {
    const folder = folderOf(path);
    const placed = placeFolder(folder);
    if (placed === folder) return path;
    const name = folder === '' ? path : path.slice(folder.length + 1);
    return placed === '' ? name : `${placed}/${name}`;
  };
}

/** Hides the readings and takes away the links that a layer covers. */
function cover(
  tree: LayerTree,
  place: (path: string) => string,
  links: Map<string, string>,
  seen: Map<string, Reading[]>,
): void {
  if (seen.size === 0 && links.size === 0) return;
  /** Covered by themselves. */
  const exactly = new Set<string>();
  /** Covered with all that lies below. */
  const wholly = new Set<string>();
  /** Covered is what lies below. */
  const beneath = new Set<string>();
  for (const path of tree.directories) exactly.add(place(path));
  for (const path of tree.files) wholly.add(place(path));
  for (const [path] of tree.symlinks) wholly.add(place(path));
  for (const path of tree.whiteouts) wholly.add(place(path));
  for (const path of tree.opaque) beneath.add(followedFolder(path, place));

  const isCovered = (path: string): boolean => {
    if (exactly.has(path) || wholly.has(path)) return true;
    for (let above = path; above !== ''; ) {
      above = folderOf(above);
      if (wholly.has(above) || beneath.has(above)) return true;
    }
    return false;
  };
  for (const [path, here] of seen) {
    if (!isCovered(path)) continue;
    for (const reading of here) reading.hidden = true;
    seen.delete(path);
  }
  for (const path of links.keys()) if (isCovered(path)) links.delete(path);
}

/** A folder as one whose files are placed. */
function followedFolder(path: string, place: (path: string) => string): string {
  return path === '' ? '' : folderOf(place(`${path}/x`));
}
