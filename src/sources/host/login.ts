import { loginDefs } from './accounts.ts';
import { configLines, type HostFiles, matching } from './root.ts';

/** A line of a PAM configuration. */
export interface PamRule {
  kind: string;
  control: string;
  module: string;
  args: string[];
}

export type Login = {
  /** What new passwords have to be; null where nothing asks for anything. */
  quality: {
    module: string;
    minLength: number | null;
    classes: number | null;
    digits: number | null;
    upper: number | null;
    lower: number | null;
    other: number | null;
    /** Kinds of characters that have to be there, by classes or credits. */
    required: number;
  } | null;
  /** After how many failures an account is locked; null where nothing locks it. */
  lockout: { module: string; deny: number; unlockSeconds: number; root: boolean } | null;
  /** How many earlier passwords may not come again. */
  remember: number | null;
  /** How PAM hashes new passwords; null where it does not say. */
  hash: string | null;
  /** Modules that let in accounts without a password. */
  nullPasswords: boolean;
  /** Only members of a group may become others by su. */
  suRestricted: boolean;
  umask: string | null;
  /** Seconds after which a shell that is not used ends; null where none is set. */
  timeout: number | null;
  defs: {
    maxDays: number | null;
    minDays: number | null;
    warnDays: number | null;
    minLength: number | null;
    hash: string | null;
  };
  banner: boolean;
};

const passwordFiles = ['common-password', 'system-auth', 'password-auth'];
const authFiles = ['common-auth', 'common-account', 'system-auth', 'password-auth', 'sshd', 'login'];

/** How the system lets people in: PAM, login.defs, profiles; null where it has no PAM and no login.defs. */
export function readLogin(files: HostFiles): Login | null {
  const defs = files.text('etc/login.defs');
  const passwords = rulesOf(passwordFiles).filter(({ kind }) => kind === 'password');
  const auth = rulesOf(authFiles).filter(({ kind }) => kind === 'auth');
  if (defs === undefined && passwords.length === 0 && auth.length === 0) return null;
  const set = loginDefs(defs ?? '');
  const unix = passwords.filter(({ module }) => module === 'pam_unix');
  const shell = shellSettings();
  return {
    quality: qualityOf(),
    lockout: lockoutOf(),
    remember: rememberOf(),
    hash:
      unix
        .flatMap(({ args }) => args)
        .find((arg) => /^(?:md5|bigcrypt|sha256|sha512|blowfish|gost_yescrypt|yescrypt)$/.test(arg)) ?? null,
    nullPasswords: auth.some(({ module, args }) => module === 'pam_unix' && args.includes('nullok')),
    suRestricted: rulesOf(['su']).some(
      ({ kind, module, control }) =>
        kind === 'auth' && module === 'pam_wheel' && /^(?:required|requisite|\[)/.test(control),
    ),
    umask: shell.umask ?? set.UMASK ?? null,
    timeout: shell.timeout,
    defs: {
      maxDays: whole(set.PASS_MAX_DAYS),
      minDays: whole(set.PASS_MIN_DAYS),
      warnDays: whole(set.PASS_WARN_AGE),
      minLength: whole(set.PASS_MIN_LEN),
      hash: set.ENCRYPT_METHOD?.toLowerCase() ?? null,
    },
    banner: ['etc/issue', 'etc/issue.net', 'etc/motd'].some((file) => (files.text(file) ?? '').trim() !== ''),
  };

  function rulesOf(names: readonly string[]): PamRule[] {
    const seen = new Set<string>();
    const rules: PamRule[] = [];
    const open = (name: string, depth: number) => {
      if (depth > 8 || seen.has(name) || name.includes('/')) return;
      seen.add(name);
      const text = files.text(`etc/pam.d/${name}`) ?? files.text(`usr/lib/pam.d/${name}`);
      for (const rule of parsePam(text ?? '')) {
        if (rule.kind === 'include') open(rule.module, depth + 1);
        else rules.push(rule);
      }
    };
    for (const name of names) open(name, 0);
    return rules;
  }

  function qualityOf(): Login['quality'] {
    const rule = passwords.find(({ module }) => /^pam_(?:pwquality|cracklib|passwdqc)$/.test(module));
    if (rule === undefined) return null;
    const settings = new Map<string, string>();
    if (rule.module === 'pam_pwquality')
      for (const file of [...matching(files, 'etc/security/pwquality.conf.d/*.conf'), 'etc/security/pwquality.conf'])
        for (const [name, value] of keyValues(files.text(file) ?? ''))
          if (!settings.has(name)) settings.set(name, value);
    for (const arg of rule.args) {
      const at = arg.indexOf('=');
      if (at > 0) settings.set(arg.slice(0, at), arg.slice(at + 1));
    }
    const number = (name: string) => whole(settings.get(name));
    const credits = ['dcredit', 'ucredit', 'lcredit', 'ocredit'].filter((name) => (number(name) ?? 0) < 0).length;
    return {
      module: rule.module,
      // What pam_pwquality(8) and pam_cracklib(8) take where nothing is said; never below six.
      minLength:
        rule.module === 'pam_passwdqc'
          ? null
          : Math.max(6, number('minlen') ?? (rule.module === 'pam_pwquality' ? 8 : 9)),
      classes: number('minclass'),
      digits: number('dcredit'),
      upper: number('ucredit'),
      lower: number('lcredit'),
      other: number('ocredit'),
      required: Math.max(credits, number('minclass') ?? 0),
    };
  }

  function lockoutOf(): Login['lockout'] {
    const rule = auth.find(({ module }) => /^pam_(?:faillock|tally2?)$/.test(module));
    if (rule === undefined) return null;
    const settings = new Map(
      rule.module === 'pam_faillock' ? keyValues(files.text('etc/security/faillock.conf') ?? '') : [],
    );
    for (const arg of rule.args) {
      const [name = '', value = ''] = arg.split('=');
      settings.set(name, value);
    }
    // Defaults of faillock.conf(5); pam_tally2 locks nobody where nothing is said.
    const own = rule.module === 'pam_faillock';
    const deny = whole(settings.get('deny')) ?? (own ? 3 : 0);
    const unlockSeconds =
      settings.get('unlock_time') === 'never' ? 0 : (whole(settings.get('unlock_time')) ?? (own ? 600 : 0));
    return deny === 0 ? null : { module: rule.module, deny, unlockSeconds, root: settings.has('even_deny_root') };
  }

  function rememberOf(): number | null {
    const history = passwords.find(({ module }) => module === 'pam_pwhistory');
    const fromFile = history && new Map(keyValues(files.text('etc/security/pwhistory.conf') ?? '')).get('remember');
    for (const rule of history === undefined ? unix : [history, ...unix]) {
      const arg = rule.args.find((one) => one.startsWith('remember='));
      if (arg !== undefined) return whole(arg.slice('remember='.length));
    }
    // pam_pwhistory(8) keeps ten.
    return whole(fromFile) ?? (history === undefined ? null : 10);
  }

  function shellSettings(): { umask: string | null; timeout: number | null } {
    let umask: string | null = null;
    let timeout: number | null = null;
    for (const file of profiles(files)) {
      for (const { text: line } of configLines(files.text(file) ?? '')) {
        const seconds = /(?:^|[\s;])TMOUT=["']?(\d{1,6})/.exec(line)?.[1];
        if (seconds !== undefined) timeout = Number(seconds);
        const mask = /^umask\s+([0-7]{1,4})(?:\s|;|$)/.exec(line)?.[1];
        if (mask !== undefined) umask = mask.padStart(3, '0');
      }
    }
    return { umask, timeout };
  }
}

function profiles(files: HostFiles): string[] {
  return ['etc/profile', ...matching(files, 'etc/profile.d/*.sh'), 'etc/bash.bashrc', 'etc/bashrc'];
}

/** Folders of root's search path that are not absolute (`.`, an empty one), and where they are set. */
export function readRootPath(files: HostFiles): { unsafe: { entry: string; where: string }[] } {
  const unsafe: { entry: string; where: string }[] = [];
  for (const file of [...profiles(files), 'etc/environment', 'root/.profile', 'root/.bashrc', 'root/.bash_profile']) {
    for (const { line, text } of configLines(files.text(file) ?? '')) {
      const path = /^(?:export\s+)?PATH=["']?([^"'\s;]{0,4000})/.exec(text)?.[1];
      for (const entry of path?.split(':') ?? [])
        if (entry === '' || entry.startsWith('.')) unsafe.push({ entry, where: `${file}:${line}` });
    }
  }
  return { unsafe };
}

/** Rules of pam.conf(5) in a file of pam.d; `@include` and the control values include and substack give the kind `include` and the file's name. */
export function parsePam(text: string): PamRule[] {
  return configLines(text, { joined: true }).flatMap(({ text: line }) => {
    const included = /^@include\s+(\S+)/.exec(line)?.[1];
    if (included !== undefined) return [{ kind: 'include', control: '', module: included, args: [] }];
    const [, kind, control = '', module, rest = ''] =
      /^-?(auth|account|password|session)\s+(\[[^\]]*\]|\S+)\s+(\S+)\s*(.*)$/i.exec(line) ?? [];
    if (kind === undefined || module === undefined) return [];
    if (control === 'include' || control === 'substack') return [{ kind: 'include', control, module, args: [] }];
    const name = module.slice(module.lastIndexOf('/') + 1).replace(/\.so$/, '');
    const args = rest.split(/\s+/).filter((arg) => arg !== '');
    const comment = args.findIndex((arg) => arg.startsWith('#'));
    return [
      {
        kind: kind.toLowerCase(),
        control: control.toLowerCase(),
        module: name,
        args: comment < 0 ? args : args.slice(0, comment),
      },
    ];
  });
}

/** `name = value`, or a name alone. */
export function keyValues(text: string): [string, string][] {
  return configLines(text).map(({ text: line }) => {
    const at = line.indexOf('=');
    return at < 0
      ? [line, '']
      : [
          line.slice(0, at).trim(),
          line
            .slice(at + 1)
            .replace(/\s#.*$/, '')
            .trim(),
        ];
  });
}

function whole(text: string | undefined): number | null {
  return text !== undefined && /^-?\d{1,9}$/.test(text.trim()) ? Number(text) : null;
}
