import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { at, type Json, type JsonObject, type LogEvent } from '../../../../model/index.ts';
import type { EventFields } from '../../types.ts';
import {
  type CompiledRule,
  compileFilter,
  compileRule,
  createIndex,
  isRejection,
  parseSigma,
  rejection,
  type SigmaFilter,
} from '../index.ts';

/** Fields as their dotted paths, of one source whose events are called by `eventName`. */
export const fields: EventFields = {
  sourcesOf: ({ product }) => (product === 'test' ? ['test'] : []),
  reader: (_source, field) => (event) => at(event.record, field),
  nameField: () => 'eventName',
};

export function eventOf(record: JsonObject): LogEvent {
  const name = record['eventName'];
  return { source: 'test', id: 'e', time: 0, name: typeof name === 'string' ? name : '', record };
}

/** One rule and what it says of some records. */
interface Vector {
  name: string;
  /** Selections and condition; the condition is `selection` where there is none. */
  detection?: JsonObject;
  /** Other keys of the rule. */
  rule?: JsonObject;
  filters?: JsonObject[];
  placeholders?: Record<string, (string | number)[]>;
  matches?: JsonObject[];
  misses?: JsonObject[];
  /** The code with which the rule, or a filter, is refused. */
  rejected?: string;
}

/** Runs vectors written as YAML, each of them as a test: by the rule alone and by the index. */
export function runVectors(title: string, yaml: string): void {
  const vectors = parse(yaml) as Vector[];
  describe(title, () => {
    it.each(vectors)('$name', (vector) => {
      const { rule, refused, losses } = compiled(vector);
      expect(refused).toBe(vector.rejected);
      if (rule === undefined) return;
      const index = createIndex([rule], fields);
      const judge = (record: JsonObject) => {
        const event = eventOf(record);
        expect(index.matches(event).length > 0).toBe(rule.match(event));
        return rule.match(event);
      };
      expect((vector.matches ?? []).filter((record) => !judge(record))).toEqual([]);
      expect((vector.misses ?? []).filter((record) => judge(record))).toEqual([]);
      expect(losses.abandoned).toBe(0);
    });
  });
}

function compiled(vector: Vector) {
  const losses = { abandoned: 0 };
  const document: Json = {
    title: 'a rule',
    logsource: { product: 'test' },
    detection: { condition: 'selection', ...vector.detection },
    ...vector.rule,
  };
  let rule: CompiledRule | undefined;
  let refused: string | undefined;
  try {
    const parsed = parseSigma(document);
    if (parsed.kind !== 'rule') throw new Error(`a ${parsed.kind}`);
    const placeholders = new Map(Object.entries(vector.placeholders ?? {}));
    const filters = (vector.filters ?? []).flatMap((filter) => {
      const made = compileFilter(parseSigma({ title: 'a filter', ...filter }) as SigmaFilter, placeholders);
      if (!isRejection(made)) return [made];
      refused = made.code;
      return [];
    });
    const result = compileRule(parsed, { fields, filters, placeholders, losses });
    if (isRejection(result)) refused = result.code;
    else rule = result;
  } catch (error) {
    refused = rejection(document, error).code;
  }
  return { rule, refused, losses };
}
