import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { RE2JS } from 're2js';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../model/index.ts';
import { type CompiledRule, compileRule, createIndex, parseSigma, rejection } from './index.ts';
import { rangeTest } from './networks.ts';
import { patternTest, readPattern } from './text.ts';
import { eventOf, fields } from './vectors/vectors.ts';

const modifiers = [
  ...['all', 'startswith', 'endswith', 'contains', 'exists', 'cased', 'neq', 'windash', 're', 'i', 'm', 's'],
  ...['base64', 'base64offset', 'utf16le', 'utf16be', 'utf16', 'wide', 'lt', 'lte', 'gt', 'gte', 'minute', 'hour'],
  ...['day', 'week', 'month', 'year', 'cidr', 'expand', 'fieldref'],
];

const fieldName = fc.constantFrom(
  'eventName',
  'a',
  'a.b',
  'list',
  'list.c',
  '',
  '__proto__',
  'constructor.name',
  'a.0.b',
);
const text = fc.oneof(
  fc.constantFrom(
    'A',
    'b',
    '*',
    'a*',
    '?',
    '\\*',
    '10.0.0.0/8',
    '2001:db8::1',
    '%set%',
    '%unset%',
    '(a+)+$',
    '(?=x)',
    '7',
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
const scalar = fc.oneof(text, fc.integer(), fc.double(), fc.boolean(), fc.constant(null));

const key = fc
  .tuple(fieldName, fc.array(fc.constantFrom(...modifiers), { maxLength: 3 }))
  .map(([field, names]) => [field, ...names].join('|'));
const map = fc.dictionary(key, fc.oneof(scalar, fc.array(scalar, { maxLength: 4 })), { maxKeys: 3 });
const selection = fc.oneof(map, fc.array(fc.oneof(map, scalar), { maxLength: 3 }), scalar, fc.anything());

const condition = fc.oneof(
  fc.constantFrom('s1', 's1 and not s2', '1 of s*', 'all of them', 'not (s1 or s2)', '2 of them', 's1 and'),
  fc
    .array(fc.constantFrom('s1', 's2', 'and', 'or', 'not', '(', ')', '1', 'of', 'them', 's*'), { maxLength: 12 })
    .map((t) => t.join(' ')),
  fc.string(),
);

const detection = fc.record({ s1: selection, s2: selection, condition }, { requiredKeys: ['s1'] });
const ruleDocument = fc.record({ title: fc.constant('t'), logsource: fc.constant({ product: 'test' }), detection });

/** Rules of which most can be compiled, over few fields and values, so that many match. */
const soundItem = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(
      fc.constantFrom(
        'eventName',
        'eventName|startswith',
        'a',
        'a|contains',
        'a.b',
        'list|neq',
        'list.c',
        'list|all',
        '|all',
      ),
      fc.array(fc.constantFrom('A', 'b', 'Ab', 7, true, '*', 'a?'), { minLength: 1, maxLength: 3 }),
    ),
  },
  fc.tuple(fc.constantFrom('a|re', 'list|re|i', 'eventName|re'), fc.constantFrom('^a', 'b+$', '7|A')),
  fc.tuple(fc.constantFrom('a|gt', 'list|lte'), fc.integer({ min: 5, max: 9 })),
  fc.tuple(fc.constantFrom('a|fieldref', 'a|fieldref|neq'), fc.constantFrom('list', 'a.b', 'eventName')),
  fc.tuple(fc.constantFrom('a|exists', 'list|exists'), fc.boolean()),
  fc.tuple(fc.constantFrom('eventName|expand', 'a|expand'), fc.constant('%set%')),
  fc.tuple(fc.constantFrom('a', 'list'), fc.constant(null)),
);
const soundMap = fc.array(soundItem, { minLength: 1, maxLength: 3 }).map((items) => Object.fromEntries(items));
const soundSelection = fc.oneof(
  soundMap,
  fc.array(soundMap, { minLength: 1, maxLength: 2 }),
  fc.constantFrom('A', '7'),
);
const soundDocument = fc.record({
  title: fc.constant('t'),
  logsource: fc.constant({ product: 'test' }),
  detection: fc.record({
    s1: soundSelection,
    s2: soundSelection,
    s3: soundSelection,
    condition: fc.constantFrom(
      's1',
      's1 and not s2',
      '1 of s*',
      'not (s1 or s2)',
      '2 of them',
      's1 or s2 and s3',
      'not 2 of s*',
    ),
  }),
});

const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c', 'list', '__proto__'), tie('value'), { maxKeys: 3 }),
  ),
})).value;
const record = fc
  .record({ eventName: fc.oneof(fc.constantFrom('A', 'ab', 'x1'), scalar), a: json, list: json }, { requiredKeys: [] })
  .map((value) => JSON.parse(JSON.stringify(value)) as JsonObject);

const placeholders = new Map([['set', ['x*', 7]]]);

/** The compiled rule, or the code with which it is refused. */
function attempt(document: unknown): CompiledRule | string {
  try {
    const parsed = parseSigma(document);
    if (parsed.kind !== 'rule') return parsed.kind;
    const result = compileRule(parsed, { fields, placeholders });
    return 'reason' in result ? result.code : result;
  } catch (error) {
    return rejection(document, error).code;
  }
}

describe('whatever is given', () => {
  it('a rule is compiled or refused for a reason, and judges any record', () => {
    fc.assert(
      fc.property(
        fc.oneof(ruleDocument, soundDocument),
        fc.array(record, { minLength: 1, maxLength: 4 }),
        (document, records) => {
          const rule = attempt(document);
          expect(rule).not.toBe('engine-fault');
          if (typeof rule === 'string') return;
          for (const one of records) expect(rule.match(eventOf(one))).toBeTypeOf('boolean');
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('a document is read or refused for a reason', () => {
    const section = fc.anything({
      maxDepth: 4,
      withMap: true,
      withDate: true,
      withBigInt: true,
      withNullPrototype: true,
    });
    const keys = fc.constantFrom(
      'title',
      'logsource',
      'detection',
      'correlation',
      'filter',
      'hwaseong',
      'name',
      'level',
    );
    fc.assert(
      fc.property(fc.oneof(fc.dictionary(keys, section), section), (document) => {
        expect(attempt(document)).not.toBe('engine-fault');
      }),
      { numRuns: 1000 },
    );
  });

  it('a correlation is read or refused for a reason', () => {
    const part = fc.oneof(
      fc.constantFrom('a', ['a', 'b'], '5m', 5, { gte: 1 }, { field: 'x', lt: 2 }, 'a and not b'),
      fc.anything(),
    );
    const keys = fc.constantFrom('rules', 'timespan', 'condition', 'group-by', 'aliases', 'generate');
    const type = fc.constantFrom('event_count', 'value_count', 'temporal', 'value_percentile', 'other');
    fc.assert(
      fc.property(type, fc.dictionary(keys, part), (kind, rest) => {
        expect(attempt({ title: 't', correlation: { type: kind, ...rest } })).not.toBe('engine-fault');
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the index', () => {
  it('finds the rules that match, no more and no less', () => {
    fc.assert(
      fc.property(
        fc.array(soundDocument, { maxLength: 12 }),
        fc.array(record, { maxLength: 6 }),
        (documents, records) => {
          const rules = documents.map((document) => attempt(document)).filter((rule) => typeof rule !== 'string');
          expect(rules.length).toBe(documents.length);
          const index = createIndex(rules, fields);
          for (const one of records) {
            const event = eventOf(one);

            expect(index.matches(event)).toEqual(rules.filter((rule) => rule.match(event)));
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('patterns', () => {
  it('match what an expression of the same meaning matches', () => {
    const unit = fc.constantFrom('a', 'b', 'A', '*', '?', '\\', '.');
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 8 }), fc.string({ unit, maxLength: 8 }), (pattern, subject) => {
        const source = readPattern(pattern)
          .map((piece) => (typeof piece === 'string' ? RE2JS.quote(piece) : piece.description === '*' ? '.*' : '.'))
          .join('');
        const test = patternTest([readPattern(pattern)], { cased: false, windash: false });
        expect(test(subject)).toBe(new RegExp(`^${source}$`, 'is').test(subject));
      }),
      { numRuns: 3000 },
    );
  });

  it('match by the edges of a text what they match in the folded text', () => {
    const unit = fc.constantFrom('a', 'K', 'k', 'i', 'İ', '\u212a', 'ß', '-');
    const text = fc.string({ unit, maxLength: 5 });
    fc.assert(
      fc.property(fc.string({ unit, minLength: 1, maxLength: 3 }), text, (literal, subject) => {
        const test = (pattern: string) =>
          patternTest([readPattern(pattern)], { cased: false, windash: false })(subject);
        expect(test(`*${literal}`)).toBe(subject.toLowerCase().endsWith(literal.toLowerCase()));
        expect(test(`${literal}*`)).toBe(subject.toLowerCase().startsWith(literal.toLowerCase()));
      }),
      { numRuns: 3000 },
    );
  });

  it('match a text in which their wildcards are replaced', () => {
    const filling = fc.string({ unit: 'grapheme', maxLength: 5 });
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '*', 'é', '가'), maxLength: 8 }), filling, (pattern, fill) => {
        const test = patternTest([readPattern(pattern)], { cased: true, windash: false });
        expect(test(pattern.replaceAll('*', () => fill))).toBe(true);
      }),
    );
  });
});

describe('networks', () => {
  it('hold the addresses that another implementation says they hold', () => {
    const address = fc.oneof(
      fc.ipV4(),
      fc.ipV6(),
      fc.constantFrom('10.0.0.1', '10.0.1.1', '2001:db8::1', '2001:db8:1::1'),
    );
    fc.assert(
      fc.property(address, address, fc.nat({ max: 128 }), (network, subject, bits) => {
        const base = ipaddr.process(network);
        const one = ipaddr.process(subject);
        const length = base.kind() === 'ipv4' ? bits % 33 : bits;
        const expected = base.kind() === one.kind() && one.match(base as never, length);
        expect(rangeTest([`${base.toString()}/${length}`])?.(subject)).toBe(expected);
      }),
      { numRuns: 1000 },
    );
  });
});
