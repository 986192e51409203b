import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { declaredCatalogs } from '../packages/index.ts';

/** Folders that every root of a Linux system has some of. */
const ofSystems = new Set(['etc', 'usr', 'bin', 'lib', 'var']);

/** Folders below the first that are looked into. */
const MOST_FOLDERS = 100;

/**
 * The first lock file or manifest of a folder of sources, in itself or one folder below. Undefined where there is none, or where the folder looks
 * like the root of a system, in which lock files declare nothing that matters.
 */
export async function lockFileIn(root: string): Promise<string | undefined> {
  const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
  if (entries.filter((one) => ofSystems.has(one.name)).length > 1) return undefined;
  const own = entries.find((one) => one.isFile() && isDeclared(one.name))?.name;
  if (own !== undefined) return own;
  const folders = entries.filter((one) => one.isDirectory() && !one.name.startsWith('.')).slice(0, MOST_FOLDERS);
  for (const { name } of folders) {
    const below = await readdir(path.join(root, name), { withFileTypes: true }).catch(() => []);
    const found = below.find((one) => one.isFile() && isDeclared(`${name}/${one.name}`))?.name;
    if (found !== undefined) return `${name}/${found}`;
  }
  return undefined;
}

function isDeclared(name: string): boolean {
  const entry = { path: name, type: 'file' as const, mode: 0o644, uid: 0, gid: 0, size: 0, modified: 0 };
  return declaredCatalogs.some((catalog) => catalog.wants(entry) !== undefined);
}
