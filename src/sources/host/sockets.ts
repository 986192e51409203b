import { readdirSync, readlinkSync } from 'node:fs';
import type { HostFiles } from './root.ts';

const MOST_SOCKETS = 5000;
const MOST_PROCESSES = 20_000;

/** A socket that waits for whoever comes. */
export type ListeningSocket = {
  protocol: 'tcp' | 'udp';
  address: string;
  port: number;
  /** Reached from the machine itself alone. */
  loopback: boolean;
  /** Bound to every address. */
  anyAddress: boolean;
  uid: number;
  /** Null where whoever looks may not know. */
  process: string | null;
};

/** What waits for connections, by /proc/net; a system that does not run has none. */
export function listSockets(files: HostFiles): ListeningSocket[] {
  if (!files.running) {
    files.miss({ code: 'NotRunning', message: 'the system does not run' });
    return [];
  }
  const rows = (['tcp', 'tcp6', 'udp', 'udp6'] as const).flatMap((table) =>
    parseSockets(files.text(`proc/net/${table}`, 32 * 1024 * 1024) ?? '', table.startsWith('tcp') ? 'tcp' : 'udp'),
  );
  if (!files.exists('proc/net/tcp')) files.miss({ code: 'Unread', message: '/proc/net/tcp is not there' });
  if (rows.length > MOST_SOCKETS) files.miss({ code: 'TooMany', message: `more than ${MOST_SOCKETS} sockets` });
  const wanted = new Set(rows.map(({ inode }) => inode));
  const processes = processesOf(files, wanted);
  const found = new Map<string, ListeningSocket>();
  for (const { inode, ...row } of rows.slice(0, MOST_SOCKETS)) {
    const process = processes.get(inode) ?? null;
    const key = `${row.protocol} ${row.address} ${row.port} ${process}`;
    if (!found.has(key)) found.set(key, { ...row, process });
  }
  return [...found.values()];
}

/** Rows of /proc/net/tcp, tcp6, udp and udp6 (proc_pid_net(5)) that wait: listening ones, and those of UDP without a peer. */
export function parseSockets(
  text: string,
  protocol: 'tcp' | 'udp',
): (Omit<ListeningSocket, 'process'> & { inode: string })[] {
  return text.split('\n').flatMap((line) => {
    const [, local = '', remote = '', state, , , , uid = '', , inode = ''] = line.trim().split(/\s+/);
    if (state !== (protocol === 'tcp' ? '0A' : '07') || (protocol === 'udp' && !/^0+:0000$/.test(remote))) return [];
    const [, hex = '', portHex = ''] = /^([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})$/i.exec(local) ?? [];
    const port = Number.parseInt(portHex, 16);
    if (hex === '' || port === 0 || !/^\d{1,10}$/.test(uid)) return [];
    const address = hex.length === 8 ? ipv4(hex) : ipv6(hex);
    const loopback = /^127\.|^::1$|^::ffff:127\./.test(address);
    return [
      {
        protocol,
        address,
        port,
        loopback,
        anyAddress: address === '0.0.0.0' || address === '::',
        uid: Number(uid),
        inode,
      },
    ];
  });
}

/** Words of four bytes, each in the machine's order, which is the little end first on what this runs on. */
function bytesOf(hex: string): number[] {
  return (hex.match(/.{8}/g) ?? []).flatMap((word) =>
    (word.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16)).reverse(),
  );
}

function ipv4(hex: string): string {
  return bytesOf(hex).join('.');
}

function ipv6(hex: string): string {
  const bytes = bytesOf(hex);
  if (bytes.every((byte, at) => byte === [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255][at] || at >= 12))
    return `::ffff:${bytes.slice(12).join('.')}`;
  const groups = Array.from({ length: 8 }, (_, at) => ((bytes[at * 2] ?? 0) << 8) | (bytes[at * 2 + 1] ?? 0));
  let [start, length] = [-1, 1];
  for (let at = 0; at < 8; at += 1) {
    let end = at;
    while (end < 8 && groups[end] === 0) end += 1;
    if (end - at > length) [start, length] = [at, end - at];
  }
  const hexes = groups.map((group) => group.toString(16));
  if (start < 0) return hexes.join(':');
  return `${hexes.slice(0, start).join(':')}::${hexes.slice(start + length).join(':')}`;
}

/** Names of processes by the sockets that they hold. What belongs to others may not be seen; that is no gap, as the socket itself is. */
function processesOf(files: HostFiles, wanted: ReadonlySet<string>): Map<string, string> {
  const found = new Map<string, string>();
  const pids = files.names('proc').filter((name) => /^\d+$/.test(name));
  for (const pid of pids.slice(0, MOST_PROCESSES)) {
    for (const descriptor of quietly(() => readdirSync(`/proc/${pid}/fd`)) ?? []) {
      // Links to sockets lead nowhere that a path would.
      const inode = /^socket:\[(\d+)\]$/.exec(quietly(() => readlinkSync(`/proc/${pid}/fd/${descriptor}`)) ?? '')?.[1];
      if (inode === undefined || !wanted.has(inode) || found.has(inode)) continue;
      const name = files.text(`proc/${pid}/comm`)?.trim();
      if (name !== undefined) found.set(inode, name);
    }
  }
  return found;
}

function quietly<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
