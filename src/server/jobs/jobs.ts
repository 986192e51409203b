/** Work that goes on behind the requests, by kind, with what it needs to know. */
export interface JobData {
  /** Run a scan that stands in the store as queued. */
  scan: { scan: string };
  /** A connection's schedule came round. */
  'scheduled-scan': { connection: string };
  /** Take in what happened in the sample organisation, whose facts are there. */
  'sample-events': { connection: string };
  /** Judge the current assets again: params or content changed. */
  rejudge: { reason: string };
  /** Compare everything with the advisories, where they are others than last time. */
  'judge-advisories': Record<string, never>;
  /** Fetch the advisories. */
  'update-advisories': { by: string | null };
  /** Delete what is older than the settings say; end exceptions that expired. */
  upkeep: Record<string, never>;
}

export type JobKind = keyof JobData;

export const jobKinds: readonly JobKind[] = [
  'scan',
  'scheduled-scan',
  'sample-events',
  'rejudge',
  'judge-advisories',
  'update-advisories',
  'upkeep',
];

export type JobHandlers = { [K in JobKind]: (data: JobData[K]) => Promise<void> };

/** Where work is handed over. It is carried out once each, one of a kind at a time in a process. */
export interface Jobs {
  enqueue<K extends JobKind>(kind: K, data: JobData[K]): Promise<void>;
  /** Runs a kind at the times of a cron expression (UTC), under a key of its own; null ends it. */
  schedule<K extends JobKind>(kind: K, key: string, cron: string | null, data: JobData[K]): Promise<void>;
  start(handlers: JobHandlers): Promise<void>;
  /** Takes no more work and waits for what runs, at most `patienceMs`. */
  stop(patienceMs: number): Promise<void>;
}
