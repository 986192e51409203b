import { type Kysely, sql } from 'kysely';

/** Tenants, connections, scans and what they wrote. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create extension if not exists pg_trgm`.execute(db);
  await sql`
    create table tenants (
      tenant text primary key,
      name text not null,
      created_at timestamptz not null
    )`.execute(db);
  await sql`
    create table settings (
      tenant text not null,
      name text not null,
      value jsonb not null,
      updated_at timestamptz not null,
      updated_by text,
      primary key (tenant, name)
    )`.execute(db);
  await sql`
    create table connections (
      tenant text not null,
      id text not null,
      provider text not null,
      name text not null,
      settings jsonb not null default '{}',
      credentials text,
      key_id text,
      external_id text,
      schedule text,
      enabled boolean not null default true,
      sample boolean not null default false,
      created_at timestamptz not null,
      created_by text,
      updated_at timestamptz not null,
      last_ok_at timestamptz,
      last_error jsonb,
      primary key (tenant, id),
      check ((credentials is null) = (key_id is null))
    )`.execute(db);
  await sql`
    create table scans (
      tenant text not null,
      id text not null,
      connection text not null,
      state text not null check (state in ('queued', 'running', 'done', 'incomplete', 'failed', 'cancelled')),
      trigger text not null,
      requested_by text,
      requested_at timestamptz not null,
      started_at timestamptz,
      finished_at timestamptz,
      cancel_requested boolean not null default false,
      heartbeat_at timestamptz,
      progress jsonb not null default '{}',
      counts jsonb not null default '{}',
      errors jsonb not null default '[]',
      primary key (tenant, id),
      foreign key (tenant, connection) references connections on delete cascade
    )`.execute(db);
  await sql`create index scans_newest on scans (tenant, requested_at desc, id)`.execute(db);
  await sql`create index scans_of_connection on scans (tenant, connection, requested_at desc)`.execute(db);
  await sql`create index scans_at_work on scans (tenant, state) where state in ('queued', 'running')`.execute(db);
  await sql`
    create table segments (
      tenant text not null,
      id text not null,
      connection text not null,
      scan text,
      path text not null,
      bytes double precision not null,
      records double precision not null,
      started_at timestamptz not null,
      finished_at timestamptz not null,
      primary key (tenant, id)
    )`.execute(db);
  await sql`create index segments_oldest on segments (tenant, finished_at)`.execute(db);
  await sql`
    create table feeds (
      tenant text not null,
      id text not null,
      version text not null,
      source text not null,
      published_at timestamptz,
      fetched_at timestamptz not null,
      detail jsonb not null default '{}',
      primary key (tenant, id)
    )`.execute(db);
  await sql`insert into tenants (tenant, name, created_at) values ('default', 'default', now())`.execute(db);
}
