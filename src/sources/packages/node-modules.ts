import { isObject, type JsonObject } from '../../model/index.ts';
import { filled, jsonObjectOf } from './content.ts';
import type { PackageCatalog } from './types.ts';

const folder = 'node_modules/';
/** Folders in which packages keep what only looks like packages. */
const pretended = new Set([
  'test',
  'tests',
  '__tests__',
  'fixture',
  'fixtures',
  'example',
  'examples',
  'spec',
  'specs',
  'bench',
  'benchmark',
  'benchmarks',
  'demo',
  'docs',
]);

/** npm packages in `node_modules`, those included that another package carries with it (bundled or copied in). */
export const nodeModules: PackageCatalog = {
  id: 'node-modules',
  version: 1,
  finds: 'installed',
  wants({ path, type }) {
    if (!path.endsWith('/package.json') || type !== 'file') return undefined;
    const inner = innerFolders(path);
    return inner === undefined || inner.some((name) => pretended.has(name)) ? undefined : 4 * 1024 * 1024;
  },
  read({ path }, content) {
    let manifest: JsonObject;
    try {
      manifest = jsonObjectOf(content);
    } catch (error) {
      // Node loads nothing by such a manifest either; only that of a package itself is missed.
      if (innerFolders(path)?.length === 0) throw error;
      return undefined;
    }
    const [name, version] = [filled(manifest.name), filled(manifest.version)];
    // A manifest without both says how files are to be loaded, and is no package.
    if (name === undefined || version === undefined) return undefined;
    const licenses = licensesOf(manifest);
    const supplier = nameOf(manifest.author);
    return {
      packages: [
        {
          type: 'npm',
          name,
          version,
          ...(licenses.length > 0 && { licenses }),
          ...(supplier !== undefined && { supplier }),
        },
      ],
    };
  },
};

/** The folders below that of the package in which a manifest lies; undefined outside of `node_modules`. */
function innerFolders(path: string): string[] | undefined {
  const at = path.lastIndexOf(folder);
  if (at < 0 || (at > 0 && path[at - 1] !== '/')) return undefined;
  const below = path.slice(at + folder.length, -'/package.json'.length).split('/');
  return below.slice(below[0]?.startsWith('@') ? 2 : 1);
}

/** `license` as text; as an object, or a list `licenses` of them, in manifests of old. */
function licensesOf({ license, licenses }: JsonObject): string[] {
  const said = [license, ...(Array.isArray(licenses) ? licenses : [licenses])];
  return said.flatMap((one) => filled(isObject(one) ? one.type : one) ?? []);
}

function nameOf(person: unknown): string | undefined {
  return filled(typeof person === 'object' && person !== null && 'name' in person ? person.name : person);
}
