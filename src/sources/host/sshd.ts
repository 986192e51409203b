import { configLines, type HostFiles, matching } from './root.ts';

const CONFIG = 'etc/ssh/sshd_config';
/** As sshd has it (servconf.c, SERVCONF_MAX_DEPTH). */
const MOST_INCLUDES = 16;
const MOST_FILES = 500;

/** An option with where it is set: `etc/ssh/sshd_config:12`, or `default`. */
export type SshdOption = {
  value: string;
  where: string;
  /** What connections may get: the value, and those of Match blocks. */
  values: string[];
};

export type Sshd = {
  version: string | null;
  options: { [name: string]: SshdOption };
  /** Match blocks with the options that they set. */
  matches: { criteria: string; where: string; options: { [name: string]: string } }[];
  ports: number[];
  addresses: string[];
  /** Algorithms that are offered beside those of OpenSSH's defaults, or in their place. */
  algorithms: { ciphers: string[]; macs: string[]; keyExchanges: string[]; hostKeys: string[] };
};

/**
 * Defaults of options as sshd_config(5) names them, for a version; where `before` is given, older versions had another. Only of those that something is said about.
 */
const defaults: Readonly<Record<string, string | readonly [since: number, value: string, before: string]>> = {
  permitrootlogin: [7.0, 'prohibit-password', 'yes'],
  passwordauthentication: 'yes',
  permitemptypasswords: 'no',
  pubkeyauthentication: 'yes',
  kbdinteractiveauthentication: 'yes',
  hostbasedauthentication: 'no',
  ignorerhosts: 'yes',
  gssapiauthentication: 'no',
  permituserenvironment: 'no',
  strictmodes: 'yes',
  usepam: 'no',
  x11forwarding: 'no',
  allowtcpforwarding: 'yes',
  allowagentforwarding: 'yes',
  gatewayports: 'no',
  permittunnel: 'no',
  maxauthtries: '6',
  maxsessions: '10',
  maxstartups: '10:30:100',
  logingracetime: '120',
  clientaliveinterval: '0',
  clientalivecountmax: '3',
  loglevel: 'INFO',
  banner: 'none',
  protocol: [5.4, '2', '2,1'],
};

/** Other names of options. */
const aliases: Readonly<Record<string, string>> = {
  challengeresponseauthentication: 'kbdinteractiveauthentication',
  skeyauthentication: 'kbdinteractiveauthentication',
  pubkeyacceptedkeytypes: 'pubkeyacceptedalgorithms',
};
/** Options that add up instead of the first counting. */
const adding = new Set([
  'port',
  'listenaddress',
  'hostkey',
  'acceptenv',
  'allowusers',
  'allowgroups',
  'denyusers',
  'denygroups',
  'setenv',
]);

interface Setting {
  option: string;
  value: string;
  where: string;
  /** Criteria of the Match block that it stands in. */
  match?: { criteria: string; where: string };
}

/**
 * What sshd does, by its configuration and the defaults of its version; null where there is no sshd. Options of Match blocks are told beside the ones for everybody:
 * who a connection is from is known only when it comes.
 */
export function readSshd(files: HostFiles, version: string | null): Sshd | null {
  const installed = ['usr/sbin/sshd', 'usr/local/sbin/sshd', 'usr/bin/sshd', 'usr/lib/ssh/sshd'].some(files.exists);
  if (!installed) return null;
  const settings: Setting[] = [];
  let opened = 0;
  read(CONFIG, undefined, 0);
  // What the package of the distribution brings, where there is no file of the administrator (openSUSE, Fedora).
  if (opened === 0) read('usr/etc/ssh/sshd_config', undefined, 0);
  return sshdOf(settings, version);

  function read(file: string, match: Setting['match'], depth: number): void {
    if (depth > MOST_INCLUDES || (opened += 1) > MOST_FILES) {
      files.miss({ code: 'TooMany', message: `/${file}: includes go too deep` });
      return;
    }
    const text = files.text(file);
    if (text === undefined) {
      opened -= 1;
      return;
    }
    let block = match;
    for (const { line, option, values } of parseSshd(text)) {
      const where = `${file}:${line}`;
      if (option === 'include') {
        for (const pattern of values)
          for (const included of matching(files, pattern.startsWith('/') ? pattern : `etc/ssh/${pattern}`))
            read(included, block, depth + 1);
      } else if (option === 'match') block = { criteria: values.join(' '), where };
      else settings.push({ option, value: values.join(' '), where, ...(block !== undefined && { match: block }) });
    }
  }
}

/** Lines of an sshd_config: `Option value`, `Option=value`, values in quotes. */
export function parseSshd(text: string): { line: number; option: string; values: string[] }[] {
  return configLines(text).flatMap(({ line, text: content }) => {
    const [, name, rest = ''] = /^([A-Za-z0-9]+)(?:\s*=\s*|\s+)(.*)$/.exec(content) ?? [];
    if (name === undefined) return [];
    const option = name.toLowerCase();
    const values = [...rest.matchAll(/"([^"]*)"|([^\s"]+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
    const comment = values.findIndex((value) => value.startsWith('#'));
    const kept = comment < 0 ? values : values.slice(0, comment);
    return kept.length === 0 ? [] : [{ line, option: aliases[option] ?? option, values: kept }];
  });
}

function sshdOf(settings: readonly Setting[], version: string | null): Sshd {
  const number = version === null ? Number.POSITIVE_INFINITY : Number.parseFloat(version);
  const options: Sshd['options'] = {};
  for (const [name, one] of Object.entries(defaults)) {
    const value = typeof one === 'string' ? one : number >= one[0] ? one[1] : one[2];
    options[name] = { value, where: 'default', values: [value] };
  }
  const everybody = ({ match }: Setting) => match === undefined || match.criteria.toLowerCase() === 'all';
  // A Match block, here one for all, goes before what stands outside of any.
  const general = settings
    .filter(everybody)
    .sort((a, b) => Number(a.match === undefined) - Number(b.match === undefined));
  const set = new Set<string>();
  const lists = new Map<string, string[]>();
  for (const { option, value, where } of general) {
    if (adding.has(option)) {
      const list = lists.get(option);
      if (list === undefined) lists.set(option, [value]);
      else list.push(value);
    }
    if (set.has(option)) continue;
    set.add(option);
    options[option] = { value: plain(option, value), where, values: [plain(option, value)] };
  }
  const matches = new Map<string, Sshd['matches'][number]>();
  for (const setting of settings) {
    const { match, option, value } = setting;
    if (match === undefined || everybody(setting)) continue;
    let block = matches.get(match.where);
    if (block === undefined) matches.set(match.where, (block = { ...match, options: {} }));
    if (Object.hasOwn(block.options, option)) continue;
    block.options[option] = plain(option, value);
    const told = options[option];
    if (told === undefined) options[option] = { value: '', where: 'default', values: [plain(option, value)] };
    else if (!told.values.includes(plain(option, value))) told.values.push(plain(option, value));
  }
  const addresses = lists.get('listenaddress') ?? [];
  const listed = (lists.get('port') ?? []).map(Number).filter((port) => port > 0 && port < 65_536);
  return {
    version,
    options,
    matches: [...matches.values()],
    ports: listed.length === 0 ? [22] : listed,
    addresses,
    algorithms: {
      ciphers: algorithms(options.ciphers, number < 6.7 ? ['aes128-cbc', '3des-cbc', 'arcfour'] : []),
      macs: algorithms(options.macs, number < 6.7 ? ['hmac-md5', 'hmac-sha1-96'] : []),
      keyExchanges: algorithms(options.kexalgorithms, number < 6.7 ? ['diffie-hellman-group1-sha1'] : []),
      hostKeys: algorithms(options.hostkeyalgorithms, number < 7.0 ? ['ssh-dss'] : []),
    },
  };
}

/** Values as they are compared: words in small letters, times in seconds. */
function plain(option: string, value: string): string {
  if (option === 'loglevel') return value.toUpperCase();
  if (option === 'logingracetime' || option === 'clientaliveinterval') return String(seconds(value) ?? value);
  if (option === 'permitrootlogin' && value.toLowerCase() === 'without-password') return 'prohibit-password';
  return /^[A-Za-z-]+$/.test(value) && Object.hasOwn(defaults, option) ? value.toLowerCase() : value;
}

/** A time of sshd_config(5), `1h30m`, in seconds; undefined for what is none. */
function seconds(value: string): number | undefined {
  if (!/^(?:\d{1,9}[smhdw]?)+$/i.test(value)) return undefined;
  const units: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
  let sum = 0;
  for (const [, count, unit = 's'] of value.matchAll(/(\d+)([smhdw]?)/gi))
    sum += Number(count) * (units[unit.toLowerCase() || 's'] ?? 1);
  return sum;
}

/** What a list of algorithms names; `+` and `^` add to the defaults, `-` takes away from them. Of the defaults themselves only weak ones are named. */
function algorithms(option: SshdOption | undefined, weak: readonly string[]): string[] {
  if (option === undefined || option.value === '') return [...weak];
  const names = option.value
    .replace(/^[+^-]/, '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (option.value.startsWith('-')) return weak.filter((name) => !names.includes(name));
  return /^[+^]/.test(option.value) ? [...weak, ...names] : names;
}
