import type { Kysely, Selectable } from 'kysely';
import type { Database, FindingEventsTable, ResultsTable } from '../platform/store/index.ts';
import { type Exception, endExpiredExceptions } from './exceptions.ts';
import { type FindingFilter, matches } from './filter.ts';
import { type StoredFinding, selectFindings } from './stored-finding.ts';

/** Every finding that matches, in no order that means anything, in steps of bounded size. For exports. */
export async function* eachFinding(
  db: Kysely<Database>,
  tenant: string,
  filter: FindingFilter,
  now: Date,
): AsyncGenerator<StoredFinding> {
  await endExpiredExceptions(db, tenant, now);
  const where = await matches(db, tenant, filter);
  let after = '';
  for (;;) {
    const rows = await selectFindings(db, tenant)
      .where(where)
      .where('f.id', '>', after)
      .orderBy('f.id')
      .limit(1000)
      .execute();
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.id;
  }
}

export interface FindingDetail {
  finding: StoredFinding;
  history: Omit<Selectable<FindingEventsTable>, 'tenant' | 'finding'>[];
  exception: Exception | undefined;
  /** The newest judgement; undefined where the asset is gone. */
  result: Pick<Selectable<ResultsTable>, 'status' | 'unknown' | 'error' | 'judged_at'> | undefined;
}

/** One finding with its history, oldest first (the last 500 events), its exception and newest judgement. */
export async function findingDetail(
  db: Kysely<Database>,
  tenant: string,
  id: string,
  now: Date,
): Promise<FindingDetail | undefined> {
  await endExpiredExceptions(db, tenant, now);
  const finding = await selectFindings(db, tenant).where('f.id', '=', id).executeTakeFirst();
  if (finding === undefined) return undefined;
  const [history, exception, result] = await Promise.all([
    db
      .selectFrom('finding_events')
      .select(['seq', 'at', 'kind', 'detail', 'actor'])
      .where('tenant', '=', tenant)
      .where('finding', '=', id)
      .orderBy('seq', 'desc')
      .limit(500)
      .execute(),
    finding.exception_id === null
      ? undefined
      : db
          .selectFrom('exceptions')
          .selectAll()
          .where('tenant', '=', tenant)
          .where('id', '=', finding.exception_id)
          .executeTakeFirst(),
    db
      .selectFrom('results')
      .select(['status', 'unknown', 'error', 'judged_at'])
      .where('tenant', '=', tenant)
      .where('id', '=', id)
      .executeTakeFirst(),
  ]);
  return { finding, history: history.reverse(), exception, result };
}
