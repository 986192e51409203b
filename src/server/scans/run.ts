import type { Selectable } from 'kysely';
import { ConnectionRemoved } from '../../findings/connection.ts';
import { forgetConnection } from '../../findings/forget.ts';
import type { Json } from '../../model/index.ts';
import { openSegments, recordedIn } from '../../platform/segments/index.ts';
import type { ConnectionsTable, ScansTable } from '../../platform/store/database.ts';
import { jsonText } from '../../platform/store/index.ts';
import { settingsOf } from '../connections.ts';
import type { Services } from '../services.ts';
import { collectConnection } from './aws.ts';
import { endScan, errorText } from './end.ts';
import { scanFolder } from './folders.ts';
import { judgeScan } from './judge-scan.ts';
import { trackProgress } from './progress.ts';
import { keepAlive } from './recover.ts';

/**
 * Carries out one scan: collects unless its facts are there already, judges them, writes down how it ended. A scan that
 * another worker runs, or that is over, is left alone. Where the server stops in between, the scan goes back to the queue
 * and goes on from the facts it has.
 */
export async function runScan(services: Services, id: string, stopping: AbortSignal): Promise<void> {
  if (stopping.aborted) return;
  const scan = await claim(services, id);
  if (scan === undefined) return;
  const { log } = services;
  const rest = keepAlive(services, id);
  const progress = trackProgress(services, id);
  try {
    const row = await connectionOf(services, scan.connection);
    if (row === undefined) return;
    const interrupted = await collect(services, scan, row, stopping, progress);
    if (stopping.aborted) return await release(services, id);
    // What is half known is not judged: it would make what was known look unknown.
    if (interrupted === 'cancelled') return await endScan(services, id, { state: 'cancelled' });
    await progress.say({ phase: 'judging', current: null });
    const folder = scanFolder(services, scan.connection, id);
    const judged = await judgeScan(services, { connection: scan.connection, folder, stopping });
    if ((await connectionOf(services, scan.connection)) === undefined) {
      return await forgetConnection(services.db, services.tenant, scan.connection);
    }
    await rememberAccounts(services, row, judged.accounts);
    const state = judged.complete && interrupted === undefined ? 'done' : 'incomplete';
    await endScan(services, id, { state, counts: judged.counts, problems: judged.problems });
  } catch (error) {
    if (error instanceof ConnectionRemoved) {
      await forgetConnection(services.db, services.tenant, scan.connection);
      return await endScan(services, id, { state: 'cancelled' });
    }
    if (stopping.aborted) return await release(services, id);
    log.warn({ err: error, scan: id }, 'scan failed');
    await endScan(services, id, { state: 'failed', error: errorText(error) });
  } finally {
    await progress.end();
    rest();
  }
}

async function claim({ db, tenant, clock }: Services, id: string): Promise<Selectable<ScansTable> | undefined> {
  return db
    .updateTable('scans')
    .set((given) => ({
      state: 'running',
      started_at: given.fn.coalesce('started_at', given.val(clock())),
      heartbeat_at: clock(),
    }))
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .where('state', '=', 'queued')
    .returningAll()
    .executeTakeFirst();
}

async function release({ db, tenant }: Services, id: string): Promise<void> {
  await db
    .updateTable('scans')
    .set({ state: 'queued' })
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .where('state', '=', 'running')
    .execute();
}

async function connectionOf({ db, tenant }: Services, id: string): Promise<Selectable<ConnectionsTable> | undefined> {
  return db.selectFrom('connections').selectAll().where('tenant', '=', tenant).where('id', '=', id).executeTakeFirst();
}

/** Collects what the scan is for; tells where the collection is not whole. */
async function collect(
  services: Services,
  scan: Selectable<ScansTable>,
  row: Selectable<ConnectionsTable>,
  stopping: AbortSignal,
  progress: Progressing,
): Promise<'cancelled' | 'partly' | undefined> {
  if (scan.trigger === 'upload' || scan.trigger === 'sample') return undefined;
  const folder = scanFolder(services, row.id, scan.id);
  const cancelled = progress.cancelled;
  await progress.say({ phase: 'collecting' });
  const segments = await openSegments(folder);
  try {
    const recorded = await recordedIn(folder);
    const signal = AbortSignal.any([stopping, cancelled]);
    if (row.provider !== 'aws') {
      // Loaded here: a thread that scans a cloud needs no memory for what reads images.
      const { collectImages } = await import('../images/collect.ts');
      const whole = await collectImages(services, row, scan.target, segments, { signal, progress });
      if (cancelled.aborted) return 'cancelled';
      return whole ? undefined : 'partly';
    }
    const summary = await collectConnection(services, row, segments, { signal, recorded, onProgress: progress.on });
    if (cancelled.aborted) return 'cancelled';
    return summary.failed.length > 0 || summary.interrupted ? 'partly' : undefined;
  } finally {
    await segments.close();
  }
}

type Progressing = ReturnType<typeof trackProgress>;

async function rememberAccounts(
  { db, tenant, clock }: Services,
  row: Selectable<ConnectionsTable>,
  accounts: string[],
): Promise<void> {
  const settings = { ...settingsOf(row), accounts };
  await db
    .updateTable('connections')
    .set({ settings: jsonText(settings as unknown as Json), last_ok_at: clock(), last_error: null })
    .where('tenant', '=', tenant)
    .where('id', '=', row.id)
    .execute();
}
