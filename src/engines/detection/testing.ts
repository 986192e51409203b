import { at, type Detection, type Firing, type JsonObject, type LogEvent } from '../../model/index.ts';
import { createDetector } from './index.ts';
import type { DetectionSource, DetectorOptions, EventFields } from './types.ts';

// What the tests of this folder share: one kind of log, whose fields are those of its records.

export const fields: EventFields = {
  sourcesOf: ({ product }) => (product === 'example' ? ['example'] : []),
  reader: (_source, field) => (event) => at(event.record, field),
  nameField: () => 'action',
};

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** Midnight of a day in November 2026. */
export const start = Date.UTC(2026, 10, 2);

/** An event so many minutes after `start`. */
export function event(minutes: number, record: JsonObject, id?: string): LogEvent {
  const time = start + minutes * minute;
  return {
    source: 'example',
    id: id ?? `${minutes} ${JSON.stringify(record)}`,
    time,
    name: String(record['action'] ?? ''),
    record,
  };
}

interface Given {
  alerts?: boolean;
  groupBy?: string[];
  period?: number;
  hwaseong?: JsonObject;
}

/** A rule for events of one action. */
export function rule(id: string, action: string, { hwaseong, ...given }: Given = {}): DetectionSource {
  const document = {
    title: id,
    name: id,
    logsource: { product: 'example' },
    detection: { selection: { action }, condition: 'selection' },
    ...(hwaseong && { hwaseong }),
  };
  return { detection: detection(id, 'rule', given), document };
}

/** A correlation, by the section of that name; its members do not fire by themselves. */
export function correlation(id: string, section: JsonObject, { hwaseong, ...given }: Given = {}): DetectionSource {
  const groupBy = (section['group-by'] ?? []) as string[];
  const document = { title: id, name: id, correlation: section, ...(hwaseong && { hwaseong }) };
  return { detection: detection(id, 'correlation', { groupBy, ...given }), document };
}

function detection(
  id: string,
  kind: Detection['kind'],
  { alerts = true, groupBy = ['user'], period = day }: Given,
): Detection {
  const text = { en: id, ko: id };
  return {
    id,
    title: text,
    why: text,
    severity: 'medium',
    techniques: [],
    tactics: [],
    sources: ['example'],
    kind,
    alerts,
    groupBy,
    period,
    origin: 'user',
    references: [],
    falsePositives: [],
  };
}

/** All that fires over events, to the end of the stream. */
export function firings(
  detections: readonly DetectionSource[],
  events: readonly LogEvent[],
  options: Partial<DetectorOptions> = {},
): Firing[] {
  const detector = createDetector(detections, { fields, ...options });
  if (detector.rejections.length > 0) throw new Error(JSON.stringify(detector.rejections));
  return [...events.flatMap((one) => [...detector.push(one)]), ...detector.finish()];
}

/** The groups that fire of one detection, each once, by the values of their fields. */
export function fired(detections: readonly DetectionSource[], events: readonly LogEvent[], id?: string): string[] {
  const all = firings(detections, events).filter((firing) => id === undefined || firing.detection === id);
  const alerts = new Map(all.map((firing) => [firing.id, Object.values(firing.group).join(' ')]));
  return [...alerts.values()].sort();
}
