import { type AddressSet, addressSetBuilder } from './ranges.ts';

/** Most entries of one list. */
const MOST_ENTRIES = 5_000_000;

/** A list of addresses, networks and domains, one a line. */
export interface AddressList {
  addresses: AddressSet;
  domains: ReadonlySet<string>;
  entries: number;
  /** Lines that are neither. */
  malformed: number;
}

/**
 * Reads a list: an address, network or domain a line, first on its line; behind `#`, `;` or `//` is a comment. Lines of a
 * hosts file (`0.0.0.0 bad.example`) name domains. `*.bad.example` and `.bad.example` mean the domain and all below it, as
 * does the bare name.
 */
export async function readList(lines: AsyncIterable<string>): Promise<AddressList> {
  const addresses = addressSetBuilder();
  const domains = new Set<string>();
  let entries = 0;
  let malformed = 0;
  for await (const line of lines) {
    const words = line
      .replace(/(^|\s)(#|;|\/\/).*$/, '')
      .trim()
      .split(/[\s,;|]+/, 3);
    const [first = '', second] = words;
    if (first === '') continue;
    if (entries >= MOST_ENTRIES) {
      malformed += 1;
      continue;
    }
    const isHostsLine = (first === '0.0.0.0' || first === '127.0.0.1' || first === '::') && second !== undefined;
    const domain = domainIn(isHostsLine ? second : first);
    if (!isHostsLine && addresses.add(first.replaceAll('"', ''))) entries += 1;
    else if (domain !== undefined) {
      domains.add(domain);
      entries += 1;
    } else malformed += 1;
  }
  return { addresses: addresses.build(), domains, entries, malformed };
}

function domainIn(text: string): string | undefined {
  const name = text
    .replaceAll('"', '')
    .toLowerCase()
    .replace(/^\*?\./, '')
    .replace(/\.$/, '');
  return name.length <= 253 && /^(?=.*[a-z])[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})+$/.test(name) ? name : undefined;
}

/** True where a set holds a name or one above it. */
export function holdsDomain(domains: ReadonlySet<string>, name: string): boolean {
  if (domains.size === 0) return false;
  for (let at = 0; at !== -1; ) {
    if (domains.has(at === 0 ? name : name.slice(at))) return true;
    const dot = name.indexOf('.', at);
    at = dot === -1 ? -1 : dot + 1;
  }
  return false;
}
