export { bossJobs } from './boss.ts';
export { checkCron } from './cron.ts';
export { inProcessJobs } from './in-process.ts';
export type { JobData, JobHandlers, JobKind, Jobs } from './jobs.ts';
