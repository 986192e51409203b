import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../model/index.ts';
import { correlation, event, firings, hour, minute, rule, start } from './testing.ts';
import type { DetectionSource } from './types.ts';

// What fires is what the definition says: each kind beside the shortest program for it that looks at all events at once.

interface Seen {
  minutes: number;
  action: string;
  user: string;
  from: string;
  bytes: number;
}

const members = ['fail', 'login', 'grant', 'leave'].map((action) => rule(action, action, { alerts: false }));

const stream = (minutes: number) =>
  fc
    .array(
      fc.record({
        minutes: fc.integer({ min: 0, max: minutes }),
        action: fc.constantFrom('fail', 'login', 'grant', 'leave'),
        user: fc.constantFrom('kim', 'lee'),
        from: fc.constantFrom('198.51.100.1', '198.51.100.2', '203.0.113.3', '203.0.113.4'),
        bytes: fc.integer({ min: 0, max: 8 }),
      }),
      { maxLength: 120, size: 'max' },
    )
    .map((all) => all.sort((one, other) => one.minutes - other.minutes));

/** Minutes at which each kind fires, for the events of one user in order of time. */
type Definition = (events: readonly Seen[]) => number[];

const endsWhere = (span: number, of: readonly string[], enough: (window: readonly Seen[]) => boolean): Definition => {
  return (events) => {
    const counted = events.filter(({ action }) => of.includes(action));
    return counted.map(({ minutes }) => minutes).filter((end) => enough(within(counted, end - span, end)));
  };
};

const within = (events: readonly Seen[], from: number, to: number) =>
  events.filter(({ minutes }) => minutes >= from && minutes <= to);

const some = (events: readonly Seen[], action: string, from: number, to: number) =>
  within(events, from, to).some((one) => one.action === action);

/** Every way to take one event of each action, each no earlier than the one before. */
const ways = (events: readonly Seen[], actions: readonly string[], from: number): Seen[][] => {
  const [action, ...rest] = actions;
  if (action === undefined) return [[]];
  return events
    .filter((one) => one.action === action && one.minutes >= from)
    .flatMap((one) => ways(events, rest, one.minutes).map((way) => [one, ...way]));
};

const grouped = { 'group-by': ['user'] };
const short = { period: hour };

const kinds: Record<string, [DetectionSource, Definition]> = {
  event_count: [
    correlation(
      'it',
      { type: 'event_count', rules: ['fail', 'login'], ...grouped, timespan: '20m', condition: { gt: 3 } },
      short,
    ),
    endsWhere(20, ['fail', 'login'], (window) => window.length > 3),
  ],
  value_count: [
    correlation(
      'it',
      {
        type: 'value_count',
        rules: ['fail', 'login'],
        ...grouped,
        timespan: '20m',
        condition: { field: 'from', gte: 3 },
      },
      short,
    ),
    endsWhere(20, ['fail', 'login'], (window) => new Set(window.map(({ from }) => from)).size >= 3),
  ],
  value_sum: [
    correlation(
      'it',
      { type: 'value_sum', rules: ['grant'], ...grouped, timespan: '30m', condition: { field: 'bytes', gte: 12 } },
      short,
    ),
    endsWhere(30, ['grant'], (window) => window.reduce((sum, { bytes }) => sum + bytes, 0) >= 12),
  ],
  temporal: [
    correlation('it', { type: 'temporal', rules: ['fail', 'login', 'grant'], ...grouped, timespan: '10m' }, short),
    endsWhere(10, ['fail', 'login', 'grant'], (window) => new Set(window.map(({ action }) => action)).size === 3),
  ],
  temporal_ordered: [
    correlation(
      'it',
      { type: 'temporal_ordered', rules: ['fail', 'login', 'grant'], ...grouped, timespan: '15m' },
      short,
    ),
    (events) =>
      ways(events, ['fail', 'login', 'grant'], 0)
        .filter((way) => way[2]!.minutes - way[0]!.minutes <= 15)
        .map((way) => way[2]!.minutes),
  ],
  'temporal_ordered with what must not come before, between or after': [
    correlation(
      'it',
      { type: 'temporal_ordered', rules: ['login', 'fail', 'leave', 'grant'], ...grouped, timespan: '15m' },
      { ...short, hwaseong: { absent: ['login', 'leave'] } },
    ),
    (events) =>
      ways(events, ['fail', 'grant'], 0)
        .filter(([fail, grant]) => grant!.minutes - fail!.minutes <= 15)
        .filter(([fail, grant]) => !some(events, 'leave', fail!.minutes, grant!.minutes))
        .filter(([fail]) => !some(events, 'login', fail!.minutes - 15, fail!.minutes))
        .map(([, grant]) => grant!.minutes),
  ],
  'temporal without one of its rules': [
    correlation(
      'it',
      {
        type: 'temporal',
        rules: ['fail', 'login', 'grant'],
        ...grouped,
        timespan: '10m',
        condition: 'fail and login and not grant',
      },
      short,
    ),
    (events) =>
      events
        .filter(({ action }) => action === 'fail' || action === 'login')
        .map(({ minutes: end }) => {
          const latest = (action: string) =>
            within(events, end - 10, end).findLast((one) => one.action === action)?.minutes;
          const begin = Math.min(latest('fail') ?? Number.NaN, latest('login') ?? Number.NaN);
          return Number.isNaN(begin) || some(events, 'grant', begin - 10, end + 10) ? Number.NaN : end;
        })
        .filter((end) => !Number.isNaN(end)),
  ],
  'event_count that must not be more': [
    correlation(
      'it',
      { type: 'event_count', rules: ['fail'], ...grouped, timespan: '15m', condition: { gte: 2, lte: 3 } },
      short,
    ),
    (events) => {
      const ends: number[] = [];
      for (let left = events.filter(({ action }) => action === 'fail'); left.length > 0; ) {
        const window = within(left, left[0]!.minutes, left[0]!.minutes + 15);
        if (window.length >= 2 && window.length <= 3) ends.push(window.at(-1)!.minutes);
        left = left.slice(window.length);
      }
      return ends;
    },
  ],
  'first-seen': [
    rule('it', 'login', {
      ...short,
      hwaseong: { 'first-seen': { value: ['from'], by: ['user'], learning: '2h', forget: '90d' } },
    }),
    (events) => {
      const logins = events.filter(({ action }) => action === 'login');
      const first = (from: string) => logins.find((one) => one.from === from)!.minutes;
      return logins
        .filter(({ from }) => first(from) - logins[0]!.minutes >= 120)
        .filter(({ minutes, from }) => minutes - first(from) <= 60)
        .map(({ minutes }) => minutes);
    },
  ],
  rare: [
    rule('it', 'login', {
      ...short,
      hwaseong: { rare: { value: ['from'], by: ['user'], 'at-most': 2, within: '5h', learning: '1h' } },
    }),
    (events) => {
      const logins = events.filter(({ action }) => action === 'login');
      // A user who was silent for longer than what is remembered is a new one.
      const known = ({ minutes }: Seen) =>
        logins
          .filter((one) => one.minutes <= minutes)
          .reduce(
            (since, one, at, all) => (at > 0 && one.minutes - all[at - 1]!.minutes > 300 ? one.minutes : since),
            logins[0]!.minutes,
          );
      return logins
        .filter((one) => one.minutes - known(one) >= 60)
        .filter(({ minutes, from }) => {
          const before = logins.filter((one) => one.minutes >= minutes - 300 && one.minutes < minutes - 60);
          return before.filter((one) => one.from === from).length < 2;
        })
        .map(({ minutes }) => minutes);
    },
  ],
};

describe.each(Object.entries(kinds))('%s', (_kind, [detection, definition]) => {
  it('fires where its definition says', () => {
    let alerts = 0;
    fc.assert(
      fc.property(fc.oneof(stream(60), stream(240), stream(900)), (all) => {
        const events = all.map(({ minutes, ...record }, number) =>
          event(minutes, record satisfies JsonObject, `e${number}`),
        );
        const found = firings([...members, detection], events).map(({ group, period }) => `${group['user']} ${period}`);
        const expected = ['kim', 'lee'].flatMap((user) =>
          definition(all.filter((one) => one.user === user)).map((minutes) => {
            const time = start + minutes * minute;
            return `${user} ${time - (time % hour)}`;
          }),
        );
        expect([...new Set(found)].sort()).toEqual([...new Set(expected)].sort());
        alerts += expected.length;
      }),
      { numRuns: 150 },
    );
    expect(alerts).toBeGreaterThan(100);
  });
});
