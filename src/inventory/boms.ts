import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { constants, zstdCompress, zstdDecompress } from 'node:zlib';
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import { type Bom, canonicalJson, type Json, type Package } from '../model/index.ts';
import {
  type AssetsTable,
  type BomsTable,
  type Database,
  jsonText,
  searchText,
  storableText,
  type Trust,
} from '../platform/store/index.ts';

/** The software of one image or host, as a scan or somebody else's bill of materials told it. */
export interface NewBom {
  asset: string;
  /** Kind of the asset: `oci.image`, `host.linux`. */
  kind: string;
  bom: Bom;
  /** False where there may be more packages than are listed. */
  complete: boolean;
  scannedAt: Date;
  image?: { registry: string; repository: string; madeAt: Date | undefined; trust: Trust };
  /** `YYYY-MM-DD`, where it is known when the distribution's vendor stops mending it. */
  endOfLife?: string;
}

/** What is kept of a bill of materials beside its content. */
export type BomRow = Omit<Selectable<BomsTable>, 'tenant' | 'content' | 'subjects' | 'judged_with' | 'trust_verdict'>;

/** A bill of materials in the store. */
export interface StoredBom extends BomRow {
  bom: Bom;
  /** Whose it is. */
  of: Pick<Selectable<AssetsTable>, 'id' | 'kind' | 'provider' | 'account' | 'region' | 'name' | 'tags'>;
}

/** Unread files kept at hand; the content has all of them. */
const MOST_UNREAD = 100;

/** No bill of materials is larger once unpacked: 20,000 packages are some 20 MB. */
const MOST_BYTES = 512 * 1024 * 1024;

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** Bills of materials and packages that are best kept by one {@link saveBoms}, or read at once. */
export const MOST_AT_ONCE = { boms: 250, packages: 50_000 };

/**
 * Keeps the newest bill of materials of each of some assets, and its packages where they are to be searched. Answers those that say
 * something new.
 */
export async function saveBoms(db: Kysely<Database>, tenant: string, given: readonly NewBom[]): Promise<Set<string>> {
  if (given.length === 0) return new Set();
  // In one order, so that two writers of the same ones wait for each other and never in a ring; of two of one asset the later one.
  const sorted = [...new Map(given.map((one) => [one.asset, one])).values()].sort((a, b) =>
    a.asset < b.asset ? -1 : 1,
  );
  const rows = await Promise.all(sorted.map((one) => rowOf(tenant, one)));
  const assets = sorted.map(({ asset }) => asset);
  return db.transaction().execute(async (trx) => {
    const { rows: stored } = await sql<{ asset: string; hash: string }>`
      select asset, hash from boms where tenant = ${tenant} and asset = any(${assets}::text[]) order by asset for update`.execute(
      trx,
    );
    const known = new Map(stored.map(({ asset, hash }) => [asset, hash]));
    await trx
      .insertInto('boms')
      .values(rows)
      .onConflict((on) =>
        on.columns(['tenant', 'asset']).doUpdateSet((eb) => ({
          ...Object.fromEntries(renewed.map((name) => [name, eb.ref(`excluded.${name}`)])),
          judged_with: sql<Date | null>`case when boms.hash = excluded.hash then boms.judged_with end`,
        })),
      )
      .execute();
    const changed = sorted.filter(({ asset }, index) => known.get(asset) !== rows[index]?.hash);
    await savePackages(trx, tenant, changed, known);
    return new Set(changed.map(({ asset }) => asset));
  });
}

/** Columns that a newer scan writes anew. */
const renewed = [
  ...(['kind', 'hash', 'content', 'packages', 'complete', 'unread', 'distribution', 'end_of_life'] as const),
  ...(['registry', 'repository', 'trust', 'made_at', 'scanned_at'] as const),
] as const;

async function rowOf(tenant: string, { asset, kind, bom, complete, scannedAt, image, endOfLife }: NewBom) {
  const json = canonicalJson(bom as unknown as Json);
  return {
    ...{ tenant, asset, kind, complete },
    hash: createHash('sha256').update(json).digest('base64url'),
    content: await compress(json, { params: { [constants.ZSTD_c_compressionLevel]: 3 } }),
    packages: bom.packages.length,
    unread: jsonText(bom.unread.slice(0, MOST_UNREAD) as unknown as Json),
    distribution: bom.distribution === undefined ? null : jsonText(bom.distribution as unknown as Json),
    end_of_life: endOfLife ?? null,
    registry: image?.registry ?? null,
    repository: image?.repository ?? null,
    trust: image?.trust ?? ('unknown' as const),
    made_at: image?.madeAt ?? null,
    scanned_at: scannedAt,
  };
}

/** Rows written by one statement. */
const STEP = 10_000;

/** Writes the packages of bills of materials that changed; `known`: those that had some before. */
async function savePackages(
  trx: Transaction<Database>,
  tenant: string,
  changed: readonly NewBom[],
  known: ReadonlyMap<string, unknown>,
): Promise<void> {
  const packages = new Map<string, Package>();
  const purls = changed.map(({ bom }) => {
    const own = new Set<string>();
    for (const one of bom.packages) {
      const purl = storable(one.purl);
      own.add(purl);
      packages.set(purl, one);
    }
    return own;
  });
  const ids = await packageIds(trx, tenant, packages);
  const assets = changed.map(({ asset }) => asset);
  // An asset is told by its place among these: its name, once for each of its packages, would be most of what is sent.
  const pairs = purls.flatMap((own, at) => Array.from(own, (purl): Pair => [ids.get(purl) ?? 0, at + 1]));
  pairs.sort(([a], [b]) => a - b);
  const before = assets.filter((asset) => known.has(asset));
  if (before.length > 0) {
    const kept = pairs.filter(([, at]) => known.has(assets[at - 1] ?? ''));
    await sql`
      delete from bom_packages b where b.tenant = ${tenant} and b.asset = any(${before}::text[])
        and not exists (select from (${pairsOf(assets, kept)}) k where k.package = b.package and k.asset = b.asset)`.execute(
      trx,
    );
  }
  for (let from = 0; from < pairs.length; from += STEP) {
    await sql`
      insert into bom_packages (tenant, package, asset)
      select ${tenant}, k.package, k.asset from (${pairsOf(assets, pairs.slice(from, from + STEP))}) k
      on conflict do nothing`.execute(trx);
  }
}

/** Id of a package, and the place of an asset among some, from 1. */
type Pair = readonly [id: number, at: number];

function pairsOf(assets: readonly string[], pairs: readonly Pair[]) {
  return sql`
    select g.package, a.asset from unnest(${pairs.map(([id]) => id)}::bigint[], ${pairs.map(([, at]) => at)}::int[]) g (package, at)
    join unnest(${[...assets]}::text[]) with ordinality a (asset, at) on a.at = g.at`;
}

/** Id of each package; those that nobody had yet are written. */
async function packageIds(
  trx: Transaction<Database>,
  tenant: string,
  packages: ReadonlyMap<string, Package>,
): Promise<Map<string, number>> {
  const sorted = [...packages].sort(([a], [b]) => (a < b ? -1 : 1));
  const ids = new Map<string, number>();
  for (let from = 0; from < sorted.length; from += STEP) {
    const part = sorted.slice(from, from + STEP);
    await readIds(part.map(([purl]) => purl));
    const unknown = part.filter(([purl]) => !ids.has(purl));
    if (unknown.length === 0) continue;
    const column = (read: (one: Package, purl: string) => string) => unknown.map(([purl, one]) => read(one, purl));
    const purls = column((_, purl) => purl);
    await sql`
      insert into packages (tenant, purl, type, name, version, search)
      select ${tenant}, g.* from unnest(${purls}::text[], ${column((one) => one.type)}::text[],
        ${column((one) => storable(one.name))}::text[], ${column((one) => storable(one.version))}::text[],
        ${column((one, purl) => searchText([one.name, purl]))}::text[]) g (purl, type, name, version, search)
      on conflict do nothing`.execute(trx);
    await readIds(purls);
  }
  return ids;

  async function readIds(purls: readonly string[]): Promise<void> {
    const { rows } = await sql<{ at: number; id: string }>`
      select g.at::int as at, p.id::text as id from unnest(${[...purls]}::text[]) with ordinality g (purl, at)
      cross join lateral (${idOf(tenant)}) p`.execute(trx);
    for (const { at, id } of rows) ids.set(purls[at - 1] ?? '', Number(id));
  }
}

/** The id of the package `g.purl`, looked up for each alone (`offset 0` sees to that): the planner would read all packages there are. */
function idOf(tenant: string) {
  return sql`select p.id from packages p where p.tenant = ${tenant} and md5(p.purl) = md5(g.purl) offset 0`;
}

/** Names and package URLs are cut where no honest one goes on. */
function storable(text: string): string {
  return storableText(text.slice(0, 2000));
}

/** The bill of materials of one asset. */
export async function readBom(db: Kysely<Database>, tenant: string, asset: string): Promise<StoredBom | undefined> {
  const row = await rowsOf(db, tenant).where('b.asset', '=', asset).executeTakeFirst();
  return row === undefined ? undefined : unpacked(row);
}

/** The bills of materials of some assets, in steps of bounded size. */
export async function* readBoms(
  db: Kysely<Database>,
  tenant: string,
  assets: readonly string[],
): AsyncGenerator<StoredBom[]> {
  for (const part of await partsOf(db, tenant, assets)) {
    const rows = await rowsOf(db, tenant)
      .where(sql<boolean>`b.asset = any(${part}::text[])`)
      .orderBy('b.asset')
      .execute();
    yield await Promise.all(rows.map(unpacked));
  }
}

/** Assets in parts whose bills of materials are read at once; one with more packages than that is a part of its own. */
async function partsOf(db: Kysely<Database>, tenant: string, assets: readonly string[]): Promise<string[][]> {
  const { rows } = await sql<{ asset: string; packages: number }>`
    select asset, packages from boms where tenant = ${tenant} and asset = any(${[...assets]}::text[]) order by asset`.execute(
    db,
  );
  const parts: string[][] = [];
  let packages = 0;
  for (const row of rows) {
    const last = parts.at(-1);
    packages += row.packages;
    if (last === undefined || last.length >= MOST_AT_ONCE.boms || packages > MOST_AT_ONCE.packages) {
      parts.push([row.asset]);
      packages = row.packages;
    } else {
      last.push(row.asset);
    }
  }
  return parts;
}

const columns = [
  ...([
    'asset',
    'seq',
    'kind',
    'hash',
    'content',
    'packages',
    'complete',
    'unread',
    'distribution',
    'end_of_life',
  ] as const),
  ...(['registry', 'repository', 'trust', 'made_at', 'scanned_at', 'judged_at', 'advisories_at', 'unjudged'] as const),
  ...(['outcome_hash', 'risk'] as const),
] as const;

function rowsOf(db: Kysely<Database>, tenant: string) {
  return db
    .selectFrom('boms as b')
    .innerJoin('assets as a', (join) => join.onRef('a.tenant', '=', 'b.tenant').onRef('a.id', '=', 'b.asset'))
    .select(columns.map((name) => `b.${name}` as const))
    .select(['a.provider', 'a.account', 'a.region', 'a.name', 'a.tags'])
    .where('b.tenant', '=', tenant);
}

type Row = BomRow & Pick<Selectable<BomsTable>, 'content'> & Omit<StoredBom['of'], 'id' | 'kind'>;

async function unpacked({ content, ...all }: Row): Promise<StoredBom> {
  const { provider, account, region, name, tags, ...row } = all;
  const json = await decompress(content, { maxOutputLength: MOST_BYTES });
  const of = { id: row.asset, kind: row.kind, provider, account, region, name, tags };
  return { ...row, bom: JSON.parse(json.toString()) as Bom, of };
}

/** Drops the bills of materials of assets that leave. Packages that nothing has any more stay until {@link dropUnusedPackages}. */
export async function forgetBoms(trx: Kysely<Database>, tenant: string, assets: readonly string[]): Promise<void> {
  await sql`delete from bom_packages where tenant = ${tenant} and asset = any(${[...assets]}::text[])`.execute(trx);
  await sql`delete from boms where tenant = ${tenant} and asset = any(${[...assets]}::text[])`.execute(trx);
}

/** Drops packages that no image and no host has any more. */
export async function dropUnusedPackages(db: Kysely<Database>, tenant: string): Promise<void> {
  await sql`
    delete from packages p where p.tenant = ${tenant}
      and not exists (select from bom_packages b where b.tenant = p.tenant and b.package = p.id)`.execute(db);
}
