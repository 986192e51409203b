/**
 * The query of an address from search values. Addresses a person can read: `?severity=critical,high&q=admin`. A list is joined by commas, whatever is undefined,
 * empty or false is left out.
 */
export function stringifySearch(search: Record<string, unknown>): string {
  const parts: string[] = [];
  for (const [name, value] of Object.entries(search)) {
    const text = Array.isArray(value)
      ? value.map((one) => encode(String(one))).join(',')
      : value === undefined || value === null || value === false
        ? ''
        : encode(String(value));
    if (text !== '') parts.push(`${encodeURIComponent(name)}=${text}`);
  }
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

/** Keeps what a query may hold unescaped (RFC 3986), so that ARNs and times stay readable. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/%(3A|2F|40)/g, decodeURIComponent);
}

/** Every value as its text; {@link one}, {@link many}, {@link choice}, {@link moment} and {@link flag} read it. */
export function parseSearch(text: string): Record<string, string> {
  const search: Record<string, string> = {};
  for (const part of text.replace(/^\?/, '').split('&')) {
    const cut = part.indexOf('=');
    if (cut > 0) search[decode(part.slice(0, cut))] = decode(part.slice(cut + 1).replaceAll('+', ' '));
  }
  return search;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A text that is there, or undefined. */
export function one(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Those of the allowed words that the value names, in the order of the allowed ones; undefined for none. */
export function many<T extends string>(value: unknown, allowed: readonly T[]): T[] | undefined {
  const given: unknown[] = Array.isArray(value) ? value : typeof value === 'string' ? value.split(',') : [];
  const kept = allowed.filter((name) => given.includes(name));
  return kept.length === 0 ? undefined : kept;
}

/** The value where it is an allowed word. */
export function choice<T extends string>(value: unknown, allowed: readonly T[]): T | undefined {
  return allowed.find((name) => name === value);
}

/** A moment as ISO 8601 in UTC; undefined where the value is none. */
export function moment(value: unknown): string | undefined {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}

/** True or undefined: a switch that is off has no place in an address. */
export function flag(value: unknown): true | undefined {
  return value === true || value === 'true' ? true : undefined;
}
