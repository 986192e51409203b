import { pino } from 'pino';
import { expect, it } from 'vitest';
import { inProcessJobs } from './in-process.ts';
import type { JobHandlers } from './jobs.ts';

const log = pino({ level: 'silent' });
const clock = () => new Date();
const idle: JobHandlers = {
  scan: async () => {},
  'scheduled-scan': async () => {},
  'sample-events': async () => {},
  rejudge: async () => {},
  'judge-advisories': async () => {},
  'update-advisories': async () => {},
  upkeep: async () => {},
};

it('carries out what was handed over before and after its start, one of a kind at a time', async () => {
  const jobs = inProcessJobs({ log, clock });
  const told: string[] = [];
  await jobs.enqueue('scan', { scan: 'a' });
  await jobs.start({
    ...idle,
    scan: async ({ scan }) => {
      told.push(`${scan} begins`);
      await new Promise((resolve) => setTimeout(resolve, 5));
      told.push(`${scan} ends`);
    },
  });
  await jobs.enqueue('scan', { scan: 'b' });
  await expect.poll(() => told).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  await jobs.stop(1000);
});

it('goes on after a job that failed', async () => {
  const jobs = inProcessJobs({ log, clock });
  const done: string[] = [];
  await jobs.start({
    ...idle,
    scan: async ({ scan }) => {
      if (scan === 'bad') throw new Error('no');
      done.push(scan);
    },
  });
  await jobs.enqueue('scan', { scan: 'bad' });
  await jobs.enqueue('scan', { scan: 'good' });
  await expect.poll(() => done).toEqual(['good']);
  await jobs.stop(1000);
});

it('runs what is scheduled when its time comes, again and again, until it is told to stop', async () => {
  // A clock that stands just before the full minute, so that the timer is short each time.
  const jobs = inProcessJobs({ log, clock: () => new Date('2026-03-01T12:00:59.980Z') });
  const ran: string[] = [];
  await jobs.start({ ...idle, 'scheduled-scan': async ({ connection }) => void ran.push(connection) });
  await jobs.schedule('scheduled-scan', 'c1', '* * * * *', { connection: 'c1' });
  await jobs.schedule('scheduled-scan', 'c2', '* * * * *', { connection: 'c2' });
  await jobs.schedule('scheduled-scan', 'c2', null, { connection: 'c2' });
  await expect.poll(() => ran.length).toBeGreaterThan(2);
  expect(new Set(ran)).toEqual(new Set(['c1']));
  await jobs.stop(1000);
  const before = ran.length;
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(ran.length).toBe(before);
});
