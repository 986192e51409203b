import type { Json, LogEvent } from '../../model/index.ts';
import { type DerivedOptions, derivedFields } from './derived.ts';
import { type Lookup, lookupOf } from './lookup.ts';
import { eventSources, sourceById } from './sources.ts';
import type { Enrichment } from './types.ts';

/** What detections ask of events: which sources a logsource means, and the readers of their fields. */
export interface SourceFields {
  sourcesOf(logsource: { product?: string; service?: string; category?: string }): readonly string[];
  reader(source: string, field: string): (event: LogEvent) => Json | undefined;
  nameField(source: string): string | undefined;
  /** True where no event of the source can have a value in the field, as far as is known beforehand. */
  never(source: string, field: string): boolean;
}

const parts = ['product', 'service', 'category'] as const;

/** Fields of all sources, with the derived ones as far as enrichment knows. */
export function eventFields(enrichment?: Enrichment, options: Omit<DerivedOptions, 'enrichment'> = {}): SourceFields {
  const derived = derivedFields({ enrichment, ...options });
  const lookups = new Map<string, Lookup>(eventSources.map((source) => [source.id, lookupOf(source)]));

  return {
    sourcesOf(logsource) {
      const asked = parts.filter((part) => logsource[part] !== undefined);
      if (asked.length === 0) return [];
      return eventSources
        .filter(({ logsources }) =>
          logsources.some((one: typeof logsource) =>
            asked.every((part) => one[part]?.toLowerCase() === logsource[part]?.toLowerCase()),
          ),
        )
        .map(({ id }) => id);
    },
    reader(id, field) {
      const source = sourceById(id);
      if (field.startsWith('hwaseong.')) {
        const read = source === undefined ? undefined : derived.reader(source, field);
        return read ?? (() => undefined);
      }
      const read = (lookups.get(id) ?? plain).reader(field);
      return ({ record }) => read(record);
    },
    nameField: (id) => sourceById(id)?.nameField,
    never(id, field) {
      const source = sourceById(id);
      return source !== undefined && field.startsWith('hwaseong.') && derived.never(source, field);
    },
  };
}

const plain = lookupOf({});
