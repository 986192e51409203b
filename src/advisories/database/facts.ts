import { type Advisory, type Severity, severities, type VulnerabilityFacts } from '../../model/index.ts';
import type { Enrichment } from '../feeds/index.ts';
import { isCve } from '../feeds/values.ts';
import { bestVector } from '../severity.ts';

/** What one advisory says of one of the vulnerabilities that it stands for, without its packages. */
export type Told = Omit<Advisory, 'affected' | 'upstream'> & {
  /** It stands for no other. */
  alone: boolean;
  /** It is a bulletin on what others have found. */
  bulletin: boolean;
};

/** What of an advisory is told of each of its vulnerabilities. */
export function toldBy({ affected, upstream, ...advisory }: Advisory, vulnerabilities: readonly string[]): Told {
  const alone = vulnerabilities.length === 1;
  // A tracker that speaks of one vulnerability may say how bad it is by release.
  const worst = advisory.severity ?? (alone ? worstOf(affected.flatMap(({ severity }) => severity ?? [])) : undefined);
  return { ...advisory, ...(worst !== undefined && { severity: worst }), alone, bulletin: upstream !== undefined };
}

/** Whose texts are told where several have some: those that describe the vulnerability come before those that announce an update. */
const tellers = ['ghsa', 'go-vulndb', 'pypa', 'rustsec', 'rubysec', 'friendsofphp', 'nvd', 'redhat', 'ubuntu'];

/** Lists are cut: a finding is no bibliography. */
const MOST_REFERENCES = 8;
const MOST_ALIASES = 50;

/** All that is known of a vulnerability, out of what each source says. */
export function factsOf(id: string, told: readonly Told[], enrichments: readonly Enrichment[]): VulnerabilityFacts {
  const byTeller = told.toSorted((one, other) => place(one) - place(other) || (one.id < other.id ? -1 : 1));
  const alone = byTeller.filter((one) => one.alone);
  const bySeverity: Record<string, Severity> = {};
  for (const { source, severity } of alone) {
    const worst = worstOf([bySeverity[source], severity]);
    if (worst !== undefined) bySeverity[source] = worst;
  }
  const cvss = bestVector(alone.flatMap((one) => one.cvss ?? []));
  // A bulletin's title is about the update, not about what it mends.
  const title = alone.find((one) => one.title !== undefined && !one.bulletin)?.title;
  const description = alone.find((one) => one.description !== undefined)?.description;
  const cwes = [...new Set(alone.flatMap((one) => one.cwes ?? []))].slice(0, 10);
  const references = [...new Set(byTeller.flatMap((one) => one.references ?? []))].slice(0, MOST_REFERENCES);
  const published = alone.flatMap((one) => one.published ?? []).sort()[0];
  const facts: VulnerabilityFacts = {
    id,
    aliases: aliasesOf(id, byTeller),
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    severities: bySeverity,
    ...(cvss !== undefined && { cvss }),
    ...(cwes.length > 0 && { cwes }),
    ...(references.length > 0 && { references }),
    ...(published !== undefined && { published }),
  };
  for (const one of enrichments) {
    if (one.enriches === 'epss') facts.epss = { probability: one.probability, percentile: one.percentile };
    else if (one.enriches === 'exploited') {
      facts.exploited = {
        added: one.added,
        ...(one.due !== undefined && { due: one.due }),
        ransomware: one.ransomware,
      };
    }
  }
  return facts;
}

function aliasesOf(id: string, told: readonly Told[]): string[] {
  const named = told
    .filter(({ bulletin }) => !bulletin)
    .flatMap((one) => (one.alone ? [one.id, ...one.aliases] : [one.id]));
  return [...new Set(named)]
    .filter((one) => one !== id && !isCve(one))
    .sort()
    .slice(0, MOST_ALIASES);
}

function place({ source, bulletin, alone }: Told): number {
  const at = tellers.indexOf(source);
  return (at === -1 ? tellers.length : at) + (bulletin ? 100 : 0) + (alone ? 0 : 200);
}

function worstOf(some: readonly (Severity | undefined)[]): Severity | undefined {
  return severities.find((severity) => some.includes(severity));
}
