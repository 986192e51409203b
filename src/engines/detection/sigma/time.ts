import type { Json } from '../../../model/index.ts';
import type { TimePart } from './modifiers.ts';

const written = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2}))?/;

/** Numbers from here on are milliseconds since 1970, those below it seconds. */
const MILLISECONDS = 100_000_000_000;

/**
 * One part of a time, as it is written: Sigma's time modifiers do not turn zones (modifiers appendix, Time Modifiers). Numbers
 * are seconds or milliseconds since 1970 and are read in UTC. Weeks are those of ISO 8601. Undefined where it is no time.
 */
export function timePart(value: Json, part: TimePart): number | undefined {
  if (typeof value === 'string') {
    const found = written.exec(value);
    if (found !== null) {
      const [, year, month, day, hour, minute] = found.map(Number);
      if (part === 'hour' || part === 'minute') {
        const clock = part === 'hour' ? hour : minute;
        return clock === undefined || Number.isNaN(clock) ? undefined : clock;
      }
      return ofDate(year!, month!, day!, part);
    }
  }
  const number = typeof value === 'string' && /^\d{1,16}(\.\d+)?$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number') return undefined;
  const date = new Date(Math.abs(number) < MILLISECONDS ? number * 1000 : number);
  if (Number.isNaN(date.getTime())) return undefined;
  if (part === 'hour') return date.getUTCHours();
  if (part === 'minute') return date.getUTCMinutes();
  return ofDate(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate(), part);
}

function ofDate(year: number, month: number, day: number, part: TimePart): number {
  if (part === 'year') return year;
  if (part === 'month') return month;
  if (part === 'day') return day;
  // A week belongs to the year that its Thursday lies in.
  const date = new Date(Date.UTC(year, month - 1, day));
  const thursday = date.getTime() + (4 - (date.getUTCDay() || 7)) * 86_400_000;
  const start = Date.UTC(new Date(thursday).getUTCFullYear(), 0, 1);
  return Math.floor((thursday - start) / (7 * 86_400_000)) + 1;
}
