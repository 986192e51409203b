import { type Kysely, sql } from 'kysely';

/**
 * Bills of materials of images and hosts, their packages, and vulnerabilities. What is wrong with a package is a finding like
 * all others, of its own class, so that whoever counts can tell them from those of controls.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table boms (
      tenant text not null,
      asset text not null,
      seq bigint generated always as identity,
      kind text not null,
      hash text not null,
      content bytea not null,
      packages integer not null,
      complete boolean not null,
      unread jsonb not null default '[]',
      distribution jsonb,
      end_of_life date,
      registry text,
      repository text,
      trust text not null default 'unknown' check (trust in ('trusted', 'untrusted', 'unsigned', 'unknown')),
      made_at timestamptz,
      scanned_at timestamptz not null,
      judged_at timestamptz,
      advisories_at timestamptz,
      unjudged jsonb not null default '[]',
      outcome_hash text,
      risk smallint not null default 0,
      primary key (tenant, asset)
    )`.execute(db);
  await sql`create index boms_by_risk on boms (tenant, kind, risk desc, seq)`.execute(db);
  await sql`create index boms_of_repository on boms (tenant, registry, repository)`.execute(db);

  await sql`
    create table packages (
      tenant text not null,
      id bigint generated always as identity,
      purl text not null,
      type text not null,
      name text not null,
      version text not null,
      search text not null,
      assets integer not null default 0,
      primary key (tenant, id)
    ) with (fillfactor = 80)`.execute(db);
  // A package URL may be longer than an index takes.
  await sql`create unique index packages_by_purl on packages (tenant, md5(purl))`.execute(db);
  await sql`create index packages_by_name on packages (tenant, name, id)`.execute(db);
  await sql`create index packages_search on packages using gin (search gin_trgm_ops)`.execute(db);
  await sql`
    create table bom_packages (
      tenant text not null,
      package bigint not null,
      asset text not null,
      primary key (tenant, package, asset)
    )`.execute(db);
  await sql`create index packages_of_bom on bom_packages (tenant, asset)`.execute(db);
  await countPlaces(db);

  await sql`
    create table vulnerabilities (
      tenant text not null,
      id text not null,
      seq bigint generated always as identity,
      facts jsonb not null,
      hash text not null,
      title text not null,
      severity text not null check (severity in ('critical', 'high', 'medium', 'low', 'info')),
      epss real not null default 0,
      exploited boolean not null default false,
      published timestamptz,
      packages text[] not null default '{}',
      search text not null,
      risk smallint not null default 0,
      images integer not null default 0,
      hosts integer not null default 0,
      fixable boolean not null default false,
      first_seen timestamptz not null,
      primary key (tenant, id)
    ) with (fillfactor = 80)`.execute(db);
  await sql`create index vulnerabilities_search on vulnerabilities using gin (search gin_trgm_ops)`.execute(db);
  const there = sql`where images + hosts > 0`;
  await sql`create index vulnerabilities_by_risk on vulnerabilities (tenant, risk desc, seq) ${there}`.execute(db);
  await sql`create index vulnerabilities_by_epss on vulnerabilities (tenant, epss desc, seq) ${there}`.execute(db);
  await sql`create index vulnerabilities_by_assets on vulnerabilities (tenant, (images + hosts) desc, seq) ${there}`.execute(
    db,
  );
  await sql`create index vulnerabilities_newest on vulnerabilities (tenant, first_seen desc, seq) ${there}`.execute(db);

  // A scan of one image alone, pushed or asked for, names it.
  await sql`alter table scans add column target jsonb`.execute(db);

  await sql`
    alter table findings
      add column class text not null default 'control' check (class in ('control', 'vulnerability')),
      add column fixable boolean,
      add column exploited boolean`.execute(db);
  await sql`create index findings_by_class on findings (tenant, class, status, risk desc, seq)`.execute(db);
  await sql`alter table finding_counts add column class text not null default 'control'`.execute(db);
  await sql`alter table finding_flow add column class text not null default 'control'`.execute(db);
  await countByClass(db);

  await sql`
    alter table notices drop constraint notices_kind_check,
      add check (kind in ('incident-opened', 'incident-worse', 'watch', 'test', 'vulnerability'))`.execute(db);
}

/** In how many images and hosts a package is, whatever writes the rows that say so. */
async function countPlaces(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    create function count_package_places() returns trigger language plpgsql set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
    begin
      if tg_op = 'INSERT' then
        update packages p set assets = p.assets + c.n
        from (select tenant, package, count(*) as n from new_rows group by 1, 2 order by 1, 2) c
        where p.tenant = c.tenant and p.id = c.package;
      else
        update packages p set assets = p.assets - c.n
        from (select tenant, package, count(*) as n from old_rows group by 1, 2 order by 1, 2) c
        where p.tenant = c.tenant and p.id = c.package;
      end if;
      return null;
    end $$`)
    .execute(db);
  await sql`create trigger count_insert after insert on bom_packages referencing new table as new_rows
    for each statement execute function count_package_places()`.execute(db);
  await sql`create trigger count_delete after delete on bom_packages referencing old table as old_rows
    for each statement execute function count_package_places()`.execute(db);
}

/** Counts findings as before, those of each class apart. */
async function countByClass(db: Kysely<unknown>): Promise<void> {
  const state = (row: string) =>
    `case when ${row}.status = 'resolved' then 'resolved' when ${row}.exception_id is not null then 'excepted'
          when ${row}.stale then 'stale' else 'open' end`;
  const key = (row: string) =>
    `${row}.tenant, ${row}.class, ${row}.rule, ${row}.account, ${row}.region, ${row}.kind, coalesce(${row}.category, ''), ${row}.severity`;
  const counted = (row: string) =>
    `(case when ${row}.status = 'open' and ${row}.exception_id is null then 1 else 0 end)`;
  const columns = '(tenant, class, rule, account, region, kind, category, severity, state, n)';
  const pairs = 'new_rows later join old_rows earlier on earlier.tenant = later.tenant and earlier.id = later.id';

  const addCounts = (changes: string) => `
    insert into finding_counts (tenant, class, dimension, value, severity, state, n)
    select c.tenant, c.class, d.dimension, d.value, c.severity, c.state, sum(c.n)
    from (select tenant, class, rule, account, region, kind, category, severity, state, sum(n) as n from (${changes}) all_changes
          group by tenant, class, rule, account, region, kind, category, severity, state having sum(n) <> 0) c
    cross join lateral (values ('all', ''), ('rule', c.rule), ('account', c.account), ('region', c.region),
      ('kind', c.kind), ('category', c.category)) d (dimension, value)
    group by c.tenant, c.class, d.dimension, d.value, c.severity, c.state having sum(c.n) <> 0;`;
  const addFlow = (changes: string) => `
    insert into finding_flow (tenant, class, period, account, severity, opened, resolved, open_change)
    select tenant, class, date_trunc('hour', changed_at, 'UTC'), account, severity, sum(opened), sum(resolved), sum(open_change)
    from (${changes}) changes group by 1, 2, 3, 4, 5
    having sum(opened) <> 0 or sum(resolved) <> 0 or sum(open_change) <> 0;`;

  const inserted = `select * from (select ${key('later')}, ${state('later')}, 1 from new_rows later) c ${columns}`;
  const deleted = `select * from (select ${key('earlier')}, ${state('earlier')}, -1 from old_rows earlier) c ${columns}`;
  const updated = `
    select c.* from ${pairs}
    cross join lateral (values (${key('later')}, ${state('later')}, 1), (${key('earlier')}, ${state('earlier')}, -1)) c ${columns}
    where (${key('later')}, ${state('later')}) is distinct from (${key('earlier')}, ${state('earlier')})`;
  const flowInserted = `
    select tenant, class, changed_at, account, severity, (status = 'open')::int as opened, 0 as resolved,
      ${counted('later')} as open_change from new_rows later`;
  const flowUpdated = `
    select later.tenant, later.class, later.changed_at, later.account, c.severity, c.opened, c.resolved, c.open_change from ${pairs}
    cross join lateral (values
      (later.severity, (later.status = 'open' and earlier.status <> 'open')::int,
        (later.status <> 'open' and earlier.status = 'open')::int, ${counted('later')}),
      (earlier.severity, 0, 0, -${counted('earlier')})) c (severity, opened, resolved, open_change)
    where (later.status, later.exception_id is null, later.severity) is distinct from (earlier.status, earlier.exception_id is null, earlier.severity)`;

  await sql
    .raw(`
    create or replace function count_findings() returns trigger language plpgsql set enable_nestloop = off set jit = off as $$
    begin
      if tg_op = 'INSERT' then ${addCounts(inserted)} ${addFlow(flowInserted)}
      elsif tg_op = 'UPDATE' then ${addCounts(updated)} ${addFlow(flowUpdated)}
      else ${addCounts(deleted)}
      end if;
      return null;
    end $$`)
    .execute(db);
}
