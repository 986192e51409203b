import { type Kysely, sql } from 'kysely';
import { type Database, takeShared } from '../platform/store/index.ts';

/**
 * Adds up the counters' rows. Readers see the same sums before, during and after; two at once do no harm.
 * What flowed in hours more than 8 days before `now` is kept by day from then on.
 */
export async function compactCounters(db: Kysely<Database>, tenant: string, now: Date): Promise<void> {
  await sql`
    with gone as (${takeShared('finding_counts', tenant, sql`class, dimension, value, severity, state`)})
    insert into finding_counts (tenant, class, dimension, value, severity, state, n)
    select tenant, class, dimension, value, severity, state, sum(n) from gone group by 1, 2, 3, 4, 5, 6 having sum(n) <> 0`.execute(
    db,
  );
  await sql`
    with gone as (${takeShared('result_counts', tenant, sql`account, control, status`)})
    insert into result_counts (tenant, control, account, status, n)
    select tenant, control, account, status, sum(n) from gone group by 1, 2, 3, 4 having sum(n) <> 0`.execute(db);
  const kept = sql`date_trunc(case when period < ${now}::timestamptz - interval '8 days' then 'day' else 'hour' end, period, 'UTC')`;
  await sql`
    with gone as (${takeShared('finding_flow', tenant, sql`class, ${kept}, account, severity`)})
    insert into finding_flow (tenant, class, period, account, severity, opened, resolved, open_change)
    select tenant, class, ${kept}, account, severity, sum(opened), sum(resolved), sum(open_change)
    from gone group by 1, 2, 3, 4, 5`.execute(db);
}
