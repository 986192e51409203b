import { atLeast, type Severity } from '../model/index.ts';
import type { QuietHours } from '../platform/store/index.ts';

const MINUTE_MS = 60_000;

/** When something of this severity may be told: now, or when the quiet hours end. */
export function tellableAt(quiet: QuietHours | null, severity: Severity, now: Date): Date {
  if (quiet === null || atLeast(severity, quiet.except)) return now;
  const [from, to] = [minutesOf(quiet.from), minutesOf(quiet.to)];
  const here = minutesIn(now, quiet.timeZone);
  const within = from <= to ? here >= from && here < to : here >= from || here < to;
  if (!within) return now;
  const start = new Date(Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS);
  // A clock that is put forward or back on the way makes this an hour wrong: what is due is looked at again then.
  return new Date(start.getTime() + ((to - here + 1440) % 1440) * MINUTE_MS);
}

/** True for a name of the IANA time zone database that is known here. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

function minutesIn(now: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return minutesOf(parts.format(now));
}
