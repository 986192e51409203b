import { type Kysely, type Selectable, type SqlBool, sql } from 'kysely';
import type { PackageType } from '../model/index.ts';
import { containing, type Database, type PackagesTable } from '../platform/store/index.ts';

export interface PackageFilter {
  /** Words that are all found in the name or package URL. Case does not matter. */
  q?: string;
  type?: PackageType;
  /** Of one image or host. */
  asset?: string;
}

export type PackageRow = Omit<Selectable<PackagesTable>, 'tenant' | 'search'> & {
  /** In how many images and hosts. */
  assets: number;
};

/**
 * True of a package `p` that something has. Each is looked up alone. Nothing is counted as rows are written: a scan writes thousands of them at
 * once, and would rewrite as many packages.
 */
const isUsed = sql<SqlBool>`coalesce((select true from bom_packages b where b.tenant = p.tenant and b.package = p.id limit 1), false)`;

/** More words than this are not looked at. */
const MOST_WORDS = 8;

/** One page of packages by name; those that some image or host has. */
export async function listPackages(
  db: Kysely<Database>,
  tenant: string,
  filter: PackageFilter,
  page: { after?: readonly [name: string, id: number]; limit: number },
): Promise<PackageRow[]> {
  let query = db
    .selectFrom('packages as p')
    .select(['p.id', 'p.purl', 'p.type', 'p.name', 'p.version'])
    .where('p.tenant', '=', tenant)
    .where(isUsed)
    .orderBy('p.name')
    .orderBy('p.id')
    .limit(page.limit);
  if (filter.type !== undefined) query = query.where('p.type', '=', filter.type);
  const words = (filter.q ?? '').split(/\s+/).filter(Boolean).slice(0, MOST_WORDS);
  for (const word of words) query = query.where(sql<SqlBool>`p.search like ${containing(word)}`);
  const { asset } = filter;
  if (asset !== undefined) {
    query = query.where(
      sql<SqlBool>`p.id in (select b.package from bom_packages b where b.tenant = ${tenant} and b.asset = ${asset})`,
    );
  }
  if (page.after !== undefined) {
    const [name, id] = page.after;
    query = query.where(sql<SqlBool>`(p.name, p.id) > (${name}, ${id}::bigint)`);
  }
  const rows = await query.execute();
  const counts = await countPlaces(
    db,
    tenant,
    rows.map(({ id }) => String(id)),
  );
  return rows.map((row) => ({ ...row, assets: counts.get(String(row.id)) ?? 0 }));
}

async function countPlaces(
  db: Kysely<Database>,
  tenant: string,
  packages: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await sql<{ package: string; n: number }>`
    select package::text as package, count(*)::int as n from bom_packages
    where tenant = ${tenant} and package = any(${[...packages]}::bigint[]) group by 1`.execute(db);
  return new Map(rows.map(({ package: id, n }) => [id, n]));
}

/** How many packages some image or host has. */
export async function countPackages(db: Kysely<Database>, tenant: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from packages p where p.tenant = ${tenant} and ${isUsed}`.execute(db);
  return rows[0]?.n ?? 0;
}

/** Ids of images and hosts that have a package, in order, after one of them. */
export async function placesOfPackage(
  db: Kysely<Database>,
  tenant: string,
  purl: string,
  page: { after: string; limit: number },
): Promise<string[]> {
  const { rows } = await sql<{ asset: string }>`
    select b.asset from packages p join bom_packages b on b.tenant = p.tenant and b.package = p.id
    where p.tenant = ${tenant} and md5(p.purl) = md5(${purl}) and b.asset > ${page.after}
    order by b.asset limit ${page.limit}`.execute(db);
  return rows.map(({ asset }) => asset);
}
