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
  const quad = quadOf(ip);
  return quad < 0 ? placeOf(ip).internal : isInternalQuad(quad);
}

/** The network that an address is counted under: its /24, or its /48 in IPv6. */
export function networkOf(ip: string): string | undefined {
  return quadOf(ip) < 0 ? placeOf(ip).network : `${ip.slice(0, ip.lastIndexOf('.'))}.0/24`;
}

/** The number of a dotted quad as it is usually written, without zeros before a number; -1 for any other text. */
export function quadOf(text: string): number {
  const { length } = text;
  if (length > 15) return -1;
  let number = 0;
  let octet = -1;
  let dots = 0;
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at);
    if (code === 46) {
      if (octet < 0 || ++dots > 3) return -1;
      number = number * 256 + octet;
      octet = -1;
    } else {
      if (code < 48 || code > 57 || octet === 0) return -1;
      octet = octet < 0 ? code - 48 : octet * 10 + code - 48;
      if (octet > 255) return -1;
    }
  }
  return dots === 3 && octet >= 0 ? number * 256 + octet : -1;
}

/** The same ranges as {@link internalRanges}, nearly all addresses being such numbers. */
function isInternalQuad(quad: number): boolean {
  const first = Math.floor(quad / 2 ** 24);
  switch (first) {
    case 0:
    case 10:
    case 127:
      return true;
    case 100:
      return Math.floor(quad / 2 ** 22) === 100 * 4 + 1;
    case 169:
      return Math.floor(quad / 2 ** 16) === 169 * 256 + 254;
    case 172:
      return Math.floor(quad / 2 ** 20) === 172 * 16 + 1;
    case 192:
      return Math.floor(quad / 2 ** 16) === 192 * 256 + 168;
    default:
      return (first >= 224 && first < 240) || quad === 2 ** 32 - 1;
  }
}

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
