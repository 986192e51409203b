import { createHash } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import { type Asset, type Collection, callKey, canonicalJson, type Json, type Relation } from '../model/index.ts';
import { type Database, jsonText, searchText, storableText, takeShared } from '../platform/store/index.ts';

/** An asset with where it came from. */
export interface StoredAsset extends Asset {
  connection: string;
  /** `callId` of the list call whose item it is; absent for what no call lists. */
  listedBy?: string;
  /** Asset that the list call was made for. */
  parent?: string;
  /** `callId`s of everything its data came from, the list call among them. */
  calls: readonly string[];
}

export interface SavedAssets {
  created: number;
  changed: number;
  unchanged: number;
  /** Came back after they had been gone: a new incarnation. */
  recreated: number;
}

/** Rows in one statement. */
const BATCH = 2000;

/** After so many batches their counters' rows are added up, so that readers never sum many. */
const BATCHES_COUNTED = 5;

/** Short name of a call in the store: hash of its {@link callKey}. */
export function callId(call: Parameters<typeof callKey>[0]): string {
  return createHash('sha256').update(callKey(call)).digest('hex').slice(0, 32);
}

/**
 * Keeps the newest answer to each call; an older one than what is kept changes nothing.
 * `segment`: where their facts lie.
 */
export async function saveCollections(
  db: Kysely<Database>,
  collections: AsyncIterable<Collection> | Iterable<Collection>,
  segment: string | null = null,
): Promise<number> {
  let saved = 0;
  for await (const batch of batches(collections)) {
    // One statement may name a row once: of answers to the same call the newest counts.
    const newest = new Map<string, Collection>();
    for (const one of batch) {
      const key = `${one.tenant}\n${one.connection}\n${callKey(one)}`;
      const other = newest.get(key);
      if (other === undefined || other.finishedAt <= one.finishedAt) newest.set(key, one);
    }
    const rows = [...newest.values()];
    const column = <T>(read: (row: Collection) => T): T[] => rows.map(read);
    await sql`
      insert into collections (tenant, connection, call, provider, account, region, service, operation, params, complete,
        items, error_code, error_message, permission, started_at, collected_at, complete_at, segment)
      select c.tenant, c.connection, c.call, c.provider, c.account, c.region, c.service, c.operation, c.params::jsonb,
        c.complete, c.items, c.error_code, c.error_message, c.permission, c.started_at, c.collected_at,
        case when c.complete then c.collected_at end, ${segment}::text
      from unnest(${column((c) => c.tenant)}::text[], ${column((c) => c.connection)}::text[], ${column(callId)}::text[],
        ${column((c) => c.provider)}::text[], ${column((c) => c.account)}::text[], ${column((c) => c.region)}::text[],
        ${column((c) => c.service)}::text[], ${column((c) => c.operation)}::text[], ${column((c) => jsonText(c.params))}::text[],
        ${column((c) => c.complete)}::boolean[], ${column((c) => c.items)}::int[],
        ${column((c) => optionalText(c.error?.code))}::text[], ${column((c) => optionalText(c.error?.message?.slice(0, 2000)))}::text[],
        ${column((c) => optionalText(c.error?.permission))}::text[],
        ${column((c) => c.startedAt)}::timestamptz[], ${column((c) => c.finishedAt)}::timestamptz[])
        c (tenant, connection, call, provider, account, region, service, operation, params, complete, items, error_code,
          error_message, permission, started_at, collected_at)
      on conflict (tenant, connection, call) do update set complete = excluded.complete, items = excluded.items,
        error_code = excluded.error_code, error_message = excluded.error_message, permission = excluded.permission,
        started_at = excluded.started_at, collected_at = excluded.collected_at,
        complete_at = coalesce(excluded.complete_at, collections.complete_at), segment = excluded.segment
      where excluded.collected_at >= collections.collected_at`.execute(db);
    saved += rows.length;
  }
  return saved;
}

/**
 * Brings assets up to what was seen at `now`. One that changed leaves its old version in the history; one that was gone
 * is a new incarnation. An asset whose data did not change costs the writing of one time.
 */
export async function saveAssets(
  db: Kysely<Database>,
  tenant: string,
  assets: AsyncIterable<StoredAsset> | Iterable<StoredAsset>,
  now: Date,
): Promise<SavedAssets> {
  const total: SavedAssets = { created: 0, changed: 0, unchanged: 0, recreated: 0 };
  let saves = 0;
  for await (const batch of batches(assets)) {
    const rows = [...new Map(batch.map((asset) => [asset.id, asset])).values()];
    const saved = await db.transaction().execute((trx) => saveBatch(trx, tenant, rows, now));
    for (const name of Object.keys(total) as (keyof SavedAssets)[]) total[name] += saved[name];
    if (++saves % BATCHES_COUNTED === 0) await compactAssetCounts(db, tenant);
  }
  return total;
}

async function saveBatch(
  trx: Transaction<Database>,
  tenant: string,
  unsorted: readonly StoredAsset[],
  now: Date,
): Promise<SavedAssets> {
  // In the order of their ids, so that two scans that see the same asset wait for each other and never in a ring.
  const assets = [...unsorted].sort((a, b) => (a.id < b.id ? -1 : 1));
  const column = <T>(read: (asset: StoredAsset) => T): T[] => assets.map(read);
  const hashes = new Map(assets.map((asset) => [asset.id, hashOf(asset)]));
  const { rows: known } = await sql<{ id: string; hash: string; gone: boolean }>`
    select id, hash, gone_at is not null as gone from assets
    where tenant = ${tenant} and id = any(${column((a) => a.id)}::text[]) order by id for update`.execute(trx);
  const before = new Map(known.map((row) => [row.id, row]));
  await sql`
    insert into asset_versions (tenant, asset, incarnation, valid_from, valid_to, name, tags, data, hash)
    select a.tenant, a.id, a.incarnation, a.changed_at, coalesce(a.gone_at, ${now}), a.name, a.tags, a.data, a.hash
    from unnest(${column((a) => a.id)}::text[], ${column((a) => hashes.get(a.id) as string)}::text[]) n (id, hash)
    join assets a on a.tenant = ${tenant} and a.id = n.id and (a.hash <> n.hash or a.gone_at is not null)
    on conflict do nothing`.execute(trx);
  await sql`
    insert into assets (tenant, id, kind, provider, account, region, name, tags, category, data, hash, connection, listed_by,
      parent, calls, search, first_seen, last_seen, changed_at)
    select ${tenant}, a.id, a.kind, a.provider, a.account, a.region, a.name, a.tags::jsonb, a.category, a.data::jsonb, a.hash,
      a.connection, a.listed_by, a.parent, array(select jsonb_array_elements_text(a.calls::jsonb)), a.search, ${now}, ${now}, ${now}
    from unnest(${column((a) => a.id)}::text[], ${column((a) => a.kind)}::text[], ${column((a) => a.provider)}::text[],
      ${column((a) => a.account)}::text[], ${column((a) => a.region)}::text[], ${column((a) => storableText(a.name))}::text[],
      ${column((a) => jsonText(a.tags))}::text[], ${column((a) => a.category)}::text[], ${column((a) => jsonText(a.data))}::text[],
      ${column((a) => hashes.get(a.id) as string)}::text[], ${column((a) => a.connection)}::text[],
      ${column((a) => a.listedBy ?? null)}::text[], ${column((a) => a.parent ?? null)}::text[],
      ${column((a) => jsonText([...a.calls]))}::text[], ${column(searchOf)}::text[])
      a (id, kind, provider, account, region, name, tags, category, data, hash, connection, listed_by, parent, calls, search)
    on conflict (tenant, id) do update set kind = excluded.kind, account = excluded.account, region = excluded.region,
      name = excluded.name, tags = excluded.tags, category = excluded.category, data = excluded.data, hash = excluded.hash,
      connection = excluded.connection, listed_by = excluded.listed_by, parent = excluded.parent, calls = excluded.calls,
      search = excluded.search, last_seen = excluded.last_seen, gone_at = null,
      changed_at = case when assets.hash = excluded.hash and assets.gone_at is null then assets.changed_at else excluded.changed_at end,
      first_seen = case when assets.gone_at is null then assets.first_seen else excluded.first_seen end,
      incarnation = assets.incarnation + case when assets.gone_at is null then 0 else 1 end`.execute(trx);
  const saved: SavedAssets = { created: 0, changed: 0, unchanged: 0, recreated: 0 };
  for (const asset of assets) {
    const old = before.get(asset.id);
    if (old === undefined) saved.created++;
    else if (old.gone) saved.recreated++;
    else if (old.hash === hashes.get(asset.id)) saved.unchanged++;
    else saved.changed++;
  }
  return saved;
}

/**
 * Marks as gone what the newest answer to its list call, a complete one, no longer holds, and what hung below it.
 * `calls` are the list calls of one scan; of those that are not complete nothing is concluded.
 * Call it after the scan's assets are saved. Gives the ids, to be handed to the findings.
 */
export async function markGone(
  db: Kysely<Database>,
  tenant: string,
  connection: string,
  calls: Iterable<Collection>,
  now: Date,
): Promise<string[]> {
  const complete = [...calls].filter((call) => call.complete);
  if (complete.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    with recursive missing as (
      select a.id from unnest(${complete.map(callId)}::text[], ${complete.map((call) => call.startedAt)}::timestamptz[]) c (call, started)
      join assets a on a.tenant = ${tenant} and a.listed_by = c.call and a.gone_at is null
        and a.connection = ${connection} and a.last_seen < c.started
      union
      select child.id from missing m join assets child on child.tenant = ${tenant} and child.parent = m.id
        and child.gone_at is null and child.last_seen < ${now}
    )
    update assets a set gone_at = ${now} from missing m where a.tenant = ${tenant} and a.id = m.id
    returning a.id`.execute(db);
  const gone = rows.map((row) => row.id);
  if (gone.length > 0) {
    await sql`delete from relations where tenant = ${tenant} and origin = 'observed' and from_id = any(${gone}::text[])`.execute(
      db,
    );
  }
  return gone;
}

/**
 * Replaces the relations of one origin and scope as a whole: readers see the old ones or the new ones.
 * `scope` names what is replaced together (`CONNECTION/ACCOUNT`, or the engine that derives).
 */
export async function replaceRelations(
  db: Kysely<Database>,
  { tenant, origin, scope }: { tenant: string; origin: Relation['origin']; scope: string },
  relations: AsyncIterable<Relation> | Iterable<Relation>,
  now: Date,
): Promise<number> {
  return db.transaction().execute(async (trx) => {
    let written = 0;
    for await (const batch of batches(relations)) {
      const rows = [...new Map(batch.map((one) => [`${one.from}\n${one.type}\n${one.to}`, one])).values()];
      await sql`
        insert into relations (tenant, origin, scope, from_id, type, to_id, evidence, written_at)
        select ${tenant}, ${origin}, ${scope}, r.from_id, r.type, r.to_id, r.evidence::jsonb, ${now}
        from unnest(${rows.map((r) => r.from)}::text[], ${rows.map((r) => r.type)}::text[], ${rows.map((r) => r.to)}::text[],
          ${rows.map((r) => (r.evidence === undefined ? null : jsonText(r.evidence)))}::text[]) r (from_id, type, to_id, evidence)
        on conflict (tenant, from_id, type, to_id, origin, scope)
          do update set evidence = excluded.evidence, written_at = excluded.written_at`.execute(trx);
      written += rows.length;
    }
    await sql`
      delete from relations where tenant = ${tenant} and origin = ${origin} and scope = ${scope} and written_at < ${now}`.execute(
      trx,
    );
    return written;
  });
}

/** The assets of an account that are there, by id, a thousand held at a time. */
export async function* assetsOf(db: Kysely<Database>, tenant: string, account: string): AsyncGenerator<Asset> {
  let after = '';
  for (;;) {
    const rows = await db
      .selectFrom('assets')
      .select(['tenant', 'id', 'kind', 'provider', 'account', 'region', 'name', 'tags', 'category', 'data'])
      .where('tenant', '=', tenant)
      .where('account', '=', account)
      .where('gone_at', 'is', null)
      .where('id', '>', after)
      .orderBy('id')
      .limit(1000)
      .execute();
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.id;
  }
}

/** Drops versions of assets that ended before `before`. Gives how many. */
export async function dropOldVersions(db: Kysely<Database>, tenant: string, before: Date): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('asset_versions')
    .where('tenant', '=', tenant)
    .where('valid_to', '<', before)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** Adds up the counters' rows; see the one of the findings. */
export async function compactAssetCounts(db: Kysely<Database>, tenant: string): Promise<void> {
  await sql`
    with gone as (${takeShared('asset_counts', tenant, sql`kind, category, account, region`)})
    insert into asset_counts (tenant, kind, category, account, region, n)
    select tenant, kind, category, account, region, sum(n) from gone group by 1, 2, 3, 4, 5 having sum(n) <> 0`.execute(
    db,
  );
}

function hashOf({ kind, provider, account, region, name, tags, category, data }: StoredAsset): string {
  const everything: Json = [kind, provider, account, region, name, tags, category, data];
  return createHash('sha256').update(canonicalJson(everything)).digest('base64url').slice(0, 32);
}

function searchOf({ id, name, kind, account, region, tags }: StoredAsset): string {
  return searchText([
    name,
    id,
    kind,
    account,
    region,
    ...Object.entries(tags).map(([key, value]) => `${key}=${value}`),
  ]);
}

function optionalText(text: string | undefined): string | null {
  return text === undefined ? null : storableText(text);
}

async function* batches<T>(items: AsyncIterable<T> | Iterable<T>): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
