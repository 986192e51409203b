import type { Transaction } from 'kysely';
import type { Database } from '../platform/store/index.ts';
import type { Run } from './run.ts';

/** The connection that is judged for was removed meanwhile: what is still judged of it must not come back. */
export class ConnectionRemoved extends Error {
  constructor(connection: string) {
    super(`the connection ${connection} was removed while it was judged`);
    this.name = 'ConnectionRemoved';
  }
}

/**
 * Holds the connection of a judgement until the transaction has ended: who removes it waits so long, and drops then what was
 * written.
 *
 * @throws ConnectionRemoved where it is gone, or going
 */
export async function holdConnection(trx: Transaction<Database>, { tenant, connection }: Run): Promise<void> {
  if (connection === undefined) return;
  const there = await trx
    .selectFrom('connections')
    .select('id')
    .where('tenant', '=', tenant)
    .where('id', '=', connection)
    .where('removed_at', 'is', null)
    .forShare()
    .executeTakeFirst();
  if (there === undefined) throw new ConnectionRemoved(connection);
}
