import { describe, expect, it } from 'vitest';
import { readHost } from './host.ts';
import { parseSysctl, readKernel } from './kernel.ts';
import { forwardsLogs, readAudit, readLogging, readTime } from './logging.ts';
import { parseExports, parseMounts, readMounts } from './mounts.ts';
import { filesWith } from './root.fixture.ts';
import { inetd, listServices, unitSettings, xinetd } from './units.ts';
import { aptSettings, listPendingUpdates, readUpdates } from './updates.ts';

const byNumber = (left: string, right: string) => Number(left) - Number(right);
const started = (...names: string[]) =>
  names.map((name) => ({ name, by: 'systemd' as const, kind: 'service', where: '' }));

describe('a host', () => {
  it('keeps its id over a change of its name, and the id does not tell the machine id', () => {
    const machine = '0123456789abcdef0123456789abcdef';
    const one = readHost(filesWith({ 'etc/machine-id': `${machine}\n`, 'etc/hostname': 'web-1\n' }), undefined);
    const two = readHost(filesWith({ 'etc/machine-id': machine, 'etc/hostname': '# new\nweb-2\n' }), undefined);
    expect([one.name, two.name]).toEqual(['web-1', 'web-2']);
    expect(one.id).toBe(two.id);
    expect(one.id).not.toContain(machine);
    expect(one).toMatchObject({ running: false, startedAt: null, virtualization: null });
  });
});

describe('services', () => {
  it('are started by links of systemd that lead somewhere and are not masked', () => {
    const files = filesWith({
      'usr/lib/systemd/system/ssh.service': '[Service]\n',
      'usr/lib/systemd/system/telnet.socket': '[Socket]\n',
      'usr/lib/systemd/system/cups.service': '[Service]\n',
      'etc/systemd/system/multi-user.target.wants/ssh.service': { link: '/usr/lib/systemd/system/ssh.service' },
      'etc/systemd/system/multi-user.target.wants/gone.service': { link: '/usr/lib/systemd/system/gone.service' },
      'etc/systemd/system/multi-user.target.wants/cups.service': { link: '/usr/lib/systemd/system/cups.service' },
      'etc/systemd/system/cups.service': { link: '/dev/null' },
      'etc/systemd/system/sockets.target.wants/telnet.socket': { link: '/usr/lib/systemd/system/telnet.socket' },
    });
    expect(listServices(files).map(({ name, kind }) => `${name}.${kind}`)).toEqual(['ssh.service', 'telnet.socket']);
  });

  it('are those of runlevels, inetd and xinetd too', () => {
    const files = filesWith({
      'etc/init.d/rpcbind': '',
      'etc/rc2.d/S01rpcbind': { link: '../init.d/rpcbind' },
      'etc/rc2.d/K01cron': { link: '../init.d/cron' },
      'etc/runlevels/default/sshd': '',
      'etc/inetd.conf': '#ftp stream tcp nowait root /usr/sbin/ftpd\ntelnet stream tcp nowait root /usr/sbin/telnetd\n',
      'etc/xinetd.d/tftp': 'service tftp\n{\n  disable = no\n}\n',
    });
    expect(listServices(files).map(({ name, by }) => `${name} ${by}`)).toEqual([
      'rpcbind sysv',
      'sshd openrc',
      'telnet inetd',
      'tftp xinetd',
    ]);
    expect(xinetd('service a\n{\n disable = yes\n}\nservice b\n{\n}\n').map(({ name }) => name)).toEqual(['b']);
    expect(inetd('not a service\n')).toEqual([]);
  });

  it('are set up by their unit and its drop-ins, an empty setting taking back what stood before', () => {
    const files = filesWith({
      'usr/lib/systemd/system/docker.service': '[Service]\nExecStart=/usr/bin/dockerd -H fd://\n',
      'etc/systemd/system/docker.service.d/o.conf':
        '[Service]\nExecStart=\nExecStart=/usr/bin/dockerd \\\n  --icc=false\n',
    });
    expect(unitSettings(files, 'docker.service').get('ExecStart')).toEqual(['/usr/bin/dockerd  --icc=false']);
  });
});

it('parameters of the kernel on a disk are what files set, the last by name', () => {
  const files = filesWith({
    'etc/sysctl.d/10-a.conf': 'kernel.kptr_restrict = 0\n',
    'usr/lib/sysctl.d/50-b.conf': '-kernel/kptr_restrict=1\nkernel.other=1\n',
    'usr/lib/sysctl.d/10-a.conf': 'kernel.dmesg_restrict = 1\n',
  });
  expect(readKernel(files)).toEqual({
    source: 'configured',
    parameters: { 'kernel.kptr_restrict': '1' },
    configured: { 'kernel.kptr_restrict': '1' },
    mandatoryAccess: null,
  });
  expect(readKernel(filesWith({ 'etc/selinux/config': 'SELINUX=permissive\n' })).mandatoryAccess).toEqual({
    module: 'selinux',
    enforcing: false,
  });
  expect(parseSysctl('; no\na.b = c d\n')).toEqual([['a.b', 'c d']]);
});

describe('mounts', () => {
  it('are told without what may be a password', () => {
    expect(parseMounts('//nas/x /mnt/x\\040y cifs rw,password=hidden,nosuid 0 0\nUUID=1 none swap sw 0 0\n')).toEqual([
      { path: '/mnt/x y', type: 'cifs', options: ['rw', 'nosuid'] },
    ]);
  });

  it('are exported to whom a line names, to everybody where it names nobody', () => {
    expect(parseExports('/srv 192.0.2.0/24(ro) *(rw,no_root_squash)\n"/a b" -ro host\n/open\n')).toEqual([
      {
        path: '/srv',
        clients: [
          { client: '192.0.2.0/24', options: ['ro'] },
          { client: '*', options: ['rw', 'no_root_squash'] },
        ],
        line: 1,
      },
      { path: '/a b', clients: [{ client: 'host', options: ['ro'] }], line: 2 },
      { path: '/open', clients: [{ client: '*', options: [] }], line: 3 },
    ]);
    expect(readMounts(filesWith({ 'etc/fstab': 'tmpfs /tmp tmpfs nosuid 0 0\n' })).points[0]?.path).toBe('/tmp');
  });
});

it('logs are kept, sent on and audited as files say', () => {
  const files = filesWith({
    'usr/lib/systemd/systemd-journald': '',
    'etc/systemd/journald.conf': '[Journal]\n#Storage=volatile\n',
    'var/log/journal': { folder: 0o755 },
    'etc/rsyslog.d/remote.conf': '*.* @@logs.example.com:6514\n',
    'etc/audit/rules.d/a.rules': '-D\n-w /etc/passwd -p wa -k id\n-a always,exit -S mount\n-e 2\n',
    'etc/chrony/chrony.conf': 'pool time.example.com iburst\n',
  });
  expect(readLogging(files, started('rsyslog'))).toMatchObject({
    daemon: 'rsyslog',
    journal: { storage: 'auto', persistent: true },
    remote: true,
  });
  expect(readLogging(files, [])).toMatchObject({ daemon: null, remote: false });
  expect(readAudit(files, started('auditd'))).toMatchObject({ enabled: true, rules: 2, immutable: true });
  expect(readTime(files, started('chrony'))).toEqual({ clients: ['chrony'], servers: ['time.example.com'] });
  expect(forwardsLogs('action(type="omfwd" target="logs.example.com")')).toBe(true);
  expect(forwardsLogs('auth.* -/var/log/auth.log')).toBe(false);
});

describe('updates', () => {
  const status =
    'Package: a\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1\n\nPackage: b\nStatus: deinstall ok config-files\nArchitecture: amd64\nVersion: 1\n';
  const list = 'Package: a\nArchitecture: amd64\nVersion: 2\n\nPackage: b\nArchitecture: amd64\nVersion: 9\n';

  it('wait where a list holds a newer version of what is installed', async () => {
    const files = filesWith({
      'var/lib/dpkg/status': status,
      'var/lib/apt/lists/deb.example.com_dists_stable_main_binary-amd64_Packages': list,
      'var/lib/apt/lists/deb.example.com_dists_stable-security_main_binary-amd64_Packages': list.replace('2', '3'),
    });
    expect(await listPendingUpdates(files, byNumber)).toEqual([
      { name: 'a', installed: '1', available: '3', security: true },
    ]);
    expect(files.missed).toEqual([]);
  });

  it('are not known without lists, or of another package manager', async () => {
    const files = filesWith({ 'var/lib/dpkg/status': status });
    expect(await listPendingUpdates(files, byNumber)).toEqual([]);
    expect(files.missed[0]?.code).toBe('NoLists');
    const other = filesWith({});
    await listPendingUpdates(other, byNumber);
    expect(other.missed[0]?.code).toBe('Unsupported');
  });

  it('take a restart where a mark or a newer kernel says so', () => {
    const kernel = (version: string) => ({ [`lib/modules/${version}/kernel`]: { folder: 0o755 } });
    const compare = (left: string, right: string) => left.localeCompare(right, 'en', { numeric: true });
    const files = filesWith({ ...kernel('6.1.0-9-amd64'), ...kernel('6.1.0-12-amd64'), ...kernel('6.1.0-13-rt') });
    expect(readUpdates(files, [], compare, '6.1.0-9-amd64').rebootReasons).toEqual(['kernel 6.1.0-12-amd64']);
    expect(readUpdates(files, [], compare, '6.1.0-12-amd64').rebootRequired).toBe(false);
    expect(readUpdates(files, [], compare, '5.15.0-host').rebootRequired).toBe(false);
    expect(readUpdates(filesWith({ 'run/reboot-required': '' }), [], compare, null).rebootRequired).toBe(true);
  });

  it('come by themselves where the settings of apt say so', () => {
    const files = filesWith({
      'usr/bin/unattended-upgrade': '',
      'etc/apt/apt.conf.d/20auto': 'APT::Periodic { Unattended-Upgrade "1"; };\n',
    });
    expect(readUpdates(files, [], byNumber, null).automatic).toBe(true);
    expect(aptSettings('/* a */ A::B "1"; // no\nC { D "x"; E:: "y"; };')).toEqual([
      ['a::b', '1'],
      ['c::d', 'x'],
      ['c::e::', 'y'],
    ]);
  });
});
