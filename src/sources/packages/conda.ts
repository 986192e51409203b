import { UnreadableFile } from '../files/errors.ts';
import { filled, jsonObjectOf } from './content.ts';
import type { PackageCatalog } from './types.ts';

/** Packages of conda environments: a record of each in `conda-meta`. */
export const conda: PackageCatalog = {
  id: 'conda',
  version: 1,
  finds: 'installed',
  wants({ path, type }) {
    if (!path.endsWith('.json') || type !== 'file') return undefined;
    const folder = path.slice(0, path.lastIndexOf('/'));
    return folder === 'conda-meta' || folder.endsWith('/conda-meta') ? 64 * 1024 * 1024 : undefined;
  },
  read(_entry, content) {
    const record = jsonObjectOf(content);
    const [name, version] = [filled(record.name), filled(record.version)];
    if (name === undefined || version === undefined)
      throw new UnreadableFile('malformed', 'the record lacks a name or version');
    const [arch, license] = [filled(record.subdir), filled(record.license)];
    return {
      packages: [
        {
          type: 'conda',
          name,
          version,
          ...(arch !== undefined && { arch }),
          ...(license !== undefined && { licenses: [license] }),
        },
      ],
    };
  },
};
