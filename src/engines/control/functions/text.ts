import type { CelFunction } from '../../../model/index.ts';

/** Longest document that `json` reads. */
const MAX_JSON = 1_000_000;

/** Version numbers compared part by part; a missing part counts as 0: `1.9` < `1.10`, `1.30` = `1.30.0`. */
function compareVersions(left: string, right: string): number {
  const parts = (version: string) => (version.match(/\d+/g) ?? []).slice(0, 8).map(Number);
  const [a, b] = [parts(left), parts(right)];
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return Math.sign(difference);
  }
  return 0;
}

/** Longest pattern and text that `globMatches` compares. */
const MAX_GLOB = 10_000;

/** `*` stands for any characters. The first and last piece are bound to the ends, those between are found in order. */
function globMatches(text: string, pattern: string): boolean {
  if (text.length > MAX_GLOB || pattern.length > MAX_GLOB) return false;
  const pieces = pattern.split('*');
  const [first = '', last = ''] = [pieces[0], pieces.at(-1)];
  if (pieces.length === 1) return text === pattern;
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  const middle = text.slice(first.length, text.length - last.length);
  let from = 0;
  for (const piece of pieces.slice(1, -1)) {
    const found = middle.indexOf(piece, from);
    if (found < 0) return false;
    from = found + piece.length;
  }
  return true;
}

function withBigints(value: unknown): unknown {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(withBigints);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withBigints(inner)]));
  }
  return value;
}

export const textFunctions: readonly CelFunction[] = [
  {
    name: 'globMatches',
    params: ['dyn', 'dyn'],
    returns: 'bool',
    doc: 'True if a text fits a pattern in which * stands for any characters: globMatches("team/app", "team/*").',
    handler: (text: unknown, pattern: unknown) =>
      typeof text === 'string' && typeof pattern === 'string' && globMatches(text, pattern),
  },
  {
    name: 'text',
    params: ['dyn'],
    returns: 'string',
    doc: 'A string, number or truth value as text; anything else (null too) as the empty text.',
    handler: (value: unknown) =>
      ['string', 'bigint', 'number', 'boolean'].includes(typeof value) ? String(value) : '',
  },
  {
    name: 'number',
    params: ['dyn'],
    returns: 'dyn',
    doc: 'The integer that a text spells (`"90"`), an integer as it is, otherwise null.',
    handler: (value: unknown) => {
      if (typeof value === 'bigint') return value;
      return typeof value === 'string' && /^\s*[+-]?\d{1,18}\s*$/.test(value) ? BigInt(value.trim()) : null;
    },
  },
  {
    name: 'json',
    params: ['dyn'],
    returns: 'dyn',
    doc: 'What a JSON text holds; null where it is none. An object or list is given back as it is.',
    handler: (value: unknown) => {
      if (typeof value !== 'string') return value ?? null;
      if (value.length > MAX_JSON) return null;
      try {
        return withBigints(JSON.parse(value));
      } catch {
        return null;
      }
    },
  },
  {
    name: 'versionAtLeast',
    params: ['dyn', 'dyn'],
    returns: 'bool',
    doc: 'True if a version (`1.31`) is the given one or newer, compared number by number; false for a missing one.',
    handler: (version: unknown, least: unknown) =>
      typeof version === 'string' && typeof least === 'string' && compareVersions(version, least) >= 0,
  },
];
