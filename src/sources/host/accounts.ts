import { configLines, type HostFiles, permissionsOf } from './root.ts';

const MOST_LINES = 50_000;
/** Shells that let nobody in. */
const noLogin = /(?:^|\/)(?:nologin|false|true|sync|shutdown|halt|git-shell)$/;

export type HostUser = {
  name: string;
  uid: number;
  gid: number;
  home: string;
  shell: string;
  /** Its shell lets it in. */
  login: boolean;
  /** An account of the system by its number (`UID_MIN` of login.defs); root is none. */
  system: boolean;
  /** The password field of /etc/passwd holds a password itself, or none at all. */
  passwordField: 'shadow' | 'hash' | 'empty' | 'locked';
  groups: string[];
  homePermissions: (ReturnType<typeof permissionsOf> & { owned: boolean }) | null;
};

export type HostAccounts = {
  users: HostUser[];
  groups: { name: string; gid: number; members: string[] }[];
  /** Lines that bring in accounts of a directory service: `+`, `+@group`. */
  directoryLines: string[];
  uidMin: number;
};

/** Who is known to the system: passwd(5), group(5), login.defs(5); null where it has no /etc/passwd. */
export function readAccounts(files: HostFiles): HostAccounts | null {
  const text = files.text('etc/passwd');
  if (text === undefined) return null;
  const uidMin = Number(loginDefs(files.text('etc/login.defs') ?? '').UID_MIN ?? 1000);
  const groups = parseGroups(files.text('etc/group') ?? '');
  const memberships = new Map<string, string[]>();
  for (const { name, members } of groups)
    for (const member of members) {
      const list = memberships.get(member);
      if (list === undefined) memberships.set(member, [name]);
      else list.push(name);
    }
  const groupNames = new Map(groups.map(({ gid, name }) => [gid, name]));
  const users = parsePasswd(text).map((user): HostUser => {
    const primary = groupNames.get(user.gid);
    const home = user.home.startsWith('/') && user.home !== '/' ? user.home.slice(1) : undefined;
    const login = !noLogin.test(user.shell);
    const stat = home === undefined || !login ? undefined : files.stat(home);
    return {
      ...user,
      login,
      system: user.uid !== 0 && user.uid < uidMin,
      groups: [...new Set([...(primary === undefined ? [] : [primary]), ...(memberships.get(user.name) ?? [])])],
      homePermissions: stat?.type === 'directory' ? { ...permissionsOf(stat), owned: stat.uid === user.uid } : null,
    };
  });
  const directoryLines = ['etc/passwd', 'etc/group'].flatMap((file) =>
    configLines(files.text(file) ?? '')
      .filter((line) => line.text.startsWith('+'))
      .map(({ line }) => `${file}:${line}`),
  );
  return { users, groups, directoryLines, uidMin: Number.isInteger(uidMin) ? uidMin : 1000 };
}

/** Lines of passwd(5). */
export function parsePasswd(text: string): Omit<HostUser, 'login' | 'system' | 'groups' | 'homePermissions'>[] {
  return records(text).flatMap(([name = '', field = '', uid, gid, , home = '', shell = '']) => {
    if (name === '' || /^[+-]/.test(name) || !isNumber(uid) || !isNumber(gid)) return [];
    const passwordField =
      field === 'x' ? 'shadow' : field === '' ? 'empty' : /^[!*]/.test(field) ? 'locked' : ('hash' as const);
    // An empty shell is /bin/sh (passwd(5)).
    return [{ name, uid: Number(uid), gid: Number(gid), home, shell: shell || '/bin/sh', passwordField }];
  });
}

/** Lines of group(5). */
export function parseGroups(text: string): HostAccounts['groups'] {
  return records(text).flatMap(([name = '', , gid, members = '']) =>
    name === '' || !isNumber(gid)
      ? []
      : [{ name, gid: Number(gid), members: members.split(',').filter((one) => one !== '') }],
  );
}

export type Password = {
  name: string;
  /** `set`: there is one; `empty`: none is asked for; `locked`: none fits. */
  state: 'set' | 'empty' | 'locked';
  /** How it is hashed, by the mark of crypt(5); the hash itself is never kept. */
  hash: string | null;
  /** Its account may log in, by its shell. */
  login: boolean;
  uid: number | null;
  /** ISO 8601. */
  lastChanged: string | null;
  minDays: number | null;
  maxDays: number | null;
  warnDays: number | null;
  inactiveDays: number | null;
  expires: string | null;
};

/** Passwords as shadow(5) has them, without the hashes; null where there is no such file. */
export function readPasswords(files: HostFiles): { accounts: Password[] } | null {
  const text = files.text('etc/shadow');
  if (text === undefined) return null;
  const users = new Map(parsePasswd(files.text('etc/passwd') ?? '').map((user) => [user.name, user]));
  const accounts = parseShadow(text).map((one) => {
    const user = users.get(one.name);
    return { ...one, uid: user?.uid ?? null, login: user !== undefined && !noLogin.test(user.shell) };
  });
  return { accounts };
}

/** Lines of shadow(5). */
export function parseShadow(text: string): Omit<Password, 'login' | 'uid'>[] {
  return records(text).flatMap(([name = '', field, last, min, max, warn, inactive, expires]) => {
    if (name === '' || field === undefined || /^[+-]/.test(name)) return [];
    const state = field === '' ? 'empty' : /^[!*]/.test(field) || field === 'x' ? 'locked' : 'set';
    return [
      {
        name,
        state,
        hash: state === 'set' ? hashOf(field) : null,
        lastChanged: day(last),
        minDays: days(min),
        maxDays: days(max),
        warnDays: days(warn),
        inactiveDays: days(inactive),
        expires: day(expires),
      } as const,
    ];
  });
}

/** crypt(5). */
function hashOf(field: string): string {
  const names: Record<string, string> = {
    '1': 'md5',
    '2': 'bcrypt',
    '2a': 'bcrypt',
    '2b': 'bcrypt',
    '2y': 'bcrypt',
    '5': 'sha256',
    '6': 'sha512',
    '7': 'scrypt',
    y: 'yescrypt',
    gy: 'gost-yescrypt',
    sm3: 'sm3',
    sha1: 'sha1',
    md5: 'sunmd5',
    '3': 'nt',
  };
  const mark = /^\$([a-z0-9]+)[$,]/i.exec(field)?.[1];
  if (mark !== undefined) return Object.hasOwn(names, mark) ? (names[mark] as string) : 'unknown';
  return 'des';
}

/** A public key that opens an account. */
export type AuthorizedKeys = {
  user: string;
  path: string;
  keys: number;
  types: string[];
  groupWrites: boolean;
  othersWrite: boolean;
};

/** Keys that open accounts, by how many and of what kinds they are. */
export function listAuthorizedKeys(files: HostFiles): AuthorizedKeys[] {
  const found: AuthorizedKeys[] = [];
  const seen = new Set<string>();
  for (const { name, home } of parsePasswd(files.text('etc/passwd') ?? '')) {
    if (!home.startsWith('/')) continue;
    for (const file of ['authorized_keys', 'authorized_keys2']) {
      const path = `${home.slice(1)}/.ssh/${file}`.replace(/^\/+/, '');
      const stat = files.stat(path);
      if (stat?.type !== 'file' || seen.has(`${name} ${path}`)) continue;
      seen.add(`${name} ${path}`);
      const types = keyTypes(files.text(path) ?? '');
      found.push({
        user: name,
        path,
        keys: types.length,
        types: [...new Set(types)].sort(),
        groupWrites: (stat.mode & 0o020) !== 0,
        othersWrite: (stat.mode & 0o002) !== 0,
      });
    }
  }
  return found;
}

/** Kinds of the keys of a file in the format AUTHORIZED_KEYS of sshd(8). */
export function keyTypes(text: string): string[] {
  return configLines(text).flatMap(
    ({ text: line }) =>
      /(?:^|\s)((?:ssh|ecdsa-sha2|sk-ssh|sk-ecdsa-sha2)-[\w@.-]{1,60})\s+[A-Za-z0-9+/=]{16}/.exec(line)?.[1] ?? [],
  );
}

/** Settings of login.defs(5). */
export function loginDefs(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { text: line } of configLines(text)) {
    const [name = '', value] = line.split(/\s+/);
    if (value !== undefined && /^[A-Z_]{2,40}$/.test(name)) found[name] = value;
  }
  return found;
}

function records(text: string): string[][] {
  return text
    .split('\n', MOST_LINES)
    .map((line) => line.replace(/\r$/, ''))
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => line.split(':'));
}

function isNumber(text: string | undefined): boolean {
  return text !== undefined && /^\d{1,10}$/.test(text);
}

function days(text: string | undefined): number | null {
  return text !== undefined && /^-?\d{1,7}$/.test(text) ? Number(text) : null;
}

/** Days since 1970 as ISO 8601. */
function day(text: string | undefined): string | null {
  const count = days(text);
  return count === null || count < 0 || count > 1_000_000 ? null : new Date(count * 86_400_000).toISOString();
}
