import type { CelFunction } from '../../../model/index.ts';

/** Deepest place looked at. */
const MAX_DEPTH = 20;

/** Most secrets listed. */
const MAX_FOUND = 100;

interface Found {
  path: string;
  detector: string;
  masked: string;
}

/** Facts never hold a sensitive value: a redactor has put `{$redacted: {detector, masked, hmac}}` in its place. */
function find(value: unknown, path: string, found: Found[], depth: number): void {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH || found.length >= MAX_FOUND) return;
  const redacted = (value as { $redacted?: { detector?: unknown; masked?: unknown } }).$redacted;
  if (typeof redacted === 'object' && redacted !== null) {
    if (typeof redacted.detector === 'string') {
      found.push({
        path,
        detector: redacted.detector,
        masked: typeof redacted.masked === 'string' ? redacted.masked : '',
      });
    }
    return;
  }
  for (const [key, inner] of Object.entries(value)) {
    // A list of {name, value} pairs is clearer by its names.
    const named = inner as { name?: unknown; Name?: unknown } | null;
    const name = Array.isArray(value) ? (named?.name ?? named?.Name ?? key) : key;
    find(inner, path === '' ? String(name) : `${path}.${String(name)}`, found, depth + 1);
  }
}

export const secretFunctions: readonly CelFunction[] = [
  {
    name: 'secretsIn',
    params: ['dyn'],
    returns: 'list',
    doc: 'Secrets that were recognised anywhere inside a value: a list of {path, detector, masked}.',
    handler: (value: unknown) => {
      const found: Found[] = [];
      find(value, '', found, 0);
      return found;
    },
  },
];
