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
]);

/** npm packages in `node_modules`, those included that another package carries with it (bundled or copied in). */
export const nodeModules: PackageCatalog = {
  id: 'node-modules',
  version: 1,
  finds: 'installed',
  wants({ path, type }) {
    if (!path.endsWith('/package.json') || type !== 'file') return undefined;
    const at = path.lastIndexOf(folder);
    if (at < 0 || (at > 0 && path[at - 1] !== '/')) return undefined;
    // Below its own folder, or that of its scope, a package may have further manifests.
    const below = path.slice(at + folder.length, -'/package.json'.length).split('/');
    const inner = below.slice(below[0]?.startsWith('@') ? 2 : 1);
    return inner.some((name) => pretended.has(name)) ? undefined : 4 * 1024 * 1024;
  },
  read(_entry, content) {
    const manifest = jsonObjectOf(content);
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

/** `license` as text; as an object, or a list `licenses` of them, in manifests of old. */
function licensesOf({ license, licenses }: JsonObject): string[] {
  const said = [license, ...(Array.isArray(licenses) ? licenses : [licenses])];
  return said.flatMap((one) => filled(isObject(one) ? one.type : one) ?? []);
}

function nameOf(person: unknown): string | undefined {
  return filled(typeof person === 'object' && person !== null && 'name' in person ? person.name : person);
}
