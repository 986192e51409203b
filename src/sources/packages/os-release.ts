import type { Distribution } from '../../model/index.ts';
import { textOf } from './content.ts';
import type { PackageCatalog } from './types.ts';

/** Files that name the distribution, the one believed first in front. */
export const distributionFiles: readonly string[] = [
  'etc/os-release',
  'usr/lib/os-release',
  'etc/alpine-release',
  'etc/oracle-release',
  'etc/almalinux-release',
  'etc/rocky-release',
  'etc/centos-release',
  'etc/fedora-release',
  'etc/redhat-release',
  'etc/system-release',
  'etc/debian_version',
];
const known = new Set(distributionFiles);

/** The distribution, from os-release(5) or the files that came before it. */
export const osRelease: PackageCatalog = {
  id: 'os-release',
  version: 2,
  finds: 'installed',
  wants: ({ path, type }) => (type === 'file' && known.has(path) ? 64 * 1024 : undefined),
  read({ path }, content) {
    const text = textOf(content);
    const distribution = path.endsWith('os-release') ? fromOsRelease(text) : fromReleaseFile(path, text.trim());
    return distribution && { distribution };
  },
};

function fromOsRelease(text: string): Distribution | undefined {
  const fields = new Map<string, string>();
  for (const line of text.split('\n')) {
    const at = line.indexOf('=');
    if (at > 0 && !line.startsWith('#')) fields.set(line.slice(0, at).trim(), unquoted(line.slice(at + 1).trim()));
  }
  const id = fields.get('ID')?.toLowerCase();
  if (id === undefined || id === '') return undefined;
  // Those that build on another's packages may say which release of theirs they are.
  const codename = fields.get('UBUNTU_CODENAME') || fields.get('DEBIAN_CODENAME') || fields.get('VERSION_CODENAME');
  const name = fields.get('PRETTY_NAME');
  const like = fields.get('ID_LIKE')?.split(' ').filter(Boolean);
  return {
    id,
    version: fields.get('VERSION_ID') ?? '',
    ...(codename && { codename }),
    ...(name && { name }),
    ...(like?.length && { like }),
  };
}

/** A value as the shell would take it. */
function unquoted(value: string): string {
  const quote = value[0];
  if ((quote !== '"' && quote !== "'") || value.length < 2 || !value.endsWith(quote)) return value;
  const inner = value.slice(1, -1);
  return quote === '"' ? inner.replace(/\\(["$`\\])/g, '$1') : inner;
}

/** Names of distributions as `etc/*-release` of before os-release says them, with their `ID`. */
const releaseNames: readonly [start: string, id: string][] = [
  ['centos', 'centos'],
  ['red hat enterprise linux', 'rhel'],
  ['oracle linux', 'ol'],
  ['almalinux', 'almalinux'],
  ['rocky linux', 'rocky'],
  ['fedora', 'fedora'],
  ['amazon linux', 'amzn'],
  ['scientific linux', 'scientific'],
];

function fromReleaseFile(path: string, text: string): Distribution | undefined {
  if (path === 'etc/alpine-release')
    return /^\d[\w.]*$/.test(text) ? { id: 'alpine', version: text, name: `Alpine Linux ${text}` } : undefined;
  if (path === 'etc/debian_version') {
    // `12.5`, or `trixie/sid` before a release has its number.
    const major = /^(\d+)(?:\.\d+)*$/.exec(text)?.[1];
    const codename = /^([a-z]+)\/sid$/.exec(text)?.[1];
    if (major !== undefined) return { id: 'debian', version: major, name: `Debian ${text}` };
    return codename === undefined ? undefined : { id: 'debian', version: '', codename };
  }
  const line = text.split('\n', 1)[0] ?? '';
  const id = releaseNames.find(([start]) => line.toLowerCase().startsWith(start))?.[1];
  const version = /\brelease (\d[\d.]*)/.exec(line)?.[1];
  return id === undefined ? undefined : { id, version: version ?? '', name: line };
}
