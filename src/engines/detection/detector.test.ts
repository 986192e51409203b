import { describe, expect, it } from 'vitest';
import { alertId } from '../../model/index.ts';
import { createDetector } from './index.ts';
import { correlation, day, event, fields, firings, hour, minute, rule, start } from './testing.ts';

const failedLogin = rule('failed-login', 'fail');

describe('a rule', () => {
  it('fires an alert whose id is made of detection, group and period', () => {
    const [firing] = firings([failedLogin], [event(90, { action: 'fail', user: 'kim' }, 'e1')]);
    expect(firing).toEqual({
      id: alertId('failed-login', { user: 'kim' }, start),
      detection: 'failed-login',
      group: { user: 'kim' },
      period: start,
      events: [{ source: 'example', id: 'e1', time: start + 1.5 * hour }],
    });
  });

  it('makes one alert of all that happens in a group and period, and another one of what comes later', () => {
    const events = [1, 50, 1439, 1441].map((minutes) => event(minutes, { action: 'fail', user: 'kim' }));
    const ids = firings([failedLogin], events).map(({ id }) => id);
    expect(ids).toHaveLength(4);
    expect(new Set(ids).size).toBe(2);
  });

  it('leaves a field without a value out of the group, and takes a list as one value', () => {
    const grouped = rule('grouped', 'fail', { groupBy: ['user', 'roles', 'host'] });
    const [firing] = firings([grouped], [event(0, { action: 'fail', user: 'kim', roles: ['b', 'a', 'b'], host: '' })]);
    expect(firing?.group).toEqual({ user: 'kim', roles: 'a, b' });
  });

  it('does not fire by itself where it is only a member', () => {
    expect(firings([rule('member', 'fail', { alerts: false })], [event(0, { action: 'fail' })])).toEqual([]);
  });

  it('fires all the same where a correlation says that its rules are to be generated', () => {
    const both = [
      rule('member', 'fail', { alerts: false }),
      correlation('often', {
        type: 'event_count',
        rules: ['member'],
        timespan: '1h',
        condition: { gte: 2 },
        generate: true,
      }),
    ];
    expect(firings(both, [event(0, { action: 'fail' })]).map(({ detection }) => detection)).toEqual(['member']);
  });

  it('is told apart from what its alerts are: every predicate that holds is named', () => {
    const detector = createDetector(
      [
        rule('member', 'fail', { alerts: false }),
        rule('new', 'fail', { hwaseong: { 'first-seen': { value: ['from'], by: ['user'] } } }),
        rule('other', 'login'),
        correlation('often', { type: 'event_count', rules: ['member'], timespan: '1h', condition: { gte: 2 } }),
      ],
      { fields },
    );
    expect(detector.matches(event(0, { action: 'fail', user: 'kim', from: 'KR' }))).toEqual(['member', 'new']);
    expect(detector.keys).toBe(0);
  });

  it('is taken by name or by id, and a filter for a correlation holds for its rules', () => {
    const often = correlation('often', {
      type: 'event_count',
      rules: ['failed-login'],
      'group-by': ['user'],
      timespan: '1h',
      condition: { gte: 2 },
    });
    const filter = {
      title: 'The tester',
      logsource: { product: 'example' },
      filter: { rules: ['often'], selection: { user: 'tester' }, condition: 'not selection' },
    };
    const events = ['kim', 'tester'].flatMap((user) =>
      [1, 2].map((minutes) => event(minutes, { action: 'fail', user })),
    );
    const found = firings([rule('failed-login', 'fail', { alerts: false }), often], events, { filters: [filter] });
    expect(found.map(({ group }) => group)).toEqual([{ user: 'kim' }]);
  });
});

describe('what cannot be used', () => {
  const rejected = (...detections: Parameters<typeof createDetector>[0][number][]) =>
    createDetector(detections, { fields }).rejections.map(({ rule: name, code }) => `${name}: ${code}`);
  const counting = (id: string, ...rules: string[]) =>
    correlation(id, { type: 'event_count', rules, timespan: '1h', condition: { gte: 2 } });

  it('is left out with the reason, and the others work', () => {
    const detector = createDetector([counting('lost', 'nothing-there'), failedLogin], { fields });
    expect(detector.rejections).toEqual([
      {
        rule: 'lost',
        code: 'member-unknown',
        reason: { en: 'there is no rule "nothing-there"', ko: '"nothing-there" 규칙이 없습니다' },
        place: 'correlation.rules',
      },
    ]);
    expect(detector.push(event(0, { action: 'fail', user: 'kim' }))).toHaveLength(1);
  });

  it('is a correlation of rules that cannot be used, all the way up', () => {
    expect(rejected(counting('a', 'b'), counting('b', 'c'))).toEqual(['b: member-unknown', 'a: member-rejected']);
  });

  it('is a correlation that stands on itself', () => {
    expect(rejected(counting('a', 'b'), counting('b', 'a')).sort()).toEqual(
      ['a: correlation-circular', 'b: member-rejected'].sort(),
    );
  });

  it('is a condition that nothing has to meet, or nothing can', () => {
    const temporal = (condition: string | { [bound: string]: number }, hwaseong = {}) =>
      rejected(
        failedLogin,
        rule('login', 'login'),
        correlation(
          'it',
          { type: 'temporal', rules: ['failed-login', 'login'], timespan: '1h', condition },
          { hwaseong },
        ),
      );
    expect(temporal('not failed-login and not login')).toEqual(['it: condition-unsupported']);
    expect(temporal('failed-login and not failed-login')).toEqual(['it: condition-malformed']);
    expect(temporal({ gte: 3 })).toEqual(['it: condition-malformed']);
    expect(temporal({ lte: 1 }, { absent: ['login'] })).toEqual(['it: condition-unsupported']);
  });
});

describe('time', () => {
  const twice = [
    rule('fail', 'fail', { alerts: false }),
    rule('any', 'fail'),
    correlation('twice', {
      type: 'event_count',
      rules: ['fail'],
      'group-by': ['user'],
      timespan: '10m',
      condition: { gte: 2 },
    }),
  ];
  const fail = (minutes: number) => event(minutes, { action: 'fail', user: 'kim' });

  it('is that of the events: what is late counts where it belongs', () => {
    expect(firings(twice, [fail(0), fail(59), fail(9)]).filter(({ detection }) => detection === 'twice')).toHaveLength(
      1,
    );
  });

  it('runs out: what is later than allowed is judged by rules, left out of what is remembered, and counted', () => {
    const detector = createDetector(twice, { fields, lateness: 30 * 60_000 });
    for (const minutes of [0, 35]) detector.push(fail(minutes));
    const late = detector.push(fail(4));
    expect(late.map(({ detection }) => detection)).toEqual(['any']);
    expect(detector.losses).toEqual({ evicted: 0, late: 1, future: 0, abandoned: 0 });
  });

  it('decides what must not come when it can come no more', () => {
    const without = [
      rule('fail', 'fail', { alerts: false }),
      rule('login', 'login', { alerts: false }),
      correlation(
        'gave-up',
        { type: 'temporal_ordered', rules: ['fail', 'login'], 'group-by': ['user'], timespan: '10m' },
        { hwaseong: { absent: ['login'] } },
      ),
    ];
    const detector = createDetector(without, { fields });
    const other = (minutes: number) => event(minutes, { action: 'other' });
    expect(detector.push(fail(0))).toEqual([]);
    expect([...detector.push(other(70)), ...detector.settle()]).toEqual([]);
    expect([...detector.push(other(71)), ...detector.settle()].map(({ detection }) => detection)).toEqual(['gave-up']);
    expect(detector.finish()).toEqual([]);
  });

  it('is not moved by events from the future, which are judged by rules alone, and counted', () => {
    const detector = createDetector(twice, { fields });
    const arrived = (minutes: number) => start + minutes * minute;
    detector.push(fail(0), arrived(0));
    const future = detector.push(fail(24 * 60), arrived(1));
    expect(future.map(({ detection }) => detection)).toEqual(['any']);
    const next = detector.push(fail(2), arrived(2));
    expect(next.map(({ detection }) => detection)).toContain('twice');
    detector.push(fail(62), arrived(3));
    expect(detector.losses).toEqual({ evicted: 0, late: 0, future: 1, abandoned: 0 });
  });

  it('of an event that has none is late', () => {
    const detector = createDetector(twice, { fields });
    expect(detector.push({ ...fail(0), time: Number.NaN })).toEqual([]);
    expect(detector.losses.late).toBe(1);
  });
});

describe('memory', () => {
  const counted = [
    rule('fail', 'fail', { alerts: false }),
    correlation('twice', {
      type: 'event_count',
      rules: ['fail'],
      'group-by': ['user'],
      timespan: '1d',
      condition: { gte: 2 },
    }),
    correlation('places', {
      type: 'value_count',
      rules: ['fail'],
      'group-by': ['user'],
      timespan: '1d',
      condition: { field: 'from', gte: 3 },
    }),
    rule('new', 'fail', {
      hwaseong: { 'first-seen': { value: ['from'], by: ['user'], learning: '1h', forget: '10d' } },
    }),
  ];
  const fail = (minutes: number, user: string, from = 'KR') => event(minutes, { action: 'fail', user, from });

  it('is bounded: the keys least recently used go first, and are counted', () => {
    const detector = createDetector(counted, { fields, mostKeys: 100 });
    for (let number = 0; number < 1000; number++) {
      detector.push(fail(number / 10, `user ${number}`));
      detector.push(fail(number / 10 + 0.01, 'kim'));
      expect(detector.keys).toBeLessThanOrEqual(100);
    }
    expect(detector.losses.evicted).toBeGreaterThan(1000);
    // Never long unused, so still known.
    expect(detector.push(fail(101, 'kim')).map(({ detection }) => detection)).toEqual(['twice']);
  });

  it('is bounded for one key, too', () => {
    const detector = createDetector(counted, { fields });
    for (let number = 0; number < 12_000; number++)
      detector.push(fail(number / 1000, 'kim', `198.51.100.${number % 2}`));
    expect(detector.losses.evicted).toBeGreaterThan(0);
    expect(detector.push(fail(13, 'kim', '203.0.113.1')).map(({ detection }) => detection)).toEqual([
      'twice',
      'places',
    ]);
  });

  it('gives back what nothing hangs on any more', () => {
    const detector = createDetector(counted, { fields });
    for (let number = 0; number < 500; number++) detector.push(fail(number / 100, `user ${number}`));
    const most = detector.keys;
    for (let days = 1; days < 14; days++) detector.push(fail((days * day) / 60_000, 'lee'));
    expect(most).toBeGreaterThan(1500);
    expect(detector.keys).toBeLessThan(10);
    expect(detector.losses.evicted).toBe(0);
  });
});
