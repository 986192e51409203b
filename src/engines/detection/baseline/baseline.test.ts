import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../model/index.ts';
import { createDetector } from '../index.ts';
import { day, event, fields, fired, hour, minute, rule } from '../testing.ts';

const at = (days: number, record: JsonObject) =>
  event((days * day) / minute, { action: 'login', user: 'kim', ...record });
const inDay = (days: number, hours: number, record: JsonObject) => at(days + (hours * hour) / day, record);

describe('first-seen', () => {
  const one = (given: JsonObject = {}) =>
    rule('new', 'login', {
      groupBy: ['user', 'from'],
      hwaseong: { 'first-seen': { value: ['from'], by: ['user'], learning: '7d', forget: '90d', ...given } },
    });

  it('fires for a value that was never seen, once the key has been known for the learning period', () => {
    expect(fired([one()], [at(0, { from: 'KR' }), at(6, { from: 'JP' }), at(8, { from: 'US' })])).toEqual(['US kim']);
  });

  it('fires at once where no late event can change that', () => {
    const detector = createDetector([one()], { fields });
    detector.push(at(0, { from: 'KR' }));
    expect(detector.push(at(8, { from: 'US' }))).toHaveLength(1);
  });

  it('does not fire for what is known, or for a key that is new', () => {
    expect(fired([one()], [at(0, { from: 'KR' }), at(8, { from: 'KR' })])).toEqual([]);
    expect(fired([one()], [at(0, { from: 'KR' }), at(8, { from: 'US', user: 'lee' })])).toEqual([]);
  });

  it('does not fire where the value, or what it is a value of, is not there', () => {
    expect(fired([one()], [at(0, { from: 'KR' }), at(8, { from: '' }), at(8, { user: '', from: 'US' })])).toEqual([]);
  });

  it('takes a value as new for as long as late events may come, and no longer', () => {
    const detector = createDetector([one()], { fields });
    const fires = (hours: number) => detector.push(inDay(8, hours, { from: 'US' })).length;
    detector.push(at(0, { from: 'KR' }));
    expect([fires(0), fires(1), fires(1.1)]).toEqual([1, 1, 0]);
  });

  it('takes a value as new again when it has been forgotten', () => {
    const often = Array.from({ length: 13 }, (_, week) => at(week * 7, { from: 'KR' }));
    expect(fired([one({ forget: '60d' })], [at(0, { from: 'US' }), ...often, at(85, { from: 'US' })])).toEqual([
      'US kim',
    ]);
    expect(fired([one({ forget: '90d' })], [at(0, { from: 'US' }), ...often, at(85, { from: 'US' })])).toEqual([]);
  });

  it('takes combinations of fields, and each value of a list', () => {
    const pairs = one({ value: ['from', 'agent'] });
    const seen = [at(0, { from: 'KR', agent: 'a' }), at(0, { from: 'JP', agent: 'b' })];
    expect(fired([pairs], [...seen, at(8, { from: 'JP', agent: 'a' })])).toEqual(['JP kim']);
    expect(fired([one()], [at(0, { from: ['KR', 'JP'] }), at(8, { from: ['JP', 'KR'] })])).toEqual([]);
    expect(fired([one()], [at(0, { from: ['KR', 'JP'] }), at(8, { from: ['JP', 'US'] })])).toEqual(['JP, US kim']);
  });

  it('knows one key for all where it names none', () => {
    const everywhere = one({ by: [] });
    expect(fired([everywhere], [at(0, { from: 'KR' }), at(8, { from: 'US', user: 'lee' })])).toEqual(['US lee']);
  });
});

describe('rare', () => {
  const one = rule('rare', 'login', {
    hwaseong: { rare: { value: ['agent'], by: ['account'], 'at-most': 2, within: '30d', learning: '7d' } },
  });
  const seen = (days: number, agent: string) => at(days, { agent, account: 'a' });

  it('fires as long as the value was seen no more than so often within the time', () => {
    const detector = createDetector([one], { fields });
    const fires = [seen(0, 'usual'), seen(8, 'odd'), seen(9, 'odd'), seen(10, 'odd'), seen(11, 'odd')].map(
      (event) => detector.push(event).length,
    );
    expect(fires).toEqual([0, 1, 1, 0, 0]);
  });

  it('fires again when the others are long ago', () => {
    expect(fired([one], [seen(0, 'odd'), seen(1, 'odd'), seen(2, 'odd'), seen(20, 'usual'), seen(25, 'odd')])).toEqual([
      'kim',
    ]);
    expect(fired([one], [seen(0, 'odd'), seen(1, 'odd'), seen(2, 'odd'), seen(35, 'odd')])).toEqual([]);
  });
});

describe('travel', () => {
  const one = rule('travel', 'login', { hwaseong: { travel: { by: ['user'], kmh: 900, apart: 500 } } });
  const places = {
    seoul: [37.57, 126.98],
    busan: [35.18, 129.08],
    tokyo: [35.68, 139.69],
    paris: [48.86, 2.35],
  } as const;
  const in_ = (place: keyof typeof places, hours: number) => {
    const [latitude, longitude] = places[place];
    return event(hours * 60, { action: 'login', user: 'kim', hwaseong: { ip: { latitude, longitude } } });
  };

  it('fires where nobody gets from one place to the other in time', () => {
    expect(fired([one], [in_('seoul', 0), in_('paris', 2)])).toEqual(['kim']);
    expect(fired([one], [in_('seoul', 0), in_('paris', 11)])).toEqual([]);
    expect(fired([one], [in_('seoul', 0), in_('tokyo', 1)])).toEqual(['kim']);
    expect(fired([one], [in_('seoul', 0), in_('tokyo', 2)])).toEqual([]);
  });

  it('does not fire for places near each other, or where the place is not known', () => {
    expect(fired([one], [in_('seoul', 0), in_('busan', 0.01)])).toEqual([]);
    expect(fired([one], [in_('seoul', 0), event(1, { action: 'login', user: 'kim' })])).toEqual([]);
  });

  it('fires for events that are not neighbours', () => {
    expect(fired([one], [in_('paris', 0), event(30, { action: 'login', user: 'kim' }), in_('seoul', 1)])).toEqual([
      'kim',
    ]);
  });
});
