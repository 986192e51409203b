import { keyValues } from './login.ts';
import { configLines, type HostFiles, matching } from './root.ts';
import { isEnabled, type Service } from './units.ts';

export type Logging = {
  /** A daemon that writes logs to files, and is started by itself. */
  daemon: string | null;
  /** Where journald keeps the journal; null without it. */
  journal: { storage: string; persistent: boolean } | null;
  /** Logs go to another machine too. */
  remote: boolean;
  /** Failed and successful log-ins are kept (btmp, wtmp). */
  loginRecords: boolean;
  rotated: boolean;
};

/** How logs are kept. */
export function readLogging(files: HostFiles, services: readonly Service[]): Logging {
  const daemon = (['rsyslog', 'syslog-ng', 'syslog', 'busybox-syslogd'] as const).find((name) =>
    isEnabled(services, name),
  );
  const forwards = [
    'etc/rsyslog.conf',
    ...matching(files, 'etc/rsyslog.d/*.conf'),
    'etc/syslog-ng/syslog-ng.conf',
    ...matching(files, 'etc/syslog-ng/conf.d/*.conf'),
  ].some((file) => configLines(files.text(file) ?? '').some(({ text }) => forwardsLogs(text)));
  const journalUpload = isEnabled(services, 'systemd-journal-upload');
  const agents = isEnabled(
    services,
    'fluent-bit',
    'td-agent',
    'fluentd',
    'filebeat',
    'vector',
    'promtail',
    'alloy',
    'amazon-cloudwatch-agent',
  );
  return {
    daemon: daemon ?? null,
    journal: journalOf(files),
    remote: (daemon !== undefined && forwards) || journalUpload || agents,
    loginRecords: files.exists('var/log/wtmp') || files.exists('var/lib/wtmpdb/wtmp.db'),
    rotated: files.exists('etc/logrotate.conf') && files.exists('usr/sbin/logrotate'),
  };
}

export type Audit = {
  /** auditd is started by itself. */
  enabled: boolean;
  rules: number;
  /** Rules cannot be changed before the next start. */
  immutable: boolean;
  /** What is done with a file that is full: `rotate`, `keep_logs`, ... */
  whenFull: string | null;
};

/** What the kernel's audit records, by its configuration. */
export function readAudit(files: HostFiles, services: readonly Service[]): Audit {
  const rules = [...matching(files, 'etc/audit/rules.d/*.rules'), 'etc/audit/audit.rules'];
  const lines = rules.flatMap((file) => configLines(files.text(file) ?? '').map(({ text }) => text));
  const auditd = keyValues(files.text('etc/audit/auditd.conf') ?? '');
  return {
    enabled: isEnabled(services, 'auditd'),
    rules: new Set(lines.filter((line) => /^-[aAwS]\b/.test(line))).size,
    immutable: lines.some((line) => /^-e\s+2$/.test(line)),
    whenFull: auditd.find(([name]) => name === 'max_log_file_action')?.[1].toLowerCase() ?? null,
  };
}

function journalOf(files: HostFiles): Logging['journal'] {
  if (!files.exists('usr/lib/systemd/systemd-journald') && !files.exists('lib/systemd/systemd-journald')) return null;
  let storage = 'auto';
  for (const file of [
    'usr/lib/systemd/journald.conf',
    'etc/systemd/journald.conf',
    ...matching(files, 'usr/lib/systemd/journald.conf.d/*.conf'),
    ...matching(files, 'etc/systemd/journald.conf.d/*.conf'),
  ])
    for (const [name, value] of keyValues(files.text(file) ?? ''))
      if (name === 'Storage') storage = value.toLowerCase();
  // `auto` keeps it where there is a folder for it (journald.conf(5)).
  return { storage, persistent: storage === 'persistent' || (storage === 'auto' && files.exists('var/log/journal')) };
}

/** rsyslog's `@host` and `omfwd`, syslog-ng's network destinations. */
export function forwardsLogs(line: string): boolean {
  if (/^\S+\s+(?:-?|\([^)]{0,200}\))@{1,2}\S/.test(line) || /type\s*=\s*"(?:omfwd|omrelp)"/i.test(line)) return true;
  return /\b(?:network|syslog|tcp|udp)\s*\(\s*["'\d]/.test(line) && !/\bsource\b/.test(line);
}

export type TimeSync = { clients: string[]; servers: string[] };

/** Who keeps the clock right. */
export function readTime(files: HostFiles, services: readonly Service[]): TimeSync {
  const known = ['chrony', 'chronyd', 'systemd-timesyncd', 'ntp', 'ntpd', 'ntpsec', 'openntpd', 'busybox-ntpd'];
  const clients = known.filter((name) => isEnabled(services, name));
  const servers = new Set<string>();
  for (const file of [
    'etc/chrony/chrony.conf',
    'etc/chrony.conf',
    ...matching(files, 'etc/chrony/conf.d/*.conf'),
    ...matching(files, 'etc/chrony/sources.d/*.sources'),
    ...matching(files, 'etc/chrony.d/*.conf'),
    'etc/ntp.conf',
    'etc/ntpsec/ntp.conf',
  ])
    for (const { text } of configLines(files.text(file) ?? '')) {
      const server = /^(?:server|pool|peer)\s+(\S+)/.exec(text)?.[1];
      if (server !== undefined) servers.add(server);
    }
  for (const file of ['etc/systemd/timesyncd.conf', ...matching(files, 'etc/systemd/timesyncd.conf.d/*.conf')])
    for (const [name, value] of keyValues(files.text(file) ?? ''))
      if (name === 'NTP') for (const server of value.split(/\s+/).filter(Boolean)) servers.add(server);
  return { clients, servers: [...servers].slice(0, 100) };
}
