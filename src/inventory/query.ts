import { type Kysely, type Selectable, type SqlBool, sql } from 'kysely';
import { type Category, UserError } from '../model/index.ts';
import {
  type AssetsTable,
  type AssetVersionsTable,
  type CollectionsTable,
  containing,
  type Database,
} from '../platform/store/index.ts';

export interface AssetFilter {
  kind?: string;
  account?: string;
  region?: string;
  category?: Category;
  /** Found anywhere in name, id, kind, account, region or tags. Case does not matter. */
  q?: string;
  /** `key` or `key=value`. */
  tag?: string;
  /** Those that are no more, in place of those that are. */
  gone?: boolean;
}

/** An asset in a list, without its data. */
export type AssetRow = Omit<Selectable<AssetsTable>, 'tenant' | 'data' | 'search' | 'hash' | 'calls'>;

/** One page of assets by name. `limit` is cut to 1–500. Throws `UserError` `cursor-invalid`. */
export async function listAssets(
  db: Kysely<Database>,
  tenant: string,
  filter: AssetFilter,
  page: { cursor?: string; limit?: number } = {},
): Promise<{ items: AssetRow[]; next: string | null }> {
  const limit = Math.min(Math.max(page.limit ?? 100, 1), 500);
  let query = rowsOf(db, tenant)
    .where('gone_at', filter.gone === true ? 'is not' : 'is', null)
    .orderBy('name')
    .orderBy('id')
    .limit(limit + 1);
  for (const column of ['kind', 'account', 'region', 'category'] as const) {
    const value = filter[column];
    if (value !== undefined) query = query.where(column, '=', value as never);
  }
  for (const word of (filter.q ?? '')
    .split(/\s+/)
    .filter((one) => one !== '')
    .slice(0, 8)) {
    query = query.where(sql<SqlBool>`search like ${containing(word)}`);
  }
  if (filter.tag !== undefined) {
    const [key, ...value] = filter.tag.split('=');
    query =
      value.length === 0
        ? query.where(sql<SqlBool>`tags ? ${key}`)
        : query.where(sql<SqlBool>`tags @> jsonb_build_object(${key}::text, ${value.join('=')}::text)`);
  }
  if (page.cursor !== undefined) {
    const [name, id] = readCursor(page.cursor);
    query = query.where(sql<SqlBool>`(name, id) > (${name}, ${id})`);
  }
  const rows = await query.execute();
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items, next: more ? Buffer.from(JSON.stringify([last.name, last.id])).toString('base64url') : null };
}

/** Assets by id, in no order; unknown ids are left out. At most 1,000. */
export async function assetsById(db: Kysely<Database>, tenant: string, ids: readonly string[]): Promise<AssetRow[]> {
  if (ids.length === 0) return [];
  return rowsOf(db, tenant)
    .where(sql<SqlBool>`id = any(${ids.slice(0, 1000)}::text[])`)
    .execute();
}

function rowsOf(db: Kysely<Database>, tenant: string) {
  return db
    .selectFrom('assets')
    .select([
      'id',
      'kind',
      'provider',
      'account',
      'region',
      'name',
      'tags',
      'category',
      'connection',
      'listed_by',
      'parent',
    ])
    .select(['first_seen', 'last_seen', 'changed_at', 'gone_at', 'incarnation'])
    .where('tenant', '=', tenant);
}

/** A relation seen from one asset. */
export interface Neighbour {
  type: string;
  direction: 'out' | 'in';
  origin: 'observed' | 'derived';
  id: string;
  /** Undefined where nothing is known of it but its id. */
  asset: AssetRow | undefined;
}

export interface AssetDetail {
  asset: Selectable<AssetsTable>;
  neighbours: Neighbour[];
  /** Earlier versions, newest first. */
  versions: Omit<Selectable<AssetVersionsTable>, 'tenant' | 'asset'>[];
  /** The calls that its data came from, as they last went. */
  calls: Selectable<CollectionsTable>[];
}

/** One asset with its relations (500 each way), its last 100 versions and the calls behind its data. */
export async function assetDetail(db: Kysely<Database>, tenant: string, id: string): Promise<AssetDetail | undefined> {
  const [asset, out, into, versions] = await Promise.all([
    db.selectFrom('assets').selectAll().where('tenant', '=', tenant).where('id', '=', id).executeTakeFirst(),
    db
      .selectFrom('relations')
      .select(['type', 'origin', 'to_id as id'])
      .distinct()
      .where('tenant', '=', tenant)
      .where('from_id', '=', id)
      .orderBy('type')
      .orderBy('to_id')
      .limit(500)
      .execute(),
    db
      .selectFrom('relations')
      .select(['type', 'origin', 'from_id as id'])
      .distinct()
      .where('tenant', '=', tenant)
      .where('to_id', '=', id)
      .orderBy('type')
      .orderBy('from_id')
      .limit(500)
      .execute(),
    db
      .selectFrom('asset_versions')
      .select(['incarnation', 'valid_from', 'valid_to', 'name', 'tags', 'data', 'hash'])
      .where('tenant', '=', tenant)
      .where('asset', '=', id)
      .orderBy('valid_from', 'desc')
      .limit(100)
      .execute(),
  ]);
  if (asset === undefined) return undefined;
  const [calls, others] = await Promise.all([
    db
      .selectFrom('collections')
      .selectAll()
      .where('tenant', '=', tenant)
      .where('connection', '=', asset.connection)
      .where(sql<SqlBool>`call = any(${asset.calls}::text[])`)
      .orderBy('service')
      .orderBy('operation')
      .execute(),
    assetsById(db, tenant, [...new Set([...out, ...into].map((one) => one.id))]),
  ]);
  const byId = new Map(others.map((other) => [other.id, other]));
  const neighbours = [
    ...out.map((one) => ({ ...one, direction: 'out' as const, asset: byId.get(one.id) })),
    ...into.map((one) => ({ ...one, direction: 'in' as const, asset: byId.get(one.id) })),
  ];
  return { asset, neighbours, versions, calls };
}

/** Assets that are there, counted by kind and category, largest first. From counters. */
export async function countKinds(
  db: Kysely<Database>,
  tenant: string,
  where: { account?: string; region?: string } = {},
): Promise<{ kind: string; category: Category; count: number }[]> {
  let query = db
    .selectFrom('asset_counts')
    .select(['kind', 'category', sql<number>`sum(n)::int`.as('count')])
    .where('tenant', '=', tenant)
    .groupBy(['kind', 'category'])
    .having(sql<SqlBool>`sum(n) > 0`)
    .orderBy('count', 'desc')
    .orderBy('kind');
  if (where.account !== undefined) query = query.where('account', '=', where.account);
  if (where.region !== undefined) query = query.where('region', '=', where.region);
  return query.execute();
}

/** How many assets are there, in all accounts or one. From counters. */
export async function countAssets(
  db: Kysely<Database>,
  tenant: string,
  { account }: { account?: string } = {},
): Promise<number> {
  let query = db
    .selectFrom('asset_counts')
    .select(sql<number>`coalesce(sum(n), 0)::int`.as('count'))
    .where('tenant', '=', tenant);
  if (account !== undefined) query = query.where('account', '=', account);
  return (await query.executeTakeFirstOrThrow()).count;
}

export interface PlaceCount {
  account: string;
  region: string;
  count: number;
  /** Of them: what is kept there for its own sake. What watches over a place does not count, it ought to be in every one. */
  kept: number;
}

/** Assets that are there, counted by account and region. From counters. */
export async function countPlaces(db: Kysely<Database>, tenant: string): Promise<PlaceCount[]> {
  return db
    .selectFrom('asset_counts')
    .select(['account', 'region', sql<number>`sum(n)::int`.as('count')])
    .select(
      sql<number>`coalesce(sum(n) filter (where category not in ('organization', 'security', 'management')), 0)::int`.as(
        'kept',
      ),
    )
    .where('tenant', '=', tenant)
    .groupBy(['account', 'region'])
    .having(sql<SqlBool>`sum(n) > 0`)
    .orderBy('account')
    .orderBy('region')
    .execute();
}

export interface Staleness {
  account: string;
  region: string;
  /** The oldest and the newest answer that stands here. */
  oldest: Date;
  newest: Date;
  /** Calls whose newest answer is not complete. */
  incomplete: number;
}

/**
 * How old what we know is, by account and region, oldest first. The index of calls by place and time is asked for each place
 * and for its two ends: there are few places and very many calls.
 */
export async function staleness(
  db: Kysely<Database>,
  tenant: string,
  { account }: { account?: string } = {},
): Promise<Staleness[]> {
  const asked = sql`tenant = ${tenant} and ${account === undefined ? sql`true` : sql`account = ${account}`}`;
  const here = sql`from collections c where c.tenant = ${tenant} and c.account = p.account and c.region = p.region`;
  const { rows } = await sql<Staleness>`
    with recursive places as (
      (select account, region from collections where ${asked} order by account, region limit 1)
      union all
      select next.* from places p cross join lateral (
        select account, region from collections where ${asked} and (account, region) > (p.account, p.region)
        order by account, region limit 1) next
    )
    select p.account, p.region, oldest.collected_at as oldest, newest.collected_at as newest,
      coalesce(i.incomplete, 0)::int as incomplete
    from places p
    cross join lateral (select c.collected_at ${here} order by c.collected_at limit 1) oldest
    cross join lateral (select c.collected_at ${here} order by c.collected_at desc limit 1) newest
    left join (select account, region, count(*) as incomplete from collections where ${asked} and not complete
      group by account, region) i on i.account = p.account and i.region = p.region
    order by oldest, p.account, p.region`.execute(db);
  return rows;
}

function readCursor(cursor: string): [string, string] {
  try {
    const parts = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    const [name, id] = parts;
    if (parts.length === 2 && typeof name === 'string' && typeof id === 'string' && !`${name}${id}`.includes('\0'))
      return [name, id];
  } catch {
    // Told below, like every other cursor that is not ours.
  }
  throw new UserError('cursor-invalid', {
    en: 'The cursor does not belong to this list: begin again without one.',
    ko: '커서가 이 목록의 것이 아닙니다. 커서 없이 처음부터 다시 조회하세요.',
  });
}
