import {
  type Bom,
  type CallError,
  type FactSink,
  GLOBAL,
  type Json,
  recordsOf,
  type Scope,
  type Unread,
} from '../../model/index.ts';
import { type ReadLimits, readFolder, readLimits } from '../files/index.ts';
import { assembleBom, installedCatalogs, systemCatalogs } from '../packages/index.ts';
import { listAuthorizedKeys, parseGroups, parsePasswd, readAccounts, readPasswords } from './accounts.ts';
import { readContainerEngines } from './container-engine.ts';
import { hostFilesOf, hostFilesReader, listSystemFiles, otherTrees } from './files.ts';
import { readFirewall } from './firewall.ts';
import { type Host, readHost } from './host.ts';
import { readKernel } from './kernel.ts';
import { readAudit, readLogging, readTime } from './logging.ts';
import { readLogin, readRootPath } from './login.ts';
import { readMounts } from './mounts.ts';
import { type HostFiles, openRoot } from './root.ts';
import { listSockets } from './sockets.ts';
import { readSshd } from './sshd.ts';
import { readSudo } from './sudo.ts';
import { listServices } from './units.ts';
import { listPendingUpdates, readUpdates, type VersionCompare } from './updates.ts';

export interface ScanHostOptions {
  tenant: string;
  connection: string;
  /** `/` for the system that runs; else where the disk of another is mounted. */
  root: string;
  /** Packages of languages too, wherever they lie. */
  all: boolean;
  /** How the distribution's package manager orders versions. */
  compare: (distribution: string) => VersionCompare;
  now: () => Date;
  limits?: ReadLimits;
  signal?: AbortSignal;
  /** Told of entries of the file system as they are looked at. */
  progress?: (entries: number) => void;
}

/** What was read of one host. Its facts went to the sink. */
export interface ScannedHost {
  host: Host;
  bom: Bom;
  /** What could not be read, by call. */
  missing: { operation: string; error: CallError }[];
}

/**
 * Reads a Linux host once, running or from its mounted disk, and writes its facts. Nothing is judged here, and nothing is changed. Whoever may not read something
 * is told so: the call is then incomplete.
 *
 * @throws UserError where the root cannot be read
 */
export async function scanHost(options: ScanHostOptions, sink: FactSink): Promise<ScannedHost> {
  const { tenant, connection, root, all, now, signal } = options;
  const open = openRoot(root);
  const startedAt = now().toISOString();
  const missing: ScannedHost['missing'] = [];

  const catalogs = all ? installedCatalogs : systemCatalogs;
  const owners = ownersIn(open());
  let entries = 0;
  const filesReader = hostFilesReader(owners, () => options.progress?.((entries += 1)));
  const read = await readFolder(root, [...catalogs, filesReader], options.limits ?? readLimits, {
    skip: otherTrees,
    signal,
  });
  const bom = assembleBom(read, catalogs);
  const compare = options.compare(bom.distribution?.id ?? '');

  const first = open();
  const host = readHost(first, bom.distribution);
  const scope: Scope = { tenant, connection, provider: 'host', account: host.name, region: GLOBAL };
  const params = { host: host.id };
  await write('ReadHost', [host]);

  const services = listServices(open());
  const ssh = bom.packages.find(({ name }) => /^openssh(?:-server)?$/.test(name))?.version;
  const sshVersion = /^(?:\d+:)?(\d+\.\d+)/.exec(ssh ?? '')?.[1] ?? null;
  await one('ReadSshd', (files) => readSshd(files, sshVersion));
  await one('ReadSudo', readSudo);
  await one('ListAccounts', readAccounts);
  await one('ReadPasswords', readPasswords);
  await list('ListAuthorizedKeys', listAuthorizedKeys);
  await one('ReadLogin', readLogin);
  await one('ReadRootPath', readRootPath);
  await list('ListSockets', listSockets);
  await list('ListServices', listServices);
  await one('ReadFirewall', (files) => readFirewall(files, services));
  await one('ReadUpdates', (files) => readUpdates(files, services, compare, host.kernel.running));
  await list('ListPendingUpdates', (files) => listPendingUpdates(files, compare));
  await one('ReadKernel', readKernel);
  await one('ReadMounts', readMounts);
  await one('ReadLogging', (files) => readLogging(files, services));
  await one('ReadAudit', (files) => readAudit(files, services));
  await one('ReadTime', (files) => readTime(files, services));
  await one('ReadContainerEngine', readContainerEngines);
  await list('ListSystemFiles', (files) => listSystemFiles(files, parseGroups(files.text('etc/group') ?? '')));
  // A folder that could not be entered may hold anything; a database of packages that could not be read is told with the packages.
  const unseen = read.unread.filter(({ code }) => code !== 'malformed' && code !== 'unsupported');
  await list('ListFiles', (files) => {
    for (const error of unseen.map(missed)) files.miss(error);
    return hostFilesOf(files, read.readings);
  });
  const isSystem = !all;
  const lost = bom.unread.filter(({ path }) => path === '' || !isSystem || mayHoldDatabase(path)).map(missed);
  await write('ListPackages', bom.packages as unknown as Json[], lost[0]);
  return { host, bom, missing };

  async function one(operation: string, read: (files: HostFiles) => Json | Promise<Json>): Promise<void> {
    signal?.throwIfAborted();
    const files = open();
    const item = await read(files);
    const [error] = files.missed;
    // A half of it would look like the whole.
    if (error !== undefined) await write(operation, [], error);
    else await write(operation, item === null ? [] : [item]);
  }

  async function list(
    operation: string,
    read: (files: HostFiles) => readonly Json[] | Promise<readonly Json[]>,
  ): Promise<void> {
    signal?.throwIfAborted();
    const files = open();
    const items = await read(files);
    await write(operation, items, files.missed[0]);
  }

  async function write(operation: string, items: readonly Json[], error?: CallError): Promise<void> {
    const finishedAt = now().toISOString();
    const call = { ...scope, service: 'host', operation, params };
    if (error !== undefined) missing.push({ operation: `host:${operation}`, error });
    const answer = { items: items.map(plain), error, startedAt, finishedAt };
    for (const record of recordsOf(call, answer)) await sink.write(record);
  }
}

/** Through text, so that what is left out is gone and what is no JSON cannot be in it. */
function plain(data: Json): Json {
  return JSON.parse(JSON.stringify(data)) as Json;
}

function missed({ path, code, reason }: Unread): CallError {
  const denied = code === 'AccessDenied';
  return { code: denied ? code : 'Unread', message: `/${path}: ${reason}`, ...(denied && { permission: 'root' }) };
}

/** Where databases of package managers lie. */
function mayHoldDatabase(path: string): boolean {
  const places = [
    'var/lib/dpkg',
    'var/lib/rpm',
    'usr/lib/sysimage/rpm',
    'usr/share/rpm',
    'lib/apk',
    'usr/lib/apk',
    'var/lib/pacman',
    'var/lib/rpmmanifest',
    'etc/os-release',
    'usr/lib/os-release',
  ];
  return places.some((place) => path.startsWith(place) || place.startsWith(`${path}/`));
}

/** Users and groups that there are; undefined where that cannot be read, or where a directory service knows more. */
function ownersIn(files: HostFiles): { uids: ReadonlySet<number>; gids: ReadonlySet<number> } | undefined {
  const [passwd, group] = [files.text('etc/passwd'), files.text('etc/group')];
  if (passwd === undefined || group === undefined || files.missed.length > 0) return undefined;
  const lookup = files.text('etc/nsswitch.conf') ?? '';
  if (
    /^\s*(?:passwd|group):.*\b(?:sss|ldap|winbind|nis)\b/m.test(lookup) &&
    (files.exists('etc/sssd/sssd.conf') || !/\bsss\b/.test(lookup))
  )
    return undefined;
  return {
    uids: new Set(parsePasswd(passwd).map(({ uid }) => uid)),
    gids: new Set(parseGroups(group).map(({ gid }) => gid)),
  };
}
