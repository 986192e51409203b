import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timeOf } from './time.ts';

const noon = Date.UTC(2026, 10, 1, 12, 0, 5);

describe('the time of a record', () => {
  it.each([
    ['CloudTrail', '2026-11-01T12:00:05Z', noon],
    ['fractions of any length', '2026-11-01T12:00:05.1234567Z', noon + 123],
    ['nanoseconds without a zone', '2026-11-01 12:00:05.123456789', noon + 123],
    ['Microsoft 365, which leaves the zone out', '2026-11-01T12:00:05', noon],
    ['another zone', '2026-11-01T21:00:05+09:00', noon],
    ['a zone without colon', '2026-11-01T07:00:05-0500', noon],
    ['Azure’s portal', '11/1/2026, 12:00:05.000 PM', noon],
    ['midnight in the American form', '11/1/2026 12:00:05 AM', noon - 12 * 3_600_000],
    ['seconds', noon / 1000, noon],
    ['seconds as text', '1793534405', 1_793_534_405_000],
    ['milliseconds', noon, noon],
    ['microseconds', noon * 1000, noon],
    ['nanoseconds', String(noon * 1_000_000), noon],
  ])('is read from %s', (_, value, time) => {
    expect(timeOf(value)).toBe(time);
  });

  it.each([
    ['no time', 'yesterday'],
    ['a month too many', '2026-13-01T00:00:00Z'],
    ['an hour too many', '2026-11-01T25:00:00Z'],
    ['a negative number', -1],
    ['nothing', undefined],
    ['an object', {}],
    ['a truth', true],
  ])('is none for %s', (_, value) => {
    expect(timeOf(value)).toBeUndefined();
  });

  it('agrees with the clock for every second that CloudTrail can write', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }), (date) => {
        const whole = Math.floor(date.getTime() / 1000) * 1000;
        expect(timeOf(`${new Date(whole).toISOString().slice(0, 19)}Z`)).toBe(whole);
        expect(timeOf(date.toISOString())).toBe(date.getTime());
      }),
    );
  });

  it('never throws, and is a whole number of milliseconds where it is one', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.double(), fc.integer(), fc.stringMatching(/^[\d:TZ. +-]{0,40}$/)),
        (value) => {
          const time = timeOf(value);
          expect(time === undefined || (Number.isInteger(time) && time >= 0)).toBe(true);
        },
      ),
    );
  });
});
