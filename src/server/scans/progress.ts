import { jsonText } from '../../platform/store/index.ts';
import type { OnProgress } from '../../sources/aws/progress.ts';
import type { Services } from '../services.ts';
import { noProgress, type Progress } from './view.ts';

/** How often progress is written and a request to cancel looked for. */
const EVERY_MS = 1000;

/** Keeps the progress of a scan in its row, where it outlives the page and the process that show it. */
export function trackProgress({ db, tenant, log }: Services, scan: string) {
  const progress: Progress = { ...noProgress };
  const cancel = new AbortController();
  const services = new Map<string, { done: number; known: number; facts: number; errors: number }>();
  const accounts = { started: new Set<string>(), done: new Set<string>() };
  let changed = false;

  async function write(): Promise<void> {
    if (!changed) {
      const row = await db
        .selectFrom('scans')
        .select('cancel_requested')
        .where('tenant', '=', tenant)
        .where('id', '=', scan)
        .executeTakeFirst();
      if (row === undefined || row.cancel_requested) cancel.abort();
      return;
    }
    changed = false;
    const row = await db
      .updateTable('scans')
      .set({ progress: jsonText({ ...progress }) })
      .where('tenant', '=', tenant)
      .where('id', '=', scan)
      .returning('cancel_requested')
      .executeTakeFirst();
    // A scan whose row is gone lost its connection.
    if (row === undefined || row.cancel_requested) cancel.abort();
  }

  let writing: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    writing = writing.then(write).catch((error: unknown) => log.warn({ err: error, scan }, 'progress not written'));
  }, EVERY_MS);

  const on: OnProgress = (event) => {
    changed = true;
    if (event.type === 'account') {
      (event.state === 'started' ? accounts.started : accounts.done).add(event.account);
      progress.accountsDone = accounts.done.size;
      progress.accountsTotal = new Set([...accounts.started, ...accounts.done]).size;
    } else if (event.type === 'service') {
      const key = `${event.account} / ${event.region} / ${event.service}`;
      const before = services.get(key) ?? { done: 0, known: 0, facts: 0, errors: 0 };
      const after = { done: event.calls.done, known: event.calls.total, facts: event.facts, errors: event.errors };
      services.set(key, after);
      progress.callsDone += after.done - before.done;
      progress.callsKnown += after.known - before.known;
      progress.facts += after.facts - before.facts;
      progress.errors += after.errors - before.errors;
      progress.current = key;
    }
  };

  return {
    on,
    /** Aborted once somebody asked for the scan to be cancelled. */
    cancelled: cancel.signal,
    async say(change: Partial<Progress>): Promise<void> {
      Object.assign(progress, change);
      changed = true;
      await (writing = writing.then(write));
    },
    async end(): Promise<void> {
      clearInterval(timer);
      await writing;
    },
  };
}
