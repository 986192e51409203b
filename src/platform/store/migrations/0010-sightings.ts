import { type Kysely, sql } from 'kysely';

/**
 * When findings were seen last, by the number that findings are given in order: those of one asset lie side by side then,
 * and thousands are looked up in few pages, where ids are scattered over all of them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table sightings (
      tenant text not null,
      seq bigint not null,
      finding text not null,
      last_seen timestamptz not null
    ) with (fillfactor = 80)`.execute(db);
  await sql`
    insert into sightings (tenant, seq, finding, last_seen)
    select f.tenant, f.seq, f.id, s.last_seen
    from findings f join finding_sightings s on s.tenant = f.tenant and s.finding = f.id order by f.seq`.execute(db);
  await sql`drop table finding_sightings`.execute(db);
  await sql`alter table sightings rename to finding_sightings`.execute(db);
  await sql`alter table finding_sightings add constraint finding_sightings_pkey primary key (tenant, seq)`.execute(db);
  await sql`create index sightings_newest on finding_sightings (tenant, last_seen desc, seq)`.execute(db);
}
