import type { Json } from '../../../model/index.ts';
import { UnreadableFile } from '../../files/errors.ts';
import type { FileReader, Reading } from '../../files/types.ts';

/**
 * What a password field says. `set`: there is one; `empty`: none is asked for; `locked`: none fits; `none`: nothing tells.
 * The field itself is never kept.
 */
export type PasswordState = 'set' | 'empty' | 'locked' | 'none';

export type User = { name: string; uid: number; gid: number; home: string; shell: string; password: PasswordState };
export type Group = { name: string; gid: number };
export type Accounts = { users: User[]; groups: Group[] };

type AccountReading = { users?: User[]; states?: { [name: string]: PasswordState }; groups?: Group[] };

const files = new Set(['etc/passwd', 'etc/shadow', 'etc/group']);
const MAX_BYTES = 4 * 1024 * 1024;
const MAX_LINES = 50_000;

/** Reads who is known to the system: passwd(5), shadow(5), group(5). */
export const accountsReader: FileReader<AccountReading & Json> = {
  id: 'accounts',
  version: 1,
  wants: ({ path, type }) => (type === 'file' && files.has(path) ? MAX_BYTES : undefined),
  read({ path }, content) {
    const lines = linesOf(content);
    if (path === 'etc/passwd') return { users: lines.flatMap(userOf) };
    if (path === 'etc/group') return { groups: lines.flatMap(groupOf) };
    return { states: Object.fromEntries(lines.flatMap(stateOf)) };
  },
};

/** The accounts of a whole tree; undefined where it has no etc/passwd. */
export function accountsOf(readings: readonly Reading[]): Accounts | undefined {
  const seen = readings.filter(({ reader, hidden }) => reader === accountsReader.id && hidden !== true);
  const value = (path: string) => seen.findLast((one) => one.path === path)?.value as AccountReading | undefined;
  const users = value('etc/passwd')?.users;
  if (users === undefined) return undefined;
  const states = new Map(Object.entries(value('etc/shadow')?.states ?? {}));
  return {
    users: users.map((user) =>
      user.password === 'none' ? { ...user, password: states.get(user.name) ?? 'none' } : user,
    ),
    groups: value('etc/group')?.groups ?? [],
  };
}

function linesOf(content: Uint8Array): string[] {
  if (content.includes(0)) throw new UnreadableFile('malformed', 'holds bytes that are no text');
  const lines = Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('utf8').split('\n');
  if (lines.length > MAX_LINES) throw new UnreadableFile('too-large', `has more than ${MAX_LINES} lines`);
  return lines.map((line) => line.replace(/\r$/, '')).filter((line) => line !== '' && !line.startsWith('#'));
}

function userOf(line: string): User[] {
  const [name = '', password = '', uid, gid, , home = '', shell = ''] = line.split(':');
  const [user, group] = [number(uid), number(gid)];
  // Lines that begin with + or - bring in accounts of a directory service.
  if (name === '' || /^[+-]/.test(name) || user === undefined || group === undefined) return [];
  return [{ name, uid: user, gid: group, home, shell, password: password === 'x' ? 'none' : fieldState(password) }];
}

function groupOf(line: string): Group[] {
  const [name = '', , gid] = line.split(':');
  const group = number(gid);
  return name === '' || group === undefined ? [] : [{ name, gid: group }];
}

function stateOf(line: string): [string, PasswordState][] {
  const [name = '', password] = line.split(':');
  return name === '' || password === undefined ? [] : [[name, fieldState(password)]];
}

/** `*`, `!`, and anything that begins with `!` fit no password; see crypt(5). */
function fieldState(field: string): PasswordState {
  if (field === '') return 'empty';
  return /^[!*]/.test(field) || field === 'x' ? 'locked' : 'set';
}

function number(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : undefined;
}
