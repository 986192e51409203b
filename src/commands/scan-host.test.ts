import { appendFileSync, chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { contentDir, loadControls } from '../content/index.ts';
import { orderOf } from '../engines/version/index.ts';
import { judgeFacts } from '../findings/judge-facts.ts';
import type { Result } from '../model/index.ts';
import { openSegments } from '../platform/segments/index.ts';
import { hostCatalog, scanHost } from '../sources/host/index.ts';
import { compile } from './scan.ts';

const uid = process.getuid?.() ?? 0;
const gid = process.getgid?.() ?? 0;
const now = new Date('2026-06-01T00:00:00Z');
/** Without root nothing in a folder of ours belongs to root. */
const ownedByRoot = [
  'files-accounts',
  'files-cron',
  'files-shadow',
  'files-ssh-host-keys',
  'files-sshd-config',
  'sudo-files',
  'docker-files',
];

/** A server that is set up as the controls ask for. */
function soundRoot(): string {
  const root = mkdtempSync(path.join(tmpdir(), 'host-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const put = (name: string, text: string, mode = 0o644) => {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
    chmodSync(path.join(root, name), mode);
  };
  const wanted = (unit: string) => {
    put(`usr/lib/systemd/system/${unit}`, '[Service]\n');
    const wants = path.join(root, 'etc/systemd/system/multi-user.target.wants');
    mkdirSync(wants, { recursive: true });
    symlinkSync(`/usr/lib/systemd/system/${unit}`, path.join(wants, unit));
  };
  const self = uid === 0 ? '' : `self:x:${uid}:${gid}::/nowhere:/usr/sbin/nologin\n`;
  put('etc/os-release', 'ID=debian\nVERSION_ID=13\n');
  put('etc/hostname', 'web-1\n');
  put('etc/machine-id', '00112233445566778899aabbccddeeff\n');
  put('etc/passwd', `root:x:0:0::/root:/bin/bash\ndaemon:x:1:1::/:/usr/sbin/nologin\n${self}`);
  put('etc/group', `root:x:0:\ndaemon:x:1:\ncrontab:x:104:\n${gid === 0 ? '' : `self:x:${gid}:\n`}`);
  put('etc/shadow', 'root:$y$j9T$a$b:20500:1:90:7:::\ndaemon:*:20500:0:99999:7:::\n', 0o600);
  put('etc/login.defs', 'PASS_MAX_DAYS 90\nUMASK 027\nENCRYPT_METHOD YESCRYPT\n');
  put(
    'etc/pam.d/common-password',
    'password requisite pam_pwquality.so\npassword required pam_pwhistory.so\npassword required pam_unix.so yescrypt\n',
  );
  put('etc/security/pwquality.conf', 'minlen = 10\nminclass = 3\n');
  put('etc/pam.d/common-auth', 'auth required pam_faillock.so deny=5\nauth required pam_unix.so\n');
  put('etc/pam.d/su', 'auth required pam_wheel.so use_uid\n');
  put('etc/profile.d/timeout.sh', 'TMOUT=600\n');
  put('etc/issue', 'For authorised people alone.\n');
  put('usr/sbin/sshd', '');
  put(
    'etc/ssh/sshd_config',
    'PermitRootLogin no\nPasswordAuthentication no\nMaxAuthTries 4\nClientAliveInterval 300\nLoginGraceTime 60\nBanner /etc/issue\nAllowGroups ssh-users\n',
    0o600,
  );
  put('etc/ssh/ssh_host_ed25519_key', 'PRIVATE', 0o600);
  put('usr/bin/sudo', '');
  put(
    'etc/sudoers',
    'Defaults use_pty\nroot ALL=(ALL:ALL) ALL\n%sudo ALL=(ALL:ALL) ALL\n@includedir /etc/sudoers.d\n',
    0o440,
  );
  put('etc/crontab', '17 * * * * root run-parts /etc/cron.hourly\n');
  put('etc/fstab', 'tmpfs /tmp tmpfs nosuid,nodev,noexec 0 0\n');
  put('usr/lib/systemd/systemd-journald', '');
  put('etc/systemd/journald.conf', 'Storage=persistent\n');
  put('etc/rsyslog.conf', '*.* @@logs.example.com:6514\n');
  put('etc/audit/rules.d/accounts.rules', '-w /etc/passwd -p wa\n');
  put(
    'etc/nftables.conf',
    'table inet filter {\n chain input {\n  type filter hook input priority 0; policy drop;\n }\n}\n',
  );
  put('etc/sysctl.d/90-safe.conf', 'net.ipv4.ip_forward=0\nkernel.kptr_restrict=1\nkernel.dmesg_restrict=1\n');
  put('usr/bin/unattended-upgrade', '');
  put('etc/apt/apt.conf.d/20auto', 'APT::Periodic::Unattended-Upgrade "1";\n');
  put('var/lib/apt/lists/deb.example.com_dists_stable-security_InRelease', '');
  put(
    'var/lib/apt/lists/deb.example.com_dists_stable-security_main_binary-amd64_Packages',
    'Package: tool\nArchitecture: amd64\nVersion: 1.0-1\n',
  );
  put('var/lib/dpkg/status', 'Package: tool\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1.0-1\n');
  put('var/lib/dpkg/info/tool.list', '/.\n/usr/bin/tool\n');
  put('usr/bin/tool', 'x', 0o4755);
  put('usr/bin/dockerd', '');
  put(
    'etc/docker/daemon.json',
    JSON.stringify({
      icc: false,
      'live-restore': true,
      'no-new-privileges': true,
      'userland-proxy': false,
      'userns-remap': 'default',
      'log-driver': 'local',
    }),
  );
  for (const unit of ['ssh', 'rsyslog', 'auditd', 'nftables', 'chrony']) wanted(`${unit}.service`);
  return root;
}

/** Statuses by control, without the beginning that all ids share. */
async function judged(root: string): Promise<Map<string, Result>> {
  const dir = mkdtempSync(path.join(tmpdir(), 'facts-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const sink = await openSegments(dir);
  const options = { tenant: 'default', connection: 'cli', root, all: false, now: () => now };
  await scanHost({ ...options, compare: (distribution) => orderOf(distribution).compare }, sink);
  await sink.close();
  const controls = await loadControls(`${contentDir()}/controls/host`);
  const results = new Map<string, Result>();
  await judgeFacts(dir, hostCatalog, await compile(controls), { now }, (result) =>
    results.set(result.control.replace(/^host-/, ''), result),
  );
  return results;
}

const failing = (results: Map<string, Result>) =>
  [...results]
    .filter(([, { status }]) => status === 'fail')
    .map(([id]) => id)
    .sort();

describe('a disk that is mounted', () => {
  it('of a server that is set up well has nothing wrong, and what only a running system tells is unknown', async () => {
    const results = await judged(soundRoot());
    expect(failing(results).filter((id) => uid === 0 || !ownedByRoot.includes(id))).toEqual([]);
    expect(results.get('network-open-ports')).toMatchObject({ status: 'unknown' });
    expect(results.get('kernel-aslr')?.status).toBe('unknown');
    expect(results.get('kernel-messages-hidden')?.status).toBe('pass');
    expect([...results.values()].filter(({ status }) => status === 'error')).toEqual([]);
  });

  /** What is done to a copy, and what is found because of it. */
  const faults: [string, (at: (name: string) => string) => void, string[]][] = [
    [
      'root by SSH',
      (at) => appendFileSync(at('etc/ssh/sshd_config'), 'Match Address 192.0.2.0/24\nPermitRootLogin yes\n'),
      ['ssh-root-login'],
    ],
    [
      'an old cipher',
      (at) => appendFileSync(at('etc/ssh/sshd_config'), 'Ciphers aes256-ctr,3des-cbc\n'),
      ['ssh-weak-algorithms'],
    ],
    [
      'a second root',
      (at) => appendFileSync(at('etc/passwd'), 'toor:x:0:0::/root:/bin/sh\n'),
      ['accounts-root-group', 'accounts-single-root', 'accounts-unique'],
    ],
    ['no password', (at) => appendFileSync(at('etc/shadow'), 'ann::20500:1:90:7:::\n'), ['passwords-none-empty']],
    ['an old hash', (at) => appendFileSync(at('etc/shadow'), 'ann:$1$a$b:20500:1:90:7:::\n'), ['passwords-hashes']],
    [
      'sudo without a password',
      (at) => {
        mkdirSync(at('etc/sudoers.d'));
        writeFileSync(at('etc/sudoers.d/x'), 'deploy ALL=(root) NOPASSWD: /usr/bin/tool\n', { mode: 0o440 });
      },
      ['sudo-no-password'],
    ],
    ['a shadow file for everybody', (at) => chmodSync(at('etc/shadow'), 0o644), ['files-shadow']],
    [
      'a setuid file of nobody',
      (at) => {
        writeFileSync(at('usr/bin/left'), 'x');
        chmodSync(at('usr/bin/left'), 0o4755);
      },
      ['files-setuid'],
    ],
    [
      'a script for everybody',
      (at) => {
        writeFileSync(at('usr/bin/run'), 'x');
        chmodSync(at('usr/bin/run'), 0o777);
      },
      ['files-world-writable'],
    ],
    [
      'a key for everybody',
      (at) => writeFileSync(at('etc/ssh/site.key'), '-----BEGIN PRIVATE KEY-----\nx\n', { mode: 0o644 }),
      ['files-private-keys'],
    ],
    ['a file that trusts hosts', (at) => writeFileSync(at('etc/hosts.equiv'), '+\n'), ['files-trusted-hosts']],
    [
      'a firewall that lets in',
      (at) => writeFileSync(at('etc/nftables.conf'), 'flush ruleset\n'),
      ['network-firewall'],
    ],
    [
      'telnet',
      (at) => writeFileSync(at('etc/inetd.conf'), 'telnet stream tcp nowait root /usr/sbin/telnetd telnetd\n'),
      ['services-plaintext'],
    ],
    [
      'a share for everybody',
      (at) => writeFileSync(at('etc/exports'), '/srv *(rw,no_root_squash)\n'),
      ['mounts-nfs-exports'],
    ],
    [
      'an open Docker',
      (at) =>
        writeFileSync(
          at('etc/docker/daemon.json'),
          '{"hosts":["tcp://0.0.0.0:2375"],"icc":false,"live-restore":true,"no-new-privileges":true,"userland-proxy":false,"userns-remap":"default","log-driver":"local"}',
        ),
      ['docker-tcp'],
    ],
    [
      'a security update',
      (at) =>
        writeFileSync(
          at('var/lib/apt/lists/deb.example.com_dists_stable-security_main_binary-amd64_Packages'),
          'Package: tool\nArchitecture: amd64\nVersion: 1.0-1+deb13u1\n',
        ),
      ['updates-security-updates'],
    ],
    [
      'a restart that is due',
      (at) => {
        mkdirSync(at('run'));
        writeFileSync(at('run/reboot-required'), '');
      },
      ['updates-reboot'],
    ],
    [
      'a release that is over',
      (at) => writeFileSync(at('etc/os-release'), 'ID=debian\nVERSION_ID=9\n'),
      ['updates-end-of-life'],
    ],
    [
      'forwarding by a file',
      (at) => writeFileSync(at('etc/sysctl.d/99.conf'), 'kernel.dmesg_restrict=0\n'),
      ['kernel-messages-hidden'],
    ],
  ];

  it('with faults shows each of them and no other', { timeout: 120_000 }, async () => {
    const sound = soundRoot();
    const before = failing(await judged(sound));
    for (const [name, plant, found] of faults) {
      const copy = mkdtempSync(path.join(tmpdir(), 'copy-'));
      onTestFinished(() => rmSync(copy, { recursive: true, force: true }));
      cpSync(sound, copy, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
      // A copy does not keep the bits for setuid.
      chmodSync(path.join(copy, 'usr/bin/tool'), 0o4755);
      plant((file) => path.join(copy, file));
      const after = failing(await judged(copy)).filter((id) => !before.includes(id));
      expect({ name, found: after }).toEqual({ name, found: found.filter((id) => !before.includes(id)) });
    }
  });

  it('that holds a broken file is unknown there and judged elsewhere', async () => {
    const root = soundRoot();
    writeFileSync(path.join(root, 'etc/docker/daemon.json'), '{');
    const results = await judged(root);
    expect(results.get('docker-tcp')).toMatchObject({ status: 'unknown', unknown: { code: 'Malformed' } });
    expect(results.get('ssh-root-login')?.status).toBe('pass');
  });
});
