import { type Kysely, sql } from 'kysely';

/** Findings with their history, exceptions and counters. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table findings (
      tenant text not null,
      id text not null,
      seq bigint generated always as identity,
      rule text not null,
      asset text not null,
      asset_name text not null,
      kind text not null,
      provider text not null,
      account text not null,
      region text not null,
      category text,
      discriminator text not null,
      severity text not null check (severity in ('critical', 'high', 'medium', 'low', 'info')),
      rank smallint generated always as (case severity
        when 'critical' then 0 when 'high' then 1 when 'medium' then 2 when 'low' then 3 else 4 end) stored,
      risk smallint not null check (risk between 0 and 100),
      status text not null check (status in ('open', 'resolved')),
      resolution text check (resolution in ('fixed', 'not-applicable', 'removed')),
      stale boolean not null default false,
      exception_id text,
      evidence jsonb not null,
      first_seen timestamptz not null,
      opened_at timestamptz not null,
      resolved_at timestamptz,
      changed_at timestamptz not null,
      primary key (tenant, id),
      check ((status = 'resolved') = (resolution is not null)),
      check ((status = 'resolved') = (resolved_at is not null)),
      check (status = 'open' or not stale)
    )`.execute(db);
  // One index for each way a list is sorted or narrowed, each ending in what pages go on by. That is a number given in
  // order, not the random id: new findings then go to the ends of few pages, which doubles the speed of writing.
  // There is no index for search: words are looked up among assets and rules, of which there are far fewer.
  await sql`create index findings_by_risk on findings (tenant, status, risk desc, seq)`.execute(db);
  await sql`create index findings_by_severity on findings (tenant, status, rank, risk desc, seq)`.execute(db);
  await sql`create index findings_by_first_seen on findings (tenant, status, first_seen desc, seq)`.execute(db);
  await sql`create index findings_of_rule on findings (tenant, rule, status, risk desc, seq)`.execute(db);
  await sql`create index findings_of_account on findings (tenant, account, status, risk desc, seq)`.execute(db);
  await sql`create index findings_of_region on findings (tenant, region, status, risk desc, seq)`.execute(db);
  await sql`create index findings_of_kind on findings (tenant, kind, status, risk desc, seq)`.execute(db);
  await sql`create index findings_of_category on findings (tenant, category, status, risk desc, seq)`.execute(db);
  await sql`create index findings_of_asset on findings (tenant, asset, rule)`.execute(db);
  await sql`create index findings_stale on findings (tenant, risk desc, seq) where stale`.execute(db);
  await sql`create index findings_excepted on findings (tenant, exception_id) where exception_id is not null`.execute(
    db,
  );
  await sql`
    create table rules (
      tenant text not null,
      rule text not null,
      search text not null,
      primary key (tenant, rule)
    )`.execute(db);

  // What belongs to a finding is written and dropped with it by one function each: foreign keys would cost a third.
  await sql`
    create table finding_sightings (
      tenant text not null,
      finding text not null,
      last_seen timestamptz not null,
      primary key (tenant, finding)
    ) with (fillfactor = 80)`.execute(db);
  await sql`create index sightings_newest on finding_sightings (tenant, last_seen desc, finding)`.execute(db);

  await sql`
    create table finding_events (
      tenant text not null,
      finding text not null,
      seq bigint generated always as identity,
      at timestamptz not null,
      kind text not null,
      detail jsonb not null default '{}',
      actor text,
      primary key (tenant, finding, seq)
    )`.execute(db);

  await sql`
    create table exceptions (
      tenant text not null,
      id text not null,
      finding_id text,
      rule text,
      account text,
      asset_pattern text,
      asset_like text,
      reason text not null,
      owner text,
      created_at timestamptz not null,
      created_by text not null,
      expires_at timestamptz,
      removed_at timestamptz,
      removed_by text,
      ended_at timestamptz,
      primary key (tenant, id),
      check ((finding_id is null) <> (rule is null)),
      check (finding_id is null or (account is null and asset_pattern is null))
    )`.execute(db);
  await sql`create index exceptions_of_finding on exceptions (tenant, finding_id) where ended_at is null`.execute(db);
  await sql`create index exceptions_of_rule on exceptions (tenant, rule) where ended_at is null`.execute(db);
  await sql`create index exceptions_to_end on exceptions (tenant, expires_at) where ended_at is null`.execute(db);
  await sql`create index exceptions_newest on exceptions (tenant, created_at desc, id)`.execute(db);

  await sql`
    create table finding_counts (
      tenant text not null,
      seq bigint generated always as identity,
      dimension text not null,
      value text not null,
      severity text not null,
      state text not null,
      n integer not null,
      primary key (tenant, seq)
    )`.execute(db);
  await sql`create index finding_counts_by_value on finding_counts (tenant, dimension, value)`.execute(db);
  await sql`
    create table finding_flow (
      tenant text not null,
      seq bigint generated always as identity,
      period timestamptz not null,
      account text not null,
      severity text not null,
      opened integer not null,
      resolved integer not null,
      open_change integer not null,
      primary key (tenant, seq)
    )`.execute(db);
  await sql`create index finding_flow_by_period on finding_flow (tenant, period)`.execute(db);
  await countFindings(db);
}

/**
 * Counters are rows to be summed: each statement that changes findings adds what it changed. Two writers never wait
 * for one another as they would over a row they both update, and whatever writes to `findings` is counted.
 * `compactCounters` adds the rows up from time to time.
 */
async function countFindings(db: Kysely<unknown>): Promise<void> {
  const state = (row: string) =>
    `case when ${row}.status = 'resolved' then 'resolved' when ${row}.exception_id is not null then 'excepted'
          when ${row}.stale then 'stale' else 'open' end`;
  const key = (row: string) =>
    `${row}.tenant, ${row}.rule, ${row}.account, ${row}.region, ${row}.kind, coalesce(${row}.category, ''), ${row}.severity`;
  const counted = (row: string) =>
    `(case when ${row}.status = 'open' and ${row}.exception_id is null then 1 else 0 end)`;
  const columns = '(tenant, rule, account, region, kind, category, severity, state, n)';
  const pairs = 'new_rows later join old_rows earlier on earlier.tenant = later.tenant and earlier.id = later.id';

  const addCounts = (changes: string) => `
    insert into finding_counts (tenant, dimension, value, severity, state, n)
    select c.tenant, d.dimension, d.value, c.severity, c.state, sum(c.n)
    from (select tenant, rule, account, region, kind, category, severity, state, sum(n) as n from (${changes}) all_changes
          group by tenant, rule, account, region, kind, category, severity, state having sum(n) <> 0) c
    cross join lateral (values ('all', ''), ('rule', c.rule), ('account', c.account), ('region', c.region),
      ('kind', c.kind), ('category', c.category)) d (dimension, value)
    group by c.tenant, d.dimension, d.value, c.severity, c.state having sum(c.n) <> 0;`;
  const addFlow = (changes: string) => `
    insert into finding_flow (tenant, period, account, severity, opened, resolved, open_change)
    select tenant, date_trunc('hour', changed_at, 'UTC'), account, severity, sum(opened), sum(resolved), sum(open_change)
    from (${changes}) changes group by 1, 2, 3, 4
    having sum(opened) <> 0 or sum(resolved) <> 0 or sum(open_change) <> 0;`;

  const inserted = `select * from (select ${key('later')}, ${state('later')}, 1 from new_rows later) c ${columns}`;
  const deleted = `select * from (select ${key('earlier')}, ${state('earlier')}, -1 from old_rows earlier) c ${columns}`;
  const updated = `
    select c.* from ${pairs}
    cross join lateral (values (${key('later')}, ${state('later')}, 1), (${key('earlier')}, ${state('earlier')}, -1)) c ${columns}
    where (${key('later')}, ${state('later')}) is distinct from (${key('earlier')}, ${state('earlier')})`;
  const flowInserted = `
    select tenant, changed_at, account, severity, (status = 'open')::int as opened, 0 as resolved,
      ${counted('later')} as open_change from new_rows later`;
  const flowUpdated = `
    select later.tenant, later.changed_at, later.account, c.severity, c.opened, c.resolved, c.open_change from ${pairs}
    cross join lateral (values
      (later.severity, (later.status = 'open' and earlier.status <> 'open')::int,
        (later.status <> 'open' and earlier.status = 'open')::int, ${counted('later')}),
      (earlier.severity, 0, 0, -${counted('earlier')})) c (severity, opened, resolved, open_change)
    where (later.status, later.exception_id is null, later.severity) is distinct from (earlier.status, earlier.exception_id is null, earlier.severity)`;

  await sql
    .raw(`
    create function count_findings() returns trigger language plpgsql set enable_nestloop = off set jit = off as $$
    begin
      if tg_op = 'INSERT' then ${addCounts(inserted)} ${addFlow(flowInserted)}
      elsif tg_op = 'UPDATE' then ${addCounts(updated)} ${addFlow(flowUpdated)}
      else ${addCounts(deleted)}
      end if;
      return null;
    end $$`)
    .execute(db);
  await sql`create trigger count_insert after insert on findings referencing new table as new_rows
    for each statement execute function count_findings()`.execute(db);
  await sql`create trigger count_update after update on findings referencing new table as new_rows old table as old_rows
    for each statement execute function count_findings()`.execute(db);
  await sql`create trigger count_delete after delete on findings referencing old table as old_rows
    for each statement execute function count_findings()`.execute(db);
}
