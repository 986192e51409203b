/** Why a package counts as affected, as the evidence of its finding says it. */
export interface Match {
  purl?: string;
  installed?: string;
  paths: string[];
  layers: string[];
  because: {
    advisory?: string;
    source?: string;
    ecosystem?: string;
    name?: string;
    version?: string;
    constraint?: string;
    range?: Record<string, unknown>;
  };
}

/** Reads the evidence of a finding; what is not of the shape is left out. */
export function matchOf(evidence: Record<string, unknown>): Match {
  const because = isRecord(evidence['because']) ? evidence['because'] : {};
  const range = because['range'];
  return {
    ...words(evidence, ['purl', 'installed']),
    paths: list(evidence['paths']),
    layers: list(evidence['layers']),
    because: {
      ...words(because, ['advisory', 'source', 'ecosystem', 'name', 'version', 'constraint']),
      ...(isRecord(range) ? { range } : {}),
    },
  };
}

const ends = [
  ['introduced', 'from'],
  ['fixed', 'until'],
  ['lastAffected', 'last'],
] as const;

/** The ends of the range that matched, in the order they are read; none: every version. */
export function bounds({ range = {} }: Match['because']): { word: (typeof ends)[number][1]; version: string }[] {
  return ends.flatMap(([name, word]) => {
    const version = range[name];
    return typeof version === 'string' && version !== '' && version !== '0' ? [{ word, version }] : [];
  });
}

function words<Name extends string>(
  from: Record<string, unknown>,
  names: readonly Name[],
): { [name in Name]?: string } {
  return Object.fromEntries(names.flatMap((name) => (typeof from[name] === 'string' ? [[name, from[name]]] : []))) as {
    [name in Name]?: string;
  };
}

function list(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
