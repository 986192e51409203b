import { mayUpdate } from '../images/advisory-work.ts';
import { isRejudgeDue } from '../images/rejudge.ts';
import type { JobHandlers } from '../jobs/index.ts';
import type { AppServices, Services } from '../services.ts';
import { endScan } from './end.ts';
import { contentHash, lastContent, rememberContent } from './last-content.ts';
import { recoverScans } from './recover.ts';
import { requestScan } from './request.ts';
import { addSample, connectionOfSample } from './sample.ts';
import { takeSampleEvents } from './sample-events.ts';
import type { HeavyWork } from './thread.ts';
import { upkeep } from './upkeep.ts';

/** How often scans are looked for whose server died. */
const RECOVER_EVERY_MS = 15_000;

/**
 * Starts the work behind the requests: what waits in the queue, what an earlier server left behind, schedules, upkeep,
 * and on the very first start the sample organisation. Where the controls are others than last time, judges anew.
 */
export async function startWork(
  services: AppServices,
  heavy: HeavyWork,
  options: { sample: boolean },
): Promise<{ stop(patienceMs: number): Promise<void> }> {
  const { jobs, clock, log } = services;
  const stopping = new AbortController();
  const handlers: JobHandlers = {
    scan: async ({ scan }) => {
      await watched(services, scan, () => heavy({ kind: 'scan', scan }, stopping.signal), stopping.signal);
      const connection = await connectionOfSample(services, scan);
      // Events name assets: they come when those are there.
      if (connection !== undefined) await jobs.enqueue('sample-events', { connection });
    },
    'sample-events': ({ connection }) => takeSampleEvents(services, connection),
    'scheduled-scan': async ({ connection }) => {
      await requestScan(services, connection, { trigger: 'schedule', by: null, now: clock() });
    },
    rejudge: () => heavy({ kind: 'rejudge' }, stopping.signal),
    'judge-advisories': async () => {
      if (await isRejudgeDue(services)) await heavy({ kind: 'judge-advisories' }, stopping.signal);
    },
    'update-advisories': async ({ by }) => {
      if (by !== null || (await mayUpdate(services))) await heavy({ kind: 'update-advisories' }, stopping.signal);
    },
    upkeep: () => upkeep(services, clock()),
  };
  await jobs.start(handlers);
  const recovering = setInterval(() => {
    recoverScans(services, false).catch((error: unknown) =>
      log.error({ err: error }, 'cannot look for scans left behind'),
    );
  }, RECOVER_EVERY_MS);
  recovering.unref();
  const stop = async (patienceMs: number) => {
    clearInterval(recovering);
    stopping.abort();
    await jobs.stop(patienceMs);
  };
  try {
    await takeUp(services, options);
  } catch (error) {
    // The caller closes the store, which the queue would go on to ask.
    await stop(0);
    throw error;
  }
  return { stop };
}

/** Takes up what is there to do: scans left behind, schedules, the sample organisation, content that has changed. */
async function takeUp(services: Services, options: { sample: boolean }): Promise<void> {
  const { db, tenant, jobs, log } = services;
  // An embedded store belongs to this process; your own PostgreSQL may serve others too.
  await recoverScans(services, services.storeKind !== 'external');
  await jobs.schedule('upkeep', 'daily', '17 3 * * *', {});
  await jobs.schedule('judge-advisories', 'often', '*/15 * * * *', {});
  await jobs.schedule('update-advisories', 'daily', '41 4 * * *', { by: null });
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
  if (earlier === undefined && options.sample) {
    // A broken or missing sample is no reason not to start: it can be asked for again in the console.
    await addSample(services, null).catch((error: unknown) => log.warn({ err: error }, 'no sample organisation'));
  }
  if (earlier !== undefined && earlier !== content) await jobs.enqueue('rejudge', { reason: 'content changed' });
  await rememberContent(services, content);
}

/** Counts a scan, and closes one whose thread broke off: it ran out of memory, or hit a fault of ours. */
async function watched(
  services: Services,
  scan: string,
  run: () => Promise<void>,
  stopping: AbortSignal,
): Promise<void> {
  const { db, tenant, metrics, log } = services;
  metrics.running.inc();
  try {
    await run();
  } catch (error) {
    if (stopping.aborted) {
      log.info({ scan, reason: String(error) }, 'the scan did not end before the server; the next start takes it up');
      return;
    }
    log.error({ err: error, scan }, 'the scan broke off');
    await endScan(services, scan, {
      state: 'failed',
      error: {
        en: 'The scan broke off: it needed too much memory, or there is a fault in it. The server’s log has the details.',
        ko: '스캔이 중단되었습니다. 메모리가 부족했거나 내부 오류가 발생했습니다. 자세한 내용은 서버 로그를 확인하세요.',
      },
    });
  } finally {
    metrics.running.dec();
  }
  const row = await db
    .selectFrom('scans')
    .select('state')
    .where('tenant', '=', tenant)
    .where('id', '=', scan)
    .where('finished_at', 'is not', null)
    .executeTakeFirst();
  if (row !== undefined) metrics.scans.inc({ state: row.state });
}
