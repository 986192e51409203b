import ipaddr from 'ipaddr.js';

/** The number of a dotted quad; -1 for any other text. */
export function ipv4Number(text: string): number {
  let number = 0;
  let octet = -1;
  let dots = 0;
  for (let index = 0; index < text.length; index++) {
    const digit = text.charCodeAt(index) - 48;
    if (digit >= 0 && digit <= 9) {
      octet = octet < 0 ? digit : octet * 10 + digit;
      if (octet > 255) return -1;
    } else if (text[index] === '.' && octet >= 0 && dots < 3) {
      number = number * 256 + octet;
      octet = -1;
      dots++;
    } else {
      return -1;
    }
  }
  return dots === 3 && octet >= 0 ? number * 256 + octet : -1;
}

/** The 128 bits of an IPv6 address, a zone (`%eth0`) left out; undefined for any other text. */
function ipv6Number(text: string): bigint | undefined {
  if (text.length > 64 || !text.includes(':') || !ipaddr.IPv6.isValid(text)) return undefined;
  return ipaddr.IPv6.parse(text).parts.reduce((number, part) => (number << 16n) | BigInt(part), 0n);
}

const MAPPED = 0xffffn << 32n;

/**
 * A test whether an address lies in one of the ranges (`10.0.0.0/8`, `2001:db8::/32`, a single address). IPv4 addresses written as
 * IPv6 (`::ffff:192.0.2.1`) are the former. What a test costs hangs on the number of different prefix lengths, not on that of ranges.
 * Undefined where a text is no range.
 */
export function rangeTest(ranges: readonly string[]): ((text: string) => boolean) | undefined {
  const v4 = new Map<number, Set<number>>();
  const v6 = new Map<number, Set<bigint>>();
  for (const range of ranges) {
    const [host = '', suffix, ...more] = range.trim().split('/');
    const number = ipv4Number(host);
    const wide = number < 0 ? ipv6Number(host) : undefined;
    const width = number < 0 ? 128 : 32;
    const bits = suffix === undefined ? width : /^\d{1,3}$/.test(suffix) ? Number(suffix) : Number.NaN;
    if (more.length > 0 || !(bits <= width) || (number < 0 && wide === undefined)) return undefined;
    if (wide === undefined) put(v4, bits, Math.floor(number / 2 ** (32 - bits)));
    else if (wide >> 32n === MAPPED >> 32n && bits >= 96)
      put(v4, bits - 96, Number((wide & 0xffffffffn) >> BigInt(128 - bits)));
    else put(v6, bits, wide >> BigInt(128 - bits));
  }
  const short = [...v4].map(([bits, prefixes]) => ({ divisor: 2 ** (32 - bits), prefixes }));
  const long = [...v6].map(([bits, prefixes]) => ({ shift: BigInt(128 - bits), prefixes }));
  const inShort = (number: number) => {
    for (const { divisor, prefixes } of short) if (prefixes.has(Math.floor(number / divisor))) return true;
    return false;
  };
  return (text) => {
    const number = ipv4Number(text);
    if (number >= 0) return inShort(number);
    const wide = ipv6Number(text);
    if (wide === undefined) return false;
    if (wide >> 32n === MAPPED >> 32n) return inShort(Number(wide & 0xffffffffn));
    for (const { shift, prefixes } of long) if (prefixes.has(wide >> shift)) return true;
    return false;
  };
}

function put<T>(prefixes: Map<number, Set<T>>, bits: number, prefix: T): void {
  const set = prefixes.get(bits) ?? new Set();
  prefixes.set(bits, set.add(prefix));
}
