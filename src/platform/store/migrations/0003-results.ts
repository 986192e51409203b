import { type Kysely, sql } from 'kysely';

/** Judgements, the params they were made with, and how many there are of each status. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // A rejudged result that says the same changes no indexed column, so that its update stays within its page.
  await sql`
    create table results (
      tenant text not null,
      id text not null,
      control text not null,
      asset text not null,
      discriminator text not null,
      kind text not null,
      account text not null,
      region text not null,
      status text not null check (status in ('pass', 'fail', 'unknown', 'not-applicable', 'manual', 'error')),
      evidence jsonb not null,
      unknown jsonb,
      error text,
      outcome_hash text,
      judged_at timestamptz not null,
      primary key (tenant, id)
    ) with (fillfactor = 80)`.execute(db);
  await sql`create index results_of_asset on results (tenant, asset, control)`.execute(db);
  await sql`create index results_of_control on results (tenant, control, account)`.execute(db);
  await sql`
    create table result_counts (
      tenant text not null,
      seq bigint generated always as identity,
      control text not null,
      account text not null,
      status text not null,
      n integer not null,
      primary key (tenant, seq)
    )`.execute(db);
  await sql`
    create table params (
      tenant text not null,
      control text not null,
      account text not null,
      "values" jsonb not null,
      updated_at timestamptz not null,
      updated_by text,
      primary key (tenant, control, account)
    )`.execute(db);
  await countResults(db);
}

async function countResults(db: Kysely<unknown>): Promise<void> {
  const add = (changes: string) =>
    `insert into result_counts (tenant, control, account, status, n)
     select tenant, control, account, status, sum(n) from (${changes}) changes
     group by tenant, control, account, status having sum(n) <> 0;`;
  const key = (row: string) => `${row}.tenant, ${row}.control, ${row}.account, ${row}.status`;
  const inserted = `select ${key('later')}, 1 as n from new_rows later`;
  const deleted = `select ${key('earlier')}, -1 as n from old_rows earlier`;
  const updated = `
    select ${key('c')}, c.n from new_rows later join old_rows earlier on earlier.tenant = later.tenant and earlier.id = later.id
    cross join lateral (values (${key('later')}, 1), (${key('earlier')}, -1)) c (tenant, control, account, status, n)
    where (later.status, later.account) is distinct from (earlier.status, earlier.account)`;
  await sql
    .raw(`
    create function count_results() returns trigger language plpgsql set enable_nestloop = off set jit = off as $$
    begin
      if tg_op = 'INSERT' then ${add(inserted)}
      elsif tg_op = 'UPDATE' then ${add(updated)}
      else ${add(deleted)}
      end if;
      return null;
    end $$`)
    .execute(db);
  await sql`create trigger count_insert after insert on results referencing new table as new_rows
    for each statement execute function count_results()`.execute(db);
  await sql`create trigger count_update after update on results referencing new table as new_rows old table as old_rows
    for each statement execute function count_results()`.execute(db);
  await sql`create trigger count_delete after delete on results referencing old table as old_rows
    for each statement execute function count_results()`.execute(db);
}
