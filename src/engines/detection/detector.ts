import type { Firing, LogEvent } from '../../model/index.ts';
import { groupOf } from './correlation/group.ts';
import { createFirings } from './firing.ts';
import { compileRule, createIndex, isRejection, parseSigma, rejection, type SigmaFilter } from './sigma/index.ts';
import type { DetectionSource, Detector, DetectorLosses, DetectorOptions, FieldReader, Rejection } from './types.ts';

const nothing: readonly Firing[] = [];

/** See {@link Detector}. Rules that cannot be compiled are left out and stand in `rejections`. */
export function createDetector(sources: readonly DetectionSource[], options: DetectorOptions): Detector {
  const { fields, placeholders } = options;
  const losses: DetectorLosses = { evicted: 0, late: 0, abandoned: 0 };
  const rejections: Rejection[] = [];
  const attempt = <T>(document: unknown, work: () => T): T | undefined => {
    try {
      return work();
    } catch (error) {
      rejections.push(rejection(document, error));
      return undefined;
    }
  };

  const filters: SigmaFilter[] = [];
  for (const document of options.filters ?? []) {
    const filter = attempt(document, () => parseSigma(document));
    if (filter?.kind === 'filter') filters.push(filter);
  }
  const detectionOf = new Map<unknown, DetectionSource['detection']>();
  const rules = sources.flatMap(({ detection, document }) => {
    const parsed = attempt(document, () => parseSigma(document));
    if (parsed?.kind !== 'rule') return [];
    const rule = compileRule(parsed, { fields, filters, losses, ...(placeholders ? { placeholders } : {}) });
    if (isRejection(rule)) {
      rejections.push(rule);
      return [];
    }
    detectionOf.set(rule, detection);
    return [rule];
  });
  const index = createIndex(rules, fields);

  const readers = new Map<string, Map<string, FieldReader>>();
  const read = (event: LogEvent, field: string) => {
    let ofSource = readers.get(event.source);
    if (ofSource === undefined) readers.set(event.source, (ofSource = new Map()));
    let reader = ofSource.get(field);
    if (reader === undefined) ofSource.set(field, (reader = fields.reader(event.source, field)));
    return reader(event);
  };
  const firings = createFirings();

  return {
    push(event) {
      const matched = index.matches(event);
      if (matched.length === 0) return nothing;
      const { source, id, time } = event;
      return matched.flatMap((rule) => {
        const detection = detectionOf.get(rule)!;
        if (!detection.alerts) return [];
        const group = groupOf(detection.groupBy, (field) => read(event, field));
        return [firings.byGroup(detection.id, detection.period, group, time, [{ source, id, time }])];
      });
    },
    settle: () => nothing,
    finish: () => nothing,
    matches: (event) => index.matches(event).map((rule) => detectionOf.get(rule)!.id),
    rejections,
    losses,
    keys: 0,
    snapshot: () => [],
    restore: () => undefined,
  };
}
