import { isObject, type Json } from '../../model/index.ts';
import { UnreadableFile } from '../files/errors.ts';
import { filled, jsonOf } from './content.ts';
import type { PackageCatalog, PackageFound } from './types.ts';

/**
 * PHP packages in `vendor`, as Composer lists them: a list in its version 1, an object with a list since. A file of that name that lies in another folder counts where
 * it is such a list.
 */
export const composerInstalled: PackageCatalog = {
  id: 'composer-installed',
  version: 2,
  finds: 'installed',
  wants({ path, type }) {
    return type === 'file' && /(?:^|\/)installed\.json$/.test(path) ? 64 * 1024 * 1024 : undefined;
  },
  read({ path }, content) {
    const certain = /(?:^|\/)composer\/installed\.json$/.test(path);
    const value = certain ? jsonOf(content) : jsonIn(content);
    const list = isObject(value) ? value.packages : value;
    if (!certain && !isOfComposer(list)) return undefined;
    if (!Array.isArray(list)) throw new UnreadableFile('malformed', 'no list of packages');
    const names = isObject(value) ? value['dev-package-names'] : undefined;
    const development = new Set(Array.isArray(names) ? names : []);
    const packages = list.filter(isObject).flatMap((one): PackageFound[] => {
      const [name, version] = [filled(one.name), filled(one.version)];
      if (name === undefined || version === undefined) return [];
      const said = Array.isArray(one.license) ? one.license : [one.license];
      const licenses = said.flatMap((license) => filled(license) ?? []);
      return [
        {
          type: 'composer',
          name: name.toLowerCase(),
          version,
          ...(licenses.length > 0 && { licenses }),
          ...(development.has(name) && { development: true }),
        },
      ];
    });
    if (packages.length === list.length) return { packages };
    const reason = `${list.length - packages.length} of ${list.length} packages lack a name or version`;
    return { packages, incomplete: { code: 'malformed', reason } };
  },
};

function jsonIn(content: Uint8Array): Json | undefined {
  try {
    return jsonOf(content);
  } catch {
    return undefined;
  }
}

/** Every package of Composer has a vendor in its name. */
function isOfComposer(list: Json | undefined): boolean {
  return (
    Array.isArray(list) &&
    list.length > 0 &&
    list.every((one) => isObject(one) && /^[\w.-]+\/[\w.-]+$/.test(filled(one.name) ?? '') && filled(one.version))
  );
}
