import { type Kysely, type Selectable, sql } from 'kysely';
import type { Database } from '../platform/store/index.ts';
import { refuse } from './http/refusal.ts';

/** Tables whose rows people name, so that a name stands for one of them. */
type Named = 'channels' | 'connections' | 'event_feeds';

interface Where {
  db: Kysely<Database>;
  tenant: string;
}

/**
 * The row of an id.
 *
 * @throws Refusal where there is none
 */
export async function rowOf<Table extends Named>(
  { db, tenant }: Where,
  table: Table,
  id: string,
): Promise<Selectable<Database[Table]>> {
  const { rows } = await sql<Selectable<Database[Table]>>`
    select * from ${sql.table(table)} where tenant = ${tenant} and id = ${id}`.execute(db);
  const [row] = rows;
  if (row === undefined) throw refuse('not-found');
  return row;
}

/**
 * Refuses a name that another row has.
 *
 * @param id the row that may have it
 */
export async function refuseTakenName({ db, tenant }: Where, table: Named, name: string, id = ''): Promise<void> {
  const { rows } = await sql`
    select from ${sql.table(table)} where tenant = ${tenant} and name = ${name} and id <> ${id}`.execute(db);
  if (rows.length > 0) throw refuse('name-taken');
}
