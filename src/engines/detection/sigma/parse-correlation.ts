import { z } from 'zod';
import type { Bound, SigmaCondition, SigmaCorrelation } from './ast.ts';
import { bounds, correlationTypes } from './ast.ts';
import { parseCondition } from './condition.ts';
import { duration } from './duration.ts';
import { checked, SigmaError } from './errors.ts';
import type { Head } from './parse.ts';

const name = z.string().min(1).max(256);
const oneOrMore = z.union([z.array(name).min(1).max(100), name.transform((only) => [only])]);

const boundSchema = z.number().optional();

const correlationSchema = z.object({
  // `value_median` is how pySigma names the percentile 50.
  type: z.enum([...correlationTypes, 'value_median']),
  rules: oneOrMore,
  'group-by': oneOrMore.nullish(),
  timespan: name,
  generate: z.boolean().nullish(),
  aliases: z.record(name, z.record(name, name)).nullish(),
  condition: z
    .union([
      z.string().min(1).max(10_000),
      z.object({
        gt: boundSchema,
        gte: boundSchema,
        lt: boundSchema,
        lte: boundSchema,
        eq: boundSchema,
        neq: boundSchema,
        field: oneOrMore.optional(),
        percentile: z.number().min(0).max(100).optional(),
      }),
    ])
    .nullish(),
});

/** Reads the section `correlation`; `generate` may also stand beside it. Throws a SigmaError. */
export function parseCorrelation(section: unknown, generate: unknown, { fields: _, ...head }: Head): SigmaCorrelation {
  const given = checked(correlationSchema, section, 'correlation');
  const type = given.type === 'value_median' ? 'value_percentile' : given.type;
  const temporal = type === 'temporal' || type === 'temporal_ordered';
  const { limits, field, percentile, expression } = readCondition(given.condition, given.rules);
  const median = given.type === 'value_median' ? 50 : undefined;
  const value = median ?? percentile;

  const condition = 'correlation.condition';
  if (!temporal && limits.length === 0) {
    throw new SigmaError(
      'condition-malformed',
      { en: `${type} needs one of ${bounds.join(', ')}`, ko: `${type}에는 ${bounds.join(', ')} 중 하나가 필요합니다` },
      condition,
    );
  }
  if (!temporal && expression !== undefined) {
    throw new SigmaError(
      'condition-malformed',
      {
        en: 'only temporal correlations take a condition of rule names',
        ko: '규칙 이름으로 된 조건은 temporal 상관 규칙에만 쓸 수 있습니다',
      },
      condition,
    );
  }
  if (type.startsWith('value_') !== field.length > 0) {
    const reason = type.startsWith('value_')
      ? { en: `${type} needs the field`, ko: `${type}에는 필드가 필요합니다` }
      : { en: `${type} takes no field`, ko: `${type}에는 필드를 쓸 수 없습니다` };
    throw new SigmaError('condition-malformed', reason, `${condition}.field`);
  }
  if (field.length > 1 && type !== 'value_count') {
    throw new SigmaError(
      'condition-malformed',
      { en: `${type} takes one field`, ko: `${type}에는 필드를 하나만 쓸 수 있습니다` },
      `${condition}.field`,
    );
  }
  if (percentile !== undefined && type !== 'value_percentile') {
    throw new SigmaError(
      'condition-malformed',
      { en: `${type} takes no percentile`, ko: `${type}에는 백분위수를 쓸 수 없습니다` },
      `${condition}.percentile`,
    );
  }
  checkAbsent(head.extension.absent, given.rules, temporal);
  return {
    kind: 'correlation',
    ...head,
    type,
    rules: [...new Set(given.rules)],
    groupBy: [...new Set(given['group-by'] ?? [])],
    timespan: duration(given.timespan, 'correlation.timespan'),
    bounds: limits,
    field,
    ...(value === undefined ? {} : { percentile: value }),
    ...(expression === undefined ? {} : { expression }),
    aliases: new Map(
      Object.entries(given.aliases ?? {}).map(([alias, fields]) => [alias, new Map(Object.entries(fields))]),
    ),
    generate: given.generate ?? generate === true,
  };
}

type Given = z.output<typeof correlationSchema>['condition'];

function readCondition(given: Given, rules: readonly string[]) {
  const limits: { bound: Bound; value: number }[] = [];
  if (typeof given === 'string') {
    const expression = parseCondition(given, 'correlation.condition');
    checkRules(expression, rules);
    return { limits, field: [], percentile: undefined, expression };
  }
  for (const bound of bounds) {
    const value = given?.[bound];
    if (value !== undefined) limits.push({ bound, value });
  }
  return { limits, field: given?.field ?? [], percentile: given?.percentile, expression: undefined };
}

/** An extended condition speaks of members alone. */
function checkRules(condition: SigmaCondition, rules: readonly string[]): void {
  const place = 'correlation.condition';
  if (condition.kind === 'name') {
    if (rules.includes(condition.name)) return;
    throw new SigmaError(
      'condition-malformed',
      {
        en: `"${condition.name}" is none of the correlation's rules`,
        ko: `"${condition.name}"은(는) 상관 규칙의 대상이 아닙니다`,
      },
      place,
    );
  }
  if (condition.kind === 'of') {
    throw new SigmaError(
      'condition-unsupported',
      { en: 'a correlation names its rules one by one', ko: '상관 규칙은 대상 규칙을 하나씩 지정해야 합니다' },
      place,
    );
  }
  for (const part of condition.kind === 'not' ? [condition.of] : condition.of) checkRules(part, rules);
}

function checkAbsent(absent: readonly string[] | undefined, rules: readonly string[], temporal: boolean): void {
  if (absent === undefined) return;
  const place = 'hwaseong.absent';
  if (!temporal)
    throw new SigmaError(
      'document-malformed',
      { en: 'only temporal correlations have absent members', ko: '부재 조건은 temporal 상관 규칙에만 쓸 수 있습니다' },
      place,
    );
  const stranger = absent.find((member) => !rules.includes(member));
  if (stranger !== undefined) {
    throw new SigmaError(
      'document-malformed',
      { en: `"${stranger}" is none of the correlation's rules`, ko: `"${stranger}"은(는) 상관 규칙의 대상이 아닙니다` },
      place,
    );
  }
  if (rules.every((rule) => absent.includes(rule))) {
    throw new SigmaError(
      'document-malformed',
      { en: 'at least one member has to occur', ko: '대상 규칙이 하나 이상 발생해야 합니다' },
      place,
    );
  }
}
