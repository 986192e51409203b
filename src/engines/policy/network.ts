import ipaddr from 'ipaddr.js';

/** A range of addresses; one address is a range with all bits fixed. */
export interface Network {
  readonly address: ipaddr.IPv4 | ipaddr.IPv6;
  readonly bits: number;
}

/** Reads an address or CIDR range; undefined for any other text. */
export function readNetwork(text: string): Network | undefined {
  if (text.length > 64) return undefined;
  const slash = text.indexOf('/');
  const host = slash < 0 ? text : text.slice(0, slash);
  const suffix = slash < 0 ? undefined : text.slice(slash + 1);
  // Only dotted quads and IPv6: `ipaddr.js` would also read `10` and `0x0a.1`.
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(host) && !(host.includes(':') && ipaddr.IPv6.isValid(host))) return undefined;
  if (!ipaddr.isValid(host)) return undefined;
  const address = ipaddr.parse(host);
  const width = address.kind() === 'ipv4' ? 32 : 128;
  if (suffix !== undefined && !/^\d{1,3}$/.test(suffix)) return undefined;
  const bits = suffix === undefined ? width : Number(suffix);
  return bits <= width ? { address, bits } : undefined;
}

/** True if every address of `inner` lies in `outer`. */
export function contains(outer: Network, inner: Network): boolean {
  if (outer.address.kind() !== inner.address.kind() || inner.bits < outer.bits) return false;
  return outer.address.kind() === 'ipv4'
    ? (inner.address as ipaddr.IPv4).match(outer.address as ipaddr.IPv4, outer.bits)
    : (inner.address as ipaddr.IPv6).match(outer.address as ipaddr.IPv6, outer.bits);
}

/**
 * Ranges whose addresses the internet never delivers: nobody outside can come from them.
 * Source: IANA special-purpose address registries (RFC 6890), entries that are not globally reachable.
 */
const notGlobal: readonly Network[] = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '240.0.0.0/4',
  '::/128',
  '::1/128',
  '::ffff:0:0/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001:db8::/32',
  '3fff::/20',
  'fc00::/7',
  'fe80::/10',
].map((text) => readNetwork(text) as Network);

export function isPrivate(network: Network): boolean {
  return notGlobal.some((range) => contains(range, network));
}

/**
 * True if the range is small enough to be somebody's in particular.
 * Source: Amazon S3 user guide, "The meaning of public": wider than /8 (IPv4) or /32 (IPv6) is public.
 */
export function isLimited(network: Network): boolean {
  return network.bits >= (network.address.kind() === 'ipv4' ? 8 : 32);
}
