import { type Kysely, sql } from 'kysely';

/** Collections, assets, their history and relations, and the counters over them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table collections (
      tenant text not null,
      connection text not null,
      call text not null,
      provider text not null,
      account text not null,
      region text not null,
      service text not null,
      operation text not null,
      params jsonb not null,
      complete boolean not null,
      items integer not null,
      error_code text,
      error_message text,
      permission text,
      started_at timestamptz not null,
      collected_at timestamptz not null,
      complete_at timestamptz,
      segment text,
      primary key (tenant, connection, call)
    ) with (fillfactor = 85)`.execute(db);
  await sql`create index collections_of_call on collections (tenant, call)`.execute(db);
  await sql`create index collections_by_place on collections (tenant, account, region, collected_at)`.execute(db);
  await sql`create index collections_incomplete on collections (tenant, account) where not complete`.execute(db);

  // `last_seen` changes at every scan and is in no index, so that the update stays within its page.
  await sql`
    create table assets (
      tenant text not null,
      id text not null,
      kind text not null,
      provider text not null,
      account text not null,
      region text not null,
      name text not null,
      tags jsonb not null,
      category text not null,
      data jsonb not null,
      hash text not null,
      connection text not null,
      listed_by text,
      parent text,
      calls text[] not null default '{}',
      search text not null,
      first_seen timestamptz not null,
      last_seen timestamptz not null,
      changed_at timestamptz not null,
      gone_at timestamptz,
      incarnation integer not null default 1,
      primary key (tenant, id)
    ) with (fillfactor = 85)`.execute(db);
  await sql`create index assets_by_name on assets (tenant, name, id) where gone_at is null`.execute(db);
  await sql`create index assets_by_kind on assets (tenant, kind, name, id) where gone_at is null`.execute(db);
  await sql`create index assets_by_account on assets (tenant, account, name, id) where gone_at is null`.execute(db);
  await sql`create index assets_by_region on assets (tenant, region, name, id) where gone_at is null`.execute(db);
  await sql`create index assets_of_connection on assets (tenant, connection, account)`.execute(db);
  await sql`create index assets_listed on assets (tenant, listed_by) where gone_at is null`.execute(db);
  await sql`create index assets_of_parent on assets (tenant, parent) where gone_at is null and parent is not null`.execute(
    db,
  );
  await sql`create index assets_gone on assets (tenant, name, id) where gone_at is not null`.execute(db);
  await sql`create index assets_tags on assets using gin (tags)`.execute(db);
  await sql`create index assets_search on assets using gin (search gin_trgm_ops)`.execute(db);
  // A finer sample lets the planner tell a rare word (trigrams first) from a common one (walk the list in order).
  await sql`alter table assets alter column search set statistics 500`.execute(db);

  await sql`
    create table asset_versions (
      tenant text not null,
      asset text not null,
      incarnation integer not null,
      valid_from timestamptz not null,
      valid_to timestamptz not null,
      name text not null,
      tags jsonb not null,
      data jsonb not null,
      hash text not null,
      primary key (tenant, asset, incarnation, valid_from)
    )`.execute(db);
  await sql`create index asset_versions_oldest on asset_versions (tenant, valid_to)`.execute(db);

  await sql`
    create table relations (
      tenant text not null,
      origin text not null check (origin in ('observed', 'derived')),
      scope text not null,
      from_id text not null,
      type text not null,
      to_id text not null,
      evidence jsonb,
      written_at timestamptz not null,
      primary key (tenant, from_id, type, to_id, origin, scope)
    ) with (fillfactor = 90)`.execute(db);
  await sql`create index relations_backwards on relations (tenant, to_id, type)`.execute(db);
  await sql`create index relations_of_scope on relations (tenant, origin, scope)`.execute(db);

  await sql`
    create table asset_counts (
      tenant text not null,
      seq bigint generated always as identity,
      kind text not null,
      category text not null,
      account text not null,
      region text not null,
      n integer not null,
      primary key (tenant, seq)
    )`.execute(db);
  await countAssets(db);
}

/**
 * Counters by statement, not by row: a batch of thousands adds a handful of rows, and writers never wait for each other.
 * The planner takes transition tables for empty and would join two of thousands in nested loops; so these are off there.
 */
async function countAssets(db: Kysely<unknown>): Promise<void> {
  const add = (changes: string) =>
    `insert into asset_counts (tenant, kind, category, account, region, n)
     select tenant, kind, category, account, region, sum(n) from (${changes}) changes
     group by tenant, kind, category, account, region having sum(n) <> 0;`;
  const key = (row: string) => `${row}.tenant, ${row}.kind, ${row}.category, ${row}.account, ${row}.region`;
  const inserted = `select ${key('later')}, 1 as n from new_rows later where later.gone_at is null`;
  const deleted = `select ${key('earlier')}, -1 as n from old_rows earlier where earlier.gone_at is null`;
  const updated = `
    select ${key('c')}, c.n from new_rows later join old_rows earlier on earlier.tenant = later.tenant and earlier.id = later.id
    cross join lateral (values (${key('later')}, case when later.gone_at is null then 1 else 0 end),
                               (${key('earlier')}, case when earlier.gone_at is null then -1 else 0 end))
      c (tenant, kind, category, account, region, n)
    where (later.gone_at is null) <> (earlier.gone_at is null)
      or (later.kind, later.category, later.account, later.region) is distinct from (earlier.kind, earlier.category, earlier.account, earlier.region)`;
  await sql
    .raw(`
    create function count_assets() returns trigger language plpgsql set enable_nestloop = off set jit = off as $$
    begin
      if tg_op = 'INSERT' then ${add(inserted)}
      elsif tg_op = 'UPDATE' then ${add(updated)}
      else ${add(deleted)}
      end if;
      return null;
    end $$`)
    .execute(db);
  await sql`create trigger count_insert after insert on assets referencing new table as new_rows
    for each statement execute function count_assets()`.execute(db);
  await sql`create trigger count_update after update on assets referencing new table as new_rows old table as old_rows
    for each statement execute function count_assets()`.execute(db);
  await sql`create trigger count_delete after delete on assets referencing old table as old_rows
    for each statement execute function count_assets()`.execute(db);
}
