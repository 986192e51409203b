import { parseDetections } from '../../content/index.ts';
import { createDetector, type DetectionSource } from '../../engines/detection/index.ts';
import { isObject, type Text } from '../../model/index.ts';
import { eventFields } from '../../sources/events/index.ts';
import { sourcesOf } from '../events/sources.ts';
import { type Library, reasonOf } from './library.ts';

/** A rule that was not taken, and why. */
export interface RejectedRule {
  rule: string;
  reason: Text;
  place: string | null;
}

/** A text of Sigma documents, sorted into what can be used and what cannot. */
export interface CheckedImport {
  /** One Sigma document each. */
  accepted: { id: string; yaml: string }[];
  rejected: RejectedRule[];
}

/** Most documents in one text. */
const MOST_DOCUMENTS = 2000;

/** Where one YAML document ends and the next begins. */
const BETWEEN = /^(?:---|\.\.\.)[ \t]*(?:#.*)?$/m;

/**
 * Checks each document of a text as the product would use it: its form, its id, and whether the engine takes it. One bad
 * rule does not keep the others out.
 */
export function checkImport(text: string, library: Library): CheckedImport {
  const rejected: RejectedRule[] = [];
  const read: { id: string; yaml: string; detections: DetectionSource[]; filters: unknown[] }[] = [];
  const taken = new Set<string>();
  const parts = text.split(BETWEEN).filter((part) => /^[ \t]*[^\s#]/m.test(part));
  for (const [index, yaml] of parts.entries()) {
    const name = nameIn(yaml, index);
    const reject = (reason: Text) => rejected.push({ rule: name, reason, place: null });
    if (index >= MOST_DOCUMENTS) {
      reject({
        en: `the text has more than ${MOST_DOCUMENTS} documents`,
        ko: `문서가 ${MOST_DOCUMENTS}개를 넘습니다`,
      });
      continue;
    }
    try {
      const { detections, filters } = parseDetections(yaml, name, sourcesOf);
      const id = detections[0]?.detection.id ?? idOfFilter(filters[0]) ?? name;
      const origin = library.detections.get(id)?.detection.origin;
      if (taken.has(id))
        reject({ en: 'another document of the text has the same id', ko: '같은 ID의 문서가 이미 있습니다' });
      else if (origin !== undefined && origin !== 'user')
        reject({ en: 'a detection of the product has the same id', ko: '제품의 탐지 규칙과 ID가 같습니다' });
      else read.push({ id, yaml: yaml.trim(), detections, filters });
      taken.add(id);
    } catch (error) {
      reject(reasonOf(error));
    }
  }
  const refused = refusals(read, library);
  for (const { id } of read) rejected.push(...(refused.get(id) ?? []));
  return {
    accepted: read.filter(({ id }) => !refused.has(id)).map(({ id, yaml }) => ({ id, yaml })),
    rejected,
  };
}

/** What the engine says against rules, by the id they would be kept under. */
function refusals(
  read: readonly { id: string; detections: readonly DetectionSource[]; filters: readonly unknown[] }[],
  library: Library,
): Map<string, RejectedRule[]> {
  const detections = read.flatMap((one) => one.detections);
  const ids = new Set(detections.map(({ detection }) => detection.id));
  // Correlations may name rules that are in the library already.
  const others = library.plan.detections.filter(({ detection }) => !ids.has(detection.id));
  const { rejections } = createDetector([...others, ...detections], {
    fields: eventFields(),
    filters: read.flatMap((one) => one.filters),
    placeholders: library.plan.placeholders,
  });
  const refused = new Map<string, RejectedRule[]>();
  for (const { rule, reason, place } of rejections) {
    const own = read.find(({ id, detections: [first] }) => id === rule || namesOf(first?.document).includes(rule));
    if (own === undefined) continue;
    refused.set(own.id, [...(refused.get(own.id) ?? []), { rule, reason, place: place ?? null }]);
  }
  return refused;
}

/** What the engine may call a rule by. */
function namesOf(document: unknown): unknown[] {
  return isObject(document) ? [document['name'], document['id'], document['title']] : [];
}

function idOfFilter(filter: unknown): string | undefined {
  const id = isObject(filter) ? (filter['id'] ?? filter['name'] ?? filter['title']) : undefined;
  return typeof id === 'string' ? id : undefined;
}

/** What a document calls itself, for people, though it may not be read. */
function nameIn(yaml: string, index: number): string {
  const title = /^title:[ \t]*(.{1,200})$/m.exec(yaml)?.[1]?.trim();
  return title ?? `document ${index + 1}`;
}
