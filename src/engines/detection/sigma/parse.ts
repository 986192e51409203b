import { z } from 'zod';
import { isObject } from '../../../model/index.ts';
import type { LogSource } from '../types.ts';
import type { Extension, SigmaCorrelation, SigmaDocument, SigmaFilter, SigmaRule } from './ast.ts';
import { duration } from './duration.ts';
import { checked, SigmaError } from './errors.ts';
import { parseCorrelation } from './parse-correlation.ts';
import { parseDetection } from './parse-detection.ts';

const name = z.string().min(1).max(256);
const names = z.array(name).max(100);

const headSchema = z.object({
  title: name.optional(),
  id: name.nullish(),
  name: name.nullish(),
  taxonomy: name.nullish(),
  status: z.string().nullish(),
  level: z.enum(['informational', 'low', 'medium', 'high', 'critical']).nullish(),
  fields: z.union([names, name.transform((field) => [field])]).nullish(),
});

const logsourceSchema = z.object({
  product: name.nullish(),
  service: name.nullish(),
  category: name.nullish(),
});

const extensionSchema = z.object({
  'group-by': names.min(1).optional(),
  period: name.optional(),
  alert: z.boolean().optional(),
  'first-seen': z
    .object({ value: names.min(1), by: names, learning: name.default('7d'), forget: name.default('90d') })
    .optional(),
  rare: z
    .object({
      value: names.min(1),
      by: names,
      'at-most': z.int().min(1).max(1000).default(2),
      within: name.default('30d'),
      learning: name.default('7d'),
    })
    .optional(),
  travel: z
    .object({
      by: names.min(1),
      kmh: z.number().positive().default(900),
      apart: z.number().nonnegative().default(500),
    })
    .optional(),
  absent: names.min(1).optional(),
});

/**
 * Reads one Sigma document (a parsed YAML document): a rule, a correlation or a filter of the specification 2.1.0, with our own keys.
 * Throws a {@link SigmaError}; `rejection` tells it.
 */
export function parseSigma(document: unknown): SigmaDocument {
  if (!isObject(document))
    throw new SigmaError('document-malformed', { en: 'the document is no map', ko: '문서가 맵이 아닙니다' });
  const head = readHead(document);
  if ('correlation' in document) {
    return parseCorrelation(document['correlation'], document['generate'], head) satisfies SigmaCorrelation;
  }
  const logsource = readLogsource(document['logsource'], 'filter' in document);
  if ('filter' in document) return readFilter(document['filter'], logsource, head);
  if (!('detection' in document)) {
    throw new SigmaError('document-malformed', {
      en: 'there is neither a detection, a correlation nor a filter',
      ko: 'detection, correlation, filter 중 어느 것도 없습니다',
    });
  }
  const { fields, ...rest } = head;
  return {
    kind: 'rule',
    ...rest,
    logsource,
    detection: parseDetection(document['detection'], 'detection'),
    fields,
  } satisfies SigmaRule;
}

export type Head = Pick<SigmaRule, 'title' | 'id' | 'name' | 'level' | 'extension' | 'fields'>;

function readHead(document: Record<string, unknown>): Head {
  const { title, id, name, taxonomy, status, level, fields } = checked(headSchema, document, '');
  if (taxonomy && taxonomy !== 'sigma') {
    throw new SigmaError(
      'taxonomy-unknown',
      {
        en: `the taxonomy "${taxonomy}" is not known here`,
        ko: `"${taxonomy}" 분류 체계(taxonomy)를 지원하지 않습니다`,
      },
      'taxonomy',
    );
  }
  if (status === 'unsupported') {
    throw new SigmaError(
      'unsupported',
      {
        en: 'its author says that the rule cannot be used as it is',
        ko: '작성자가 그대로 사용할 수 없다고 표시한 규칙입니다',
      },
      'status',
    );
  }
  return {
    title: title ?? name ?? id ?? 'unnamed',
    ...(id ? { id } : {}),
    ...(name ? { name } : {}),
    ...(level ? { level } : {}),
    fields: fields ?? [],
    extension: readExtension(document['hwaseong']),
  };
}

function readLogsource(value: unknown, mayBeEmpty: boolean): LogSource {
  const { product, service, category } = checked(logsourceSchema, value ?? {}, 'logsource');
  if (!product && !service && !category && !mayBeEmpty) {
    throw new SigmaError(
      'document-malformed',
      { en: 'there is neither product, service nor category', ko: 'product, service, category 중 어느 것도 없습니다' },
      'logsource',
    );
  }
  return {
    ...(product ? { product } : {}),
    ...(service ? { service } : {}),
    ...(category ? { category } : {}),
  };
}

function readFilter(section: unknown, logsource: LogSource, { fields: _, ...head }: Head): SigmaFilter {
  if (!isObject(section))
    throw new SigmaError('document-malformed', { en: 'the filter is no map', ko: 'filter가 맵이 아닙니다' }, 'filter');
  const given = section['rules'];
  const rules = checked(names.min(1).max(10_000), typeof given === 'string' ? [given] : given, 'filter.rules');
  return {
    kind: 'filter',
    ...head,
    logsource,
    rules: rules.length === 1 && rules[0]!.toLowerCase() === 'any' ? 'any' : rules,
    detection: parseDetection(section, 'filter', ['rules']),
  };
}

function readExtension(value: unknown): Extension {
  const given = checked(extensionSchema, value ?? {}, 'hwaseong');
  const extension: Extension = {};
  if (given['group-by']) extension.groupBy = given['group-by'];
  if (given.period) extension.period = duration(given.period, 'hwaseong.period');
  if (given.alert !== undefined) extension.alert = given.alert;
  if (given.absent) extension.absent = given.absent;
  if (given.travel) extension.travel = given.travel;
  if (given['first-seen']) {
    const { value, by, learning, forget } = given['first-seen'];
    extension.firstSeen = {
      value,
      by,
      learning: duration(learning, 'hwaseong.first-seen.learning'),
      forget: duration(forget, 'hwaseong.first-seen.forget'),
    };
  }
  if (given.rare) {
    const { value, by, 'at-most': atMost, within, learning } = given.rare;
    extension.rare = {
      value,
      by,
      atMost,
      within: duration(within, 'hwaseong.rare.within'),
      learning: duration(learning, 'hwaseong.rare.learning'),
    };
  }
  return extension;
}
