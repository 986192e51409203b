import { createHmac } from 'node:crypto';
import os from 'node:os';
import type { Distribution } from '../../model/index.ts';
import type { HostFiles } from './root.ts';

export type Host = {
  /** Stable over starts and renames. */
  id: string;
  name: string;
  running: boolean;
  distribution?: Distribution;
  kernel: { running: string | null; installed: string[] };
  /** What it runs in: `container:docker`, `vm:KVM`, ...; null where nothing tells. */
  virtualization: string | null;
  /** ISO 8601; null where it does not run. */
  startedAt: string | null;
  architecture: string | null;
};

/**
 * What a host is. Its id is made of etc/machine-id by a keyed hash, as machine-id(5) asks for: the file itself is to stay on the machine.
 * Where there is none, its name has to do.
 */
export function readHost(files: HostFiles, distribution: Distribution | undefined): Host {
  const machine = (files.text('etc/machine-id') ?? files.text('var/lib/dbus/machine-id') ?? '').trim();
  const name = files.running ? os.hostname() : nameOf(files);
  const key = /^[0-9a-f]{32}$/i.test(machine) ? machine.toLowerCase() : `name:${name}`;
  const uptime = files.running ? Number.parseFloat(files.text('proc/uptime') ?? '') : Number.NaN;
  return {
    id: `host-${createHmac('sha256', key).update('hwaseong host').digest('hex').slice(0, 32)}`,
    name,
    running: files.running,
    ...(distribution !== undefined && { distribution }),
    kernel: {
      running: files.running ? os.release() : null,
      installed: files
        .names('lib/modules')
        .filter((version) => files.exists(`lib/modules/${version}/kernel`))
        .slice(0, 100),
    },
    virtualization: virtualizationOf(files),
    startedAt: Number.isFinite(uptime)
      ? new Date(Math.round((Date.now() - uptime * 1000) / 1000) * 1000).toISOString()
      : null,
    architecture: files.running ? os.machine() : null,
  };
}

/** The name of a system that does not run. */
function nameOf(files: HostFiles): string {
  const name = (files.text('etc/hostname') ?? '')
    .split('\n')
    .find((line) => line.trim() !== '' && !line.startsWith('#'));
  return name?.trim().slice(0, 255) || 'localhost';
}

function virtualizationOf(files: HostFiles): string | null {
  if (!files.running) return null;
  if (files.exists('.dockerenv')) return 'container:docker';
  if (files.exists('run/.containerenv')) return 'container:podman';
  const manager = files.text('run/systemd/container')?.trim();
  if (manager !== undefined && /^[\w-]{1,40}$/.test(manager)) return `container:${manager}`;
  const product = (files.text('sys/class/dmi/id/product_name') ?? '').trim();
  const vendor = (files.text('sys/class/dmi/id/sys_vendor') ?? '').trim();
  const known =
    /KVM|QEMU|VMware|VirtualBox|Virtual Machine|Amazon EC2|Google|Xen|Bochs|Droplet|OpenStack|Nutanix|Alibaba/i;
  const said = known.exec(`${product} ${vendor}`)?.[0];
  if (said !== undefined) return `vm:${said}`;
  return /\bhypervisor\b/.test(files.text('proc/cpuinfo') ?? '') ? 'vm:unknown' : null;
}
