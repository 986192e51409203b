import { type Kysely, sql } from 'kysely';

/** Who is told of what, and what was told. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table channels (
      tenant text not null,
      id text not null,
      name text not null,
      type text not null check (type in ('slack', 'teams', 'email', 'webhook', 'pagerduty', 'syslog')),
      enabled boolean not null default true,
      language text not null check (language in ('en', 'ko', 'both')),
      settings jsonb not null default '{}',
      secret text,
      key_id text,
      quiet jsonb,
      digest_minutes integer,
      last_sent_at timestamptz,
      last_error jsonb,
      created_at timestamptz not null,
      created_by text,
      updated_at timestamptz not null,
      primary key (tenant, id),
      unique (tenant, name)
    )`.execute(db);
  await sql`
    create table routing (
      tenant text not null,
      id text not null,
      position integer not null,
      channel text not null,
      severity text not null,
      account text,
      asset text,
      primary key (tenant, id),
      foreign key (tenant, channel) references channels on delete cascade
    )`.execute(db);
  await sql`
    create table notices (
      tenant text not null,
      id text not null,
      kind text not null check (kind in ('incident-opened', 'incident-worse', 'watch', 'test')),
      severity text not null,
      title jsonb not null,
      summary jsonb not null,
      account text not null,
      assets text[] not null default '{}',
      techniques text[] not null default '{}',
      at timestamptz not null,
      incident text,
      path text not null,
      primary key (tenant, id)
    )`.execute(db);
  await sql`create index notices_by_time on notices (tenant, at)`.execute(db);
  await sql`
    create table deliveries (
      tenant text not null,
      id text not null,
      seq bigint generated always as identity,
      channel text not null,
      notice text not null,
      state text not null check (state in ('waiting', 'held', 'sent', 'failed')),
      attempts integer not null default 0,
      created_at timestamptz not null,
      sent_at timestamptz,
      next_at timestamptz,
      error text,
      primary key (tenant, id),
      unique (tenant, channel, notice),
      foreign key (tenant, channel) references channels on delete cascade,
      foreign key (tenant, notice) references notices on delete cascade
    )`.execute(db);
  await sql`create index deliveries_due on deliveries (tenant, next_at) where state in ('waiting', 'held')`.execute(db);
  await sql`create index deliveries_newest on deliveries (tenant, seq desc)`.execute(db);
}
