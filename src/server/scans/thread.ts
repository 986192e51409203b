import { once } from 'node:events';
import path from 'node:path';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { pino } from 'pino';
import { contentDir } from '../../content/index.ts';
import { openVault } from '../../platform/crypto.ts';
import { keepHeapSmall } from '../../platform/heap.ts';
import { attachStore } from '../../platform/store/attach.ts';
import type { Store } from '../../platform/store/index.ts';
import { followRequests, requestsUnderWay } from '../../platform/turns.ts';
import { loadPosture } from '../content.ts';
import { advisoriesIn } from '../images/advisory-database.ts';
import { newMetrics } from '../metrics.ts';
import type { Services } from '../services.ts';
import { THREAD_COMMAND } from '../thread-command.ts';

/** Work that takes long and computes much. */
export type HeavyJob = { kind: 'scan'; scan: string } | { kind: 'rejudge' | 'judge-advisories' | 'update-advisories' };

/** Carries out a heavy job; told by the signal to come to an end. */
export type HeavyWork = (job: HeavyJob, stopping: AbortSignal) => Promise<void>;

/** What a thread is told. */
interface Order {
  connection: NonNullable<Store['connection']>;
  settings: Pick<Services, 'tenant' | 'dataDir' | 'sampleDir' | 'version'>;
  logLevel: string;
  requests: SharedArrayBuffer;
  job: HeavyJob;
}

/**
 * Memory of one thread, in MB. A scan that needs more fails and says so; the server goes on. The young generation is as small
 * as that of the launcher (bin/hwaseong.js): a larger one only delays the collecting of garbage.
 */
const MOST_MEMORY = { maxOldGenerationSizeMb: 4096, maxYoungGenerationSizeMb: 24 };

/**
 * Heavy jobs in a thread of their own, so that requests are answered meanwhile. `entry` is the program itself: started
 * in a thread with the command {@link THREAD_COMMAND} it calls {@link workInThread}. Each job has a fresh thread, whose
 * memory goes with it.
 */
export function threadWork(entry: string, services: Services, connection: NonNullable<Store['connection']>): HeavyWork {
  const { tenant, dataDir, sampleDir, version, log } = services;
  return async (job, stopping) => {
    const order: Order = {
      connection: { ...connection },
      settings: { tenant, dataDir, sampleDir, version },
      logLevel: log.level,
      requests: requestsUnderWay(),
      job,
    };
    const thread = new Worker(entry, { argv: [THREAD_COMMAND], workerData: order, resourceLimits: MOST_MEMORY });
    const stop = () => thread.postMessage('stop');
    stopping.addEventListener('abort', stop);
    try {
      const [code] = (await once(thread, 'exit')) as [number];
      if (code !== 0) throw new Error(`the thread ended with ${code}`);
    } finally {
      stopping.removeEventListener('abort', stop);
    }
  };
}

/** Heavy jobs right here: for a store that only this thread can reach. */
export function directWork(services: Services): HeavyWork {
  return (job, stopping) => carryOut(services, job, stopping);
}

/** The body of a thread: does the one job that it was started for. */
export async function workInThread(): Promise<void> {
  keepHeapSmall();
  const { connection, settings, logLevel, requests, job } = workerData as Order;
  followRequests(requests);
  const stopping = new AbortController();
  parentPort?.on('message', () => stopping.abort());
  const store = attachStore({ ...connection, max: 4 });
  try {
    const services: Services = {
      ...settings,
      db: store.db,
      storeKind: store.kind,
      content: await loadPosture(contentDir()),
      advisories: advisoriesIn(settings.dataDir),
      vault: await openVault(path.join(settings.dataDir, 'key')),
      // A thread hands nothing over: what comes next is the server's business.
      jobs: { enqueue: async () => {}, schedule: async () => {}, start: async () => {}, stop: async () => {} },
      log: pino({ level: logLevel }, pino.destination(2)),
      metrics: newMetrics(),
      clock: () => new Date(),
    };
    await carryOut(services, job, stopping.signal);
  } finally {
    await store.close();
    parentPort?.close();
  }
}

/** Loads what the job needs and no more: whoever only starts threads needs none of it, and each thread only its own. */
async function carryOut(services: Services, job: HeavyJob, stopping: AbortSignal): Promise<void> {
  switch (job.kind) {
    case 'scan':
      return (await import('./run.ts')).runScan(services, job.scan, stopping);
    case 'rejudge':
      return (await import('./rejudge.ts')).rejudge(services, stopping);
    case 'judge-advisories':
      return (await import('../images/advisory-work.ts')).judgeAdvisories(services, stopping);
    case 'update-advisories':
      return (await import('../images/advisory-work.ts')).updateAdvisories(services, stopping);
  }
}
