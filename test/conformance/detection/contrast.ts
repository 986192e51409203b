import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { JsonObject } from '../../../src/model/index.ts';
import { readNdjson } from '../ndjson.ts';
import { eventsOf } from './events.ts';
import { isSevere, type Library } from './library.ts';

interface LabelledEvent {
  id: string;
  ruleId: string;
  test: string;
  logTypes: string[];
  logType: string | null;
  expected: boolean;
  mocks: boolean;
  log: JsonObject;
}

/** One rule of the labels' authors, and the detection of ours that tells its positives from its negatives best. */
export interface RuleContrast {
  rule: string;
  /** Share of the positives that `best` matches less the share of the negatives; 0 where none does better. */
  contrast: number;
  best: string | undefined;
  /** Events on which `best` is wrong, in words. */
  wrong: string[];
}

export interface FileContrast {
  /** Mean contrast of the rules that have a positive event. */
  score: number;
  rules: RuleContrast[];
  /** Negative events on which an alerting detection of medium or more matches, and all negative events. */
  falsePositives: { event: string; detections: string[] }[];
  negatives: number;
  /** Events that none of our sources takes. */
  unread: string[];
}

/** Time of events that have none. */
const someTime = Date.UTC(2026, 0, 1);

/** Scores each file of labelled single events below a folder, by file name without extension. */
export async function scoreContrast(
  dir: string,
  library: Library,
  only?: string,
): Promise<Record<string, FileContrast>> {
  const files = (await readdir(dir)).filter((name) => /\.ndjson(\.gz)?$/.test(name)).sort();
  const scores: Record<string, FileContrast> = {};
  for (const file of files)
    scores[file.replace(/\.ndjson(\.gz)?$/, '')] = await scoreFile(path.join(dir, file), library, only);
  return scores;
}

async function scoreFile(file: string, library: Library, only: string | undefined): Promise<FileContrast> {
  const detector = library.detector();
  const byRule = new Map<string, { item: LabelledEvent; matches: readonly string[] }[]>();
  const result: FileContrast = { score: 0, rules: [], falsePositives: [], negatives: 0, unread: [] };
  for await (const item of readNdjson<LabelledEvent>(file)) {
    if (item.mocks || (only !== undefined && item.ruleId !== only)) continue;
    const events = eventsOf(item.id, item.log, item.logType === null ? item.logTypes : [item.logType], someTime);
    if (events.length === 0) result.unread.push(item.id);
    const matches = [...new Set(events.flatMap((event) => detector.matches(event)))];
    byRule.set(item.ruleId, [...(byRule.get(item.ruleId) ?? []), { item, matches }]);
    if (item.expected) continue;
    result.negatives += 1;
    const told = matches.filter((id) => {
      const detection = library.alertingAlone.has(id) ? library.detections.get(id) : undefined;
      return detection !== undefined && isSevere(detection);
    });
    if (told.length > 0) result.falsePositives.push({ event: `${item.id} ${item.test}`, detections: told });
  }
  for (const [rule, events] of byRule) {
    if (events.some(({ item }) => item.expected)) result.rules.push(contrastOf(rule, events));
  }
  result.score = mean(result.rules.map(({ contrast }) => contrast));
  return result;
}

function contrastOf(
  rule: string,
  events: readonly { item: LabelledEvent; matches: readonly string[] }[],
): RuleContrast {
  const positives = events.filter(({ item }) => item.expected);
  const negatives = events.filter(({ item }) => !item.expected);
  const share = (among: typeof events, id: string) =>
    among.length === 0 ? 0 : among.filter(({ matches }) => matches.includes(id)).length / among.length;
  const result: RuleContrast = { rule, contrast: 0, best: undefined, wrong: [] };
  for (const id of new Set(events.flatMap(({ matches }) => matches))) {
    const contrast = share(positives, id) - share(negatives, id);
    if (contrast > result.contrast) Object.assign(result, { contrast, best: id });
  }
  const { best } = result;
  result.wrong = events
    .filter(({ item, matches }) => (best !== undefined && matches.includes(best)) !== item.expected)
    .map(({ item }) => `${item.expected ? 'missed' : 'matched'} ${item.id} ${item.test}`);
  return result;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
