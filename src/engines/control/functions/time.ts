import type { CelFunction } from '../../../model/index.ts';

const DAY = 86_400_000;

function daysBetween(earlier: number, later: number): bigint {
  return BigInt(Math.floor((later - earlier) / DAY));
}

function moment(value: unknown): number | null {
  const time = value instanceof Date ? value.getTime() : typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? null : time;
}

export const timeFunctions: readonly CelFunction[] = [
  {
    name: 'daysSince',
    params: ['dyn'],
    returns: 'dyn',
    doc: 'Whole days from an ISO 8601 time to now; negative for the future; null where there is no readable time.',
    clock: true,
    handler: (value: unknown, now: Date) => {
      const time = moment(value);
      return time === null ? null : daysBetween(time, now.getTime());
    },
  },
  {
    name: 'daysUntil',
    params: ['dyn'],
    returns: 'dyn',
    doc: 'Whole days from now to an ISO 8601 time; negative once it has passed; null where there is no readable time.',
    clock: true,
    handler: (value: unknown, now: Date) => {
      const time = moment(value);
      return time === null ? null : daysBetween(now.getTime(), time);
    },
  },
];
