import { createHash } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import { type AdvisorySubject, subjectsIn } from '../../engines/vulnerability/index.ts';
import {
  type Bom,
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
import { holdConnection } from '../connection.ts';
import { lockExceptions } from '../exceptions.ts';
import type { Change, Previous } from '../lifecycle.ts';
import type { Run } from '../run.ts';
import { type Bearer, vulnerabilityResult, vulnerabilityRule } from '../vulnerabilities/index.ts';
import { writeFindings } from '../write-findings.ts';
import { type FoundVulnerability, saveVulnerabilities } from './rules.ts';
import { saveSubjects, subjectId, weightOf } from './subjects.ts';

/** One bill of materials compared with the advisories. */
export interface ComparedBom {
  bearer: Bearer;
  /** What findings tell of the image or host beside their proof, as text: a change of it is written too. */
  described: string;
  /** What was compared, and the hash that it is stored under: where another one is stored by now, this is no more of any use. */
  bom: Bom;
  hash: string;
  matched: Matched;
  /** Why there may be more packages than were compared: what is not found is then not mended. */
  missing?: { operation: string; code: string };
}

/** The database that was compared with. */
export interface ComparedWith {
  /** Tells one database from another. */
  builtAt: Date;
  /** Up to when it knows. */
  asOf: Date;
}

/** What a comparison changed. */
export interface AppliedBom {
  /** Findings. */
  opened: number;
  resolved: number;
  /** Vulnerabilities that this image or host did not have before. */
  fresh: readonly string[];
}

/** All that {@link applyBoms} writes, ready to be compared with what is stored. */
export interface PreparedBom extends ComparedBom {
  results: Map<string, Result>;
  rules: Map<string, Rule>;
  found: FoundVulnerability[];
  /** What the advisories were asked for, by its id. */
  subjects: Map<string, AdvisorySubject>;
  /** Equal to that in the store: there is nothing to write. */
  outcomeHash: string;
}

/** Turns matches into results and rules. `judgedAt` is the clock of the whole judgement. */
export function prepareBom(compared: ComparedBom, run: Pick<Run, 'crownJewels'>, judgedAt: Date): PreparedBom {
  const { bearer, described, bom, matched, missing } = compared;
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
    hash.update(JSON.stringify([id, severity, evidence, weightOf(rules.get(control)?.vulnerability)]));
  }
  const jewels = [...(run.crownJewels ?? [])].sort();
  hash.update(JSON.stringify([described, jewels, matched.unjudged, missing ?? null]));
  return {
    ...compared,
    results,
    rules,
    subjects: new Map(subjectsIn(bom).map((one) => [subjectId(one), one])),
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

/**
 * Writes what comparisons of some bills of materials change: findings, the vulnerabilities behind them, counters, and how they
 * came out. What is no longer found is mended; unless the packages could not all be read, or nothing is known any more of the
 * ecosystem: then it stays open and stale. Answers for each bill of materials; for none that was replaced meanwhile.
 */
export async function applyBoms(
  db: Kysely<Database>,
  run: Run,
  all: readonly PreparedBom[],
  compared: ComparedWith,
): Promise<Map<string, AppliedBom>> {
  if (all.length === 0) return new Map();
  const { tenant } = run;
  return db.transaction().execute(async (trx) => {
    await holdConnection(trx, run);
    for (const account of [...new Set(all.map(({ bearer }) => bearer.account))].sort()) {
      await sql`select pg_advisory_xact_lock(hashtextextended(${`judge/${tenant}/${account}`}, 0))`.execute(trx);
    }
    await lockExceptions(trx, tenant, 'share');
    const current = await stillStored(trx, tenant, all);
    const previous = await previousOf(
      trx,
      tenant,
      current.map(({ bearer }) => bearer.id),
    );
    const outcomes = current.map((prepared) => {
      const before = previous.get(prepared.bearer.id) ?? [];
      const changes = changesOf(before, prepared);
      return { prepared, changes, ...difference(before, changes) };
    });
    const rules = new Map(current.flatMap((prepared) => [...prepared.rules]));
    await saveVulnerabilities(trx, tenant, joined(current.flatMap(({ found }) => found)), run.now);
    await writeFindings(
      trx,
      { ...run, rules },
      outcomes.flatMap(({ changes }) => changes),
    );
    await countPlaces(trx, tenant, outcomes);
    await raiseRisk(
      trx,
      tenant,
      current.map(({ bearer }) => bearer.id),
    );
    await noteOutcomes(trx, run, current, compared);
    return new Map(
      outcomes.map(({ prepared, changes, fresh }) => {
        const count = (...kinds: Change['kind'][]) => changes.filter(({ kind }) => kinds.includes(kind)).length;
        return [prepared.bearer.id, { opened: count('opened', 'reopened'), resolved: count('resolved'), fresh }];
      }),
    );
  });
}

async function stillStored(
  trx: Transaction<Database>,
  tenant: string,
  all: readonly PreparedBom[],
): Promise<PreparedBom[]> {
  const { rows } = await sql<{ asset: string; hash: string }>`
    select asset, hash from boms where tenant = ${tenant} and asset = any(${all.map(({ bearer }) => bearer.id)}::text[])
    order by asset for update`.execute(trx);
  const stored = new Map(rows.map(({ asset, hash }) => [asset, hash]));
  return all.filter(({ bearer, hash }) => stored.get(bearer.id) === hash);
}

async function previousOf(
  trx: Transaction<Database>,
  tenant: string,
  assets: readonly string[],
): Promise<Map<string, Known[]>> {
  const { rows } = await sql<Known>`
    select f.id, f.rule, f.asset, f.discriminator, f.status, f.stale, f.evidence->'because'->>'ecosystem' as ecosystem
    from unnest(${[...assets]}::text[]) a (id) cross join lateral (${findingsOf(tenant)}) f
    where f.class = 'vulnerability'`.execute(trx);
  return Map.groupBy(rows, ({ asset }) => asset);
}

/**
 * The findings of the asset `a.id`, to be looked up for each alone: `offset 0` keeps all other conditions out, of which the planner may think as highly
 * while tables are new, and would read all vulnerabilities for each asset.
 */
function findingsOf(tenant: string) {
  return sql`select * from findings where tenant = ${tenant} and asset = a.id offset 0`;
}

/** The same vulnerability in several images as one: the worst of it, in all packages. */
function joined(found: readonly FoundVulnerability[]): FoundVulnerability[] {
  const byId = new Map<string, FoundVulnerability>();
  for (const one of found) {
    const other = byId.get(one.facts.id);
    if (other === undefined) {
      byId.set(one.facts.id, one);
      continue;
    }
    const worse = severities.indexOf(one.severity) < severities.indexOf(other.severity) ? one : other;
    byId.set(one.facts.id, {
      facts: one.facts,
      severity: worse.severity,
      packages: [...new Set([...other.packages, ...one.packages])].sort(),
      fixable: one.fixable || other.fixable,
    });
  }
  return [...byId.values()];
}

/** Notes with what bills of materials were compared, and how they came out. */
async function noteOutcomes(
  trx: Kysely<Database>,
  run: Run,
  all: readonly PreparedBom[],
  { builtAt, asOf }: ComparedWith,
): Promise<void> {
  await saveSubjects(trx, run.tenant, new Map(all.flatMap(({ subjects }) => [...subjects])));
  await sql`
    update boms b set judged_at = ${run.now}, advisories_at = ${asOf}, judged_with = ${builtAt}, outcome_hash = g.outcome_hash,
      unjudged = g.unjudged::jsonb, subjects = g.subjects::bigint[],
      risk = coalesce((select max(risk) from findings f where f.tenant = ${run.tenant} and f.asset = g.asset
        and f.class = 'vulnerability' and f.status = 'open'), 0)
    from unnest(${all.map(({ bearer }) => bearer.id)}::text[], ${all.map((one) => one.outcomeHash)}::text[],
      ${all.map(({ matched }) => jsonText(matched.unjudged as unknown as Json))}::text[],
      ${all.map(({ subjects }) => `{${[...subjects.keys()].join(',')}}`)}::text[]) g (asset, outcome_hash, unjudged, subjects)
    where b.tenant = ${run.tenant} and b.asset = g.asset`.execute(trx);
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

/** In how many images and hosts each vulnerability is, after some of them changed. */
async function countPlaces(
  trx: Transaction<Database>,
  tenant: string,
  outcomes: readonly { prepared: PreparedBom; fresh: readonly string[]; gone: readonly string[] }[],
): Promise<void> {
  const counts = new Map<string, { images: number; hosts: number }>();
  for (const { prepared, fresh, gone } of outcomes) {
    const kind = prepared.bearer.kind === 'host.linux' ? 'hosts' : 'images';
    const add = (id: string, by: number) => {
      const count = counts.get(id) ?? { images: 0, hosts: 0 };
      count[kind] += by;
      counts.set(id, count);
    };
    for (const id of fresh) add(id, 1);
    for (const id of gone) add(id, -1);
  }
  // Locked in one order, so that two writers wait for each other and never in a ring.
  const sorted = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  const ids = sorted.map(([id]) => id);
  if (ids.length === 0) return;
  await sql`select id from vulnerabilities where tenant = ${tenant} and id = any(${ids}::text[]) order by id for update`.execute(
    trx,
  );
  await sql`
    update vulnerabilities v set images = greatest(v.images + g.images, 0), hosts = greatest(v.hosts + g.hosts, 0)
    from unnest(${ids}::text[], ${sorted.map(([, { images }]) => images)}::int[], ${sorted.map(([, { hosts }]) => hosts)}::int[])
      g (id, images, hosts)
    where v.tenant = ${tenant} and v.id = g.id`.execute(trx);
}

/** A vulnerability ranks by its worst finding. What sinks is counted anew from time to time, see `recountVulnerabilities`. */
async function raiseRisk(trx: Transaction<Database>, tenant: string, assets: readonly string[]): Promise<void> {
  await sql`
    update vulnerabilities v set risk = f.risk
    from (select f.rule, max(f.risk) as risk from unnest(${[...assets]}::text[]) a (id) cross join lateral (${findingsOf(tenant)}) f
      where f.class = 'vulnerability' and f.status = 'open' group by f.rule) f
    where v.tenant = ${tenant} and v.id = f.rule and v.risk < f.risk`.execute(trx);
}

/** Notes that bills of materials came out as before. `seen`: they were read just now, and so were their findings. */
export async function confirmBoms(
  db: Kysely<Database>,
  run: Run,
  same: readonly PreparedBom[],
  { seen, ...compared }: ComparedWith & { seen: boolean },
): Promise<void> {
  if (same.length === 0) return;
  await db.transaction().execute(async (trx) => {
    const current = await stillStored(trx, run.tenant, same);
    await noteOutcomes(trx, run, current, compared);
    if (!seen) return;
    await sql`
      update finding_sightings s set last_seen = ${run.now} from findings f
      where f.tenant = ${run.tenant} and f.asset = any(${current.map(({ bearer }) => bearer.id)}::text[])
        and f.class = 'vulnerability' and f.status = 'open' and not f.stale and s.tenant = f.tenant and s.seq = f.seq
        and s.last_seen < ${run.now}`.execute(trx);
  });
}

/**
 * Tells bills of materials that have to be compared anew from those of which the advisories say what they said before, and notes of
 * the latter that they came out the same. `last`: the database that everything was compared with last, `changed`: subjects of which
 * another one says something else.
 */
export async function concernedBoms(
  db: Kysely<Database>,
  run: Run,
  compared: ComparedWith,
  { last, changed }: { last: Date | undefined; changed: readonly string[] },
): Promise<string[]> {
  const { tenant } = run;
  const { rows } = await sql<{ asset: string }>`
    with touched as materialized (
      select distinct s.asset from (select asset, unnest(subjects) as subject from boms where tenant = ${tenant}) s
      join (select distinct unnest(${[...changed]}::bigint[]) as id) c on c.id = s.subject),
    concerned as materialized (
      select asset from boms b where tenant = ${tenant} and (judged_with is distinct from ${last ?? null}::timestamptz
        or judged_with is null or asset in (select asset from touched))),
    same as (
      update boms b set judged_at = ${run.now}, advisories_at = ${compared.asOf}, judged_with = ${compared.builtAt}
      where tenant = ${tenant} and asset not in (select asset from concerned))
    select c.asset from concerned c join assets a on a.tenant = ${tenant} and a.id = c.asset where a.gone_at is null
    order by c.asset`.execute(db);
  return rows.map(({ asset }) => asset);
}
