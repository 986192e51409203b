import { textOf } from '../content.ts';
import { mayHoldPackages } from '../owned.ts';
import type { PackageCatalog } from '../types.ts';
import { isSums } from './status.ts';

/** Which files belong to Debian packages: `info/*.list`, and the sums of distroless images. */
export const dpkgFiles: PackageCatalog = {
  id: 'dpkg-files',
  version: 1,
  finds: 'installed',
  wants({ path, type }) {
    if (!path.startsWith('var/lib/dpkg/') || type !== 'file') return undefined;
    const isList = path.startsWith('var/lib/dpkg/info/') && path.endsWith('.list');
    return isList || (path.startsWith('var/lib/dpkg/status.d/') && isSums(path)) ? 32 * 1024 * 1024 : undefined;
  },
  read({ path }, content) {
    const file = path.slice(path.lastIndexOf('/') + 1);
    const sums = isSums(file);
    const paths: string[] = [];
    for (const line of textOf(content).split('\n')) {
      // A line of sums is the sum, two blanks and the path without a leading slash.
      const named = sums ? line.slice(line.indexOf('  ') + 2) : line.slice(1);
      if (mayHoldPackages(named)) paths.push(named);
    }
    return paths.length === 0 ? undefined : { owns: { package: file.slice(0, file.lastIndexOf('.')), paths } };
  },
};
