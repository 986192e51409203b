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

/** True for private, loopback, link-local and other addresses that are not of the internet. */
export function isInternal(ip: string): boolean {
  return ipaddr.isValid(ip) && internalRanges.has(ipaddr.process(ip).range());
}

/** The network that an address is counted under: its /24, or its /48 in IPv6. */
export function networkOf(ip: string): string | undefined {
  if (!ipaddr.isValid(ip)) return undefined;
  const address = ipaddr.process(ip);
  if (address.kind() === 'ipv4') return `${address.toByteArray().slice(0, 3).join('.')}.0/24`;
  const [first = 0, second = 0, third = 0] = (address as ipaddr.IPv6).parts;
  return `${[first, second, third].map((part) => part.toString(16)).join(':')}::/48`;
}
