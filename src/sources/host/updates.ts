import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import { stanzas } from '../packages/stanzas.ts';
import { run } from './command.ts';
import { keyValues } from './login.ts';
import { type HostFiles, matching } from './root.ts';
import { isEnabled, type Service } from './units.ts';

/** Orders two versions as the package manager does: negative where the left comes first. */
export type VersionCompare = (left: string, right: string) => number;

export type Updates = {
  /** Something that was updated takes a restart to count. */
  rebootRequired: boolean;
  rebootReasons: string[];
  /** Updates are installed without anybody doing anything. */
  automatic: boolean;
  /** When the lists of packages were fetched last, ISO 8601; null where there are none. */
  listsFetchedAt: string | null;
};

/** Whether updates come by themselves, and whether they have come into force. */
export function readUpdates(
  files: HostFiles,
  services: readonly Service[],
  compare: VersionCompare,
  release: string | null,
): Updates {
  const reasons: string[] = [];
  if (files.exists('run/reboot-required') || files.exists('var/run/reboot-required'))
    reasons.push(
      ...new Set((files.text('run/reboot-required.pkgs') ?? '').split('\n').filter(Boolean).slice(0, 50)),
      'reboot-required',
    );
  const newest = release === null ? undefined : newerKernel(files, release, compare);
  if (newest !== undefined) reasons.push(`kernel ${newest}`);
  return {
    rebootRequired: reasons.length > 0,
    rebootReasons: reasons,
    automatic: isAutomatic(files, services),
    listsFetchedAt: fetchedAt(files),
  };
}

/** A kernel of the same flavour that is installed and newer than the one that runs. One whose own modules are gone says nothing: it is that of a container's host. */
function newerKernel(files: HostFiles, release: string, compare: VersionCompare): string | undefined {
  const installed = files.names('lib/modules').filter((version) => files.exists(`lib/modules/${version}/kernel`));
  if (!installed.includes(release)) return undefined;
  const flavour = (version: string) => /-([a-z][a-z-]*)$/.exec(version)?.[1] ?? '';
  return installed
    .filter((version) => flavour(version) === flavour(release) && compare(version, release) > 0)
    .sort(compare)
    .at(-1);
}

function isAutomatic(files: HostFiles, services: readonly Service[]): boolean {
  if (files.exists('usr/bin/unattended-upgrade') || files.exists('usr/bin/unattended-upgrades')) {
    const settings = new Map<string, string>();
    for (const file of [...matching(files, 'etc/apt/apt.conf.d/*'), 'etc/apt/apt.conf'])
      for (const [name, value] of aptSettings(files.text(file) ?? '')) settings.set(name, value);
    const on = (name: string) => !/^(?:|0|false|no|never)$/i.test(settings.get(name.toLowerCase()) ?? '');
    if (on('APT::Periodic::Unattended-Upgrade') && settings.get('apt::periodic::enable') !== '0') return true;
  }
  const dnf = new Map(keyValues(files.text('etc/dnf/automatic.conf') ?? ''));
  if (isEnabled(services, 'dnf-automatic-install')) return true;
  if (isEnabled(services, 'dnf-automatic', 'dnf5-automatic') && dnf.get('apply_updates') === 'yes') return true;
  const yum = new Map(keyValues(files.text('etc/yum/yum-cron.conf') ?? ''));
  return isEnabled(services, 'yum-cron') && yum.get('apply_updates') === 'yes';
}

/** Settings of apt.conf(5) in either of its ways of writing, names in small letters. */
export function aptSettings(text: string): [string, string][] {
  const found: [string, string][] = [];
  const scopes: string[] = [];
  const plain = withoutBlockComments(text).replace(/^[ \t]*(?:\/\/|#).*$/gm, '');
  let pending = '';
  for (const [token] of plain.matchAll(/"[^"\n]*"|[{};]|[^\s{};"]+/g)) {
    if (token === '{') {
      if (scopes.length < 20) scopes.push(pending);
      pending = '';
    } else if (token === '}') {
      scopes.pop();
      pending = '';
    } else if (token === ';') pending = '';
    else if (token.startsWith('"')) {
      found.push([
        [...scopes, pending]
          .filter((part) => part !== '')
          .join('::')
          .toLowerCase(),
        token.slice(1, -1),
      ]);
    } else pending = token;
  }
  return found;
}

function withoutBlockComments(text: string): string {
  let kept = '';
  for (let at = 0; ; ) {
    const start = text.indexOf('/*', at);
    const end = start < 0 ? -1 : text.indexOf('*/', start + 2);
    if (end < 0) return kept + text.slice(at);
    kept += text.slice(at, start);
    at = end + 2;
  }
}

function fetchedAt(files: HostFiles): string | null {
  const stamps = [
    ...matching(files, 'var/lib/apt/lists/*_InRelease'),
    ...matching(files, 'var/lib/apt/lists/*_Release'),
    'var/lib/apt/periodic/update-success-stamp',
    ...matching(files, 'var/cache/dnf/*/repodata/repomd.xml'),
    ...matching(files, 'var/cache/libdnf5/*/repodata/repomd.xml'),
    ...matching(files, 'var/cache/apk/APKINDEX.*.tar.gz'),
  ].flatMap((file) => {
    // The files of the lists have the time at which the archive was made; when they were fetched is that of the folder's change, the folder `partial` for apt.
    const stat = files.stat(file);
    return stat === undefined ? [] : [stat.modified];
  });
  const partial = files.stat('var/lib/apt/lists/partial')?.modified;
  if (stamps.length > 0 && partial !== undefined) stamps.push(partial);
  return stamps.length === 0 ? null : new Date(Math.max(...stamps)).toISOString();
}

/** A package of which the lists hold a newer version. */
export type PendingUpdate = { name: string; installed: string; available: string; security: boolean };

const MOST_LISTS = 200;
const MOST_LIST_BYTES = 256 * 1024 * 1024;

/**
 * Packages of which apt's lists, as they were fetched last, hold newer versions. Where there are no lists nothing is known, and neither is it where the system has
 * another package manager.
 */
export async function listPendingUpdates(files: HostFiles, compare: VersionCompare): Promise<PendingUpdate[]> {
  const status = files.text('var/lib/dpkg/status', 128 * 1024 * 1024);
  if (status === undefined) {
    files.miss({ code: 'Unsupported', message: 'only the lists of apt can be read without a network' });
    return [];
  }
  const lists = files.names('var/lib/apt/lists').filter((name) => /_Packages(?:\.\w+)?$/.test(name));
  if (lists.length === 0) files.miss({ code: 'NoLists', message: 'apt has fetched no lists of packages' });
  const installed = new Map<string, string>();
  for (const stanza of stanzas(status)) {
    const [, , state] = (stanza.get('status') ?? '').split(/\s+/);
    const key = `${stanza.get('package')}:${stanza.get('architecture')}`;
    if (state !== 'installed') continue;
    installed.set(key, stanza.get('version') ?? '');
  }
  const newer = new Map<string, PendingUpdate>();
  for (const name of lists.slice(0, MOST_LISTS)) {
    const text = await listText(files, `var/lib/apt/lists/${name}`);
    if (text === undefined) continue;
    const security = /security/i.test(name);
    for (const stanza of stanzas(text)) {
      const pkg = stanza.get('package') ?? '';
      const key = `${pkg}:${stanza.get('architecture')}`;
      const here = installed.get(key);
      const available = stanza.get('version');
      if (here === undefined || available === undefined || compare(available, here) <= 0) continue;
      const known = newer.get(key);
      const best = known === undefined || compare(available, known.available) > 0 ? available : known.available;
      newer.set(key, { name: pkg, installed: here, available: best, security: security || known?.security === true });
    }
  }
  return [...newer.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A list of packages unpacked. What Node cannot unpack apt itself does, where it runs here. */
async function listText(files: HostFiles, file: string): Promise<string | undefined> {
  if (file.endsWith('_Packages')) return files.text(file, MOST_LIST_BYTES);
  const ending = file.slice(file.lastIndexOf('.') + 1);
  const unpack = { gz: gunzipSync, br: brotliDecompressSync, zst: zstdDecompressSync }[ending];
  if (unpack === undefined) {
    const said = files.running ? await run('/usr/lib/apt/apt-helper', ['cat-file', `/${file}`]) : undefined;
    if (said?.outcome === 'done') return said.text;
    files.miss({ code: 'Unsupported', message: `/${file} is packed in a way that is not read` });
    return undefined;
  }
  const packed = files.bytes(file, MOST_LIST_BYTES);
  try {
    return packed && unpack(packed, { maxOutputLength: MOST_LIST_BYTES }).toString('utf8');
  } catch (error) {
    files.miss({ code: 'Malformed', message: `/${file}: ${(error as Error).message}` });
    return undefined;
  }
}
