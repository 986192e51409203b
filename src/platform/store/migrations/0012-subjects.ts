import { type Kysely, sql } from 'kysely';

/**
 * What each bill of materials asks the advisories, and what they said last: where they say the same again, nothing that asked
 * them needs to be compared anew. And why an image is trusted or not.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table boms
      add column subjects bigint[] not null default '{}',
      add column judged_with timestamptz,
      add column trust_verdict jsonb`.execute(db);
  await sql`
    create table advisory_subjects (
      tenant text not null,
      id bigint not null,
      ecosystem text not null,
      name text not null,
      said text,
      primary key (tenant, id)
    ) with (fillfactor = 80)`.execute(db);
}
