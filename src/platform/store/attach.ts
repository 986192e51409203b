import { Kysely, PostgresDialect } from 'kysely';
import type pg from 'pg';
import type { Database } from './database.ts';
import { poolOf, type Store } from './store.ts';

/** Another client of a store that is open and up to date already, for a thread or process beside the one that opened it. */
export function attachStore(connection: pg.PoolConfig): Store {
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool: poolOf(connection) }) });
  return { db, kind: 'external', connection, close: () => db.destroy() };
}
