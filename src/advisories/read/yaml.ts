import { parse } from 'yaml';

/**
 * A YAML document whose every scalar is text, so that a version `1.10` stays one. `null`, `~` and nothing are the empty text.
 *
 * @throws Error where it is no YAML, or aliases multiply it
 */
export function parseYamlText(text: string): unknown {
  return plain(parse(text, { schema: 'failsafe', logLevel: 'silent', prettyErrors: false, maxAliasCount: 100 }), 0);
}

/** Objects in objects: more than any record has. */
const DEPTH = 60;

function plain(value: unknown, depth: number): unknown {
  if (depth > DEPTH) throw new Error(`it is nested more than ${DEPTH} levels deep`);
  if (value === null || value === 'null' || value === '~' || value === 'Null' || value === 'NULL') return '';
  if (Array.isArray(value)) return value.map((one) => plain(one, depth + 1));
  if (typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value as object).map(([key, one]) => [key, plain(one, depth + 1)]));
}
