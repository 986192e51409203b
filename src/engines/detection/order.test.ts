import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject, LogEvent } from '../../model/index.ts';
import { createDetector } from './index.ts';
import { correlation, event, fields, hour, minute, rule } from './testing.ts';
import type { DetectionSource, Detector } from './types.ts';

// The set of alerts is that of the events, however they come: shuffled, late, twice, or interrupted.

/** More find more: RUNS=2000 before a change of how windows are kept. */
const runs = Number(process.env['RUNS'] ?? 50);

const members = ['fail', 'login', 'grant', 'leave'].map((action) => rule(action, action, { alerts: false }));
const short = { period: hour };

const kinds: Record<string, DetectionSource[]> = {
  'a rule': [rule('plain', 'fail', short)],
  event_count: [
    correlation(
      'counted',
      { type: 'event_count', rules: ['fail'], 'group-by': ['user'], timespan: '20m', condition: { gte: 3 } },
      short,
    ),
  ],
  'event_count under a bound': [
    correlation(
      'few',
      { type: 'event_count', rules: ['fail', 'login'], 'group-by': ['user'], timespan: '20m', condition: { lte: 2 } },
      short,
    ),
  ],
  value_count: [
    correlation(
      'several',
      {
        type: 'value_count',
        rules: ['fail', 'login'],
        'group-by': ['user'],
        timespan: '30m',
        condition: { field: 'from', gte: 3 },
      },
      short,
    ),
  ],
  'value_count between bounds': [
    correlation(
      'two',
      {
        type: 'value_count',
        rules: ['fail'],
        'group-by': ['user'],
        timespan: '30m',
        condition: { field: 'from', eq: 2 },
      },
      short,
    ),
  ],
  value_sum: [
    correlation(
      'sum',
      {
        type: 'value_sum',
        rules: ['grant'],
        'group-by': ['user'],
        timespan: '25m',
        condition: { field: 'bytes', gt: 10 },
      },
      short,
    ),
  ],
  value_avg: [
    correlation(
      'average',
      {
        type: 'value_avg',
        rules: ['grant'],
        'group-by': ['user'],
        timespan: '25m',
        condition: { field: 'bytes', gt: 3 },
      },
      short,
    ),
  ],
  value_percentile: [
    correlation(
      'high',
      {
        type: 'value_percentile',
        rules: ['grant'],
        'group-by': ['user'],
        timespan: '25m',
        condition: { field: 'bytes', percentile: 75, gte: 5 },
      },
      short,
    ),
  ],
  'a share': [
    correlation(
      'share',
      {
        type: 'value_percentile',
        rules: ['grant'],
        'group-by': ['user'],
        timespan: '45m',
        condition: { field: 'from', lte: 30 },
      },
      short,
    ),
  ],
  temporal: [
    correlation(
      'together',
      { type: 'temporal', rules: ['fail', 'login', 'grant'], 'group-by': ['user'], timespan: '15m' },
      short,
    ),
  ],
  'temporal, some of them': [
    correlation(
      'some',
      {
        type: 'temporal',
        rules: ['fail', 'login', 'grant'],
        'group-by': ['user'],
        timespan: '5m',
        condition: { gte: 2 },
      },
      short,
    ),
  ],
  'temporal, an upper bound': [
    correlation(
      'alone',
      {
        type: 'temporal',
        rules: ['fail', 'login', 'grant'],
        'group-by': ['user'],
        timespan: '15m',
        condition: { eq: 1 },
      },
      short,
    ),
  ],
  temporal_ordered: [
    correlation(
      'ordered',
      { type: 'temporal_ordered', rules: ['fail', 'login', 'grant'], 'group-by': ['user'], timespan: '15m' },
      short,
    ),
  ],
  'temporal_ordered, some of them': [
    correlation(
      'path',
      {
        type: 'temporal_ordered',
        rules: ['fail', 'login', 'grant'],
        'group-by': ['user'],
        timespan: '5m',
        condition: { gte: 2 },
      },
      short,
    ),
  ],
  absence: [
    correlation(
      'without',
      {
        type: 'temporal',
        rules: ['fail', 'login', 'grant'],
        'group-by': ['user'],
        timespan: '15m',
        condition: 'fail and login and not grant',
      },
      short,
    ),
  ],
  'absence before': [
    correlation(
      'unannounced',
      { type: 'temporal_ordered', rules: ['login', 'grant'], 'group-by': ['user'], timespan: '20m' },
      { ...short, hwaseong: { absent: ['login'] } },
    ),
  ],
  'absence between and after': [
    correlation(
      'unfinished',
      { type: 'temporal_ordered', rules: ['fail', 'login', 'grant', 'leave'], 'group-by': ['user'], timespan: '20m' },
      { ...short, hwaseong: { absent: ['login', 'leave'] } },
    ),
  ],
  'a correlation of correlations': [
    correlation(
      'many-fails',
      { type: 'event_count', rules: ['fail'], 'group-by': ['from'], timespan: '20m', condition: { gte: 2 } },
      { alerts: false },
    ),
    correlation(
      'guessed',
      { type: 'temporal_ordered', rules: ['many-fails', 'login'], 'group-by': ['user'], timespan: '20m' },
      short,
    ),
  ],
  'a correlation of what is settled late': [
    correlation(
      'lonely',
      { type: 'event_count', rules: ['fail'], 'group-by': ['from'], timespan: '20m', condition: { eq: 1 } },
      { alerts: false },
    ),
    correlation(
      'dropped',
      { type: 'temporal_ordered', rules: ['lonely', 'login', 'leave'], 'group-by': ['user'], timespan: '40m' },
      { ...short, hwaseong: { absent: ['leave'] } },
    ),
    correlation(
      'often-lonely',
      {
        type: 'value_count',
        rules: ['lonely'],
        'group-by': ['user'],
        timespan: '2h',
        condition: { field: 'from', gte: 2 },
      },
      short,
    ),
  ],
  'first-seen': [
    rule('new', 'login', {
      ...short,
      hwaseong: { 'first-seen': { value: ['from'], by: ['user'], learning: '2h', forget: '4h' } },
    }),
  ],
  'first-seen, learning for less than events are late': [
    rule('quick', 'login', {
      ...short,
      groupBy: ['user', 'from'],
      hwaseong: { 'first-seen': { value: ['from'], by: ['user'], learning: '20m', forget: '3h' } },
    }),
  ],
  rare: [
    rule('rare', 'login', {
      ...short,
      hwaseong: { rare: { value: ['from'], by: ['user'], 'at-most': 2, within: '5h', learning: '1h' } },
    }),
  ],
  'rare, learning for less than events are late': [
    rule('rare', 'login', {
      ...short,
      hwaseong: { rare: { value: ['from'], by: ['user'], 'at-most': 1, within: '5h', learning: '10m' } },
    }),
  ],
  travel: [rule('travel', 'login', { ...short, hwaseong: { travel: { by: ['user'], kmh: 900, apart: 100 } } })],
};

/** Four places, by the value of `from`. */
const places = [
  [37.5, 127],
  [35.2, 129.1],
  [35.7, 139.7],
  [51.5, -0.1],
] as const;

const streamOver = (minutes: number) =>
  fc.array(
    fc.record({
      minutes: fc.integer({ min: 0, max: minutes }),
      action: fc.constantFrom('fail', 'login', 'grant', 'leave'),
      user: fc.constantFrom('kim', 'lee'),
      from: fc.integer({ min: 0, max: 3 }),
      bytes: fc.integer({ min: 0, max: 8 }),
    }),
    { minLength: 1, maxLength: 120, size: 'max' },
  );
/** Crowded ones, and ones that go on for longer than anything is remembered. */
const stream = fc.oneof(streamOver(90), streamOver(4 * 60), streamOver(10 * 60));

const eventsOf = (
  drawn: readonly { minutes: number; from: number; action: string; user: string; bytes: number }[],
): LogEvent[] =>
  drawn
    .map(({ minutes, from, ...rest }, number) => {
      const [latitude, longitude] = places[from]!;
      const record: JsonObject = { ...rest, from: `198.51.100.${from}`, hwaseong: { ip: { latitude, longitude } } };
      return event(minutes, record, `e${number}`);
    })
    .sort((one, other) => one.time - other.time);

/** How the events come: each so much later than it happened, and perhaps again. */
const delivery = fc.record({
  delays: fc.array(fc.constantFrom(0, 0, 0, 1, 4, 9, 15, 60), { minLength: 30, maxLength: 30 }),
  again: fc.array(fc.constantFrom(undefined, undefined, undefined, 0, 7, 60), { minLength: 30, maxLength: 30 }),
  cut: fc.double({ min: 0, max: 1, noNaN: true }),
  back: fc.integer({ min: 0, max: 10 }),
});

function delivered(
  events: readonly LogEvent[],
  delays: readonly number[],
  again: readonly (number | undefined)[],
): LogEvent[] {
  return events
    .flatMap((one, number) => {
      const copy = again[number % again.length];
      const late = (by: number) => ({ one, arrives: one.time + by * minute });
      return [late(delays[number % delays.length]!), ...(copy === undefined ? [] : [late(copy)])];
    })
    .sort((left, right) => left.arrives - right.arrives)
    .map(({ one }) => one);
}

const ids = (detector: Detector, events: readonly LogEvent[]): string[] =>
  events.flatMap((one) => detector.push(one).map(({ id }) => id));

const sorted = (all: readonly string[]) => [...new Set(all)].sort();

describe.each(Object.entries(kinds))('%s', (_kind, detections) => {
  const create = () => createDetector([...members, ...detections], { fields });

  it('fires alike, however the events come', () => {
    expect(create().rejections).toEqual([]);
    let alerts = 0;
    fc.assert(
      fc.property(stream, delivery, (drawn, { delays, again }) => {
        const events = eventsOf(drawn);
        const inOrder = create();
        const expected = sorted([...ids(inOrder, events), ...inOrder.finish().map(({ id }) => id)]);
        const mixed = create();
        const found = sorted([...ids(mixed, delivered(events, delays, again)), ...mixed.finish().map(({ id }) => id)]);
        expect(found).toEqual(expected);
        expect(mixed.losses).toEqual({ evicted: 0, late: 0, future: 0, abandoned: 0 });
        alerts += expected.length;
      }),
      { numRuns: runs },
    );
    expect(alerts).toBeGreaterThan(0);
  });

  it('fires alike when it is interrupted and goes on from a snapshot', () => {
    fc.assert(
      fc.property(stream, delivery, (drawn, { delays, again, cut, back }) => {
        const events = delivered(eventsOf(drawn), delays, again);
        const whole = create();
        const expected = sorted([...ids(whole, events), ...whole.finish().map(({ id }) => id)]);
        const end = Math.floor(cut * events.length);
        const first = create();
        const before = ids(first, events.slice(0, end));
        const second = create();
        second.restore(first.snapshot());
        expect(second.keys).toBe(first.keys);
        const after = [...ids(second, events.slice(Math.max(0, end - back))), ...second.finish().map(({ id }) => id)];
        expect(sorted([...before, ...after])).toEqual(expected);
      }),
      { numRuns: runs / 2 },
    );
  });
});
