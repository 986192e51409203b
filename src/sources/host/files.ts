import type { Json } from '../../model/index.ts';
import type { FileEntry, FileReader, Reading } from '../files/index.ts';
import type { PackageReading } from '../packages/index.ts';
import { type HostFiles, permissionsOf } from './root.ts';

/** Why a file is told. */
export type HostFileReason =
  | 'setuid'
  | 'setgid'
  | 'world-writable'
  | 'private-key'
  | 'trusts-hosts'
  | 'no-owner'
  | 'device';

export type HostFile = {
  path: string;
  reason: HostFileReason;
  type: FileEntry['type'];
  mode: string;
  uid: number;
  gid: number;
  /** The package of the operating system that brought it; null where none did. Only for setuid, setgid and keys. */
  package: string | null;
};

/** Most files told; the list is then marked as incomplete. */
const MOST_FILES = 5000;

/** Folders that hold file systems of others: of containers, and what the kernel makes. What lies there is no part of this host. */
export const otherTrees: readonly string[] = [
  'proc',
  'sys',
  'dev',
  'run',
  'var/lib/docker',
  'var/lib/containerd',
  'var/lib/containers',
  'var/lib/kubelet/pods',
  'var/lib/lxc',
  'var/lib/lxd',
  'var/snap/lxd',
  'snap',
  'var/lib/machines',
];

/** Folders of libraries that anybody may download: keys that lie there are samples, and known to everybody. */
const libraries =
  /(?:^|\/)(?:node_modules|site-packages|dist-packages|pkg\/mod|gems|cargo\/registry|lib\/python\d[\d.]*|usr\/share\/doc)\//;

/** `closed`: a folder that others may not enter, so that what is open below it is open to nobody. */
type FileReading = {
  reasons: (HostFileReason | 'closed')[];
  type: FileEntry['type'];
  mode: number;
  uid: number;
  gid: number;
};

const keyName = /(?:\.(?:pem|key)|(?:^|\/)(?:id_(?:rsa|dsa|ecdsa|ed25519)|ssh_host_\w{2,12}_key))$/;

/**
 * Tells files by who may use them and how. Content is looked at for one thing alone: whether a file that everybody may read is a private key.
 *
 * @param owners ids of users and groups that there are; undefined where that is not known
 * @param seen told of every entry
 */
export function hostFilesReader(
  owners: { uids: ReadonlySet<number>; gids: ReadonlySet<number> } | undefined,
  seen: (entry: FileEntry) => void = () => undefined,
): FileReader<FileReading & Json> {
  const reasonsOf = ({ path, type, mode, uid, gid }: FileEntry): FileReading['reasons'] => {
    const reasons: FileReading['reasons'] = [];
    if (type === 'directory' && (mode & 0o001) === 0) reasons.push('closed');
    if (type === 'file') {
      if (mode & 0o4000) reasons.push('setuid');
      if (mode & 0o2000 && mode & 0o010) reasons.push('setgid');
    }
    if ((type === 'file' && mode & 0o002) || (type === 'directory' && mode & 0o002 && (mode & 0o1000) === 0))
      reasons.push('world-writable');
    if (type === 'file' && (path === 'etc/hosts.equiv' || /(?:^|\/)\.[rs]hosts$/.test(path)))
      reasons.push('trusts-hosts');
    if (type === 'device') reasons.push('device');
    if (owners !== undefined && (!owners.uids.has(uid) || !owners.gids.has(gid))) reasons.push('no-owner');
    return reasons;
  };
  const mayBeKey = ({ path, type, mode, size }: FileEntry) =>
    type === 'file' &&
    (mode & 0o004) !== 0 &&
    size > 0 &&
    size < 64 * 1024 &&
    keyName.test(path) &&
    !libraries.test(path);
  return {
    id: 'host-files',
    version: 1,
    wants(entry) {
      seen(entry);
      if (mayBeKey(entry)) return 64 * 1024;
      return reasonsOf(entry).length === 0 ? undefined : 0;
    },
    read(entry, content) {
      const reasons = reasonsOf(entry);
      if (
        mayBeKey(entry) &&
        /-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY-----/.test(Buffer.from(content).toString('latin1'))
      )
        reasons.push('private-key');
      if (reasons.length === 0) return undefined;
      const { type, mode, uid, gid } = entry;
      return { reasons, type, mode, uid, gid };
    },
  };
}

/** The files that were told, those with a setuid or setgid bit with the package that brought them. */
export function hostFilesOf(files: HostFiles, readings: readonly Reading[]): HostFile[] {
  const found: HostFile[] = [];
  const own = readings.filter(({ reader }) => reader === 'host-files');
  const closed = new Set(
    own.flatMap(({ path, value }) => ((value as FileReading).reasons.includes('closed') ? [path] : [])),
  );
  for (const { path, value } of own) {
    const { reasons, type, mode, uid, gid } = value as FileReading;
    const reached = !liesIn(path, closed);
    for (const reason of reasons)
      if (reason !== 'closed' && (reached || (reason !== 'world-writable' && reason !== 'private-key')))
        found.push({ path, reason, type, mode: mode.toString(8).padStart(4, '0'), uid, gid, package: null });
  }
  found.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.reason < b.reason ? -1 : 1));
  if (found.length > MOST_FILES) files.miss({ code: 'TooMany', message: `more than ${MOST_FILES} files` });
  const kept = found.slice(0, MOST_FILES);
  const special = kept.filter(({ reason }) => reason === 'setuid' || reason === 'setgid' || reason === 'private-key');
  const owners = ownersOf(files, readings, new Set(special.map(({ path }) => merged(path))));
  for (const one of special) one.package = owners.get(merged(one.path)) ?? null;
  return kept;
}

function liesIn(path: string, folders: ReadonlySet<string>): boolean {
  for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1))
    if (folders.has(path.slice(0, at))) return true;
  return false;
}

/** Which packages some files belong to: by the lists of dpkg, and what the databases of others say. */
function ownersOf(files: HostFiles, readings: readonly Reading[], wanted: ReadonlySet<string>): Map<string, string> {
  const owners = new Map<string, string>();
  if (wanted.size === 0) return owners;
  for (const name of files.names('var/lib/dpkg/info').filter((one) => one.endsWith('.list'))) {
    for (const line of (files.text(`var/lib/dpkg/info/${name}`, 32 * 1024 * 1024) ?? '').split('\n')) {
      const path = merged(line.slice(1));
      if (wanted.has(path)) owners.set(path, name.replace(/(?::\w+)?\.list$/, ''));
    }
  }
  for (const { value } of readings) {
    const { owns, packages } = value as PackageReading;
    for (const path of owns?.paths ?? [])
      if (wanted.has(merged(path))) owners.set(merged(path), (owns?.package ?? '').replace(/:\w+$/, ''));
    for (const one of Array.isArray(packages) ? packages : [])
      for (const path of one.owns ?? []) if (wanted.has(merged(path))) owners.set(merged(path), one.name);
  }
  return owners;
}

/** Where /bin, /sbin and /lib are links into /usr, the same file has two names. */
function merged(path: string): string {
  return path.replace(/^(?:bin|sbin|lib|lib64)\//, 'usr/$&');
}

export type SystemFile = ReturnType<typeof permissionsOf> & { path: string; group: string | null };

/** Files that the system's safety hangs on; what they hold is not read. */
const systemPaths = [
  'etc/passwd',
  'etc/passwd-',
  'etc/shadow',
  'etc/shadow-',
  'etc/group',
  'etc/group-',
  'etc/gshadow',
  'etc/gshadow-',
  'etc/hosts',
  'etc/services',
  'etc/sudoers',
  'etc/crontab',
  'etc/cron.d',
  'etc/cron.hourly',
  'etc/cron.daily',
  'etc/cron.weekly',
  'etc/cron.monthly',
  'etc/cron.allow',
  'etc/cron.deny',
  'etc/at.allow',
  'etc/at.deny',
  'var/spool/cron',
  'var/spool/cron/crontabs',
  'etc/inetd.conf',
  'etc/xinetd.conf',
  'etc/rsyslog.conf',
  'etc/syslog.conf',
  'etc/exports',
  'etc/ssh/sshd_config',
  'boot/grub/grub.cfg',
  'boot/grub2/grub.cfg',
  'root',
] as const;

/** Permissions of the files that matter most; those that are not there are left out. */
export function listSystemFiles(files: HostFiles, groups: readonly { name: string; gid: number }[]): SystemFile[] {
  const names = new Map(groups.map(({ gid, name }) => [gid, name]));
  const hostKeys = files
    .names('etc/ssh')
    .filter((name) => /^ssh_host_\w+_key$/.test(name))
    .map((name) => `etc/ssh/${name}`);
  return [...systemPaths, ...hostKeys].flatMap((path) => {
    const stat = files.stat(path);
    return stat === undefined ? [] : [{ path, ...permissionsOf(stat), group: names.get(stat.gid) ?? null }];
  });
}
