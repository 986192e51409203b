import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseSigma, rejection, type SigmaCorrelation, type SigmaRule } from './index.ts';

const correlation = (yaml: string, besides = '') =>
  parseSigma(parse(`title: many\n${besides}\ncorrelation: ${yaml}`)) as SigmaCorrelation;

const refusal = (document: unknown) => {
  try {
    parseSigma(document);
  } catch (error) {
    const { code, place } = rejection(document, error);
    return place === undefined ? code : `${code} at ${place}`;
  }
  return undefined;
};

const refused = (yaml: string, besides = '') => refusal(parse(`title: many\n${besides}\ncorrelation: ${yaml}`));

const HOUR = 3_600_000;

describe('a correlation', () => {
  it('counts events', () => {
    expect(
      correlation('{type: event_count, rules: [failed], group-by: [user], timespan: 1h, condition: {gte: 10}}'),
    ).toEqual({
      kind: 'correlation',
      title: 'many',
      extension: {},
      type: 'event_count',
      rules: ['failed'],
      groupBy: ['user'],
      timespan: HOUR,
      bounds: [{ bound: 'gte', value: 10 }],
      field: [],
      aliases: new Map(),
      generate: false,
    });
  });

  it('takes a range of counts', () => {
    const { bounds } = correlation('{type: event_count, rules: [a], timespan: 90m, condition: {gt: 100, lte: 200}}');
    expect(bounds).toEqual([
      { bound: 'gt', value: 100 },
      { bound: 'lte', value: 200 },
    ]);
  });

  it.each(['value_count', 'value_sum', 'value_avg', 'value_percentile'])('of type %s needs a field', (type) => {
    const yaml = (field: string) => `{type: ${type}, rules: a, timespan: 30s, condition: {${field}neq: 5}}`;
    expect(correlation(yaml('field: bytes, ')).field).toEqual(['bytes']);
    expect(refused(yaml(''))).toBe('condition-malformed at correlation.condition.field');
  });

  it('counts combinations of several fields', () => {
    const yaml = '{type: value_count, rules: a, timespan: 1d, condition: {field: [user, host], gte: 3}}';
    expect(correlation(yaml).field).toEqual(['user', 'host']);
  });

  it('asks for a percentile, or for the share of a value where none is named', () => {
    const yaml = (more: string) =>
      `{type: value_percentile, rules: a, timespan: 1d, condition: {field: x, lte: 1${more}}}`;
    expect(correlation(yaml(', percentile: 95')).percentile).toBe(95);
    expect(correlation(yaml('')).percentile).toBeUndefined();
    const median = '{type: value_median, rules: a, timespan: 1d, condition: {field: x, lte: 1}}';
    expect(correlation(median)).toMatchObject({ type: 'value_percentile', percentile: 50 });
  });

  it.each(['temporal', 'temporal_ordered'])('of type %s needs no condition', (type) => {
    expect(correlation(`{type: ${type}, rules: [a, b], timespan: 5m}`)).toMatchObject({ type, bounds: [] });
  });

  it('says by a condition of rule names which of them have to occur', () => {
    const { expression } = correlation(
      '{type: temporal, rules: [a, b, c], timespan: 5m, condition: a and (b or not c)}',
    );
    expect(expression).toEqual({
      kind: 'and',
      of: [
        { kind: 'name', name: 'a' },
        {
          kind: 'or',
          of: [
            { kind: 'name', name: 'b' },
            { kind: 'not', of: { kind: 'name', name: 'c' } },
          ],
        },
      ],
    });
  });

  it('gives fields of its rules common names', () => {
    const { aliases } = correlation(
      '{type: temporal, rules: [a, b], group-by: [ip], timespan: 5m, aliases: {ip: {a: src, b: dst}}}',
    );
    expect(aliases.get('ip')?.get('b')).toBe('dst');
  });

  it('lets its rules fire by themselves where it says generate, inside of the section or beside it', () => {
    const yaml = (more: string) => `{type: temporal, rules: [a, b], timespan: 5m${more}}`;
    expect(correlation(yaml(', generate: true')).generate).toBe(true);
    expect(correlation(yaml(''), 'generate: true').generate).toBe(true);
    expect(correlation(yaml('')).generate).toBe(false);
  });

  it('names members that must not occur', () => {
    const yaml = '{type: temporal_ordered, rules: [a, b], timespan: 5m}';
    expect(correlation(yaml, 'hwaseong: {absent: [b]}').extension.absent).toEqual(['b']);
    expect(refused(yaml, 'hwaseong: {absent: [c]}')).toBe('document-malformed at hwaseong.absent');
    expect(refused(yaml, 'hwaseong: {absent: [a, b]}')).toBe('document-malformed at hwaseong.absent');
  });

  it.each([
    ['of an unknown type', '{type: near, rules: [a], timespan: 5m}', 'document-malformed at correlation.type'],
    ['without rules', '{type: temporal, rules: [], timespan: 5m}', 'document-malformed at correlation.rules'],
    ['without a time', '{type: temporal, rules: [a]}', 'document-malformed at correlation.timespan'],
    [
      'with a time of another form',
      '{type: temporal, rules: [a], timespan: 1w}',
      'time-malformed at correlation.timespan',
    ],
    ['with no time at all', '{type: temporal, rules: [a], timespan: 0s}', 'time-malformed at correlation.timespan'],
    [
      'with more than a year',
      '{type: temporal, rules: [a], timespan: 9999d}',
      'time-malformed at correlation.timespan',
    ],
    [
      'that counts without a bound',
      '{type: event_count, rules: [a], timespan: 5m}',
      'condition-malformed at correlation.condition',
    ],
    [
      'that counts by rule names',
      '{type: event_count, rules: [a], timespan: 5m, condition: a}',
      'condition-malformed at correlation.condition',
    ],
    [
      'whose condition names a stranger',
      '{type: temporal, rules: [a], timespan: 5m, condition: a and b}',
      'condition-malformed at correlation.condition',
    ],
    [
      'whose condition counts its rules',
      '{type: temporal, rules: [a], timespan: 5m, condition: 1 of them}',
      'condition-unsupported at correlation.condition',
    ],
  ])('%s is refused', (_name, yaml, code) => {
    expect(refused(yaml)).toBe(code);
  });
});

describe('a rule', () => {
  const rule = (more: string) =>
    parseSigma(parse(`title: t\nlogsource: {product: x}\ndetection: {a: {b: 1}, condition: a}\n${more}`)) as SigmaRule;

  it('has keys of ours beside those of Sigma', () => {
    const { extension } = rule('hwaseong: {group-by: [hwaseong.actor], period: 6h, alert: false, korean: {title: 가}}');
    expect(extension).toEqual({ groupBy: ['hwaseong.actor'], period: 6 * HOUR, alert: false });
  });

  it('fires on what was not seen before', () => {
    const { extension } = rule('hwaseong: {first-seen: {value: [region], by: [actor], learning: 3d}}');
    expect(extension.firstSeen).toEqual({
      value: ['region'],
      by: ['actor'],
      learning: 72 * HOUR,
      forget: 90 * 24 * HOUR,
    });
  });

  it('fires on what is rare', () => {
    const { extension } = rule('hwaseong: {rare: {value: [agent], by: [], at-most: 3, within: 10d}}');
    expect(extension.rare).toEqual({
      value: ['agent'],
      by: [],
      atMost: 3,
      within: 240 * HOUR,
      learning: 168 * HOUR,
    });
  });

  it('fires on journeys that nobody makes', () => {
    expect(rule('hwaseong: {travel: {by: [actor]}}').extension.travel).toEqual({ by: ['actor'], kmh: 900, apart: 500 });
  });

  it('is refused where one of our keys is malformed', () => {
    const document = (extension: unknown) => ({
      title: 't',
      logsource: { product: 'x' },
      detection: { a: { b: 1 }, condition: 'a' },
      hwaseong: extension,
    });
    expect(refusal(document({ period: '6 hours' }))).toBe('time-malformed at hwaseong.period');
    expect(refusal(document({ travel: { by: [] } }))).toBe('document-malformed at hwaseong.travel.by');
    expect(refusal(document({ rare: { value: ['a'], by: [], 'at-most': 0 } }))).toBe(
      'document-malformed at hwaseong.rare.at-most',
    );
  });

  it('has a name, an id and fields worth showing', () => {
    expect(rule('name: n\nid: i\nlevel: high\nfields: [a, b]')).toMatchObject({
      name: 'n',
      id: 'i',
      level: 'high',
      fields: ['a', 'b'],
    });
  });
});

describe('a document', () => {
  it('that is none is refused', () => {
    expect(refusal(null)).toBe('document-malformed');
    expect(refusal('title')).toBe('document-malformed');
    expect(refusal({ title: 't', logsource: { product: 'x' } })).toBe('document-malformed');
  });

  it('that is nested too deep, or in itself, is refused', () => {
    const endless: Record<string, unknown> = {};
    endless['a'] = [endless];
    const document = (detection: unknown) => ({ title: 't', logsource: { product: 'x' }, detection });
    expect(refusal(document({ a: endless, condition: 'a' }))).toBe('too-large at detection');
    expect(refusal(document({ a: { b: 'x'.repeat(10_001) }, condition: 'a' }))).toBe('too-large at detection.a.b');
  });

  it('whose condition is nested too deep is refused', () => {
    const condition = (depth: number) => `${'('.repeat(depth)}a${')'.repeat(depth)}`;
    const document = (depth: number) => ({
      title: 't',
      logsource: { product: 'x' },
      detection: { a: { b: 1 }, condition: condition(depth) },
    });
    expect(refusal(document(40))).toBeUndefined();
    expect(refusal(document(60))).toBe('condition-malformed at detection.condition');
  });

  it('is told in both languages', () => {
    const told = (document: unknown) => {
      try {
        parseSigma(document);
      } catch (error) {
        return rejection(document, error).reason;
      }
      return undefined;
    };
    const both = { en: expect.stringMatching(/^[^가-힣]+$/), ko: expect.stringMatching(/[가-힣]/) };
    expect(told({ title: 5, detection: {} })).toEqual(both);
    expect(told({ title: 't' })).toEqual(both);
    expect(
      told({ title: 't', logsource: { product: 'x' }, detection: { a: { 'b|near': 1 }, condition: 'a' } }),
    ).toEqual(both);
  });

  it('is called by its name, else its id, else its title', () => {
    expect(rejection({ title: 't', id: 'i', name: 'n' }, new Error('x')).rule).toBe('n');
    expect(rejection({ title: 't', id: 'i' }, new Error('x')).rule).toBe('i');
    expect(rejection({ title: 't' }, new Error('x')).rule).toBe('t');
    expect(rejection([], new Error('x'))).toEqual({
      ...{ rule: 'unnamed', code: 'engine-fault' },
      reason: { en: 'a fault of the engine: x', ko: '탐지 엔진의 오류입니다: x' },
    });
  });
});
