import { type Kysely, type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely';
import type { Json, PackageType, Severity } from '../../model/index.ts';
import { containing, type Database, type VulnerabilitiesTable } from '../../platform/store/index.ts';
import { endExpiredExceptions } from '../exceptions.ts';

/** Which findings of vulnerabilities are meant. */
export interface AffectedFilter {
  asset?: string;
  vulnerability?: string;
  purl?: string;
  status?: 'open' | 'resolved' | 'all';
  severity?: readonly Severity[];
  exploited?: boolean;
  fixable?: boolean;
  excepted?: boolean;
  /** Diff id of the layer that brought the package. */
  layer?: string;
  /** Words that are all found in the vulnerability, its packages, or the image or host. */
  q?: string;
}

/** A finding of a vulnerability. */
export interface AffectedRow {
  id: string;
  seq: number;
  rule: string;
  asset: string;
  asset_name: string;
  kind: string;
  provider: string;
  account: string;
  region: string;
  category: null;
  severity: Severity;
  risk: number;
  stale: boolean;
  exception_id: string | null;
  evidence: Record<string, Json>;
  first_seen: Date;
  /** Null where the vulnerability itself is no longer kept. */
  vulnerability: Pick<Selectable<VulnerabilitiesTable>, 'facts' | 'title' | 'severity'> | null;
}

/** More words than this are not looked at. */
const MOST_WORDS = 8;

/** Findings of vulnerabilities, of highest risk first. */
export async function listAffected(
  db: Kysely<Database>,
  tenant: string,
  filter: AffectedFilter,
  page: { after?: readonly [risk: number, seq: number]; limit: number; now: Date },
): Promise<AffectedRow[]> {
  await endExpiredExceptions(db, tenant, page.now);
  const where = conditionsOf(tenant, filter);
  if (page.after !== undefined) {
    const [risk, seq] = page.after;
    where.push(sql<SqlBool>`f.risk <= ${risk} and (f.risk < ${risk} or f.seq > ${seq})`);
  }
  const { rows } = await sql<AffectedRow>`
    select f.id, f.seq, f.rule, f.asset, f.asset_name, f.kind, f.provider, f.account, f.region, f.category, f.severity, f.risk,
      f.stale, f.exception_id, f.evidence, f.first_seen,
      case when v.id is not null then
        jsonb_build_object('facts', v.facts, 'title', v.title, 'severity', v.severity) end as vulnerability
    from (select * from findings f where ${sql.join(where, sql` and `)} order by f.risk desc, f.seq limit ${page.limit}) f
    left join vulnerabilities v on v.tenant = f.tenant and v.id = f.rule
    order by f.risk desc, f.seq`.execute(db);
  return rows;
}

/** A package with what is wrong with it. */
export interface AffectedGroup {
  purl: string;
  name: string;
  type: PackageType;
  installed: string;
  paths: string[];
  /** Versions that mend each of its vulnerabilities, the nearest first; those without a fix are left out. */
  fixed: string[][];
  /** How many of its findings have a fix. */
  mended: number;
  bySeverity: Record<Severity, number>;
  risk: number;
  vulnerabilities: string[];
  assets: number;
}

/** Findings beyond this are not grouped. */
const MOST_GROUPED = 50_000;

/** Findings of vulnerabilities by package, of highest risk first; `exact` tells whether all were looked at. */
export async function groupAffected(
  db: Kysely<Database>,
  tenant: string,
  filter: AffectedFilter,
  now: Date,
): Promise<{ groups: AffectedGroup[]; exact: boolean }> {
  await endExpiredExceptions(db, tenant, now);
  const where = conditionsOf(tenant, filter);
  const { rows } = await sql<AffectedGroup & { total: number; paths: Json; fixed: Json }>`
    select evidence->>'purl' as purl, min(evidence->>'package') as name, min(evidence->>'type') as type,
      min(evidence->>'installed') as installed, max(risk)::int as risk,
      (array_agg(distinct evidence->'paths'))[1:20] as paths, array_agg(distinct evidence->'fixed') as fixed,
      (count(*) filter (where fixable))::int as mended,
      jsonb_build_object('critical', count(*) filter (where severity = 'critical'), 'high', count(*) filter (where severity = 'high'),
        'medium', count(*) filter (where severity = 'medium'), 'low', count(*) filter (where severity = 'low'),
        'info', count(*) filter (where severity = 'info')) as "bySeverity",
      (array_agg(distinct rule order by rule))[1:500] as vulnerabilities, count(distinct asset)::int as assets,
      sum(count(*)) over ()::int as total
    from (select f.evidence, f.risk, f.severity, f.rule, f.asset, f.fixable from findings f where ${sql.join(where, sql` and `)}
      limit ${MOST_GROUPED + 1}) f
    group by 1 order by max(risk) desc, count(*) desc, 1 limit 1000`.execute(db);
  return {
    groups: rows.map(({ total: _total, ...row }) => ({
      ...row,
      paths: [...new Set((row.paths as string[][]).flat())].sort().slice(0, 20),
      fixed: (row.fixed as string[][]).filter((versions) => Array.isArray(versions) && versions.length > 0),
    })),
    exact: (rows[0]?.total ?? 0) <= MOST_GROUPED,
  };
}

function conditionsOf(tenant: string, filter: AffectedFilter): RawBuilder<SqlBool>[] {
  const all = [sql<SqlBool>`f.tenant = ${tenant} and f.class = 'vulnerability'`];
  const { status = 'open', asset, vulnerability, purl, severity, layer } = filter;
  if (status !== 'all') all.push(sql<SqlBool>`f.status = ${status}`);
  if (asset !== undefined) all.push(sql<SqlBool>`f.asset = ${asset}`);
  if (vulnerability !== undefined) all.push(sql<SqlBool>`f.rule = ${vulnerability}`);
  if (purl !== undefined) {
    all.push(sql<SqlBool>`f.asset in (select b.asset from packages p join bom_packages b on b.tenant = p.tenant and b.package = p.id
      where p.tenant = ${tenant} and md5(p.purl) = md5(${purl})) and f.evidence->>'purl' = ${purl}`);
  }
  if (severity !== undefined) all.push(sql<SqlBool>`f.severity = any(${[...severity]}::text[])`);
  for (const name of ['exploited', 'fixable'] as const) {
    if (filter[name] !== undefined) all.push(sql<SqlBool>`coalesce(${sql.ref(`f.${name}`)}, false) = ${filter[name]}`);
  }
  if (filter.excepted !== undefined) {
    all.push(filter.excepted ? sql<SqlBool>`f.exception_id is not null` : sql<SqlBool>`f.exception_id is null`);
  }
  if (layer !== undefined) all.push(sql<SqlBool>`f.evidence->'layers' ? ${layer}`);
  for (const word of wordsOf(filter.q)) {
    const like = containing(word);
    all.push(sql<SqlBool>`(f.rule in (select v.id from vulnerabilities v where v.tenant = ${tenant} and v.search like ${like})
      or f.asset in (select a.id from assets a where a.tenant = ${tenant} and a.search like ${like}))`);
  }
  return all;
}

function wordsOf(q: string | undefined): string[] {
  return (q ?? '').split(/\s+/).filter(Boolean).slice(0, MOST_WORDS);
}

/** A vulnerability that stands open somewhere, or did. */
export type VulnerabilityRow = Omit<Selectable<VulnerabilitiesTable>, 'tenant' | 'search' | 'hash'>;

export interface VulnerabilityFilter {
  /** Words that are all found in the id, aliases, title or packages. */
  q?: string;
  severity?: readonly Severity[];
  exploited?: boolean;
  fixable?: boolean;
}

export type VulnerabilitySort = 'risk' | 'epss' | 'assets' | 'newest';

const sortedBy: Record<VulnerabilitySort, RawBuilder<unknown>> = {
  risk: sql`v.risk`,
  epss: sql`v.epss`,
  assets: sql`(v.images + v.hosts)`,
  newest: sql`v.first_seen`,
};

/** Vulnerabilities that stand open somewhere: of highest risk, most likely exploited, most widespread, or found last first. */
export async function listVulnerabilities(
  db: Kysely<Database>,
  tenant: string,
  filter: VulnerabilityFilter,
  page: { sort: VulnerabilitySort; after?: readonly [value: string | number, seq: number]; limit: number },
): Promise<VulnerabilityRow[]> {
  const column = sortedBy[page.sort];
  const where = [sql<SqlBool>`v.tenant = ${tenant} and v.images + v.hosts > 0`];
  if (filter.severity !== undefined) where.push(sql<SqlBool>`v.severity = any(${[...filter.severity]}::text[])`);
  for (const name of ['exploited', 'fixable'] as const) {
    if (filter[name] !== undefined) where.push(sql<SqlBool>`${sql.ref(`v.${name}`)} = ${filter[name]}`);
  }
  for (const word of wordsOf(filter.q)) where.push(sql<SqlBool>`v.search like ${containing(word)}`);
  if (page.after !== undefined) {
    const [value, seq] = page.after;
    const type = { risk: sql`::int`, epss: sql`::real`, assets: sql`::int`, newest: sql`::timestamptz` }[page.sort];
    where.push(sql<SqlBool>`(${column} < ${value}${type} or (${column} = ${value}${type} and v.seq > ${seq}))`);
  }
  const { rows } = await sql<VulnerabilityRow>`
    select ${vulnerabilityColumns} from vulnerabilities v where ${sql.join(where, sql` and `)}
    order by ${column} desc, v.seq limit ${page.limit}`.execute(db);
  return rows;
}

const vulnerabilityColumns = sql`v.id, v.seq, v.facts, v.title, v.severity, v.epss, v.exploited, v.published, v.packages, v.risk,
  v.images, v.hosts, v.fixable, v.first_seen`;

/** Where a page that ends with this row is continued. */
export function vulnerabilityPlace(row: VulnerabilityRow, sort: VulnerabilitySort): [string | number, number] {
  const value = {
    risk: row.risk,
    epss: row.epss,
    assets: row.images + row.hosts,
    newest: row.first_seen.toISOString(),
  }[sort];
  return [value, Number(row.seq)];
}

/** Vulnerabilities by id; unknown ids are left out. */
export async function vulnerabilitiesById(
  db: Kysely<Database>,
  tenant: string,
  ids: readonly string[],
): Promise<Map<string, VulnerabilityRow>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<VulnerabilityRow>`
    select ${vulnerabilityColumns} from vulnerabilities v where v.tenant = ${tenant} and v.id = any(${[...ids]}::text[])`.execute(
    db,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** What mends some vulnerabilities, as `package version`, over all images and hosts: at most ten of each. */
export async function fixesOf(
  db: Kysely<Database>,
  tenant: string,
  ids: readonly string[],
): Promise<Map<string, string[]>> {
  const fixes = new Map<string, string[]>();
  if (ids.length === 0) return fixes;
  const { rows } = await sql<{ rule: string; package: string; fixed: string }>`
    select distinct v.rule, f.evidence->>'package' as package, f.evidence->'fixed'->>0 as fixed
    from unnest(${[...ids]}::text[]) v (rule)
    cross join lateral (select evidence from findings f where f.tenant = ${tenant} and f.rule = v.rule and f.status = 'open'
      and f.fixable order by f.risk desc, f.seq limit 200) f
    order by 1, 2, 3`.execute(db);
  for (const { rule, package: name, fixed } of rows) {
    const of = fixes.get(rule) ?? [];
    if (fixed !== null && of.length < 10) of.push(`${name} ${fixed}`);
    fixes.set(rule, of);
  }
  return fixes;
}
