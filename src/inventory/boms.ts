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
export type BomRow = Omit<Selectable<BomsTable>, 'tenant' | 'content'>;

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

/** Keeps the newest bill of materials of an asset, and its packages where they are to be searched. Answers whether it says something new. */
export async function saveBom(db: Kysely<Database>, tenant: string, given: NewBom): Promise<{ changed: boolean }> {
  const { asset, kind, bom, complete, scannedAt, image, endOfLife } = given;
  const hash = createHash('sha256')
    .update(canonicalJson(bom as unknown as Json))
    .digest('base64url');
  const content = await compress(Buffer.from(JSON.stringify(bom)), {
    params: { [constants.ZSTD_c_compressionLevel]: 6 },
  });
  const row = {
    hash,
    content,
    packages: bom.packages.length,
    complete,
    unread: jsonText(bom.unread.slice(0, MOST_UNREAD) as unknown as Json),
    distribution: bom.distribution === undefined ? null : jsonText(bom.distribution as unknown as Json),
    end_of_life: endOfLife ?? null,
    registry: image?.registry ?? null,
    repository: image?.repository ?? null,
    trust: image?.trust ?? ('unknown' as const),
    made_at: image?.madeAt ?? null,
    scanned_at: scannedAt,
  };
  return db.transaction().execute(async (trx) => {
    const known = await trx
      .selectFrom('boms')
      .select('hash')
      .where('tenant', '=', tenant)
      .where('asset', '=', asset)
      .forUpdate()
      .executeTakeFirst();
    await trx
      .insertInto('boms')
      .values({ tenant, asset, kind, ...row })
      .onConflict((on) => on.columns(['tenant', 'asset']).doUpdateSet({ kind, ...row }))
      .execute();
    const changed = known?.hash !== hash;
    if (changed) await savePackages(trx, tenant, asset, bom.packages);
    return { changed };
  });
}

/** Packages written by one statement. */
const STEP = 5000;

async function savePackages(
  trx: Transaction<Database>,
  tenant: string,
  asset: string,
  packages: readonly Package[],
): Promise<void> {
  // In one order, so that two writers of the same packages wait for each other and never in a ring.
  const once = [...new Map(packages.map((one) => [storable(one.purl), one])).entries()].sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  const ids: number[] = [];
  for (let from = 0; from < once.length; from += STEP) {
    const part = once.slice(from, from + STEP);
    const column = (read: (one: Package, purl: string) => string) => part.map(([purl, one]) => read(one, purl));
    const purls = column((_, purl) => purl);
    await sql`
      insert into packages (tenant, purl, type, name, version, search)
      select ${tenant}, g.* from unnest(${purls}::text[], ${column((one) => one.type)}::text[],
        ${column((one) => storable(one.name))}::text[], ${column((one) => storable(one.version))}::text[],
        ${column((one, purl) => searchText([one.name, purl]))}::text[]) g (purl, type, name, version, search)
      where not exists (${idOf(tenant)})
      on conflict do nothing`.execute(trx);
    const { rows } = await sql<{ id: number }>`
      select p.id from unnest(${purls}::text[]) g (purl) cross join lateral (${idOf(tenant)}) p`.execute(trx);
    for (const { id } of rows) ids.push(Number(id));
  }
  const wanted = [...new Set(ids)];
  await sql`delete from bom_packages where tenant = ${tenant} and asset = ${asset} and not package = any(${wanted}::bigint[])`.execute(
    trx,
  );
  await sql`
    insert into bom_packages (tenant, package, asset)
    select ${tenant}, id, ${asset} from unnest(${wanted}::bigint[]) id on conflict do nothing`.execute(trx);
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

/** Bills of materials in memory at one time. */
const AT_ONCE = 100;

/** Every bill of materials of assets that are there, in steps of bounded size. */
export async function* eachBom(db: Kysely<Database>, tenant: string): AsyncGenerator<StoredBom> {
  let after = '';
  for (;;) {
    const rows = await rowsOf(db, tenant)
      .where('a.gone_at', 'is', null)
      .where('b.asset', '>', after)
      .orderBy('b.asset')
      .limit(AT_ONCE)
      .execute();
    for (const row of rows) yield await unpacked(row);
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.asset;
  }
}

function rowsOf(db: Kysely<Database>, tenant: string) {
  return db
    .selectFrom('boms as b')
    .innerJoin('assets as a', (join) => join.onRef('a.tenant', '=', 'b.tenant').onRef('a.id', '=', 'b.asset'))
    .selectAll('b')
    .select(['a.provider', 'a.account', 'a.region', 'a.name', 'a.tags'])
    .where('b.tenant', '=', tenant);
}

type Row = Selectable<BomsTable> & Omit<StoredBom['of'], 'id' | 'kind'>;

async function unpacked({ content, tenant: _tenant, ...all }: Row): Promise<StoredBom> {
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
    delete from packages p where p.tenant = ${tenant} and p.assets = 0
      and not exists (select from bom_packages b where b.tenant = p.tenant and b.package = p.id)`.execute(db);
}
