import { type Kysely, type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely';
import type { BomRow } from '../../inventory/boms.ts';
import { countsBySeverity, type JsonObject, type Severity, type SeverityCounts } from '../../model/index.ts';
import { type AssetsTable, containing, type Database, type Trust } from '../../platform/store/index.ts';
import { endExpiredExceptions } from '../exceptions.ts';

/** An image or host with its software, as lists show it. */
export interface BearerRow extends BomRow {
  name: string;
  account: string;
  region: string;
  provider: string;
  category: Selectable<AssetsTable>['category'];
  tags: Record<string, string>;
  /** Some fields of the asset's data. */
  data: JsonObject;
}

/**
 * What is listed as one. A bill of materials that somebody else has made stands for the image or program that it is of, a folder of sources for what
 * is made of it.
 */
const kindsOf = { image: ['oci.image', 'oci.bom', 'code.folder'], host: ['host.linux'] } as const;

export interface BearerFilter {
  listed: keyof typeof kindsOf;
  asset?: string;
  /** Words that are all found in name, id, registry or tags. */
  q?: string;
  /** Has an open vulnerability of any of these severities, accepted by nobody. */
  severity?: readonly Severity[];
  exploited?: boolean;
  fixable?: boolean;
  /** The distribution is past the end of its life, by this day. */
  endOfLife?: { is: boolean; on: Date };
  registry?: string;
  repository?: string;
  trust?: Trust;
  /** Something that we know of runs it. */
  running?: boolean;
}

export type BearerSort = 'risk' | 'created' | 'scanned';

/** Where the last page ended. */
export type BearerPlace = readonly [value: string | number, seq: number];

/** Fields of the data that lists need; all of it may be megabytes of files. */
const listed = ['tags', 'size', 'created', 'platform', 'mediaType', 'kernel', 'architecture'] as const;

const sortedBy: Record<BearerSort, RawBuilder<unknown>> = {
  risk: sql`b.risk`,
  created: sql`coalesce(b.made_at, 'epoch'::timestamptz)`,
  scanned: sql`b.scanned_at`,
};

/** Images or hosts: of highest risk, made last, or scanned last first. */
export async function listBearers(
  db: Kysely<Database>,
  tenant: string,
  filter: BearerFilter,
  page: { sort: BearerSort; after?: BearerPlace; limit: number; now: Date },
): Promise<BearerRow[]> {
  await endExpiredExceptions(db, tenant, page.now);
  const column = sortedBy[page.sort];
  const fields = sql.join(listed.flatMap((field) => [sql.lit(field), sql`a.data->${sql.lit(field)}`]));
  const where = conditionsOf(tenant, filter);
  if (page.after !== undefined) {
    const [value, seq] = page.after;
    const last = page.sort === 'risk' ? sql`${value}` : sql`${value}::timestamptz`;
    where.push(sql<SqlBool>`(${column} < ${last} or (${column} = ${last} and b.seq > ${seq}))`);
  }
  const { rows } = await sql<BearerRow>`
    select b.asset, b.seq, b.kind, b.hash, b.packages, b.complete, b.unread, b.distribution, b.end_of_life, b.registry,
      b.repository, b.trust, b.made_at, b.scanned_at, b.judged_at, b.advisories_at, b.unjudged, b.outcome_hash, b.risk,
      a.name, a.account, a.region, a.provider, a.category, a.tags, jsonb_build_object(${fields}) as data
    from boms b join assets a on a.tenant = b.tenant and a.id = b.asset
    where ${sql.join(where, sql` and `)}
    order by ${column} desc, b.seq limit ${page.limit}`.execute(db);
  return rows;
}

/** Where a page that ends with this row is continued. */
export function placeOf(row: BearerRow, sort: BearerSort): [string | number, number] {
  if (sort === 'risk') return [row.risk, Number(row.seq)];
  const time = sort === 'created' ? (row.made_at ?? new Date(0)) : row.scanned_at;
  return [time.toISOString(), Number(row.seq)];
}

function conditionsOf(tenant: string, filter: BearerFilter): RawBuilder<SqlBool>[] {
  const all = [
    sql<SqlBool>`b.tenant = ${tenant} and b.kind = any(${[...kindsOf[filter.listed]]}::text[]) and a.gone_at is null`,
  ];
  for (const name of ['asset', 'registry', 'repository', 'trust'] as const) {
    if (filter[name] !== undefined) all.push(sql<SqlBool>`${sql.ref(`b.${name}`)} = ${filter[name]}`);
  }
  const words = (filter.q ?? '').split(/\s+/).filter(Boolean).slice(0, 8);
  for (const word of words) all.push(sql<SqlBool>`a.search like ${containing(word)}`);
  const wanted: RawBuilder<SqlBool>[] = [];
  if (filter.severity !== undefined) wanted.push(sql<SqlBool>`f.severity = any(${[...filter.severity]}::text[])`);
  if (filter.exploited === true) wanted.push(sql<SqlBool>`f.exploited`);
  if (filter.fixable === true) wanted.push(sql<SqlBool>`f.fixable`);
  if (wanted.length > 0) all.push(hasOpen(tenant, wanted));
  if (filter.exploited === false) all.push(sql<SqlBool>`not ${hasOpen(tenant, [sql<SqlBool>`f.exploited`])}`);
  if (filter.fixable === false) all.push(sql<SqlBool>`not ${hasOpen(tenant, [sql<SqlBool>`f.fixable`])}`);
  if (filter.endOfLife !== undefined) {
    const ended = sql<SqlBool>`coalesce(b.end_of_life <= ${filter.endOfLife.on}::date, false)`;
    all.push(filter.endOfLife.is ? ended : sql<SqlBool>`not ${ended}`);
  }
  if (filter.running !== undefined) {
    const runs = sql<SqlBool>`exists (
      select from (select b.asset as id union all select n.from_id from relations n where n.tenant = b.tenant and n.to_id = b.asset
        and n.type = 'refers-to') named
      join relations r on r.tenant = b.tenant and r.to_id = named.id and r.type = 'runs'
      where not exists (select from assets d where d.tenant = b.tenant and d.id = r.from_id and d.kind = ${DEFINITION})
        or exists (select from relations s where s.tenant = b.tenant and s.to_id = r.from_id and s.type = 'runs'))`;
    all.push(filter.running ? runs : sql<SqlBool>`not ${runs}`);
  }
  return all;
}

function hasOpen(tenant: string, wanted: readonly RawBuilder<SqlBool>[]): RawBuilder<SqlBool> {
  return sql<SqlBool>`exists (select from findings f where f.tenant = ${tenant} and f.asset = b.asset
    and f.class = 'vulnerability' and f.status = 'open' and f.exception_id is null and ${sql.join(wanted, sql` and `)})`;
}

/** What stands open of an image or host. */
export interface OpenCounts {
  vulnerabilities: SeverityCounts;
  controls: SeverityCounts;
  /** Vulnerabilities among them. */
  fixable: number;
  exploited: number;
  /** Vulnerabilities that somebody accepted. */
  excepted: number;
  /** Risk of the worst, of either class. */
  risk: number;
}

/** Counts of nothing. */
export function nothingOpen(): OpenCounts {
  return {
    vulnerabilities: countsBySeverity(),
    controls: countsBySeverity(),
    fixable: 0,
    exploited: 0,
    excepted: 0,
    risk: 0,
  };
}

/** Open findings of images and hosts, counted. */
export async function countOpen(
  db: Kysely<Database>,
  tenant: string,
  assets: readonly string[],
): Promise<Map<string, OpenCounts>> {
  const counts = new Map<string, OpenCounts>();
  if (assets.length === 0) return counts;
  const { rows } = await sql<{
    asset: string;
    class: 'control' | 'vulnerability';
    severity: Severity;
    n: number;
    excepted: number;
    fixable: number;
    exploited: number;
    risk: number | null;
  }>`
    select asset, class, severity, (count(*) filter (where exception_id is null))::int as n,
      (count(*) filter (where exception_id is not null))::int as excepted,
      (count(*) filter (where fixable and exception_id is null))::int as fixable,
      (count(*) filter (where exploited and exception_id is null))::int as exploited,
      max(risk) filter (where exception_id is null) as risk
    from findings where tenant = ${tenant} and asset = any(${[...assets]}::text[]) and status = 'open'
    group by 1, 2, 3`.execute(db);
  for (const row of rows) {
    const of = counts.get(row.asset) ?? nothingOpen();
    counts.set(row.asset, of);
    of.risk = Math.max(of.risk, row.risk ?? 0);
    if (row.class === 'control') {
      of.controls[row.severity] += row.n;
      continue;
    }
    of.vulnerabilities[row.severity] += row.n;
    of.fixable += row.fixable;
    of.exploited += row.exploited;
    of.excepted += row.excepted;
  }
  return counts;
}

/** Open vulnerabilities of an image by the layer that brought the package, and its packages by layer come with the bill of materials. */
export async function countByLayer(
  db: Kysely<Database>,
  tenant: string,
  asset: string,
): Promise<Map<string, SeverityCounts>> {
  const { rows } = await sql<{ layer: string; severity: Severity; n: number }>`
    select layer, severity, count(*)::int as n from findings f
    cross join lateral jsonb_array_elements_text(case when jsonb_typeof(f.evidence->'layers') = 'array'
      then f.evidence->'layers' else '[]' end) layer
    where f.tenant = ${tenant} and f.asset = ${asset} and f.class = 'vulnerability' and f.status = 'open'
      and f.exception_id is null
    group by 1, 2`.execute(db);
  const counts = new Map<string, SeverityCounts>();
  for (const { layer, severity, n } of rows) {
    const of = counts.get(layer) ?? countsBySeverity();
    of[severity] += n;
    counts.set(layer, of);
  }
  return counts;
}

/** What others are started from. */
const DEFINITION = 'aws.ecs.task-definition';

/** Where images run. */
export interface RunningPlace {
  image: string;
  /** Asset that runs it. */
  from: string;
  /** `reference`: by a tag, which may have been moved since. */
  by: 'digest' | 'reference';
}

/** What runs each of some images, by the inventory's relations. At most 2,000 places in all. */
export async function runningPlaces(
  db: Kysely<Database>,
  tenant: string,
  images: readonly string[],
): Promise<RunningPlace[]> {
  if (images.length === 0) return [];
  const ids = [...images];
  // A definition runs nothing by itself: what counts is what was started from it.
  const { rows } = await sql<RunningPlace>`
    with named as materialized (
      select r.to_id as image, r.from_id, 'digest' as by from relations r
      where r.tenant = ${tenant} and r.to_id = any(${ids}::text[]) and r.type = 'runs'
      union all
      select n.to_id, r.from_id, 'reference' from relations n
      join relations r on r.tenant = n.tenant and r.to_id = n.from_id and r.type = 'runs'
      where n.tenant = ${tenant} and n.to_id = any(${ids}::text[]) and n.type = 'refers-to'),
    told as materialized (
      select n.*, exists (select from assets a where a.tenant = ${tenant} and a.id = n.from_id and a.kind = ${DEFINITION}) as defined
      from named n)
    select distinct on (image, from_id) image, from_id as "from", by from (
      select image, from_id, by from told where not defined
      union all
      select t.image, r.from_id, t.by from told t join relations r on r.tenant = ${tenant} and r.to_id = t.from_id
        and r.type = 'runs' where t.defined) places
    order by image, from_id, by limit 2000`.execute(db);
  return rows;
}
