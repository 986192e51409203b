import ipaddr from 'ipaddr.js';
import { recently } from '../../model/index.ts';

/** Ranges that are not of the internet, by ipaddr.js's names for them: RFC 6890 and RFC 4291. */
const internalRanges = new Set([
  'private',
  'loopback',
  'linkLocal',
  'uniqueLocal',
  'carrierGradeNat',
  'unspecified',
  'broadcast',
  'multicast',
]);

interface Place {
  internal: boolean;
  network: string | undefined;
}

/** True for private, loopback, link-local and other addresses that are not of the internet. */
export function isInternal(ip: string): boolean {
  return placeOf(ip).internal;
}

/** The network that an address is counted under: its /24, or its /48 in IPv6. */
export function networkOf(ip: string): string | undefined {
  return placeOf(ip).network;
}

/** The same few addresses make most of a log. */
const placeOf = recently(lookedAt, 4096);

function lookedAt(ip: string): Place {
  if (!ipaddr.isValid(ip)) return { internal: false, network: undefined };
  const address = ipaddr.process(ip);
  return { internal: internalRanges.has(address.range()), network: networkName(address) };
}

function networkName(address: ipaddr.IPv4 | ipaddr.IPv6): string {
  if (address.kind() === 'ipv4') return `${address.toByteArray().slice(0, 3).join('.')}.0/24`;
  const [first = 0, second = 0, third = 0] = (address as ipaddr.IPv6).parts;
  return `${[first, second, third].map((part) => part.toString(16)).join(':')}::/48`;
}
