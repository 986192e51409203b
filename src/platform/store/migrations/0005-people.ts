import { type Kysely, sql } from 'kysely';

/** Users and how they sign in, evidence they give, and the log of what they did. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table users (
      tenant text not null,
      id text not null,
      username text not null,
      name text not null,
      role text not null check (role in ('viewer', 'analyst', 'admin')),
      password_hash text,
      must_set_password boolean not null default false,
      language text check (language in ('en', 'ko')),
      disabled boolean not null default false,
      created_at timestamptz not null,
      updated_at timestamptz not null,
      last_sign_in_at timestamptz,
      primary key (tenant, id),
      unique (tenant, username)
    )`.execute(db);
  await sql`
    create table totp (
      tenant text not null,
      user_id text not null,
      secret text not null,
      key_id text not null,
      confirmed boolean not null default false,
      last_step integer,
      created_at timestamptz not null,
      primary key (tenant, user_id),
      foreign key (tenant, user_id) references users on delete cascade
    )`.execute(db);
  await sql`
    create table sessions (
      tenant text not null,
      token_hash text not null,
      user_id text not null,
      csrf text not null,
      created_at timestamptz not null,
      expires_at timestamptz not null,
      last_used_at timestamptz not null,
      address text,
      agent text,
      primary key (tenant, token_hash),
      foreign key (tenant, user_id) references users on delete cascade
    )`.execute(db);
  await sql`create index sessions_of_user on sessions (tenant, user_id)`.execute(db);
  await sql`create index sessions_expired on sessions (tenant, expires_at)`.execute(db);
  await sql`
    create table sign_in_links (
      tenant text not null,
      token_hash text not null,
      user_id text not null,
      created_at timestamptz not null,
      expires_at timestamptz not null,
      used_at timestamptz,
      primary key (tenant, token_hash),
      foreign key (tenant, user_id) references users on delete cascade
    )`.execute(db);
  await sql`
    create table api_tokens (
      tenant text not null,
      id text not null,
      name text not null,
      token_hash text not null,
      prefix text not null,
      scopes text[] not null,
      created_at timestamptz not null,
      created_by text not null,
      expires_at timestamptz,
      last_used_at timestamptz,
      revoked_at timestamptz,
      primary key (tenant, id),
      unique (tenant, token_hash)
    )`.execute(db);
  await sql`
    create table evidence (
      tenant text not null,
      id text not null,
      framework text not null,
      requirement text not null,
      statement text not null,
      link text,
      valid_until timestamptz,
      created_at timestamptz not null,
      created_by text not null,
      removed_at timestamptz,
      removed_by text,
      primary key (tenant, id)
    )`.execute(db);
  await sql`create index evidence_of_requirement on evidence (tenant, framework, requirement) where removed_at is null`.execute(
    db,
  );
  await sql`
    create table audit_log (
      tenant text not null,
      seq bigint generated always as identity,
      at timestamptz not null,
      actor text not null,
      actor_name text,
      action text not null,
      target text,
      address text,
      ok boolean not null default true,
      detail jsonb not null default '{}',
      primary key (tenant, seq)
    )`.execute(db);
  await sql`create index audit_log_newest on audit_log (tenant, at desc, seq desc)`.execute(db);
  await sql`
    create function refuse_change() returns trigger language plpgsql as $$
    begin
      raise exception 'the audit log is append-only' using errcode = 'insufficient_privilege';
    end $$`.execute(db);
  await sql`create trigger append_only before update or delete or truncate on audit_log
    for each statement execute function refuse_change()`.execute(db);
}
