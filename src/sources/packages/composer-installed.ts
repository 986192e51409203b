import { isObject } from '../../model/index.ts';
import { UnreadableFile } from '../files/errors.ts';
import { filled, jsonOf } from './content.ts';
import type { PackageCatalog, PackageFound } from './types.ts';

/** PHP packages in `vendor`, as Composer lists them: a list in its version 1, an object with a list since. */
export const composerInstalled: PackageCatalog = {
  id: 'composer-installed',
  version: 1,
  finds: 'installed',
  wants({ path, type }) {
    const isList = path.endsWith('/composer/installed.json') && type === 'file';
    return isList ? 64 * 1024 * 1024 : undefined;
  },
  read(_entry, content) {
    const value = jsonOf(content);
    const list = isObject(value) ? value.packages : value;
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
