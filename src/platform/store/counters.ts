import { type RawBuilder, sql } from 'kysely';
import type { Database } from './database.ts';

/** Tables of rows to be summed, each row with a `seq` of its own. */
type Counter = Extract<keyof Database, 'finding_counts' | 'finding_flow' | 'result_counts' | 'asset_counts'>;

/**
 * Deletes the rows of a counter that share their key with another one and returns them, for the sum to be put in their place.
 * The others stay as they lie: each row written anew leaves a dead one that readers have to step over. Where somebody else is
 * at it already, nothing is taken.
 */
export function takeShared(table: Counter, tenant: string, key: RawBuilder<unknown>): RawBuilder<unknown> {
  const counter = sql.table(table);
  return sql`
    delete from ${counter} where tenant = ${tenant}
      and (select pg_try_advisory_xact_lock(hashtextextended(${`${table}/${tenant}`}, 0)))
      and seq in (select unnest(array_agg(seq)) from ${counter} where tenant = ${tenant} group by ${key} having count(*) > 1)
    returning *`;
}
