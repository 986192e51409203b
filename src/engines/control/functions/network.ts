import ipaddr from 'ipaddr.js';
import type { CelFunction } from '../../../model/index.ts';

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number];

function range(cidr: unknown): Range | undefined {
  if (typeof cidr !== 'string' || cidr.length > 64) return undefined;
  try {
    if (cidr.includes('/')) return ipaddr.parseCIDR(cidr);
    const address = ipaddr.parse(cidr);
    return [address, address.kind() === 'ipv4' ? 32 : 128];
  } catch {
    return undefined;
  }
}

/** 0.0.0.0/0 and ::/0 in any spelling. */
function isWorld(cidr: unknown): boolean {
  if (cidr === '0.0.0.0/0' || cidr === '::/0') return true;
  return typeof cidr === 'string' && /\/0+$/.test(cidr) && range(cidr)?.[1] === 0;
}

function contains(outer: unknown, inner: unknown): boolean {
  const [wide, narrow] = [range(outer), range(inner)];
  if (wide === undefined || narrow === undefined || wide[0].kind() !== narrow[0].kind() || wide[1] > narrow[1])
    return false;
  return (narrow[0] as ipaddr.IPv4).match(wide as [ipaddr.IPv4, number]);
}

/** An entry of `IpPermissions` as EC2 gives it. */
interface Permission {
  IpProtocol?: unknown;
  FromPort?: unknown;
  ToPort?: unknown;
  IpRanges?: unknown;
  Ipv6Ranges?: unknown;
}

const PROTOCOLS: Record<string, string> = { '6': 'tcp', '17': 'udp', '1': 'icmp', '58': 'icmpv6', '-1': 'all' };

function protocolOf(value: unknown): string {
  const name = String(value ?? '').toLowerCase();
  return PROTOCOLS[name] ?? name;
}

function port(value: unknown): number | undefined {
  if (typeof value === 'bigint' || typeof value === 'number') return Number(value);
  return undefined;
}

function cidrsOf(permission: Permission): unknown[] {
  const list = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value : []);
  return [
    ...list(permission.IpRanges).map((entry) => entry.CidrIp),
    ...list(permission.Ipv6Ranges).map((entry) => entry.CidrIpv6),
  ];
}

function object(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/**
 * True if a port range of a security group rule covers any port from `from` to `to` of a protocol.
 * Protocol -1 covers everything; for TCP and UDP a missing or -1 port means all ports (EC2 API, IpPermission).
 */
function covers(permission: Permission, protocol: string, from: number, to: number): boolean {
  const rule = protocolOf(permission.IpProtocol);
  if (rule === 'all') return true;
  if (protocol !== 'any' && rule !== protocol) return false;
  if (rule !== 'tcp' && rule !== 'udp') return false;
  const first = port(permission.FromPort) ?? 0;
  const last = port(permission.ToPort) ?? 65_535;
  return first === -1 || (first <= to && last >= from);
}

/** An entry of a network ACL as EC2 gives it. */
interface AclEntry {
  RuleNumber?: unknown;
  Egress?: unknown;
  RuleAction?: unknown;
  Protocol?: unknown;
  CidrBlock?: unknown;
  Ipv6CidrBlock?: unknown;
  PortRange?: unknown;
}

/**
 * A network ACL is read in the order of its rule numbers; the first rule that matches decides, for IPv4 and IPv6 apart
 * (VPC User Guide, "Network ACL rules"). A world-wide deny in front therefore closes a later allow.
 */
function aclAllows(entries: unknown, protocol: string, wanted: number): boolean {
  const list = (Array.isArray(entries) ? entries : []).map(object) as AclEntry[];
  const rules = list
    .filter((entry) => entry.Egress !== true)
    .sort((a, b) => (port(a.RuleNumber) ?? 0) - (port(b.RuleNumber) ?? 0));
  const decides = (field: 'CidrBlock' | 'Ipv6CidrBlock') => {
    for (const rule of rules) {
      if (!isWorld(rule[field])) continue;
      const name = protocolOf(rule.Protocol);
      if (name !== 'all' && name !== protocol) continue;
      const ports = object(rule.PortRange);
      const [first, last] = [port(ports.From) ?? 0, port(ports.To) ?? 65_535];
      if (name !== 'all' && (wanted < first || wanted > last)) continue;
      return String(rule.RuleAction).toLowerCase() === 'allow';
    }
    return false;
  };
  return decides('CidrBlock') || decides('Ipv6CidrBlock');
}

export const networkFunctions: readonly CelFunction[] = [
  {
    name: 'isWorld',
    params: ['dyn'],
    returns: 'bool',
    doc: 'True for the range of all addresses, IPv4 or IPv6: 0.0.0.0/0, ::/0.',
    handler: isWorld,
  },
  {
    name: 'isPublicIp',
    params: ['dyn'],
    returns: 'bool',
    doc: 'True for an address that is routed on the internet (not private, loopback, link-local, reserved).',
    handler: (address: unknown) => range(address)?.[0].range() === 'unicast',
  },
  {
    name: 'cidrContains',
    params: ['dyn', 'dyn'],
    returns: 'bool',
    doc: 'True if the first range (or address) contains the whole second one.',
    handler: contains,
  },
  {
    name: 'worldOpen',
    params: ['dyn', 'string', 'int', 'int'],
    returns: 'bool',
    doc: 'True if a security group rule (an element of IpPermissions) lets every address reach any port from the third to the fourth argument by a protocol: "tcp", "udp" or "any".',
    handler: (permission: unknown, protocol: string, from: bigint, to: bigint) =>
      cidrsOf(object(permission)).some(isWorld) && covers(object(permission), protocol, Number(from), Number(to)),
  },
  {
    name: 'opensAllPorts',
    params: ['dyn'],
    returns: 'bool',
    doc: 'True if a security group rule lets every address reach every port: protocol -1, or TCP or UDP from 0 (or 1) to 65535.',
    handler: (value: unknown) => {
      const permission: Permission = object(value);
      if (!cidrsOf(permission).some(isWorld)) return false;
      const protocol = protocolOf(permission.IpProtocol);
      if (protocol === 'all') return true;
      if (protocol !== 'tcp' && protocol !== 'udp') return false;
      return (port(permission.FromPort) ?? 0) <= 1 && (port(permission.ToPort) ?? 65_535) >= 65_535;
    },
  },
  {
    name: 'aclAllowsWorld',
    params: ['dyn', 'string', 'int'],
    returns: 'bool',
    doc: 'True if the inbound entries of a network ACL, read in rule order, let every address reach a port by a protocol ("tcp", "udp").',
    handler: (entries: unknown, protocol: string, wanted: bigint) => aclAllows(entries, protocol, Number(wanted)),
  },
];
