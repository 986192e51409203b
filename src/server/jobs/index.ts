export { bossJobs } from './boss.ts';
export { checkCron, nextTime } from './cron.ts';
export { inProcessJobs } from './in-process.ts';
export type { JobData, JobHandlers, JobKind, Jobs } from './jobs.ts';
