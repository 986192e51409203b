import { type ConstructorOptions, PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import type { Store } from '../../platform/store/index.ts';
import { type JobData, type JobHandlers, type JobKind, type Jobs, jobKinds } from './jobs.ts';

/** The longest a scan may take before its job counts as lost. */
const EXPIRE_SECONDS = 24 * 3600 - 1;

/** Connections of its own to the database. */
const CONNECTIONS = 3;

/**
 * Jobs in the store, by pg-boss: they outlive the process, and several servers share them.
 * A job whose server died is not tried again by itself: scans are taken up again by their own heartbeat.
 */
export function bossJobs(options: { connection: NonNullable<Store['connection']>; log: Logger }): Jobs {
  const boss = new PgBoss({
    ...addressOf(options.connection),
    application_name: 'hwaseong jobs',
    schema: 'jobs',
    max: CONNECTIONS,
    warningQueueSize: 10_000,
  });
  boss.on('error', (error: unknown) => options.log.error({ err: error }, 'job queue'));
  let started: Promise<void> | undefined;

  function ready(): Promise<void> {
    started ??= (async () => {
      await boss.start();
      for (const kind of jobKinds) {
        await boss.createQueue(kind, { retryLimit: 0, expireInSeconds: EXPIRE_SECONDS, deleteAfterSeconds: 3600 });
      }
    })();
    return started;
  }

  return {
    async enqueue(kind, data) {
      await ready();
      await boss.send(kind, data);
    },
    async schedule(kind, key, cron, data) {
      await ready();
      if (cron === null) await boss.unschedule(kind, key);
      else await boss.schedule(kind, cron, data, { tz: 'UTC', key });
    },
    async start(handlers) {
      await ready();
      for (const kind of jobKinds) await work(boss, kind, handlers);
    },
    async stop(patienceMs) {
      if (started === undefined) return;
      await started;
      await boss.stop({ graceful: true, timeout: patienceMs, close: true });
    },
  };
}

async function work<K extends JobKind>(boss: PgBoss, kind: K, handlers: JobHandlers): Promise<void> {
  await boss.work<JobData[K]>(kind, { batchSize: 1, pollingIntervalSeconds: 1 }, async ([job]) => {
    if (job !== undefined) await handlers[kind](job.data);
  });
}

function addressOf({ connectionString, host, port, user, password, database }: NonNullable<Store['connection']>) {
  if (connectionString !== undefined) return { connectionString };
  const address: ConstructorOptions = {};
  if (host !== undefined) address.host = host;
  if (port !== undefined) address.port = port;
  if (user !== undefined) address.user = user;
  if (typeof password === 'string') address.password = password;
  if (database !== undefined) address.database = database;
  return address;
}
