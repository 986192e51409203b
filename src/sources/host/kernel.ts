import { keyValues } from './login.ts';
import { configLines, type HostFiles, matching } from './root.ts';

/** Parameters of the kernel that say how well it defends itself (sysctl). */
const parameters = [
  'net.ipv4.ip_forward',
  'net.ipv6.conf.all.forwarding',
  'net.ipv4.conf.all.rp_filter',
  'net.ipv4.conf.default.rp_filter',
  'net.ipv4.conf.all.accept_redirects',
  'net.ipv4.conf.default.accept_redirects',
  'net.ipv6.conf.all.accept_redirects',
  'net.ipv4.conf.all.secure_redirects',
  'net.ipv4.conf.all.send_redirects',
  'net.ipv4.conf.default.send_redirects',
  'net.ipv4.conf.all.accept_source_route',
  'net.ipv4.conf.default.accept_source_route',
  'net.ipv6.conf.all.accept_source_route',
  'net.ipv4.conf.all.log_martians',
  'net.ipv4.icmp_echo_ignore_broadcasts',
  'net.ipv4.icmp_ignore_bogus_error_responses',
  'net.ipv4.tcp_syncookies',
  'net.ipv6.conf.all.accept_ra',
  'net.ipv6.conf.all.disable_ipv6',
  'kernel.randomize_va_space',
  'kernel.kptr_restrict',
  'kernel.dmesg_restrict',
  'kernel.perf_event_paranoid',
  'kernel.unprivileged_bpf_disabled',
  'kernel.yama.ptrace_scope',
  'kernel.sysrq',
  'kernel.modules_disabled',
  'kernel.kexec_load_disabled',
  'kernel.unprivileged_userns_clone',
  'net.core.bpf_jit_harden',
  'fs.protected_hardlinks',
  'fs.protected_symlinks',
  'fs.protected_fifos',
  'fs.protected_regular',
  'fs.suid_dumpable',
] as const;

export type Kernel = {
  /** `running`: as they are; `configured`: as files set them, where the system does not run. */
  source: 'running' | 'configured';
  parameters: { [name: string]: string };
  /** Files that set them for the next start, the last that counts. */
  configured: { [name: string]: string };
  /** What holds programs by rules that not even their users may change; null where that is not known. */
  mandatoryAccess: { module: string; enforcing: boolean } | null;
};

/** Parameters of the kernel: those in force, or those that files set. What stands in neither is not told. */
export function readKernel(files: HostFiles): Kernel {
  const configured = configuredIn(files);
  const mandatoryAccess = mandatoryAccessOf(files);
  if (!files.running) return { source: 'configured', parameters: configured, configured, mandatoryAccess };
  const found: Record<string, string> = {};
  for (const name of parameters) {
    const file = `proc/sys/${name.replaceAll('.', '/')}`;
    // Some may be read by root alone; those are left out, so that whoever asks for one hears that it is not known.
    if (files.mayRead(file)) {
      const text = files.text(file)?.trim();
      if (text !== undefined && text.length < 200) found[name] = text;
    }
  }
  return { source: 'running', parameters: found, configured, mandatoryAccess };
}

/** SELinux, AppArmor and their kin: as the kernel has them, or as SELinux's file sets it up. */
function mandatoryAccessOf(files: HostFiles): Kernel['mandatoryAccess'] {
  const set = new Map(keyValues(files.text('etc/selinux/config') ?? '')).get('SELINUX')?.toLowerCase();
  if (!files.running) return set === undefined ? null : { module: 'selinux', enforcing: set === 'enforcing' };
  if (files.mayRead('sys/fs/selinux/enforce'))
    return { module: 'selinux', enforcing: files.text('sys/fs/selinux/enforce')?.trim() === '1' };
  if (files.mayRead('sys/module/apparmor/parameters/enabled'))
    return { module: 'apparmor', enforcing: files.text('sys/module/apparmor/parameters/enabled')?.trim() === 'Y' };
  if (!files.mayRead('sys/kernel/security/lsm')) return null;
  const modules = (files.text('sys/kernel/security/lsm') ?? '').trim().split(',');
  const module = modules.find((name) => ['selinux', 'apparmor', 'smack', 'tomoyo'].includes(name));
  return { module: module ?? 'none', enforcing: module === 'smack' || module === 'tomoyo' };
}

/** In the order of sysctl.d(5): by name over all folders, of one name the first folder's; then sysctl.conf. */
function configuredIn(files: HostFiles): Record<string, string> {
  const byName = new Map<string, string>();
  for (const folder of ['etc/sysctl.d', 'run/sysctl.d', 'usr/local/lib/sysctl.d', 'usr/lib/sysctl.d', 'lib/sysctl.d']) {
    for (const file of matching(files, `${folder}/*.conf`)) {
      const name = file.slice(file.lastIndexOf('/') + 1);
      if (!byName.has(name)) byName.set(name, file);
    }
  }
  const known = new Set<string>(parameters);
  const found: Record<string, string> = {};
  const ordered = [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, file]) => file);
  for (const file of [...ordered, 'etc/sysctl.conf'])
    for (const [name, value] of parseSysctl(files.text(file) ?? '')) if (known.has(name)) found[name] = value;
  return found;
}

/** Settings of sysctl.conf(5); names with slashes are as those with dots. */
export function parseSysctl(text: string): [string, string][] {
  return configLines(text, { comment: /^\s*[#;]/ }).flatMap(({ text: line }) => {
    const at = line.indexOf('=');
    if (at <= 0) return [];
    const name = line.slice(0, at).trim().replace(/^-/, '').replaceAll('/', '.');
    return [[name, line.slice(at + 1).trim()] as [string, string]];
  });
}
