import type { JobHandlers } from '../jobs/index.ts';
import type { Services } from '../services.ts';
import { contentHash, lastContent, rememberContent } from './last-content.ts';
import { recoverScans } from './recover.ts';
import { rejudge } from './rejudge.ts';
import { requestScan } from './request.ts';
import { runScan } from './run.ts';
import { addSample } from './sample.ts';
import { upkeep } from './upkeep.ts';

/** How often scans are looked for whose server died. */
const RECOVER_EVERY_MS = 15_000;

/**
 * Starts the work behind the requests: what waits in the queue, what an earlier server left behind, schedules, upkeep,
 * and on the very first start the sample organisation. Where the controls are others than last time, judges anew.
 */
export async function startWork(
  services: Services,
  options: { sample: boolean },
): Promise<{ stop(patienceMs: number): Promise<void> }> {
  const { db, tenant, jobs, clock, log } = services;
  const stopping = new AbortController();
  const handlers: JobHandlers = {
    scan: ({ scan }) => runScan(services, scan, stopping.signal),
    'scheduled-scan': async ({ connection }) => {
      await requestScan(services, connection, { trigger: 'schedule', by: null, now: clock() });
    },
    rejudge: () => rejudge(services, stopping.signal),
    upkeep: () => upkeep(services, clock()),
  };
  await jobs.start(handlers);
  // An embedded store belongs to this process; your own PostgreSQL may serve others too.
  await recoverScans(services, services.storeKind !== 'external');
  const recovering = setInterval(() => {
    recoverScans(services, false).catch((error: unknown) =>
      log.error({ err: error }, 'cannot look for scans left behind'),
    );
  }, RECOVER_EVERY_MS);
  recovering.unref();
  await jobs.schedule('upkeep', 'daily', '17 3 * * *', {});
  const scheduled = await db
    .selectFrom('connections')
    .select(['id', 'schedule', 'enabled'])
    .where('tenant', '=', tenant)
    .execute();
  for (const { id, schedule, enabled } of scheduled) {
    await jobs.schedule('scheduled-scan', id, enabled ? schedule : null, { connection: id });
  }
  const content = contentHash(services.content, services.version);
  const earlier = await lastContent(services);
  if (earlier === undefined && options.sample) await addSample(services, null);
  if (earlier !== undefined && earlier !== content) await jobs.enqueue('rejudge', { reason: 'content changed' });
  await rememberContent(services, content);
  return {
    async stop(patienceMs) {
      clearInterval(recovering);
      stopping.abort();
      await jobs.stop(patienceMs);
    },
  };
}
