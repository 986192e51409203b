import ipaddr from 'ipaddr.js';

/** Addresses and networks, for "is it in there": a binary search over ranges that do not overlap. */
export interface AddressSet {
  has(address: Address): boolean;
  /** Networks and addresses it was made of. */
  readonly size: number;
}

/** An address in the form in which it is looked up: a number, or 32 hex digits of IPv6. */
export type Address = number | string;

/** The form of an address for looking it up; undefined where the text is none. IPv4 written as IPv6 is IPv4. */
export function addressOf(text: string): Address | undefined {
  const quick = dottedNumber(text);
  if (quick !== undefined) return quick;
  if (!text.includes(':') || !ipaddr.isValid(text)) return undefined;
  const address = ipaddr.process(text);
  return address.kind() === 'ipv4' ? numberOf(address.toByteArray()) : hexOf(address.toByteArray());
}

/** Collects networks such as `203.0.113.0/24` and single addresses. */
export function addressSetBuilder() {
  const four: [number, number][] = [];
  const six: [string, string][] = [];
  let size = 0;
  return {
    /** False where the text is neither an address nor a network. */
    add(text: string): boolean {
      const range = rangeOf(text);
      if (range === undefined) return false;
      if (typeof range[0] === 'number') four.push(range as [number, number]);
      else six.push(range as [string, string]);
      size += 1;
      return true;
    },
    build(): AddressSet {
      const numbers = merged(four, (end) => end + 1);
      const starts = Uint32Array.from(numbers, ([start]) => start);
      const ends = Uint32Array.from(numbers, ([, end]) => end);
      const hex = merged(six, (end) => end);
      const hexStarts = hex.map(([start]) => start);
      return {
        size,
        has(address) {
          if (typeof address === 'number') {
            const at = lastNotAbove(starts, address);
            return at >= 0 && (ends[at] as number) >= address;
          }
          const at = lastNotAbove(hexStarts, address);
          return at >= 0 && (hex[at] as [string, string])[1] >= address;
        },
      };
    },
  };
}

/** Ranges in order, with those that touch or overlap made one. `next` is what follows a range's end. */
function merged<T extends Address>(ranges: [T, T][], next: (end: T) => T): [T, T][] {
  ranges.sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
  const out: [T, T][] = [];
  for (const [start, end] of ranges) {
    const last = out.at(-1);
    if (last !== undefined && start <= next(last[1])) {
      if (end > last[1]) last[1] = end;
    } else out.push([start, end]);
  }
  return out;
}

/** Index of the last element that is not above a value; -1 where all are. */
function lastNotAbove<T extends Address>(sorted: ArrayLike<T>, value: T): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as T) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function rangeOf(text: string): [number, number] | [string, string] | undefined {
  const slash = text.indexOf('/');
  const address = addressOf(slash === -1 ? text : text.slice(0, slash));
  if (address === undefined) return undefined;
  const most = typeof address === 'number' ? 32 : 128;
  const suffix = slash === -1 ? String(most) : text.slice(slash + 1);
  const bits = /^\d{1,3}$/.test(suffix) ? Number(suffix) : Number.NaN;
  if (!(bits >= 0 && bits <= most)) return undefined;
  if (typeof address === 'number') {
    const size = 2 ** (32 - bits);
    const start = Math.floor(address / size) * size;
    return [start, start + size - 1];
  }
  const free = BigInt(128 - bits);
  const start = (BigInt(`0x${address}`) >> free) << free;
  const end = start + (1n << free) - 1n;
  return [start.toString(16).padStart(32, '0'), end.toString(16).padStart(32, '0')];
}

function dottedNumber(text: string): number | undefined {
  let value = 0;
  let part = -1;
  let parts = 0;
  for (let at = 0; at <= text.length; at += 1) {
    const code = at < text.length ? text.charCodeAt(at) : 46;
    if (code === 46) {
      if (part < 0 || part > 255 || parts > 3) return undefined;
      value = value * 256 + part;
      parts += 1;
      part = -1;
    } else if (code >= 48 && code <= 57) part = (part < 0 ? 0 : part * 10) + code - 48;
    else return undefined;
    if (part > 255) return undefined;
  }
  return parts === 4 ? value : undefined;
}

function numberOf(bytes: readonly number[]): number {
  return bytes.reduce((value, byte) => value * 256 + byte, 0);
}

function hexOf(bytes: readonly number[]): string {
  return Buffer.from(bytes).toString('hex');
}
