import { type Kysely, sql } from 'kysely';

/** Tables that no version has ever written: segments are found by their folders, and nothing keeps the age of feeds. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`drop table if exists segments, feeds`.execute(db);
}
