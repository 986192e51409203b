import type { Transaction } from 'kysely';
import type { LogPosition } from '../../eventlog/types.ts';
import { type StoredAlerts, storeAlerts } from '../../incidents/store.ts';
import type { Database } from '../../platform/store/index.ts';
import type { Services } from '../services.ts';
import { countKnown, countLost, countTaken } from './counters.ts';
import type { Outcome } from './pipeline.ts';

/** Row of the positions that is the detector's. */
const DETECTOR = 'detector';

type Where = Pick<Services, 'db' | 'tenant' | 'clock'>;

/** Up to where in the event log everything is judged and stored. */
export async function committedPosition({
  db,
  tenant,
}: Pick<Where, 'db' | 'tenant'>): Promise<LogPosition | undefined> {
  return db
    .selectFrom('detector_positions')
    .select(['chunk', 'offset'])
    .where('tenant', '=', tenant)
    .where('id', '=', DETECTOR)
    .executeTakeFirst();
}

/** Stores what came of some events, whole or not at all. */
export async function commitOutcome(services: Where, outcome: Outcome): Promise<StoredAlerts> {
  const { db, tenant, clock } = services;
  const now = clock();
  return db.transaction().execute(async (trx) => {
    const stored = await storeAlerts(trx, tenant, outcome.alerts, now);
    await countTaken(trx, tenant, sumTallies(outcome.tallies), now);
    for (const { feed, lost } of outcome.lost) await countLost(trx, tenant, feed, lost, now);
    await countKnown(trx, tenant, outcome.known);
    if (outcome.position !== undefined) await writePosition(trx, tenant, outcome.position, now);
    return stored;
  });
}

/** Several deliveries of one feed are one row: a statement may not touch a row twice. */
function sumTallies(tallies: Outcome['tallies']): Outcome['tallies'] {
  const sums = new Map<string, Outcome['tallies'][number]>();
  for (const tally of tallies) {
    const key = `${tally.feed}\n${tally.source}`;
    const before = sums.get(key);
    sums.set(
      key,
      before === undefined
        ? tally
        : {
            ...tally,
            taken: before.taken + tally.taken,
            duplicates: before.duplicates + tally.duplicates,
            newest: new Date(Math.max(before.newest.getTime(), tally.newest.getTime())),
          },
    );
  }
  return [...sums.values()];
}

async function writePosition(
  trx: Transaction<Database>,
  tenant: string,
  { chunk, offset }: LogPosition,
  now: Date,
): Promise<void> {
  const row = { chunk, offset, updated_at: now };
  await trx
    .insertInto('detector_positions')
    .values({ tenant, id: DETECTOR, ...row })
    .onConflict((conflict) => conflict.columns(['tenant', 'id']).doUpdateSet(row))
    .execute();
}
