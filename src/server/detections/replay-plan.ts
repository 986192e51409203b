import { parseDetections } from '../../content/index.ts';
import { UserError } from '../../model/index.ts';
import { sourcesOf } from '../events/sources.ts';
import { refuse } from '../http/refusal.ts';
import type { DetectorPlan, Library } from './library.ts';

/** What a replay judges by, and whose alerts count. */
export interface ReplayPlan {
  plan: DetectorPlan;
  raises: ReadonlySet<string>;
}

/**
 * The plan of a replay: one detection of the library, switched on or not, or rules that are not in it yet. Filters,
 * exceptions and lists are those of the library.
 *
 * @throws Refusal `not-found` for a detection that there is none of; UserError `content-malformed` or `replay-empty` for
 * a text of no use
 */
export function replayPlan(
  library: Library,
  wanted: { detection?: string | undefined; yaml?: string | undefined },
): ReplayPlan {
  const { filters, ...rest } = library.plan;
  if (wanted.yaml !== undefined) {
    const brought = parseDetections(wanted.yaml, 'replay', sourcesOf);
    if (brought.detections.length === 0) throw empty();
    const raising = brought.detections.filter(({ detection }) => detection.alerts);
    return {
      plan: { ...rest, detections: brought.detections, filters: [...filters, ...brought.filters] },
      raises: new Set(raising.map(({ detection }) => detection.id)),
    };
  }
  const shelved = wanted.detection === undefined ? undefined : library.detections.get(wanted.detection);
  if (shelved === undefined) throw wanted.detection === undefined ? empty() : refuse('not-found');
  const { detection, document } = shelved;
  const members = library.membersOf(detection.id).map((member) => ({
    detection: { ...member.detection, alerts: false },
    document: member.document,
  }));
  return {
    plan: { ...rest, detections: [...members, { detection, document }], filters },
    raises: new Set([detection.id]),
  };
}

function empty(): UserError {
  return new UserError('replay-empty', {
    en: 'There is no rule to replay: name a detection, or give the text of a Sigma rule.',
    ko: '재생할 규칙이 없습니다. 탐지 규칙을 지정하거나 Sigma 규칙 내용을 입력하세요.',
  });
}
