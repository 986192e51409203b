import type { Advisory } from '../model/index.ts';
import { isCve } from './feeds/values.ts';

/** Finds out which advisories of several feeds are about the same vulnerability. */
export interface AliasBook {
  add(advisory: Pick<Advisory, 'id' | 'aliases' | 'upstream'>): void;
  /** The vulnerabilities that an advisory stands for, when all have been added: CVE ids where there are any, else one id that all its aliases share. */
  standsFor(advisory: Pick<Advisory, 'id' | 'aliases' | 'upstream'>): string[];
}

/** The best known database of those that number vulnerabilities without a CVE gives such a one its id. */
const preferred = ['GHSA-', 'GO-', 'RUSTSEC-', 'PYSEC-'];

export function aliasBook(): AliasBook {
  /** What a record says of itself counts for more than what others say of it: one of theirs may stand for several. */
  const own = new Map<string, string[]>();
  const told = new Map<string, Set<string>>();
  /** Ids without a CVE, each with one that it shares a vulnerability with, up to one that all share. */
  const groups = new Map<string, string>();

  function rootOf(id: string): string {
    let root = id;
    for (let next = groups.get(root); next !== undefined && next !== root; next = groups.get(root)) root = next;
    if (root !== id) groups.set(id, root);
    return root;
  }

  function join(one: string, other: string): void {
    const [a, b] = [rootOf(one), rootOf(other)];
    if (a === b) return;
    const [first, second] = rank(a) < rank(b) || (rank(a) === rank(b) && a < b) ? [a, b] : [b, a];
    groups.set(second, first);
  }

  function cvesOf(id: string): readonly string[] {
    if (isCve(id)) return [id];
    return own.get(id) ?? [...(told.get(id) ?? [])];
  }

  return {
    add({ id, aliases, upstream = [] }) {
      if (upstream.length > 0 || isCve(id)) {
        if (upstream.length === 0) for (const alias of aliases) tell(told, alias, [id]);
        return;
      }
      const cves = aliases.filter(isCve);
      if (cves.length > 0) {
        own.set(id, [...new Set([...(own.get(id) ?? []), ...cves])]);
        for (const alias of aliases) if (!isCve(alias)) tell(told, alias, cves);
      } else for (const alias of aliases) join(id, alias);
    },
    standsFor({ id, aliases, upstream = [] }) {
      if (upstream.length > 0) {
        const named = isCve(id) ? [id, ...upstream] : upstream;
        return [...new Set(named.flatMap((one) => (cvesOf(one).length > 0 ? cvesOf(one) : [rootOf(one)])))];
      }
      if (isCve(id)) return [id];
      const direct = aliases.filter(isCve);
      if (direct.length > 0) return [...new Set(direct)];
      const known = new Set([id, ...aliases].flatMap(cvesOf));
      return known.size > 0 ? [...known] : [rootOf(id)];
    },
  };
}

function tell(told: Map<string, Set<string>>, id: string, cves: readonly string[]): void {
  if (isCve(id)) return;
  const known = told.get(id) ?? new Set();
  for (const cve of cves) known.add(cve);
  told.set(id, known);
}

function rank(id: string): number {
  const at = preferred.findIndex((prefix) => id.startsWith(prefix));
  return at === -1 ? preferred.length : at;
}
