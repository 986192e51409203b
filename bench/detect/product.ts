import path from 'node:path';
import { contentDir, type DetectionLibrary, loadDetections } from '../../src/content/index.ts';
import { createDetector, type Detector } from '../../src/engines/detection/index.ts';
import { eventFields } from '../../src/sources/events/index.ts';

/** All detections of the product, with its filters and lists, and detectors of them. */
export async function productDetections(): Promise<{ library: DetectionLibrary; create: () => Detector }> {
  const fields = eventFields();
  const library = await loadDetections(fields.sourcesOf, path.join(contentDir(), 'detections'));
  const placeholders = new Map([...library.lists].map(([name, list]) => [name, list.default]));
  const create = () => createDetector(library.detections, { fields, filters: library.filters, placeholders });
  return { library, create };
}
