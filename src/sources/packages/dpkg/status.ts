import { UnreadableFile } from '../../files/errors.ts';
import { cutOff, textOf } from '../content.ts';
import { type Stanza, stanzas } from '../stanzas.ts';
import type { PackageCatalog, PackageFound } from '../types.ts';

/** States of dpkg(1) in which a package's files are on the disk, if not set up. */
const present = new Set(['installed', 'unpacked', 'half-configured', 'triggers-awaited', 'triggers-pending']);

/** Debian packages: dpkg's status file, and the folder of such that images without dpkg have (distroless). */
export const dpkgStatus: PackageCatalog = {
  id: 'dpkg',
  version: 1,
  finds: 'installed',
  wants({ path, type }) {
    if (!path.startsWith('var/lib/dpkg/status') || type !== 'file') return undefined;
    const isStatus = path === 'var/lib/dpkg/status' || (path.startsWith('var/lib/dpkg/status.d/') && !isSums(path));
    return isStatus ? 128 * 1024 * 1024 : undefined;
  },
  read({ path }, content) {
    const packages: PackageFound[] = [];
    let broken = 0;
    let paragraphs = 0;
    const text = textOf(content);
    for (const stanza of stanzas(text)) {
      paragraphs += 1;
      if (!isPresent(stanza)) continue;
      const found = packageOf(stanza);
      if (found === undefined) broken += 1;
      else packages.push(found);
    }
    if (paragraphs === 0 && content.length === 0 && path === 'var/lib/dpkg/status') return { packages };
    if (broken === paragraphs) throw new UnreadableFile('malformed', 'no paragraph names a package and its version');
    if (broken === 0) return { packages, ...(path === 'var/lib/dpkg/status' && cutOff(text)) };
    const reason = `${broken} of ${paragraphs} paragraphs lack a package name or version`;
    return { packages, incomplete: { code: 'malformed', reason } };
  },
};

/** Sums of a package's files, beside its paragraph in a distroless image. */
export function isSums(path: string): boolean {
  return path.endsWith('.md5sums');
}

/** Without a field Status (distroless) a package is there. */
function isPresent(stanza: Stanza): boolean {
  const status = stanza.get('status');
  return status === undefined || present.has(status.split(/\s+/)[2] ?? '');
}

function packageOf(stanza: Stanza): PackageFound | undefined {
  const name = stanza.get('package');
  const version = stanza.get('version');
  if (!name || !version) return undefined;
  const arch = stanza.get('architecture');
  const supplier = stanza.get('maintainer');
  return {
    type: 'deb',
    name,
    version,
    ...(arch && { arch }),
    source: sourceOf(stanza.get('source'), name, version),
    ...(supplier && { supplier }),
  };
}

/** `Source: name` or `Source: name (version)`; absent where the source package is called and numbered alike. */
function sourceOf(field: string | undefined, name: string, version: string): { name: string; version: string } {
  const [, source, ownVersion] = /^(\S+)(?:\s+\(([^)]+)\))?/.exec(field ?? '') ?? [];
  return { name: source ?? name, version: ownVersion ?? version };
}
