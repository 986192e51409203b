import { configLines, type HostFiles } from './root.ts';

const MOST_FILES = 500;
const MOST_RULES = 5000;
const MOST_CHARS = 16_384;
/** Members of aliases, counted wherever they are put in. */
const MOST_EXPANSIONS = 100_000;

/** What a line of sudoers(5) allows. */
export type SudoRule = {
  /** As it is written: `%admin`, `deploy`, `ALL`; aliases are replaced by what they stand for. */
  users: string[];
  hosts: string[];
  runAs: string[];
  commands: string[];
  /** Runs without asking for a password. */
  noPassword: boolean;
  /** One of the commands is ALL. */
  everything: boolean;
  /** Commands with a pattern that stands for more than one would think: `/usr/bin/vi *`. */
  wildcards: string[];
  where: string;
};

export type Sudo = {
  rules: SudoRule[];
  defaults: { name: string; value: string | boolean; scope: string; where: string }[];
  files: { path: string; mode: string; uid: number; othersWrite: boolean; groupWrites: boolean }[];
};

/** What sudo lets whom do; null where there is no sudo. */
export function readSudo(files: HostFiles): Sudo | null {
  const installed = ['usr/bin/sudo', 'usr/local/bin/sudo', 'usr/bin/sudo-rs'].some(files.exists);
  if (!installed) return null;
  const lines: SudoLine[] = [];
  const read: Sudo['files'] = [];
  const seen = new Set<string>();
  open('etc/sudoers', 0);
  const { rules, defaults, wrong } = parseSudoers(lines);
  if (wrong.length > 0) files.miss({ code: 'Malformed', message: `/${wrong[0]} cannot be understood` });
  if (rules.length > MOST_RULES) files.miss({ code: 'TooMany', message: `more than ${MOST_RULES} rules` });
  return { rules: rules.slice(0, MOST_RULES), defaults, files: read };

  function open(file: string, depth: number): void {
    if (seen.has(file)) return;
    seen.add(file);
    if (depth > 128 || seen.size > MOST_FILES) {
      files.miss({ code: 'TooMany', message: `/${file}: includes go too deep` });
      return;
    }
    const text = files.text(file);
    const stat = files.stat(file);
    if (stat !== undefined)
      read.push({
        path: file,
        mode: stat.mode.toString(8).padStart(4, '0'),
        uid: stat.uid,
        othersWrite: (stat.mode & 0o002) !== 0,
        groupWrites: (stat.mode & 0o020) !== 0,
      });
    if (text === undefined) return;
    // `#include` is no comment, and neither is a user id (`#1000`).
    for (const { line, text: content } of configLines(text, {
      joined: true,
      comment: /^\s*#(?!include(?:dir)?\s|\d)/,
    })) {
      const [, kind, quoted, plain] = /^[#@](include(?:dir)?)\s+(?:"([^"]*)"|(.+))$/.exec(content) ?? [];
      if (kind === undefined) {
        lines.push({ where: `${file}:${line}`, text: content });
        continue;
      }
      const named = (quoted ?? plain ?? '').replaceAll('\\ ', ' ').trim();
      const target = named.startsWith('/') ? named.slice(1) : `${file.slice(0, file.lastIndexOf('/'))}/${named}`;
      if (kind === 'include') open(target, depth + 1);
      // Names with a dot and those of editors' copies are left out (sudoers(5)).
      else
        for (const name of files.names(target))
          if (!name.includes('.') && !name.endsWith('~')) open(`${target}/${name}`, depth + 1);
    }
  }
}

export interface SudoLine {
  where: string;
  text: string;
}

const aliasKinds = /^(User|Runas|Host|Cmnd|Cmd)_Alias\s+(.*)$/;
const tags = /^(NO)?(?:PASSWD|EXEC|SETENV|LOG_INPUT|LOG_OUTPUT|MAIL|FOLLOW|INTERCEPT)\s*:\s*/;
const options =
  /^(?:ROLE|TYPE|APPARMOR_PROFILE|PRIVS|LIMITPRIVS|NOTBEFORE|NOTAFTER|TIMEOUT|CWD|CHROOT)\s*=\s*(?:"[^"]*"|[^\s,]+)\s*/;

/** Rules and defaults of the lines of sudoers(5), with aliases replaced. `wrong`: where a line stands that is neither. */
export function parseSudoers(lines: readonly SudoLine[]): Pick<Sudo, 'rules' | 'defaults'> & { wrong: string[] } {
  const aliases = new Map<string, string[]>();
  const rules: SudoRule[] = [];
  const defaults: Sudo['defaults'] = [];
  const wrong: string[] = lines.filter(({ text }) => text.length > MOST_CHARS).map(({ where }) => where);
  const sound = lines.filter(({ text }) => text.length <= MOST_CHARS);
  let expansions = 0;
  for (const { text } of sound) {
    const [, kind, list = ''] = aliasKinds.exec(text) ?? [];
    if (kind === undefined) continue;
    for (const one of splitOutside(withoutComment(list), ':')) {
      const at = one.indexOf('=');
      if (at > 0) aliases.set(`${kind === 'Cmd' ? 'Cmnd' : kind} ${one.slice(0, at).trim()}`, words(one.slice(at + 1)));
    }
  }
  for (const { text, where } of sound) {
    if (aliasKinds.test(text)) continue;
    const [, scope, values] = /^Defaults([@:!>]\s*[^\s]+)?\s+(.*)$/.exec(text) ?? [];
    if (values !== undefined) {
      for (const one of splitOutside(values, ',')) defaults.push({ ...defaultOf(one), scope: scope ?? '', where });
      continue;
    }
    const found = rulesOf(withoutComment(text), where);
    if (found === undefined) wrong.push(where);
    else rules.push(...found);
  }
  return { rules, defaults: defaults.filter(({ name }) => name !== ''), wrong };

  function rulesOf(text: string, where: string): SudoRule[] | undefined {
    const equals = outside(text, '=');
    if (equals < 0) return undefined;
    // The last word is the hosts; blanks around commas divide nothing.
    const left = text.slice(0, equals).split(/\s+/).join(' ').replaceAll(' ,', ',').replaceAll(', ', ',').trim();
    const blank = left.lastIndexOf(' ');
    if (blank < 0) return undefined;
    const [who, first] = [left.slice(0, blank), left.slice(blank + 1)];
    const users = expand('User', words(who));
    const found: SudoRule[] = [];
    for (const [index, part] of splitOutside(text, ':', ofTag).entries()) {
      const at = outside(part, '=');
      if (at < 0) return undefined;
      const hosts = expand('Host', words(index === 0 ? first : part.slice(0, at)));
      found.push(...commandsOf(part.slice(at + 1)).map((one) => ({ users, hosts, ...one, where })));
    }
    return found;
  }

  function commandsOf(text: string): Omit<SudoRule, 'users' | 'hosts' | 'where'>[] {
    const found: Omit<SudoRule, 'users' | 'hosts' | 'where'>[] = [];
    let runAs: string[] = ['root'];
    let noPassword = false;
    for (let one of words(text)) {
      const list = /^\(([^)]*)\)\s*/.exec(one);
      if (list !== null) {
        runAs = expand('Runas', words((list[1] ?? '').replaceAll(':', ',')));
        one = one.slice(list[0].length);
      }
      for (;;) {
        const option = options.exec(one);
        const tag = tags.exec(one);
        if (option === null && tag === null) break;
        if (/^(?:NO)?PASSWD/.test(one)) noPassword = one.startsWith('NO');
        one = one.slice((option ?? tag)?.[0].length);
      }
      // A program may be told by its digest too; of several digests the last stands before it.
      one = one.replace(/^sha(?:224|256|384|512)\s*:\s*\S+\s*/, '');
      if (one === '') continue;
      const commands = expand('Cmnd', [one]);
      const last = found.at(-1);
      if (last !== undefined && last.noPassword === noPassword && last.runAs === runAs) last.commands.push(...commands);
      else found.push({ runAs, commands, noPassword, everything: false, wildcards: [] });
    }
    return found.map((one) => ({
      ...one,
      everything: one.commands.includes('ALL'),
      wildcards: one.commands.filter((command) => !command.startsWith('!') && /(?:^|[^\\])[*?[]/.test(command)),
    }));
  }

  /** Aliases may name others; a cycle ends where it comes back. */
  function expand(kind: string, names: readonly string[], seen: ReadonlySet<string> = new Set()): string[] {
    return names.flatMap((name) => {
      const negated = /^!+/.exec(name)?.[0].length ?? 0;
      const key = `${kind} ${name.slice(negated).trim()}`;
      const list = aliases.get(key);
      if (list === undefined || seen.has(key) || (expansions += list.length) > MOST_EXPANSIONS) return [name];
      const inner = expand(kind, list, new Set([...seen, key]));
      return negated % 2 === 1 ? inner.map((one) => (one.startsWith('!') ? one.slice(1) : `!${one}`)) : inner;
    });
  }
}

function defaultOf(text: string): { name: string; value: string | boolean } {
  const one = text.trim();
  if (one.startsWith('!')) return { name: one.slice(1).trim(), value: false };
  const [, name, value] = /^([\w]+)\s*[+-]?=\s*(.*)$/.exec(one) ?? [];
  return name === undefined ? { name: one, value: true } : { name, value: (value ?? '').replace(/^"(.*)"$/, '$1') };
}

/** A colon that ends a tag (`NOPASSWD:`), stands in a digest (`sha256:...`) or stands in parentheses divides no rules. */
function ofTag(before: string): boolean {
  if (/(?:^|[\s,=):])sha(?:224|256|384|512)\s*$/.test(before.slice(-40))) return true;
  return /(?:^|[\s,=):])(?:NO)?(?:PASSWD|EXEC|SETENV|LOG_INPUT|LOG_OUTPUT|MAIL|FOLLOW|INTERCEPT)\s*$/.test(
    before.slice(-40),
  );
}

function words(text: string): string[] {
  return splitOutside(text, ',')
    .map((one) => one.trim().replace(/^"([^"]*)"$/, '$1'))
    .filter((one) => one !== '');
}

function withoutComment(text: string): string {
  for (let at = 0; (at = text.indexOf('#', at)) >= 0; at += 1)
    if ((at === 0 || /\s/.test(text[at - 1] as string)) && !/\d/.test(text[at + 1] ?? '')) return text.slice(0, at);
  return text;
}

/** Pieces of a text at a character that stands outside of quotes and parentheses and behind no backslash. */
function splitOutside(text: string, char: string, keeps: (before: string) => boolean = () => false): string[] {
  const pieces: string[] = [];
  for (let rest = text, from = 0; ; ) {
    const at = outside(rest, char, from);
    if (at < 0) return [...pieces, rest];
    if (keeps(rest.slice(0, at))) from = at + 1;
    else {
      pieces.push(rest.slice(0, at));
      rest = rest.slice(at + 1);
      from = 0;
    }
  }
}

function outside(text: string, char: string, from = 0): number {
  let quoted = false;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const here = text[at];
    if (here === '\\') at += 1;
    else if (here === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (here === '(') depth += 1;
    else if (here === ')') depth = Math.max(0, depth - 1);
    else if (here === char && depth === 0 && at >= from) return at;
  }
  return -1;
}
