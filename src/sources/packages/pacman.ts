import { UnreadableFile } from '../files/errors.ts';
import { textOf } from './content.ts';
import { mayHoldPackages } from './owned.ts';
import type { PackageCatalog } from './types.ts';

const root = 'var/lib/pacman/local/';

/** Packages of Arch Linux: a folder each with `desc` and `files` in pacman's local database (alpm-db-desc(5)). */
export const pacman: PackageCatalog = {
  id: 'pacman',
  version: 1,
  finds: 'installed',
  wants({ path, type }) {
    if (!path.startsWith(root) || type !== 'file') return undefined;
    return path.endsWith('/desc') || path.endsWith('/files') ? 32 * 1024 * 1024 : undefined;
  },
  read({ path }, content) {
    const sections = sectionsOf(textOf(content));
    if (path.endsWith('/files')) {
      const paths = (sections.get('FILES') ?? []).filter(mayHoldPackages);
      const name = nameOf(path.slice(root.length, -'/files'.length));
      return paths.length === 0 || name === undefined ? undefined : { owns: { package: name, paths } };
    }
    const first = (section: string) => sections.get(section)?.[0];
    const name = first('NAME');
    const version = first('VERSION');
    if (name === undefined || version === undefined)
      throw new UnreadableFile('malformed', 'names no package with a version');
    const arch = first('ARCH');
    const licenses = sections.get('LICENSE');
    const supplier = first('PACKAGER');
    return {
      packages: [
        {
          type: 'alpm',
          name,
          version,
          ...(arch && { arch }),
          source: { name: first('BASE') ?? name, version },
          ...(licenses && { licenses }),
          ...(supplier && { supplier }),
        },
      ],
    };
  },
};

/** Sections of `%NAME%` and the lines below it up to an empty one. */
function sectionsOf(text: string): Map<string, string[]> {
  const sections = new Map<string, string[]>();
  let lines: string[] | undefined;
  for (const line of text.split('\n')) {
    if (line === '') lines = undefined;
    else if (lines !== undefined) lines.push(line);
    else if (line.length > 2 && line.startsWith('%') && line.endsWith('%')) {
      lines = [];
      sections.set(line.slice(1, -1), lines);
    }
  }
  return sections;
}

/** `name-version-release`: a version and a release hold no hyphen. */
function nameOf(folder: string): string | undefined {
  const release = folder.lastIndexOf('-');
  const version = folder.lastIndexOf('-', release - 1);
  return release <= 0 || version <= 0 ? undefined : folder.slice(0, version);
}
