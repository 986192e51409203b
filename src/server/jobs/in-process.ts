import type { Logger } from 'pino';
import { nextTime } from './cron.ts';
import { type JobData, type JobHandlers, type JobKind, type Jobs, jobKinds } from './jobs.ts';

/** Node's timers hold no longer delay; a later time is reached in several steps. */
const LONGEST_TIMER = 2_147_483_647;

/**
 * Jobs inside this process: for a store that only this process can open. What waits is lost with the process;
 * scans are found again in the store at the next start.
 */
export function inProcessJobs(options: { log: Logger; clock: () => Date }): Jobs {
  const waiting = new Map<JobKind, (() => Promise<void>)[]>(jobKinds.map((kind) => [kind, []]));
  const running = new Map<JobKind, Promise<void>>();
  const timers = new Map<string, NodeJS.Timeout>();
  let handlers: JobHandlers | undefined;
  let stopped = false;

  function next(kind: JobKind): void {
    if (stopped || handlers === undefined || running.has(kind)) return;
    const job = waiting.get(kind)?.shift();
    if (job === undefined) return;
    const run = job()
      .catch((error: unknown) => options.log.error({ err: error, kind }, 'job failed'))
      .finally(() => {
        running.delete(kind);
        next(kind);
      });
    running.set(kind, run);
  }

  async function enqueue<K extends JobKind>(kind: K, data: JobData[K]): Promise<void> {
    waiting.get(kind)?.push(async () => handlers?.[kind](data));
    next(kind);
  }

  function arm<K extends JobKind>(kind: K, key: string, cron: string, data: JobData[K]): void {
    const now = options.clock();
    const due = nextTime(cron, now).getTime() - now.getTime();
    const timer = setTimeout(
      () => {
        if (due <= LONGEST_TIMER) void enqueue(kind, data);
        arm(kind, key, cron, data);
      },
      Math.min(due, LONGEST_TIMER),
    );
    timer.unref();
    timers.set(`${kind}/${key}`, timer);
  }

  return {
    enqueue,
    async schedule(kind, key, cron, data) {
      clearTimeout(timers.get(`${kind}/${key}`));
      timers.delete(`${kind}/${key}`);
      if (cron !== null && !stopped) arm(kind, key, cron, data);
    },
    async start(given) {
      handlers = given;
      for (const kind of jobKinds) next(kind);
    },
    async stop(patienceMs) {
      stopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
      const patience = new Promise((resolve) => setTimeout(resolve, patienceMs).unref());
      await Promise.race([Promise.all(running.values()), patience]);
    },
  };
}
