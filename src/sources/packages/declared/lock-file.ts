import type { FileEntry } from '../../files/types.ts';
import { textOf } from '../content.ts';
import { purlOf } from '../purl.ts';
import type { PackageCatalog, PackageFound, PackageReading } from '../types.ts';

/** Most bytes of a lock file or manifest. The largest lock files of monorepos have some ten megabytes. */
const mostBytes = 32 * 1024 * 1024;

/** What a file is called: its whole name, or a pattern of names. */
export type FileName = string | RegExp;

/**
 * A catalog of lock files or manifests by their names. Those within `node_modules` lock nothing: they came along with
 * a package.
 */
export function lockFile(
  id: string,
  names: readonly FileName[],
  read: (text: string, name: string, path: string) => PackageReading | undefined,
): PackageCatalog {
  const exact = new Set(names.filter((name) => typeof name === 'string'));
  const patterns = names.filter((name) => typeof name !== 'string');
  return {
    id,
    version: 1,
    finds: 'declared',
    wants({ path, type }: FileEntry) {
      const name = nameOf(path);
      if (type !== 'file' || !(exact.has(name) || patterns.some((pattern) => pattern.test(name)))) return undefined;
      return path.startsWith('node_modules/') || path.includes('/node_modules/') ? undefined : mostBytes;
    },
    read({ path }, content) {
      return read(textOf(content), nameOf(path), path) as ReturnType<PackageCatalog['read']>;
    },
  };
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The folder of a file, empty for the root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** A package of a lock file, with the keys of those that it needs. */
export interface Locked extends Omit<PackageFound, 'dependsOn'> {
  needs: readonly string[];
}

/** The packages of a lock file by whatever keys it knows them, with their edges as purls. Keys that lead nowhere are left out. */
export function withEdges(locked: ReadonlyMap<string, Locked>): PackageFound[] {
  const purls = new Map(Array.from(locked, ([key, one]) => [key, purlIn(one)]));
  return Array.from(locked.values(), ({ needs, ...found }) => {
    const dependsOn = [...new Set(needs.flatMap((key) => purls.get(key) ?? []))];
    return dependsOn.length === 0 ? found : { ...found, dependsOn };
  });
}

/** Adds to the list of a key. */
export function append<K, V>(lists: Map<K, V[]>, key: K, values: readonly V[]): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [...values]);
  else for (const value of values) list.push(value);
}

export function purlIn(found: Pick<PackageFound, 'type' | 'name' | 'version' | 'purl'>): string {
  return found.purl ?? purlOf(found);
}

/** purls of what a project asks for itself: to run, and to build or test it. */
export interface Roots {
  needed: ReadonlySet<string>;
  development: ReadonlySet<string>;
}

/**
 * The packages with what they are to the project: asked for by itself or by another package, needed to run or not.
 * Of what nothing leads to, such as a crate of the project itself, neither is said.
 */
export function related(packages: readonly PackageFound[], { needed, development }: Roots): PackageFound[] {
  const edges = new Map<string, string[]>();
  for (const found of packages) {
    const purl = purlIn(found);
    append(edges, purl, found.dependsOn ?? []);
  }
  const running = reached(needed, edges);
  const building = reached(development, edges);
  return packages.map((found) => {
    const purl = purlIn(found);
    const direct = needed.has(purl) || development.has(purl);
    const indirect = !direct && (running.has(purl) || building.has(purl));
    return {
      ...found,
      ...(direct && { relationship: 'direct' as const }),
      ...(indirect && { relationship: 'indirect' as const }),
      ...(building.has(purl) && !running.has(purl) && { development: true }),
    };
  });
}

function reached(from: ReadonlySet<string>, edges: ReadonlyMap<string, readonly string[]>): Set<string> {
  const found = new Set<string>();
  const open = [...from];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    for (const other of edges.get(next) ?? []) open.push(other);
  }
  return found;
}

/** Tells how many entries of a list could not be told as packages, and why. */
export function leftOut(count: number, code: string, what: string): Pick<PackageReading, 'incomplete'> {
  return count === 0 ? {} : { incomplete: { code, reason: `${count} ${what}` } };
}
