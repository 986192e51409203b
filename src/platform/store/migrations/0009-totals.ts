import { type Kysely, sql } from 'kysely';

/**
 * Results are also counted over all accounts, under the account `''`: what every page asks is then the sum of few rows.
 * The counters are written anew, since rows added up earlier have left their tables full of holes.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await countTotals(db);
  await sql`
    create temp table summed on commit drop as
    select tenant, control, coalesce(account, '') as account, status, sum(n) as n from result_counts
    group by tenant, control, status, grouping sets ((account), ()) having sum(n) <> 0`.execute(db);
  await sql`truncate result_counts`.execute(db);
  await sql`insert into result_counts (tenant, control, account, status, n) select * from summed`.execute(db);
  await sql`create index result_counts_of_account on result_counts (tenant, account)`.execute(db);

  await sql`
    create temp table counted on commit drop as
    select tenant, kind, category, account, region, sum(n) as n from asset_counts group by 1, 2, 3, 4, 5 having sum(n) <> 0`.execute(
    db,
  );
  await sql`truncate asset_counts`.execute(db);
  await sql`insert into asset_counts (tenant, kind, category, account, region, n) select * from counted`.execute(db);

  await sql`create index scans_ended on scans (tenant, finished_at)`.execute(db);
}

async function countTotals(db: Kysely<unknown>): Promise<void> {
  const add = (changes: string) =>
    `insert into result_counts (tenant, control, account, status, n)
     select c.tenant, c.control, of.account, c.status, sum(c.n)
     from (select tenant, control, account, status, sum(n) as n from (${changes}) changes
           group by tenant, control, account, status having sum(n) <> 0) c
     cross join lateral (values (''), (nullif(c.account, ''))) of (account)
     where of.account is not null
     group by c.tenant, c.control, of.account, c.status having sum(c.n) <> 0;`;
  const key = (row: string) => `${row}.tenant, ${row}.control, ${row}.account, ${row}.status`;
  const inserted = `select ${key('later')}, 1 as n from new_rows later`;
  const deleted = `select ${key('earlier')}, -1 as n from old_rows earlier`;
  const updated = `
    select ${key('c')}, c.n from new_rows later join old_rows earlier on earlier.tenant = later.tenant and earlier.id = later.id
    cross join lateral (values (${key('later')}, 1), (${key('earlier')}, -1)) c (tenant, control, account, status, n)
    where (later.status, later.account) is distinct from (earlier.status, earlier.account)`;
  await sql
    .raw(`
    create or replace function count_results() returns trigger language plpgsql set enable_nestloop = off set jit = off as $$
    begin
      if tg_op = 'INSERT' then ${add(inserted)}
      elsif tg_op = 'UPDATE' then ${add(updated)}
      else ${add(deleted)}
      end if;
      return null;
    end $$`)
    .execute(db);
}
