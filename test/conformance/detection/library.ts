import path from 'node:path';
import { loadDetections } from '../../../src/content/index.ts';
import { createDetector, type Detector, type Placeholders } from '../../../src/engines/detection/index.ts';
import { type Detection, isObject } from '../../../src/model/index.ts';
import { eventFields } from '../../../src/sources/events/index.ts';

/** Every detection of the product, as it is delivered: no enrichment, lists at their defaults. */
export interface Library {
  detections: ReadonlyMap<string, Detection>;
  /** Ids of the detections that alert on a single event: no correlations, and none that have to learn first. */
  alertingAlone: ReadonlySet<string>;
  /** A detector that remembers nothing yet. */
  detector(lists?: Placeholders): Detector;
}

export async function loadLibrary(): Promise<Library> {
  const fields = eventFields();
  const { detections, filters, lists } = await loadDetections(
    fields.sourcesOf,
    path.join(import.meta.dirname, '../../../content/detections'),
  );
  const defaults = new Map([...lists].map(([name, list]) => [name, list.default]));
  return {
    detections: new Map(detections.map(({ detection }) => [detection.id, detection])),
    alertingAlone: new Set(
      detections
        .filter(({ detection, document }) => detection.alerts && detection.kind === 'rule' && !remembers(document))
        .map(({ detection }) => detection.id),
    ),
    detector: (own = new Map()) =>
      createDetector(detections, { fields, filters, placeholders: new Map([...defaults, ...own]) }),
  };
}

/** Whether a rule needs other events beside the one that it matches. */
function remembers(document: unknown): boolean {
  const own = isObject(document) ? document['hwaseong'] : undefined;
  return isObject(own) && ['first-seen', 'rare', 'travel'].some((key) => key in own);
}

const severe: ReadonlySet<string> = new Set(['medium', 'high', 'critical']);

/** Whether people are told of it. */
export function isSevere(detection: Detection): boolean {
  return severe.has(detection.severity);
}
