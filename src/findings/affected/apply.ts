import { createHash } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import {
  findingId,
  type Json,
  type Matched,
  type Result,
  type Rule,
  severities,
  type Unjudged,
  type Vulnerability,
} from '../../model/index.ts';
import { type Database, jsonText } from '../../platform/store/index.ts';
import { lockExceptions } from '../exceptions.ts';
import type { Change, Previous } from '../lifecycle.ts';
import { riskOf } from '../risk.ts';
import type { Run } from '../run.ts';
import { type Bearer, vulnerabilityResult, vulnerabilityRule } from '../vulnerabilities/index.ts';
import { writeFindings } from '../write-findings.ts';
import { type FoundVulnerability, saveVulnerabilities } from './rules.ts';

/** One bill of materials compared with the advisories. */
export interface ComparedBom {
  bearer: Bearer;
  /** What findings tell of the image or host beside their proof, as text: a change of it is written too. */
  described: string;
  matched: Matched;
  /** Date of the advisories. */
  advisoriesAt: Date;
  /** Why there may be more packages than were compared: what is not found is then not mended. */
  missing?: { operation: string; code: string };
}

/** What a comparison changed. */
export interface AppliedBom {
  /** Findings. */
  opened: number;
  resolved: number;
  /** Vulnerabilities that this image or host did not have before. */
  fresh: readonly string[];
}

/** All that {@link applyBom} writes, ready to be compared with what is stored. */
export interface PreparedBom extends ComparedBom {
  results: Map<string, Result>;
  rules: Map<string, Rule>;
  found: FoundVulnerability[];
  /** Equal to that in the store: there is nothing to write. */
  outcomeHash: string;
}

/** Turns matches into results and rules. `judgedAt` is the clock of the whole judgement. */
export function prepareBom(compared: ComparedBom, run: Pick<Run, 'crownJewels'>, judgedAt: Date): PreparedBom {
  const { bearer, described, matched, missing } = compared;
  const results = new Map<string, Result>();
  const rules = new Map<string, Rule>();
  const found = new Map<
    string,
    { facts: Vulnerability['facts']; rank: number; packages: Set<string>; fixable: boolean }
  >();
  const hash = createHash('sha256');
  for (const vulnerability of matched.vulnerabilities) {
    const result = stored(vulnerabilityResult(vulnerability, bearer, judgedAt));
    const id = findingId(result.control, result.asset, result.discriminator);
    const other = results.get(id);
    if (other !== undefined && rankOf(other) <= rankOf(result)) continue;
    results.set(id, result);
    if (!rules.has(vulnerability.id)) rules.set(vulnerability.id, vulnerabilityRule(vulnerability, bearer.kind));
    const of = found.get(vulnerability.id) ?? {
      facts: vulnerability.facts,
      rank: 4,
      packages: new Set(),
      fixable: false,
    };
    of.rank = Math.min(of.rank, rankOf(result));
    of.packages.add(vulnerability.package.name);
    of.fixable ||= vulnerability.fixed.length > 0;
    found.set(vulnerability.id, of);
  }
  for (const [id, { severity, evidence, control }] of [...results].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(JSON.stringify([id, severity, evidence, weightOf(rules.get(control))]));
  }
  const jewels = [...(run.crownJewels ?? [])].sort();
  hash.update(JSON.stringify([described, jewels, matched.unjudged, missing ?? null]));
  return {
    ...compared,
    results,
    rules,
    found: [...found.values()].map(({ facts, rank, packages, fixable }) => ({
      facts,
      severity: severities[rank] ?? 'info',
      packages: [...packages].sort(),
      fixable,
    })),
    outcomeHash: hash.digest('base64url').slice(0, 27),
  };
}

/** How likely a vulnerability is exploited changes every day and is kept once with it, not with each of its findings. */
function stored(result: Result): Result {
  const { epss: _epss, exploited: _exploited, ...evidence } = result.evidence;
  return { ...result, evidence };
}

function rankOf({ severity }: Result): number {
  return severities.indexOf(severity ?? 'info');
}

/** What exploitation adds to the risk of a finding. */
function weightOf(rule: Rule | undefined): number {
  const facts = rule?.vulnerability;
  const plain = { severity: 'info', category: null, exposed: false, tags: {} } as const;
  return riskOf(
    { ...plain, exploited: facts?.exploited !== undefined, likelihood: facts?.epss?.probability ?? 0 },
    new Set(),
  );
}

/**
 * Writes what the comparison of one bill of materials changes: findings, the vulnerabilities behind them, counters, and how it
 * came out. What is no longer found is mended; unless the packages could not all be read, or nothing is known any more of the
 * ecosystem: then it stays open and stale.
 */
export async function applyBom(db: Kysely<Database>, run: Run, prepared: PreparedBom): Promise<AppliedBom> {
  const { bearer, rules } = prepared;
  return db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`judge/${run.tenant}/${bearer.account}`}, 0))`.execute(
      trx,
    );
    await lockExceptions(trx, run.tenant, 'share');
    const { rows: previous } = await sql<Known>`
      select id, rule, asset, discriminator, status, stale, evidence->'because'->>'ecosystem' as ecosystem from findings
      where tenant = ${run.tenant} and asset = ${bearer.id} and class = 'vulnerability'`.execute(trx);
    const changes = changesOf(previous, prepared);
    await saveVulnerabilities(trx, run.tenant, prepared.found, run.now);
    await writeFindings(trx, { ...run, rules }, changes);
    const { fresh, gone } = difference(previous, changes);
    await countPlaces(trx, run.tenant, bearer.kind, fresh, gone);
    await raiseRisk(trx, run.tenant, [...rules.keys()], bearer.id);
    await sql`
      update boms set judged_at = ${run.now}, advisories_at = ${prepared.advisoriesAt}, outcome_hash = ${prepared.outcomeHash},
        unjudged = ${jsonText(prepared.matched.unjudged as unknown as Json)}::jsonb,
        risk = coalesce((select max(risk) from findings f where f.tenant = ${run.tenant} and f.asset = ${bearer.id}
          and f.class = 'vulnerability' and f.status = 'open'), 0)
      where tenant = ${run.tenant} and asset = ${bearer.id}`.execute(trx);
    const count = (...kinds: Change['kind'][]) => changes.filter(({ kind }) => kinds.includes(kind)).length;
    return { opened: count('opened', 'reopened'), resolved: count('resolved'), fresh };
  });
}

/** A finding as it stood, with the ecosystem whose advisories it rests on. */
type Known = Previous & { ecosystem: string | null };

function changesOf(previous: readonly Known[], prepared: PreparedBom): Change[] {
  const { results } = prepared;
  const known = new Map(previous.map((finding) => [finding.id, finding]));
  const changes: Change[] = [...results].map(([id, result]) => {
    const finding = known.get(id);
    if (finding === undefined) return { kind: 'opened', id, result };
    if (finding.status !== 'open') return { kind: 'reopened', id, result };
    return { kind: 'confirmed', id, result, fresh: finding.stale };
  });
  const blind = blindTo(prepared);
  for (const { id, status, stale, ecosystem } of previous) {
    if (status !== 'open' || results.has(id)) continue;
    const missing = blind(ecosystem);
    if (missing === undefined) changes.push({ kind: 'resolved', id, resolution: 'fixed' });
    else changes.push({ kind: 'stale', id, missing, again: stale });
  }
  return changes;
}

/** Why a vulnerability of a package that is not found any more may be there still. */
function blindTo({ missing, matched }: PreparedBom): (ecosystem: string | null) => Json | undefined {
  const unjudged = new Map<string, Unjudged>(matched.unjudged.map((one) => [one.ecosystem, one]));
  return (ecosystem) => {
    if (missing !== undefined) return { ...missing };
    const code = ecosystem === null ? undefined : unjudged.get(ecosystem)?.code;
    return code === undefined ? undefined : { operation: `advisories:${ecosystem}`, code };
  };
}

/** Vulnerabilities that the image or host has since now, and those that it has no more. */
function difference(previous: readonly Previous[], changes: readonly Change[]) {
  const before = new Set(previous.filter(({ status }) => status === 'open').map(({ rule }) => rule));
  const rules = new Map(previous.map(({ id, rule }) => [id, rule]));
  const after = new Set(
    changes.flatMap((change) => {
      if (change.kind === 'resolved') return [];
      return 'result' in change ? [change.result.control] : [rules.get(change.id) ?? ''];
    }),
  );
  return {
    fresh: [...after].filter((rule) => !before.has(rule)),
    gone: [...before].filter((rule) => !after.has(rule)),
  };
}

async function countPlaces(
  trx: Transaction<Database>,
  tenant: string,
  kind: string,
  fresh: readonly string[],
  gone: readonly string[],
): Promise<void> {
  const column = sql.ref(kind === 'oci.image' ? 'images' : 'hosts');
  const ids = [...fresh, ...gone].sort();
  if (ids.length === 0) return;
  // Locked in one order, so that two writers wait for each other and never in a ring.
  await sql`select id from vulnerabilities where tenant = ${tenant} and id = any(${ids}::text[]) order by id for update`.execute(
    trx,
  );
  await sql`
    update vulnerabilities v set ${column} = greatest(${column} + case when v.id = any(${[...fresh]}::text[]) then 1 else -1 end, 0)
    where v.tenant = ${tenant} and v.id = any(${ids}::text[])`.execute(trx);
}

/** A vulnerability ranks by its worst finding. What sinks is counted anew from time to time, see `recountVulnerabilities`. */
async function raiseRisk(
  trx: Transaction<Database>,
  tenant: string,
  ids: readonly string[],
  asset: string,
): Promise<void> {
  await sql`
    update vulnerabilities v set risk = f.risk
    from (select rule, max(risk) as risk from findings where tenant = ${tenant} and asset = ${asset}
      and class = 'vulnerability' and status = 'open' group by rule) f
    where v.tenant = ${tenant} and v.id = f.rule and v.id = any(${[...ids]}::text[]) and v.risk < f.risk`.execute(trx);
}

/** Notes that bills of materials came out as before: at most the times of their findings change. */
export async function confirmBoms(
  db: Kysely<Database>,
  run: Run,
  assets: readonly string[],
  options: { advisoriesAt: Date; seen: boolean },
): Promise<void> {
  if (assets.length === 0) return;
  const ids = [...assets];
  await sql`
    update boms set judged_at = ${run.now}, advisories_at = ${options.advisoriesAt}
    where tenant = ${run.tenant} and asset = any(${ids}::text[])`.execute(db);
  if (!options.seen) return;
  await sql`
    update finding_sightings s set last_seen = ${run.now} from findings f
    where f.tenant = ${run.tenant} and f.asset = any(${ids}::text[]) and f.class = 'vulnerability' and f.status = 'open'
      and not f.stale and s.tenant = f.tenant and s.seq = f.seq and s.last_seen < ${run.now}`.execute(db);
}
