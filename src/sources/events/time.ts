import type { Json } from '../../model/index.ts';

const isoText = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d)?$/i;
const americanText = /^(\d{1,2})\/(\d{1,2})\/(\d{4}),? (\d{1,2}):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(?: ?([AP]M))?$/i;

let lastDay = '';
let lastDayStart = 0;

/**
 * The time that a record's field gives, in milliseconds since 1970; undefined where it is none.
 * Takes ISO 8601 with or without zone (UTC then), the American form that Azure's portal exports, and numbers or digits in
 * seconds, milliseconds, microseconds or nanoseconds, told apart by their size.
 */
export function timeOf(value: Json | undefined): number | undefined {
  if (typeof value === 'string') return value.length === 20 ? (secondsForm(value) ?? textTime(value)) : textTime(value);
  return typeof value === 'number' ? numberTime(value) : undefined;
}

/** `2026-11-28T20:15:34Z`, the form of CloudTrail; the day's start is kept, as logs come day by day. */
function secondsForm(text: string): number | undefined {
  if (text.charCodeAt(10) !== 84 || text.charCodeAt(19) !== 90) return undefined;
  const hours = twoDigits(text, 11);
  const minutes = twoDigits(text, 14);
  const seconds = twoDigits(text, 17);
  if (!(hours < 24 && minutes < 60 && seconds < 61)) return undefined;
  const day = text.slice(0, 10);
  if (day !== lastDay) {
    const start = textTime(`${day}T00:00Z`);
    if (start === undefined) return undefined;
    lastDay = day;
    lastDayStart = start;
  }
  return lastDayStart + hours * 3_600_000 + minutes * 60_000 + seconds * 1000;
}

function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens < 10 && ones >= 0 && ones < 10 ? tens * 10 + ones : Number.NaN;
}

function textTime(text: string): number | undefined {
  if (text.length > 40) return undefined;
  const iso = isoText.exec(text);
  if (iso !== null) {
    const [, year, month, day, hours, minutes, seconds = '0', fraction = '', zone = 'Z'] = iso;
    return utc([year, month, day, hours, minutes, seconds].map(Number), fraction, zoneMinutes(zone));
  }
  const american = americanText.exec(text);
  if (american !== null) {
    const [, month, day, year, hours, minutes, seconds, fraction = '', half] = american;
    const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (half.toUpperCase() === 'PM' ? 12 : 0);
    return utc([Number(year), Number(month), Number(day), hour, Number(minutes), Number(seconds)], fraction, 0);
  }
  return /^\d{1,19}(\.\d{1,9})?$/.test(text) ? numberTime(Number(text)) : undefined;
}

function utc(parts: readonly number[], fraction: string, zone: number): number | undefined {
  const [year = 0, month = 0, day = 0, hours = 0, minutes = 0, seconds = 0] = parts;
  if (month < 1 || month > 12 || day < 1 || day > 31 || hours > 24 || minutes > 59 || seconds > 60) return undefined;
  const millis = fraction === '' ? 0 : Math.floor(Number(`0.${fraction}`) * 1000 + 1e-6);
  const time = Date.UTC(year, month - 1, day, hours, minutes, seconds, millis) - zone * 60_000;
  return time >= 0 ? time : undefined;
}

function zoneMinutes(zone: string): number {
  const sign = zone.startsWith('-') ? -1 : 1;
  const digits = zone.replace(/\D/g, '');
  return digits === '' ? 0 : sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2, 4)));
}

/** Seconds until the year 5138 are below 1e11; each finer unit is a thousand times more. */
function numberTime(value: number): number | undefined {
  if (!Number.isFinite(value) || value < 0) return undefined;
  if (value < 1e11) return Math.floor(value * 1000);
  if (value < 1e14) return Math.floor(value);
  if (value < 1e17) return Math.floor(value / 1e3);
  return value < 1e20 ? Math.floor(value / 1e6) : undefined;
}
