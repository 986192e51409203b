import { type Kysely, sql } from 'kysely';

/** A connection that is being removed: nothing is judged for it any more, until it is gone. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table connections add column removed_at timestamptz`.execute(db);
}
