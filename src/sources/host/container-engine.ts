import { parse } from 'smol-toml';
import { parseGroups } from './accounts.ts';
import { configLines, type HostFiles, matching, permissionsOf } from './root.ts';
import { unitSettings } from './units.ts';

export type ContainerEngines = {
  docker: Docker | null;
  containerd: { config: boolean; insecureRegistries: string[]; socket: ReturnType<typeof permissionsOf> | null } | null;
  crio: { insecureRegistries: string[] } | null;
  podman: { insecureRegistries: string[]; socket: ReturnType<typeof permissionsOf> | null } | null;
};

export type Docker = {
  /** Where it listens: `unix:///var/run/docker.sock`, `tcp://0.0.0.0:2376`, `fd://`. */
  hosts: string[];
  /** Of those that listen on TCP, what is not protected by certificates of clients. */
  openTcp: string[];
  tlsVerify: boolean;
  liveRestore: boolean;
  usernsRemap: string | null;
  icc: boolean;
  noNewPrivileges: boolean;
  insecureRegistries: string[];
  logDriver: string;
  logLimits: boolean;
  userlandProxy: boolean;
  experimental: boolean;
  iptables: boolean;
  debug: boolean;
  authorizationPlugins: string[];
  seccompProfile: string | null;
  ulimits: boolean;
  rootless: boolean;
  socket: ReturnType<typeof permissionsOf> | null;
  /** Members of the group that owns the socket: each is as good as root. */
  groupMembers: string[];
  files: { path: string; uid: number; mode: string; groupWrites: boolean; othersWrite: boolean }[];
};

const programs = {
  docker: ['usr/bin/dockerd', 'usr/local/bin/dockerd', 'usr/sbin/dockerd', 'snap/docker/current/bin/dockerd'],
  containerd: ['usr/bin/containerd', 'usr/local/bin/containerd', 'usr/sbin/containerd'],
  crio: ['usr/bin/crio', 'usr/local/bin/crio', 'usr/libexec/crio/crio'],
  podman: ['usr/bin/podman', 'usr/local/bin/podman'],
} as const;

/** What runs containers here and how it is set up; null where there is nothing of the kind. */
export function readContainerEngines(files: HostFiles): ContainerEngines | null {
  const there = (engine: keyof typeof programs) => programs[engine].some(files.exists);
  const found: ContainerEngines = {
    docker: there('docker') ? dockerOf(files) : null,
    containerd: there('containerd')
      ? {
          config: files.exists('etc/containerd/config.toml'),
          insecureRegistries: insecureInContainerd(files),
          socket: socketOf(files, 'run/containerd/containerd.sock'),
        }
      : null,
    crio: there('crio') ? { insecureRegistries: insecureInCrio(files) } : null,
    podman: there('podman')
      ? { insecureRegistries: insecureInRegistries(files), socket: socketOf(files, 'run/podman/podman.sock') }
      : null,
  };
  return Object.values(found).every((one) => one === null) ? null : found;
}

function dockerOf(files: HostFiles): Docker {
  const config = jsonFile(files, 'etc/docker/daemon.json');
  const flags = parseFlags(argumentsOf(files));
  /** The flag, else what the file says. The daemon takes no setting from both. */
  const value = (name: string, flag = name): unknown => (flags.has(flag) ? flags.get(flag)?.at(-1) : config[name]);
  const list = (name: string, flag: string): string[] => {
    const told = config[name];
    const named = Array.isArray(told) ? told.filter((one) => typeof one === 'string') : [];
    return [...named, ...(flags.get(flag) ?? [])].slice(0, 200);
  };
  const bool = (name: string, otherwise: boolean, flag = name): boolean => {
    const told = value(name, flag);
    return told === undefined || told === null ? otherwise : told === true || /^(?:true|1|t)$/i.test(String(told));
  };
  const hosts = list('hosts', 'host');
  const tlsVerify = bool('tlsverify', false);
  const listening = [...(hosts.length === 0 ? ['unix:///var/run/docker.sock'] : hosts), ...socketUnits(files)];
  const open = listening.filter((host) => /^tcp:|^\[?[\d.:]+\]?:\d+$/.test(host) && !tlsVerify);
  const group = String(value('group') ?? 'docker');
  const logOptions = fields(config['log-opts']);
  const paths = [
    'etc/docker/daemon.json',
    'etc/docker',
    'usr/lib/systemd/system/docker.service',
    'usr/lib/systemd/system/docker.socket',
    'etc/systemd/system/docker.service',
    'etc/default/docker',
    'run/docker.sock',
  ];
  return {
    hosts: listening,
    openTcp: open,
    tlsVerify,
    liveRestore: bool('live-restore', false),
    usernsRemap: text(value('userns-remap')),
    icc: bool('icc', true),
    noNewPrivileges: bool('no-new-privileges', false),
    insecureRegistries: list('insecure-registries', 'insecure-registry'),
    logDriver: text(value('log-driver')) ?? 'json-file',
    logLimits:
      Object.hasOwn(logOptions, 'max-size') || (flags.get('log-opt') ?? []).some((one) => one.startsWith('max-size=')),
    userlandProxy: bool('userland-proxy', true),
    experimental: bool('experimental', false),
    iptables: bool('iptables', true),
    debug: bool('debug', false),
    authorizationPlugins: list('authorization-plugins', 'authorization-plugin'),
    seccompProfile: text(value('seccomp-profile')),
    ulimits: Object.keys(fields(config['default-ulimits'])).length > 0 || flags.has('default-ulimit'),
    rootless: flags.has('rootless'),
    socket: socketOf(files, 'run/docker.sock'),
    groupMembers: parseGroups(files.text('etc/group') ?? '').find(({ name }) => name === group)?.members ?? [],
    files: paths.flatMap((path) => {
      const stat = files.stat(path);
      if (stat === undefined) return [];
      const { mode, uid, groupWrites, othersWrite } = permissionsOf(stat);
      return [{ path, uid, mode, groupWrites, othersWrite }];
    }),
  };
}

/** What dockerd was started with, or will be by its unit and the variables that it names. */
function argumentsOf(files: HostFiles): string[] {
  if (files.running) {
    for (const pid of files.names('proc').filter((name) => /^\d+$/.test(name))) {
      if (files.text(`proc/${pid}/comm`)?.trim() !== 'dockerd') continue;
      const words = (files.text(`proc/${pid}/cmdline`) ?? '').split('\0').filter((word) => word !== '');
      if (words.length > 0) return words.slice(1);
    }
  }
  const unit = unitSettings(files, 'docker.service');
  const variables = new Map<string, string>();
  const named = (unit.get('EnvironmentFile') ?? []).map((one) => one.replace(/^-/, '').replace(/^\//, ''));
  for (const file of ['etc/default/docker', 'etc/sysconfig/docker', ...named])
    for (const { text: line } of configLines(files.text(file) ?? '')) {
      const [, name = '', value = ''] = /^(?:export\s+)?(\w+)=["']?(.*?)["']?$/.exec(line) ?? [];
      variables.set(name, value);
    }
  const started = (unit.get('ExecStart') ?? []).at(-1) ?? '';
  const words = started.split(/\s+/).flatMap((word) => {
    const name = /^\$\{?(\w+)\}?$/.exec(word)?.[1];
    return name === undefined ? [word.replace(/^["'](.*)["']$/, '$1')] : (variables.get(name) ?? '').split(/\s+/);
  });
  return words.slice(1).filter((word) => word !== '');
}

/** Flags of a command line in Go's way: `--name=value`, `--name value`, `-H value`; a flag alone is true. Short names are made long ones. */
export function parseFlags(words: readonly string[]): Map<string, string[]> {
  const short: Record<string, string> = { H: 'host', D: 'debug', G: 'group', l: 'log-level', g: 'data-root' };
  const found = new Map<string, string[]>();
  for (let at = 0; at < words.length; at += 1) {
    const [, given, inline] = /^--?([\w-]+)(?:=([\s\S]*))?$/.exec(words[at] as string) ?? [];
    if (given === undefined) continue;
    const name = Object.hasOwn(short, given) ? (short[given] as string) : given;
    const next = words[at + 1];
    let value = inline;
    if (value === undefined && next !== undefined && !next.startsWith('-') && !booleans.has(name)) {
      value = next;
      at += 1;
    }
    found.set(name, [...(found.get(name) ?? []), (value ?? 'true').replace(/^["'](.*)["']$/, '$1')].slice(-200));
  }
  return found;
}

/** Flags of dockerd that take no value of their own. */
const booleans = new Set([
  'debug',
  'experimental',
  'icc',
  'ip-forward',
  'ip-masq',
  'iptables',
  'ip6tables',
  'ipv6',
  'live-restore',
  'no-new-privileges',
  'raw-logs',
  'rootless',
  'selinux-enabled',
  'tls',
  'tlsverify',
  'userland-proxy',
  'validate',
]);

/** Addresses that systemd listens at in place of dockerd (`fd://`). */
function socketUnits(files: HostFiles): string[] {
  return (unitSettings(files, 'docker.socket').get('ListenStream') ?? [])
    .filter((one) => !one.startsWith('/') && !one.startsWith('%'))
    .map((one) => `tcp://${/^\d+$/.test(one) ? `0.0.0.0:${one}` : one}`);
}

function insecureInContainerd(files: HostFiles): string[] {
  const found = new Set<string>();
  const config = tomlFile(files, 'etc/containerd/config.toml');
  for (const plugin of Object.values(fields(config.plugins))) {
    const registry = fields(fields(plugin).registry);
    for (const [name, one] of Object.entries(fields(registry.configs)))
      if (fields(fields(one).tls).insecure_skip_verify === true) found.add(name);
    for (const [name, one] of Object.entries(fields(registry.mirrors))) {
      const { endpoint } = fields(one);
      if (Array.isArray(endpoint) && endpoint.some((url) => String(url).startsWith('http://'))) found.add(name);
    }
  }
  for (const file of matching(files, 'etc/containerd/certs.d/*/hosts.toml')) {
    const hosts = tomlFile(files, file);
    const all = Object.entries(fields(hosts.host));
    if (all.some(([url, one]) => fields(one).skip_verify === true || url.startsWith('http://')))
      found.add(file.split('/').at(-2) as string);
  }
  return [...found].slice(0, 200);
}

function insecureInCrio(files: HostFiles): string[] {
  const found = new Set(insecureInRegistries(files));
  for (const file of ['etc/crio/crio.conf', ...matching(files, 'etc/crio/crio.conf.d/*')]) {
    const { insecure_registries: listed } = fields(fields(fields(tomlFile(files, file)).crio).image);
    for (const one of Array.isArray(listed) ? listed : []) found.add(String(one));
  }
  return [...found].slice(0, 200);
}

/** registries.conf(5) of containers. */
function insecureInRegistries(files: HostFiles): string[] {
  const found = new Set<string>();
  for (const file of [
    'etc/containers/registries.conf',
    ...matching(files, 'etc/containers/registries.conf.d/*.conf'),
  ]) {
    const { registry } = tomlFile(files, file);
    for (const one of Array.isArray(registry) ? registry : []) {
      const { insecure, prefix, location } = fields(one);
      if (insecure === true) found.add(String(prefix ?? location ?? ''));
    }
  }
  return [...found].slice(0, 200);
}

function socketOf(files: HostFiles, path: string): ReturnType<typeof permissionsOf> | null {
  const stat = files.stat(path);
  return stat === undefined ? null : permissionsOf(stat);
}

function jsonFile(files: HostFiles, file: string): Record<string, unknown> {
  const content = files.text(file);
  if (content === undefined || content.trim() === '') return {};
  try {
    return fields(JSON.parse(content));
  } catch (error) {
    files.miss({ code: 'Malformed', message: `/${file}: ${(error as Error).message}` });
    return {};
  }
}

function tomlFile(files: HostFiles, file: string): Record<string, unknown> {
  const content = files.text(file, 512 * 1024);
  if (content === undefined) return {};
  try {
    return fields(parse(content));
  } catch (error) {
    files.miss({ code: 'Malformed', message: `/${file}: ${(error as Error).message.split('\n')[0]}` });
    return {};
  }
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value.slice(0, 500) : null;
}
