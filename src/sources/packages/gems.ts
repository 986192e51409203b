import { UnreadableFile } from '../files/errors.ts';
import { textOf } from './content.ts';
import type { PackageCatalog } from './types.ts';

/** Ruby gems by their specifications as RubyGems writes them on installation. They are programs; none is ever run. */
export const gems: PackageCatalog = {
  id: 'gems',
  version: 2,
  finds: 'installed',
  wants({ path, type }) {
    if (!path.endsWith('.gemspec') || type !== 'file') return undefined;
    return /(?:^|\/)specifications\/(?:default\/)?[^/]+$/.test(path) ? 4 * 1024 * 1024 : undefined;
  },
  read({ path }, content) {
    const text = textOf(content);
    const { name, version } = fromStub(text) ?? fromAssignments(text) ?? fromFileName(path) ?? {};
    if (name === undefined || version === undefined)
      throw new UnreadableFile('malformed', 'the specification lacks a name or version');
    const licenses = licensesOf(text);
    const supplier = firstString(text, 'authors?');
    return {
      packages: [
        {
          type: 'gem',
          name,
          version,
          ...(licenses.length > 0 && { licenses }),
          ...(supplier !== undefined && { supplier }),
        },
      ],
    };
  },
};

interface Named {
  name: string;
  version: string;
}

/** The comment by which RubyGems itself knows a gem without running its specification: `# stub: name version platform paths`. */
function fromStub(text: string): Named | undefined {
  const [, name, version] = /^# stub: (\S+) (\d\S*) \S+/m.exec(text) ?? [];
  return name === undefined || version === undefined ? undefined : { name, version };
}

function fromAssignments(text: string): Named | undefined {
  const name = firstString(text, 'name');
  const version = firstString(text, 'version');
  return name === undefined || version === undefined ? undefined : { name, version };
}

/** `name-1.2.3.gemspec`, perhaps with a platform behind. */
function fromFileName(path: string): Named | undefined {
  const [, name, version] = /([^/]+?)-(\d[\w.]*)(?:-[\w.-]+)?\.gemspec$/.exec(path) ?? [];
  return name === undefined || version === undefined ? undefined : { name, version };
}

/** `s.name = "x".freeze`, and `%q{x}` as it was written of old; `Gem::Version.new("1.2")` and the first of a list too. */
function firstString(text: string, attribute: string): string | undefined {
  // Blanks are counted, so that no line takes longer to refuse than it is long.
  const blanks = '[ \\t]{0,80}';
  const value = `(?:Gem::Version\\.new\\(|\\[)?${blanks}(?:(["'])([^"'\\n]+)\\1|%[qQ]\\{([^{}\\n]+)\\})`;
  const line = new RegExp(`^${blanks}\\w{1,80}\\.${attribute}${blanks}=${blanks}${value}`, 'm');
  const found = line.exec(text);
  return found?.[2] ?? found?.[3];
}

function licensesOf(text: string): string[] {
  const list = /^[ \t]*\w+\.licenses?[ \t]*=[ \t]*([^\n]*)/m.exec(text)?.[1] ?? '';
  return Array.from(list.matchAll(/(["'])([^"']+)\1/g), ([, , name]) => name as string);
}
