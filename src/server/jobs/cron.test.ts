import { describe, expect, it } from 'vitest';
import { checkCron, nextTime } from './cron.ts';

const now = new Date('2026-03-01T12:00:00Z');

describe('a schedule', () => {
  it('is read in UTC', () => {
    expect(nextTime('30 2 * * *', now).toISOString()).toBe('2026-03-02T02:30:00.000Z');
    expect(nextTime('0 */6 * * *', now).toISOString()).toBe('2026-03-01T18:00:00.000Z');
  });

  it('may come round every quarter of an hour', () => {
    for (const cron of ['*/15 * * * *', '0 3 * * 1', '0 0 29 2 *']) expect(() => checkCron(cron, now)).not.toThrow();
  });

  it('is refused where it is none, comes too often, or names seconds', () => {
    for (const cron of [
      '',
      'daily',
      '* * * * *',
      '0,5 * * * *',
      '0 0 * * * *',
      '61 * * * *',
      '@hourly',
      '0 0 31 2 *',
    ]) {
      expect(() => checkCron(cron, now), cron).toThrow(expect.objectContaining({ code: 'schedule-invalid' }));
    }
  });
});
