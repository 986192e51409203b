import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { orderOf } from '../../../src/engines/version/index.ts';
import type { FactSink } from '../../../src/model/index.ts';
import { scanHost } from '../../../src/sources/host/index.ts';
import { debian, dpkgStatus } from './images.ts';

/** Records a scan of the company's jump host, as of a disk that is mounted elsewhere. */
export async function recordHost(sink: FactSink): Promise<void> {
  const root = await mkdtemp(path.join(tmpdir(), 'hwaseong-sample-host-'));
  try {
    for (const [name, text] of Object.entries(files)) await lay(root, name, text, modes[name] ?? 0o644);
    const now = new Date();
    await scanHost(
      {
        ...{ tenant: 'default', connection: 'sample', root, all: false, now: () => now },
        compare: (distribution) => orderOf(distribution).compare,
      },
      sink,
    );
  } finally {
    await rm(root, { recursive: true });
  }
}

async function lay(root: string, name: string, text: string, mode: number): Promise<void> {
  const place = path.join(root, name);
  await mkdir(path.dirname(place), { recursive: true });
  await writeFile(place, text);
  await chmod(place, mode);
}

const modes: Record<string, number> = {
  'etc/shadow': 0o640,
  'etc/gshadow': 0o640,
  'etc/sudoers': 0o440,
  'etc/cron.d/backup': 0o666,
  'usr/bin/sudo': 0o4755,
  'usr/local/bin/as-root': 0o4755,
};

const lines = (...text: string[]) => `${text.join('\n')}\n`;

/** A Debian 11 that was set up by hand: passwords over SSH, sudo without a password, no firewall. */
const files: Record<string, string> = {
  'etc/os-release': lines(
    'PRETTY_NAME="Debian GNU/Linux 11 (bullseye)"',
    'ID=debian',
    'VERSION_ID="11"',
    'VERSION_CODENAME=bullseye',
  ),
  'etc/debian_version': '11.0\n',
  'etc/hostname': 'jump-1\n',
  'etc/machine-id': 'c0ffee00c0ffee00c0ffee00c0ffee00\n',
  'etc/passwd': lines(
    'root:x:0:0:root:/root:/bin/bash',
    'daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin',
    'sshd:x:105:65534::/run/sshd:/usr/sbin/nologin',
    'minjun:x:1000:1000:Kim Minjun:/home/minjun:/bin/bash',
    'deploy:x:1001:1001::/home/deploy:/bin/bash',
  ),
  'etc/group': lines('root:x:0:', 'sudo:x:27:minjun', 'docker:x:998:deploy', 'minjun:x:1000:', 'deploy:x:1001:'),
  'etc/shadow': lines(
    'root:!:19000:0:99999:7:::',
    'daemon:*:19000:0:99999:7:::',
    'sshd:*:19000:0:99999:7:::',
    'minjun:$6$sample$sample:19000:0:99999:7:::',
    'deploy:$1$sample$sample:18200:0:99999:7:::',
  ),
  'etc/gshadow': lines('root:*::', 'sudo:*::minjun'),
  'etc/login.defs': lines('PASS_MAX_DAYS 99999', 'PASS_MIN_DAYS 0', 'UMASK 022', 'ENCRYPT_METHOD SHA512'),
  'etc/pam.d/common-password': 'password [success=1 default=ignore] pam_unix.so obscure sha512\n',
  'etc/pam.d/common-auth': 'auth [success=1 default=ignore] pam_unix.so nullok\n',
  'etc/ssh/sshd_config': lines(
    'Port 22',
    'PermitRootLogin yes',
    'PasswordAuthentication yes',
    'X11Forwarding yes',
    'MaxAuthTries 10',
    'Subsystem sftp /usr/lib/openssh/sftp-server',
  ),
  'etc/sudoers': lines('Defaults env_reset', 'root ALL=(ALL:ALL) ALL', '%sudo ALL=(ALL:ALL) NOPASSWD: ALL'),
  'etc/sysctl.conf': lines('net.ipv4.ip_forward=1', 'net.ipv4.conf.all.accept_redirects=1'),
  'etc/fstab': lines('/dev/nvme0n1p1 / ext4 defaults 0 1', 'tmpfs /tmp tmpfs defaults 0 0'),
  'etc/crontab': '17 * * * * root run-parts /etc/cron.hourly\n',
  'etc/cron.d/backup': '5 4 * * * root /usr/local/bin/backup\n',
  'home/deploy/.ssh/authorized_keys': lines(
    'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQCsample deploy@jenkins.haneul-mall.example',
  ),
  'usr/bin/sudo': 'x',
  'usr/local/bin/as-root': 'x',
  'var/lib/dpkg/status': dpkgStatus([
    ...debian.filter(([name]) => name !== 'nginx' && name !== 'libtiff5'),
    ['openssh-server', '1:8.4p1-5', 'openssh'],
    ['policykit-1', '0.105-31'],
    ['sudo', '1.9.5p2-3'],
    ['git', '1:2.30.2-1'],
  ]),
};
