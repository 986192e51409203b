import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../model/index.ts';
import { correlation, event, fired, firings, minute, rule, start } from '../testing.ts';

const members = ['fail', 'login', 'grant', 'copy'].map((action) => rule(action, action, { alerts: false }));

/** Groups that fire for events written as `minute action user, field value`. */
function groups(section: JsonObject, events: readonly string[], hwaseong?: JsonObject): string[] {
  const one = correlation('it', { 'group-by': ['user'], ...section }, hwaseong ? { hwaseong } : {});
  return fired([...members, one], events.map(parsed));
}

function parsed(text: string) {
  const [head = '', ...rest] = text.split(', ');
  const [minutes, action = '', user] = head.split(' ');
  const others = rest
    .map((pair) => pair.split(' '))
    .map(([field, value]) => [field, Number.isNaN(Number(value)) ? value : Number(value)]);
  return event(Number(minutes), { action, ...(user && { user }), ...Object.fromEntries(others) }, text);
}

describe('event_count', () => {
  const section = { type: 'event_count', rules: ['fail'], timespan: '10m', condition: { gte: 3 } };

  it('counts in windows that slide: not by the clock', () => {
    expect(groups(section, ['8 fail kim', '12 fail kim', '18 fail kim'])).toEqual(['kim']);
    expect(groups(section, ['0 fail kim', '5 fail kim', '11 fail kim', '17 fail kim'])).toEqual([]);
  });

  it('counts groups apart, and nothing that has no group', () => {
    expect(groups(section, ['1 fail kim', '2 fail lee', '3 fail kim', '4 fail lee'])).toEqual([]);
    expect(groups(section, ['1 fail', '2 fail', '3 fail', '4 fail'])).toEqual([]);
    expect(groups({ ...section, 'group-by': null }, ['1 fail', '2 fail kim', '3 fail lee'])).toEqual(['']);
  });

  it('counts an event once, however often it comes', () => {
    expect(groups(section, ['1 fail kim', '2 fail kim', '2 fail kim', '2 fail kim'])).toEqual([]);
  });

  it('counts an event for each member of a list', () => {
    const shared = (minutes: number, users: string[]) => event(minutes, { action: 'fail', user: users });
    const one = correlation('it', { ...section, 'group-by': ['user'] });
    expect(
      fired([...members, one], [shared(1, ['kim', 'lee']), shared(2, ['kim']), shared(3, ['kim', 'choi'])]),
    ).toEqual(['kim']);
  });

  it('judges whole windows where more events can undo the condition', () => {
    const exactly = { ...section, condition: { gte: 2, lte: 3 } };
    expect(groups(exactly, ['0 fail kim', '1 fail kim', '2 fail kim', '3 fail kim'])).toEqual([]);
    expect(groups(exactly, ['0 fail kim', '1 fail kim', '20 fail kim'])).toEqual(['kim']);
  });

  it('tells the earliest events, and with each further one what is new', () => {
    const one = correlation('it', { ...section, 'group-by': ['user'] });
    const events = [0, 1, 2, 3].map((minutes) => event(minutes, { action: 'fail', user: 'kim' }, `e${minutes}`));
    const told = firings([...members, one], events).map((firing) => firing.events.map(({ id }) => id));
    expect(told).toEqual([['e0', 'e1', 'e2'], ['e3']]);
  });
});

describe('value_count', () => {
  const section = {
    type: 'value_count',
    rules: ['fail', 'login'],
    timespan: '10m',
    condition: { field: 'from', gte: 3 },
  };

  it('counts different values', () => {
    expect(groups(section, ['1 fail kim, from a', '2 login kim, from b', '3 fail kim, from c'])).toEqual(['kim']);
    expect(groups(section, ['1 fail kim, from a', '2 login kim, from b', '3 fail kim, from a', '4 fail kim'])).toEqual(
      [],
    );
  });

  it('forgets a value that was last seen before the window', () => {
    const moved = ['0 fail kim, from a', '2 fail kim, from b', '11 fail kim, from c'];
    expect(groups(section, moved)).toEqual([]);
    expect(groups(section, ['5 fail kim, from a', ...moved])).toEqual(['kim']);
  });

  it('counts every value of a list', () => {
    const one = correlation('it', { ...section, 'group-by': ['user'] });
    expect(fired([...members, one], [event(1, { action: 'fail', user: 'kim', from: ['a', 'b', 'c'] })])).toEqual([
      'kim',
    ]);
  });

  it('counts combinations of fields', () => {
    const pairs = { ...section, condition: { field: ['from', 'to'], gte: 3 } };
    expect(groups(pairs, ['1 fail kim, from a, to x', '2 fail kim, from a, to y', '3 fail kim, from b, to x'])).toEqual(
      ['kim'],
    );
  });
});

describe('value_sum, value_avg and value_percentile', () => {
  const of = (type: string, condition: JsonObject) => ({
    type,
    rules: ['copy'],
    timespan: '10m',
    condition: { field: 'bytes', ...condition },
  });
  const copies = (...bytes: number[]) => bytes.map((count, minutes) => `${minutes} copy kim, bytes ${count}`);

  it('adds numbers up', () => {
    expect(groups(of('value_sum', { gt: 10 }), copies(4, 4, 3))).toEqual(['kim']);
    expect(groups(of('value_sum', { gt: 10 }), copies(4, 4, 2))).toEqual([]);
    expect(groups(of('value_sum', { gt: 10 }), ['0 copy kim, bytes 9', '11 copy kim, bytes 9'])).toEqual([]);
  });

  it('takes texts that are numbers, and leaves others out', () => {
    const sum = correlation('it', { ...of('value_sum', { gte: 10 }), 'group-by': ['user'] });
    const copy = (minutes: number, bytes: string) => event(minutes, { action: 'copy', user: 'kim', bytes });
    expect(fired([...members, sum], [copy(0, '7'), copy(1, '3'), copy(2, 'many')])).toEqual(['kim']);
  });

  it('averages a whole window', () => {
    expect(groups(of('value_avg', { gte: 5 }), copies(9, 1, 5))).toEqual(['kim']);
    expect(groups(of('value_avg', { gte: 5 }), copies(9, 1, 1))).toEqual([]);
  });

  it('takes the value that so many per cent do not exceed', () => {
    expect(groups(of('value_percentile', { percentile: 75, gte: 8 }), copies(1, 2, 8, 9))).toEqual(['kim']);
    expect(groups(of('value_percentile', { percentile: 75, gte: 9 }), copies(1, 2, 8, 9))).toEqual([]);
  });

  it('asks without a percentile for values that few events have', () => {
    const seldom = {
      type: 'value_percentile',
      rules: ['login'],
      timespan: '10m',
      condition: { field: 'from', lte: 25 },
    };
    expect(
      groups(seldom, ['0 login kim, from a', '1 login kim, from a', '2 login kim, from a', '3 login kim, from b']),
    ).toEqual(['kim']);
    expect(groups(seldom, ['0 login kim, from a', '1 login kim, from b', '2 login kim, from a'])).toEqual([]);
  });
});

describe('temporal', () => {
  const section = { type: 'temporal', rules: ['fail', 'login', 'grant'], timespan: '10m' };

  it('wants all its rules within the timespan, in any order', () => {
    expect(groups(section, ['1 grant kim', '5 fail kim', '11 login kim'])).toEqual(['kim']);
    expect(groups(section, ['0 grant kim', '5 fail kim', '11 login kim'])).toEqual([]);
    expect(groups(section, ['1 grant kim', '5 fail lee', '11 login kim'])).toEqual([]);
  });

  it('wants as many of them as its condition says', () => {
    expect(groups({ ...section, condition: { gte: 2 } }, ['1 fail kim', '2 fail kim', '3 grant kim'])).toEqual(['kim']);
    expect(groups({ ...section, condition: { gte: 2 } }, ['1 fail kim', '2 fail kim'])).toEqual([]);
  });

  it('wants what its condition says in words', () => {
    const condition = '(fail or grant) and login';
    expect(groups({ ...section, condition }, ['1 login kim', '2 grant kim'])).toEqual(['kim']);
    expect(groups({ ...section, condition }, ['1 fail kim', '2 grant kim'])).toEqual([]);
  });

  it('takes one event for several of its rules', () => {
    const twins = [rule('any', 'fail', { alerts: false }), rule('same', 'fail', { alerts: false })];
    const both = correlation('it', { type: 'temporal', rules: ['any', 'same'], timespan: '1m' });
    expect(fired([...twins, both], [event(0, { action: 'fail' })])).toEqual(['']);
  });

  it('does not fire where an absent rule occurs within the timespan before or after', () => {
    const absent = { ...section, rules: ['login', 'grant'] };
    const without = (events: string[]) => groups(absent, events, { absent: ['login'] });
    expect(without(['20 grant kim'])).toEqual(['kim']);
    expect(without(['10 login kim', '20 grant kim'])).toEqual([]);
    expect(without(['20 grant kim', '30 login kim'])).toEqual([]);
    expect(without(['9 login kim', '20 grant kim', '31 login kim', '20 login lee'])).toEqual(['kim']);
  });
});

describe('temporal_ordered', () => {
  const section = { type: 'temporal_ordered', rules: ['fail', 'login', 'grant'], timespan: '10m' };

  it('wants its rules one after the other', () => {
    expect(groups(section, ['1 fail kim', '5 login kim', '11 grant kim'])).toEqual(['kim']);
    expect(groups(section, ['1 login kim', '5 fail kim', '9 grant kim'])).toEqual([]);
    expect(groups(section, ['1 fail kim', '5 login kim', '12 grant kim'])).toEqual([]);
  });

  it('takes events of the same time in any order, but no event twice', () => {
    expect(groups(section, ['1 grant kim', '1 login kim', '1 fail kim'])).toEqual(['kim']);
    const twins = [rule('any', 'fail', { alerts: false }), rule('same', 'fail', { alerts: false })];
    const both = correlation('it', { type: 'temporal_ordered', rules: ['any', 'same'], timespan: '1m' });
    expect(fired([...twins, both], [event(0, { action: 'fail' })])).toEqual([]);
  });

  it('wants an absent rule not to occur where it stands: before, between or after', () => {
    const absent = (events: string[], ...rules: string[]) =>
      groups({ ...section, rules }, events, { absent: ['login'] });
    expect(absent(['1 login kim', '5 fail kim', '7 grant kim'], 'login', 'fail', 'grant')).toEqual([]);
    expect(absent(['5 fail kim', '6 login kim', '7 grant kim'], 'login', 'fail', 'grant')).toEqual(['kim']);
    expect(absent(['5 fail kim', '6 login kim', '7 grant kim'], 'fail', 'login', 'grant')).toEqual([]);
    expect(absent(['5 fail kim', '7 grant kim', '9 login kim'], 'fail', 'login', 'grant')).toEqual(['kim']);
    expect(absent(['5 fail kim', '7 grant kim', '9 login kim'], 'fail', 'grant', 'login')).toEqual([]);
    expect(absent(['5 fail kim', '7 grant kim', '18 login kim'], 'fail', 'grant', 'login')).toEqual(['kim']);
  });
});

describe('a correlation of correlations', () => {
  const guessing = correlation(
    'guessing',
    { type: 'event_count', rules: ['fail'], 'group-by': ['from'], timespan: '10m', condition: { gte: 3 } },
    { alerts: false },
  );
  const guessed = correlation('guessed', {
    type: 'temporal_ordered',
    rules: ['guessing', 'login'],
    'group-by': ['user'],
    timespan: '10m',
  });

  it('groups by fields of its own: those of the events beneath', () => {
    const fails = [1, 2, 3].map((minutes) => event(minutes, { action: 'fail', user: 'kim', from: 'a' }, `f${minutes}`));
    const login = (user: string) => event(5, { action: 'login', user, from: 'b' }, 'l');
    expect(fired([...members, guessing, guessed], [...fails, login('kim')])).toEqual(['kim']);
    expect(fired([...members, guessing, guessed], [...fails, login('lee')])).toEqual([]);
  });

  it('tells all the events that it rests on', () => {
    const fails = [1, 2, 3].map((minutes) => event(minutes, { action: 'fail', user: 'kim', from: 'a' }, `f${minutes}`));
    const [firing] = firings(
      [...members, guessing, guessed],
      [...fails, event(5, { action: 'login', user: 'kim' }, 'l')],
    );
    expect(firing?.events.map(({ id, time }) => `${id} ${(time - start) / minute}`)).toEqual([
      'f1 1',
      'f2 2',
      'f3 3',
      'l 5',
    ]);
  });
});

it('joins fields of different names by aliases', () => {
  const joined = correlation('it', {
    type: 'temporal',
    rules: ['grant', 'login'],
    'group-by': ['person'],
    aliases: { person: { grant: 'target', login: 'user' } },
    timespan: '10m',
  });
  const events = [
    event(1, { action: 'grant', user: 'admin', target: 'kim' }),
    event(2, { action: 'login', user: 'kim' }),
    event(3, { action: 'login', user: 'admin' }),
    event(4, { action: 'grant', user: 'kim' }),
  ];
  expect(firings([...members, joined], events).map(({ group }) => group)).toEqual([{ person: 'kim' }]);
});
