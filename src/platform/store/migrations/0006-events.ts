import { type Kysely, sql } from 'kysely';

/** Alerts, incidents, what detections are set to, and where events come from. The events themselves lie in the event log. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await alertTables(db);
  await incidentTables(db);
  await detectionTables(db);
  await feedTables(db);
}

async function alertTables(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table alerts (
      tenant text not null,
      id text not null,
      seq bigint generated always as identity,
      detection text not null,
      watch text,
      title jsonb not null,
      severity text not null check (severity in ('critical', 'high', 'medium', 'low', 'info')),
      techniques text[] not null,
      tactics text[] not null,
      grouped jsonb not null,
      period timestamptz not null,
      source text not null,
      actor text not null,
      account text not null,
      region text not null,
      ip text,
      actors text[] not null,
      accounts text[] not null,
      assets text[] not null,
      keys text[] not null,
      first_at timestamptz not null,
      last_at timestamptz not null,
      raised_at timestamptz not null,
      events integer not null,
      incident text,
      exception_id text,
      search text not null,
      primary key (tenant, id)
    )`.execute(db);
  await sql`create index alerts_newest on alerts (tenant, last_at desc, seq desc)`.execute(db);
  await sql`create index alerts_of_incident on alerts (tenant, incident, first_at)`.execute(db);
  await sql`create index alerts_of_detection on alerts (tenant, detection, last_at desc, seq desc)`.execute(db);
  await sql`create index alerts_of_watch on alerts (tenant, watch, last_at desc, seq desc) where watch is not null`.execute(
    db,
  );
  await sql`create index alerts_of_asset on alerts using gin (assets)`.execute(db);
  await sql`create index alerts_by_key on alerts using gin (keys)`.execute(db);
  await sql`create index alerts_search on alerts using gin (search gin_trgm_ops)`.execute(db);
  await sql`
    create table alert_events (
      tenant text not null,
      alert text not null,
      source text not null,
      event text not null,
      at timestamptz not null,
      activity jsonb,
      primary key (tenant, alert, source, event)
    )`.execute(db);
  await sql`
    create table alert_days (
      tenant text not null,
      day date not null,
      detection text not null,
      severity text not null,
      n integer not null,
      last_at timestamptz not null,
      primary key (tenant, day, detection, severity)
    )`.execute(db);
}

async function incidentTables(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table incidents (
      tenant text not null,
      id text not null,
      seq bigint generated always as identity,
      title jsonb not null,
      severity text not null check (severity in ('critical', 'high', 'medium', 'low', 'info')),
      status text not null default 'open' check (status in ('open', 'investigating', 'closed')),
      verdict text check (verdict in ('true-positive', 'benign', 'false-positive', 'undetermined')),
      assignee text,
      actors text[] not null,
      accounts text[] not null,
      assets text[] not null,
      techniques text[] not null,
      alerts integer not null,
      first_at timestamptz not null,
      last_at timestamptz not null,
      opened_at timestamptz not null,
      closed_at timestamptz,
      merged_into text,
      search text not null,
      primary key (tenant, id),
      check ((status = 'closed') = (closed_at is not null))
    )`.execute(db);
  await sql`create index incidents_newest on incidents (tenant, last_at desc, seq desc) where merged_into is null`.execute(
    db,
  );
  await sql`create index incidents_open on incidents (tenant, severity) where status <> 'closed' and merged_into is null`.execute(
    db,
  );
  await sql`create index incidents_search on incidents using gin (search gin_trgm_ops)`.execute(db);
  await sql`
    create table incident_events (
      tenant text not null,
      incident text not null,
      seq bigint generated always as identity,
      at timestamptz not null,
      kind text not null check (kind in ('note', 'change')),
      actor text,
      note text,
      what text,
      from_value text,
      to_value text,
      primary key (tenant, incident, seq)
    )`.execute(db);
}

async function detectionTables(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table detection_settings (
      tenant text not null,
      detection text not null,
      enabled boolean not null,
      updated_at timestamptz not null,
      updated_by text,
      primary key (tenant, detection)
    )`.execute(db);
  await sql`
    create table detection_imports (
      tenant text not null,
      id text not null,
      yaml text not null,
      created_at timestamptz not null,
      created_by text,
      primary key (tenant, id)
    )`.execute(db);
  await sql`
    create table detection_exceptions (
      tenant text not null,
      id text not null,
      detection text not null,
      fields jsonb not null,
      reason text not null,
      expires_at timestamptz not null,
      created_at timestamptz not null,
      created_by text not null,
      primary key (tenant, id)
    )`.execute(db);
  await sql`create index detection_exceptions_of on detection_exceptions (tenant, detection)`.execute(db);
  await sql`
    create table watches (
      tenant text not null,
      id text not null,
      title jsonb not null,
      enabled boolean not null,
      events text[] not null,
      actor text,
      account text,
      region text,
      ip text,
      asset text,
      outcome text check (outcome in ('success', 'failure')),
      severity text not null check (severity in ('critical', 'high', 'medium', 'low', 'info')),
      channels text[] not null,
      named boolean not null default false,
      created_at timestamptz not null,
      created_by text,
      updated_at timestamptz not null,
      primary key (tenant, id)
    )`.execute(db);
  await sql`
    create table detection_lists (
      tenant text not null,
      id text not null,
      entries text[] not null,
      updated_at timestamptz not null,
      updated_by text,
      primary key (tenant, id)
    )`.execute(db);
  await sql`
    create table detector_positions (
      tenant text not null,
      id text not null,
      chunk text not null,
      "offset" double precision not null,
      updated_at timestamptz not null,
      primary key (tenant, id)
    )`.execute(db);
}

async function feedTables(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table event_feeds (
      tenant text not null,
      id text not null,
      name text not null,
      type text not null,
      enabled boolean not null default true,
      connection text,
      settings jsonb not null default '{}',
      secret text,
      key_id text,
      marker jsonb,
      state text not null default 'waiting' check (state in ('running', 'waiting', 'failing', 'off')),
      error jsonb,
      checked_at timestamptz,
      newest timestamptz,
      created_at timestamptz not null,
      created_by text,
      updated_at timestamptz not null,
      primary key (tenant, id),
      unique (tenant, name),
      check ((secret is null) = (key_id is null))
    )`.execute(db);
  await sql`
    create table event_hours (
      tenant text not null,
      hour timestamptz not null,
      feed text not null,
      source text not null,
      taken integer not null,
      duplicates integer not null,
      newest timestamptz not null,
      primary key (tenant, hour, feed, source)
    )`.execute(db);
  await sql`
    create table event_losses (
      tenant text not null,
      hour timestamptz not null,
      feed text not null,
      reason text not null,
      n integer not null,
      primary key (tenant, hour, feed, reason)
    )`.execute(db);
  await sql`
    create table known_event_days (
      tenant text not null,
      day date not null,
      event text not null,
      n integer not null,
      primary key (tenant, day, event)
    )`.execute(db);
}
