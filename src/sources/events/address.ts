import ipaddr from 'ipaddr.js';

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

/** Addresses looked at lately: the same few make most of a log. */
const lately = new Map<string, Place>();
const MOST_LATELY = 50_000;

/** True for private, loopback, link-local and other addresses that are not of the internet. */
export function isInternal(ip: string): boolean {
  return placeOf(ip).internal;
}

/** The network that an address is counted under: its /24, or its /48 in IPv6. */
export function networkOf(ip: string): string | undefined {
  return placeOf(ip).network;
}

function placeOf(ip: string): Place {
  let place = lately.get(ip);
  if (place === undefined) {
    place = lookedAt(ip);
    if (lately.size >= MOST_LATELY) lately.clear();
    if (ip.length <= 60) lately.set(ip, place);
  }
  return place;
}

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
