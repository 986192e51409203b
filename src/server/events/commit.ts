import type { Transaction } from 'kysely';
import type { LogPosition } from '../../eventlog/types.ts';
import { assignIncidents } from '../../incidents/assign.ts';
import type { StoredAlert } from '../../incidents/query.ts';
import { storeAlerts } from '../../incidents/store.ts';
import type { Database } from '../../platform/store/index.ts';
import type { QueueNotices } from '../../response/index.ts';
import type { Watch } from '../detections/watches.ts';
import type { Services } from '../services.ts';
import { countKnown, countLost, countTaken } from './counters.ts';
import { noticesOf } from './notices.ts';
import type { Outcome } from './outcome.ts';

/** Row of the positions that is the detector's. */
const DETECTOR = 'detector';

interface Where extends Pick<Services, 'db' | 'tenant' | 'clock'> {
  queueNotices: QueueNotices;
  watches: readonly Watch[];
}

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

/**
 * Stores what came of some events, whole or not at all: alerts, the incidents they make, what is to be told of them,
 * counters, and up to where events are judged.
 *
 * @returns alerts that were not there before
 */
export async function commitOutcome(services: Where, outcome: Outcome): Promise<StoredAlert[]> {
  const { db, tenant, clock } = services;
  const now = clock();
  return db.transaction().execute(async (trx) => {
    const fresh = await commitAlerts(services, trx, outcome, now);
    await countTaken(trx, tenant, sumTallies(outcome.tallies), now);
    for (const { feed, lost } of outcome.lost) await countLost(trx, tenant, feed, lost, now);
    await countKnown(trx, tenant, outcome.known);
    if (outcome.position !== undefined) await writePosition(trx, tenant, outcome.position, now);
    return fresh;
  });
}

async function commitAlerts(
  { tenant, queueNotices, watches }: Where,
  trx: Transaction<Database>,
  outcome: Outcome,
  now: Date,
): Promise<StoredAlert[]> {
  if (outcome.alerts.length === 0) return [];
  const { changed, fresh } = await storeAlerts(trx, tenant, outcome.alerts, now);
  const news = await assignIncidents(trx, tenant, changed, now);
  const channels = new Map(watches.map((watch) => [watch.id, watch.channels]));
  const raised = changed.filter(({ id }) => fresh.has(id));
  const watched = raised
    .filter(({ watch }) => watch !== null)
    .map((alert) => ({ alert, channels: channels.get(alert.watch ?? '') ?? [] }));
  await queueNotices(trx, tenant, await noticesOf(trx, tenant, news, watched));
  return raised;
}

/** Several deliveries of one feed are one row: a statement may not touch a row twice. */
function sumTallies(tallies: Outcome['tallies']): Outcome['tallies'] {
  const sums = new Map<string, Outcome['tallies'][number]>();
  for (const tally of tallies) {
    const key = `${tally.feed}\n${tally.source}`;
    const before = sums.get(key);
    const sum = before === undefined ? tally : { ...tally };
    if (before !== undefined) {
      sum.taken += before.taken;
      sum.duplicates += before.duplicates;
      sum.newest = new Date(Math.max(before.newest.getTime(), tally.newest.getTime()));
    }
    sums.set(key, sum);
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
