import { isObject, type Json } from '../../../model/index.ts';
import type { PackageFound, PackageReading, ToldFile } from '../types.ts';
import { fieldsOf } from './documents.ts';
import { append, folderOf, purlIn, type Roots, related } from './lock-file.ts';

/** What a project asks for itself, by name and range, as its manifest says it. */
export type Asked = Readonly<Record<string, string>>;

/** What a manifest asks for, as a part of its reading. */
export function manifestOf(needed: Asked, development: Asked): PackageReading {
  return { part: { needed, development } };
}

/** A lock file that does not say what its project asks for; `descriptors` tell which package each name with its range came to. */
export function lockedBy(packages: PackageFound[], descriptors?: ReadonlyMap<string, string>): PackageReading {
  return { packages, part: { descriptors: Object.fromEntries(descriptors ?? []) } };
}

/**
 * Lock files with the manifests of their projects: those in the same folder and below it, as far as no other lock file
 * lies between. A lock file without one is left as it is: then nobody knows what was asked for.
 */
export function joinManifests(files: readonly ToldFile[]): PackageReading[] {
  const locks = new Map<string, ToldFile>();
  for (const file of files) if (isLock(file)) locks.set(folderOf(file.path), file);
  const manifests = new Map<ToldFile, Json[]>();
  for (const { path, value } of files) {
    if (value.part === undefined || value.packages !== undefined) continue;
    const lock = nearest(locks, folderOf(path));
    if (lock !== undefined) append(manifests, lock, [value.part]);
  }
  return files.map((file) => {
    const { part, ...value } = file.value;
    const beside = manifests.get(file);
    if (!isLock(file) || beside === undefined) return value;
    const packages = file.value.packages ?? [];
    return { ...value, packages: related(packages, rootsOf(packages, part, beside)) };
  });
}

function isLock({ value }: ToldFile): boolean {
  return value.packages !== undefined && value.part !== undefined;
}

function nearest(locks: ReadonlyMap<string, ToldFile>, from: string): ToldFile | undefined {
  for (let folder = from; ; folder = folderOf(folder)) {
    const lock = locks.get(folder);
    if (lock !== undefined || folder === '') return lock;
  }
}

function rootsOf(packages: readonly PackageFound[], lock: Json | undefined, manifests: readonly Json[]): Roots {
  const descriptors = new Map(fieldsOf(isObject(lock) ? lock.descriptors : undefined));
  const byName = new Map<string, string[]>();
  for (const found of packages) append(byName, found.name, [purlIn(found)]);
  const purls = (field: 'needed' | 'development') =>
    new Set(
      manifests.flatMap((manifest) =>
        fieldsOf(isObject(manifest) ? manifest[field] : undefined).flatMap(([name, range]) => {
          const exact = descriptors.get(`${name}@${range}`);
          return typeof exact === 'string' ? [exact] : (byName.get(name) ?? []);
        }),
      ),
    );
  return { needed: purls('needed'), development: purls('development') };
}
