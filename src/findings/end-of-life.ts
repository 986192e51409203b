import path from 'node:path';
import { contentDir, type EndOfLife, loadEndOfLife } from '../content/index.ts';
import type { CelFunction } from '../model/index.ts';

/** Until when a version of a distribution gets security updates. */
export interface Support {
  standard: string | null;
  extended: string | null;
  rolling: boolean;
}

/** Until when a distribution gets security updates; null where the version stands in no table. */
export type SupportOf = (distribution: unknown) => Support | null;

/** The product's table of distributions. */
export async function loadSupport(): Promise<SupportOf> {
  const table = await loadEndOfLife(path.join(contentDir(), 'end-of-life.yaml'));
  return (distribution) => supportOf(table, distribution);
}

/** The table of distributions as a function of control expressions. */
export function endOfLifeFunctions(table: EndOfLife): readonly CelFunction[] {
  return [
    {
      name: 'endOfLife',
      params: ['dyn'],
      returns: 'dyn',
      doc: 'Until when a distribution ({id, version}, as os-release names it) gets security updates: {standard, extended, rolling}, days as ISO 8601 or null; null where the version stands in no table (content/end-of-life.yaml).',
      handler: (distribution: unknown) => supportOf(table, distribution),
    },
  ];
}

function supportOf(table: EndOfLife, distribution: unknown): Support | null {
  if (typeof distribution !== 'object' || distribution === null) return null;
  const { id, version } = distribution as { id?: unknown; version?: unknown };
  if (typeof id !== 'string' || !Object.hasOwn(table, id)) return null;
  const { rolling, versions = {} } = table[id] as EndOfLife[string];
  const text = typeof version === 'string' ? version : '';
  if (rolling === 'all' || rolling?.includes(text) === true) return { standard: null, extended: null, rolling: true };
  // 3.1 is no beginning of 3.19: a whole part has to fit. The longest that fits counts.
  for (let known = text; known !== ''; known = known.slice(0, Math.max(0, known.lastIndexOf('.')))) {
    if (!Object.hasOwn(versions, known)) continue;
    const { standard, extended = null } = versions[known] as { standard: string; extended?: string };
    return { standard, extended, rolling: false };
  }
  return null;
}
