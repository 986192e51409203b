import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { metricFilterMatches } from './metric-filter.ts';
import { type Condition, parsePattern } from './metric-filter-pattern.ts';

const event = {
  eventSource: 'ec2.amazonaws.com',
  eventName: 'CreateVpc',
  userIdentity: { type: 'Root', arn: 'arn:aws:iam::111122223333:root' },
  sourceIPAddress: '203.0.113.9',
  bytes: 1500,
  ratio: 0.5,
  code: '200',
  mfa: true,
  readOnly: false,
  error: null,
  items: [{ name: 'a', flag: 1 }, { name: 'b' }],
  'odd.key': 'x',
};

describe('a pattern for JSON events', () => {
  it.each([
    ['{ $.eventName = CreateVpc }', true],
    ['{$.eventName="CreateVpc"}', true],
    ['{ $.eventName = "createvpc" }', false],
    ['{ $.eventName = DeleteVpc }', false],
    ['{ $.eventName != DeleteVpc }', true],
    ['{ $.eventName = "Create*" }', true],
    ['{ $.eventName = *Vpc }', true],
    ['{ $.eventName = C*e*c }', true],
    ['{ $.eventName = C*x*c }', false],
    ['{ $.eventName = * }', true],
    ['{ $.userIdentity.type = "Root" }', true],
    ['{ $.userIdentity.arn = "arn:aws:iam::*:root" }', true],
    ['{ $.sourceIPAddress != 203.0.113.* }', false],
    ['{ $.sourceIPAddress = 203.0.113.* }', true],
  ])('%s: %s', (pattern, matches) => expect(metricFilterMatches(pattern, event)).toBe(matches));

  it.each([
    ['{ $.bytes = 1500 }', true],
    ['{ $.bytes = 1.5e3 }', true],
    ['{ $.bytes > 1000 }', true],
    ['{ $.bytes >= 1500 }', true],
    ['{ $.bytes < 1500 }', false],
    ['{ $.bytes <= 1499 }', false],
    ['{ $.ratio > .25 }', true],
    ['{ $.bytes = 15* }', true],
    ['{ $.code = 200 }', true],
    ['{ $.code > 100 }', false],
  ])('compares numbers: %s: %s', (pattern, matches) => expect(metricFilterMatches(pattern, event)).toBe(matches));

  it.each([
    ['{ $.userIdentity.invokedBy NOT EXISTS }', true],
    ['{ $.eventName NOT EXISTS }', false],
    ['{ $.error IS NULL }', true],
    ['{ $.nothing IS NULL }', false],
    ['{ $.mfa IS TRUE }', true],
    ['{ $.readOnly is false }', true],
    ['{ $.eventName IS TRUE }', false],
  ])('asks for presence and truth: %s: %s', (pattern, matches) =>
    expect(metricFilterMatches(pattern, event)).toBe(matches),
  );

  it.each([
    ['{ $.items[0].name = "a" }', true],
    ['{ $.items[1].name = "a" }', false],
    ['{ $.items[*].name = "b" }', true],
    ['{ $.items[7].name = * }', false],
    ['{ $.["odd.key"] = x }', true],
    ["{ $['odd.key'] = x }", true],
    ['{ $.eventName = %^Create[A-Z]pc$% }', true],
    ['{ $.eventName != %^Delete% }', true],
  ])('selects elements, odd names and by regular expression: %s: %s', (pattern, matches) =>
    expect(metricFilterMatches(pattern, event)).toBe(matches),
  );

  it.each([
    ['{ ($.eventName = A) || ($.eventName = CreateVpc) }', true],
    ['{ $.eventName = CreateVpc || $.eventName = B && $.eventName = C }', true],
    ['{ ($.eventName = CreateVpc || $.eventName = B) && $.eventName = C }', false],
    ['{ ((($.mfa IS TRUE))) && $.userIdentity.type = Root }', true],
  ])('binds && stronger than ||: %s: %s', (pattern, matches) =>
    expect(metricFilterMatches(pattern, event)).toBe(matches),
  );

  it('matches nothing through a field that is not there, != included', () => {
    expect(metricFilterMatches('{ $.nothing != "x" }', event)).toBe(false);
  });

  it('reads an event given as text', () => {
    expect(metricFilterMatches('{ $.eventName = CreateVpc }', JSON.stringify(event))).toBe(true);
    expect(metricFilterMatches('{ $.eventName = CreateVpc }', 'not JSON')).toBe(false);
    expect(metricFilterMatches('{ $.bytes = 1500 }', { bytes: 1500n })).toBe(true);
  });

  it.each([
    '{',
    '{ }',
    '{ $.a }',
    '{ $.a = }',
    '{ a = b }',
    '{ $.a = b',
    '{ ($.a = b }',
    '{ $.a = b) }',
    '{ $.a = b & $.c = d }',
    '{ $.a < text }',
    '{ $.a = %[% }',
    '[ip, user, name=CreateVpc]',
    `{ ${'('.repeat(200)}$.eventName = CreateVpc${')'.repeat(200)} }`,
    `{ $.eventName = CreateVpc ${'|| $.eventName = CreateVpc '.repeat(50)}}`,
  ])('matches nothing where it cannot be read: %s', (pattern) =>
    expect(metricFilterMatches(pattern, event)).toBe(false),
  );
});

describe('a pattern of terms', () => {
  it.each([
    ['', true],
    ['CreateVpc', true],
    ['CreateVpc Root', true],
    ['CreateVpc User', false],
    ['?DeleteVpc ?CreateVpc', true],
    ['CreateVpc -Root', false],
    ['"type\\":\\"Root"', true],
  ])('%s: %s', (pattern, matches) => expect(metricFilterMatches(pattern, event)).toBe(matches));

  it('is no text at all: nothing', () => {
    for (const pattern of [null, undefined, 7, {}]) expect(metricFilterMatches(pattern, event)).toBe(false);
  });
});

describe('any input', () => {
  const pieces = fc.constantFrom(
    '$',
    '.',
    'a',
    '[0]',
    '["',
    '"',
    '%',
    '(',
    ')',
    '&&',
    '||',
    '=',
    '!=',
    '<',
    ' ',
    '*',
    'IS NULL',
    'NOT EXISTS',
    '1',
    '\\',
    '{',
    '}',
  );

  it('is answered, never with an exception', () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), fc.jsonValue(), (parts, value) => {
        expect(typeof metricFilterMatches(`{${parts.join('')}}`, { a: value })).toBe('boolean');
        expect(typeof metricFilterMatches(parts.join(''), JSON.stringify(value))).toBe('boolean');
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (pattern) => {
        expect(typeof metricFilterMatches(pattern, event)).toBe('boolean');
      }),
    );
  });

  it('is answered quickly', () => {
    const traps = [
      `{ $.text = "${'*a'.repeat(400)}b" }`,
      `{ $.text = %${'(a*)*'.repeat(50)}b% }`,
      `{ ${'$.a = '.repeat(150)} }`,
      `{ $.text = "${'\\'.repeat(900)} }`,
    ];
    const started = performance.now();
    for (const trap of traps) metricFilterMatches(trap, { text: 'a'.repeat(10_000) });
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('reading and writing a condition', () => {
  const name = fc.constantFrom('eventName', 'user_id', 'x-y', 'A1');
  const path = fc.array(
    fc.oneof(
      name.map((field) => ({ field })),
      fc.nat(9).map((index) => ({ index })),
      fc.constant({ every: true as const }),
    ),
    { minLength: 1, maxLength: 4 },
  );
  const text = fc.string({ unit: 'grapheme-ascii', maxLength: 10 }).map((value) => ({ kind: 'text' as const, value }));
  const leaf: fc.Arbitrary<Condition> = fc.oneof(
    fc.record({
      op: fc.constant('is' as const),
      path,
      what: fc.constantFrom('null' as const, 'true' as const, 'false' as const, 'missing' as const),
    }),
    fc.record({
      op: fc.constant('compare' as const),
      path,
      comparison: fc.constantFrom('=' as const, '!=' as const),
      operand: text,
    }),
  );
  const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 5 },
      leaf,
      fc.record({
        op: fc.constantFrom('and' as const, 'or' as const),
        left: tie('condition'),
        right: tie('condition'),
      }),
    ),
  }));

  it('gives the same condition', () => {
    fc.assert(
      fc.property(condition, (made) => {
        const pattern = `{ ${write(made)} }`;
        fc.pre(pattern.length <= 1024);
        expect(parsePattern(pattern)).toEqual(made);
      }),
    );
  });

  function write(made: Condition): string {
    if ('left' in made) {
      return `(${write(made.left)}) ${made.op === 'and' ? '&&' : '||'} (${write(made.right)})`;
    }
    const selector = `$${made.path
      .map((step) => ('field' in step ? `.${step.field}` : 'index' in step ? `[${step.index}]` : '[*]'))
      .join('')}`;
    if (made.op === 'is') {
      const words = { null: 'IS NULL', true: 'IS TRUE', false: 'IS FALSE', missing: 'NOT EXISTS', present: 'EXISTS' };
      return `${selector} ${words[made.what]}`;
    }
    const value = made.operand.kind === 'text' ? made.operand.value : '';
    return `${selector} ${made.comparison} "${value.replace(/["\\]/g, '\\$&')}"`;
  }
});
