import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type CompiledRule, compileRule, createIndex, parseSigma, type SigmaRule } from './index.ts';
import { eventOf, fields } from './vectors/vectors.ts';

function compiled(detection: string, losses = { abandoned: 0 }): CompiledRule {
  const document = parse(
    `title: '${detection.replaceAll("'", '"')}'\nlogsource: {product: test}\ndetection: ${detection}`,
  );
  const result = compileRule(parseSigma(document) as SigmaRule, { fields, losses });
  if ('reason' in result) throw new Error(result.reason.en);
  return result;
}

const titles = (rules: readonly CompiledRule[]) => rules.map(({ rule }) => rule.title);

const names = (detection: string) => {
  const found = compiled(detection).names.get('test');
  return found && [...found].sort();
};

describe('the names of events that a rule can match', () => {
  it.each([
    ['{s: {eventName: CreateUser, a: 1}, condition: s}', ['createuser']],
    ['{s: {eventName: [CreateUser, CreateRole]}, condition: s}', ['createrole', 'createuser']],
    ['{s: {eventName: A}, t: {eventName: B}, condition: s or t}', ['a', 'b']],
    ['{s: {eventName: A}, t: {x: 1}, condition: s and not t}', ['a']],
    ['{s: {eventName: A}, t: {x: 1}, condition: 1 of them}', undefined],
    ['{s: {eventName|startswith: Create}, condition: s}', undefined],
    ['{s: {eventName: A}, condition: not s}', undefined],
  ])('%s', (detection, expected) => {
    expect(names(detection)).toEqual(expected);
  });
});

describe('the index', () => {
  it('tries rules of the event alone that its name leaves', () => {
    const one = '{s: {eventName: A, x: 1}, condition: s}';
    const two = '{s: {eventName: B}, condition: s}';
    const any = '{s: {y: 1}, condition: s}';
    const index = createIndex(
      [one, two, any].map((detection) => compiled(detection)),
      fields,
    );
    expect(titles(index.candidates(eventOf({ eventName: 'A', x: 1, y: 1 })))).toEqual([one, any]);
    expect(titles(index.matches(eventOf({ eventName: 'A', x: 1, y: 1 })))).toEqual([one, any]);
    expect(titles(index.matches(eventOf({ eventName: 'B', x: 2 })))).toEqual([two]);
    expect(index.matches(eventOf({ eventName: 'C' }))).toEqual([]);
  });

  it('tells names apart by any test of them, negated ones too', () => {
    const rule = compiled('{s: {eventName|startswith: Create, x: 1}, t: {eventName|re: Tag}, condition: s and not t}');
    const index = createIndex([rule], fields);
    expect(index.candidates(eventOf({ eventName: 'CreateUser', x: 1 }))).toEqual([rule]);
    expect(index.candidates(eventOf({ eventName: 'CreateTags', x: 1 }))).toEqual([]);
    expect(index.candidates(eventOf({ eventName: 'DeleteUser', x: 1 }))).toEqual([]);
  });

  it('asks first for fields that many rules hang on', () => {
    const regions = ['a', 'b', 'c'].map((user) => `{s: {type: ${user}, by|exists: false, x: 1}, condition: s}`);
    const index = createIndex(
      regions.map((detection) => compiled(detection)),
      fields,
    );
    expect(titles(index.candidates(eventOf({ type: 'B', x: 1 })))).toEqual([regions[1]]);
    expect(index.matches(eventOf({ type: 'B', by: null, x: 1 }))).toEqual([]);
    expect(index.candidates(eventOf({}))).toEqual([]);
    expect(titles(index.matches(eventOf({ type: ['a', 'c'], x: 1 })))).toEqual([regions[0], regions[2]]);
  });

  it('leaves no rule to be tried where all that they ask is known', () => {
    const rules = ['{s: {by|startswith: svc, x: 1}, condition: s}', '{s: {by|contains: dm, x: 2}, condition: s}'];
    const index = createIndex(
      rules.map((detection) => compiled(detection)),
      fields,
    );
    expect(titles(index.candidates(eventOf({ by: 'svc-admin', x: 2 })))).toEqual([rules[1]]);
    expect(titles(index.candidates(eventOf({ by: 'svc-other', x: 1 })))).toEqual([rules[0]]);
    expect(index.candidates(eventOf({ by: 'other', x: [1, 2] }))).toEqual([]);
    expect(titles(index.matches(eventOf({ by: ['SVC', 'Admin'], x: [1, 2] })))).toEqual(rules);
  });

  it('finds the same for values too long to be kept, or too deep to be looked at', () => {
    const rules = Array.from({ length: 20 }, (_, at) =>
      compiled(`{s: {by|contains: 'user${at}.', x: 1}, condition: s}`),
    );
    const index = createIndex(rules, fields);
    const long = `${'x'.repeat(5000)}user7.user11.`;
    expect(index.matches(eventOf({ by: long, x: 1 }))).toEqual([rules[7], rules[11]]);
    expect(index.matches(eventOf({ by: { name: 'user3.' }, x: 1 }))).toEqual([rules[3]]);
    const deep = JSON.parse('['.repeat(5000) + ']'.repeat(5000));
    expect(index.matches(eventOf({ by: deep, x: 1 }))).toEqual([]);
    expect(index.matches(eventOf({ by: 'user3.', x: 1 }))).toEqual([rules[3]]);
  });

  it('is rid beforehand of what rules ask of fields that no event can have', () => {
    const result = (detection: string) =>
      compileRule(parseSigma(parse(`title: r\nlogsource: {product: test}\ndetection: ${detection}`)) as SigmaRule, {
        fields: { ...fields, never: (_source, field) => field === 'gone' },
      }) as CompiledRule;
    const [needs, avoids] = [
      result('{s: {gone: 1, x: 1}, condition: s}'),
      result('{s: {x: 1}, t: {gone: 1}, condition: s and not t}'),
    ];
    const index = createIndex([needs, avoids], fields);
    expect(index.candidates(eventOf({ x: 1 }))).toEqual([avoids]);
    expect(needs.match(eventOf({ x: 1 }))).toBe(false);
  });

  it('gives up telling values apart that are too many, and still finds', () => {
    const rules = [1, 2, 300].map((port) => compiled(`{s: {port: ${port}, x: 1}, condition: s}`));
    const index = createIndex(rules, fields);
    const found = Array.from({ length: 400 }, (_, port) => index.matches(eventOf({ port, x: 1 }))).flat();
    expect(found).toEqual(rules);
  });

  it('looks rules without a name up by a value that they need', () => {
    const ports = Array.from({ length: 200 }, (_, port) => `{s: {port: ${port}, action: accept}, condition: s}`);
    const index = createIndex(
      ports.map((detection) => compiled(detection)),
      fields,
    );
    for (const [port, rule] of ports.entries()) {
      expect(titles(index.candidates(eventOf({ port: String(port), action: 'accept' })))).toEqual([rule]);
    }
    expect(index.candidates(eventOf({ port: 443, action: 'accept' }))).toEqual([]);
    expect(titles(index.matches(eventOf({ port: [99, 22, 22], action: 'ACCEPT' })))).toEqual([ports[22], ports[99]]);
  });

  it('knows no rules for events of another source', () => {
    const index = createIndex([compiled('{s: {x: 1}, condition: s}')], fields);
    expect(index.matches({ ...eventOf({ x: 1 }), source: 'other' })).toEqual([]);
  });

  it('forgets names that come without end, and still finds', () => {
    const rule = compiled('{s: {eventName|startswith: Create}, condition: s}');
    const index = createIndex([rule], fields);
    for (let name = 0; name < 30_000; name++) index.matches(eventOf({ eventName: `N${name}` }));
    expect(index.matches(eventOf({ eventName: 'CreateUser' }))).toEqual([rule]);
  });
});

describe('an evaluation that takes too long', () => {
  it.each([
    [
      'a text too long for an expression',
      "{s: {a|re: '(x{1,100}y){1,4}'}, condition: s}",
      { a: 'x'.repeat(1_000_000) },
    ],
    ['a record too large to be searched', '{s: [word], condition: s}', { a: Array(60_000).fill('x') }],
  ])('is given up and counted: %s', (_name, detection, record) => {
    const losses = { abandoned: 0 };
    expect(compiled(detection, losses).match(eventOf(record))).toBe(false);
    expect(losses.abandoned).toBe(1);
  });

  it('is given up where lists are nested too deep', () => {
    const losses = { abandoned: 0 };
    const deep = JSON.parse('['.repeat(5000) + ']'.repeat(5000));
    expect(compiled('{s: {a: x}, condition: s}', losses).match(eventOf({ a: deep }))).toBe(false);
    expect(compiled('{s: {a|contains: x}, condition: s}', losses).match(eventOf({ a: deep }))).toBe(false);
    expect(compiled('{s: [x], condition: s}', losses).match(eventOf({ a: deep }))).toBe(false);
    expect(losses.abandoned).toBe(3);
  });
});
