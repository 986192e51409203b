import path from 'node:path';
import { createDetector, type DetectionSource, type EventFields } from '../../../src/engines/detection/index.ts';
import type { Detection, JsonObject, LogEvent } from '../../../src/model/index.ts';
import { readNdjson } from '../ndjson.ts';

/** How many labelled sequences the correlation engine judges as their label says. */
export interface CorrelationScore {
  cases: number;
  right: number;
  score: number;
  /** Ids of cases that are judged otherwise, and of those that cannot be expressed, with the reason. */
  wrong: string[];
}

interface Member {
  ID: string;
  MinMatchCount?: number;
  Absence?: boolean;
}

interface Transition {
  From: string;
  To: string;
  WithinTimeFrameMinutes: number;
  Match?: { [on: string]: string }[];
}

interface Definition {
  Group?: Member[];
  Sequence?: Member[];
  MatchCriteria?: Record<string, { GroupID: string; Match: string }[]>;
  Transitions?: Transition[];
  EventEvaluationOrder?: string;
  LookbackWindowMinutes: number;
}

interface Case {
  id: string;
  detection: Definition[];
  ruleOutputs: { ID: string; Matches: Record<string, Record<string, (number | string)[]>> }[];
  expected: boolean;
}

const minute = 60_000;
const start = Date.UTC(2026, 0, 1);

/** Scores `cases.ndjson` of a folder. Every member of a correlation is a stand-in: a rule for records that bear its name. */
export async function scoreCorrelations(dir: string): Promise<CorrelationScore> {
  const wrong: string[] = [];
  let cases = 0;
  for await (const one of readNdjson<Case>(path.join(dir, 'cases.ndjson'))) {
    cases += 1;
    const answer = judge(one);
    if (answer !== one.expected) wrong.push(typeof answer === 'string' ? `${one.id}: ${answer}` : one.id);
  }
  return { cases, right: cases - wrong.length, score: cases === 0 ? 0 : (cases - wrong.length) / cases, wrong };
}

function judge({ detection, ruleOutputs }: Case): boolean | string {
  const [definition] = detection;
  if (definition === undefined || detection.length > 1) return 'several correlations in one';
  let detections: DetectionSource[];
  try {
    detections = correlationOf(definition);
  } catch (error) {
    return String(error);
  }
  const detector = createDetector(detections, { fields });
  const [rejected] = detector.rejections;
  if (rejected !== undefined) return rejected.reason.en;
  const fired = eventsOf(ruleOutputs).flatMap((event) => [...detector.push(event)]);
  return fired.length + detector.finish().length > 0;
}

function correlationOf(definition: Definition): DetectionSource[] {
  const { Group, Sequence, LookbackWindowMinutes } = definition;
  const members = Group ?? Sequence ?? [];
  const counts: DetectionSource[] = [];
  const timespan = `${LookbackWindowMinutes}m`;
  const rules = members.map(({ ID }) => standIn(ID));
  const joins = Group === undefined ? [] : joinsOf(definition.MatchCriteria ?? {});
  const absent = members.filter(({ Absence }) => Absence).map(({ ID }) => ID);

  if (Sequence !== undefined && absent.length === 0) {
    return [...rules, ...chain(definition.Transitions ?? [], Sequence, LookbackWindowMinutes)];
  }
  const named = members.map(({ ID, MinMatchCount = 1 }) => {
    if (MinMatchCount === 1) return ID;
    const fields = joins.map(({ fields: of }) => of[ID] ?? '');
    const condition = { gte: MinMatchCount };
    counts.push(
      correlation(`${ID} often`, { type: 'event_count', rules: [ID], 'group-by': fields, timespan, condition }),
    );
    return `${ID} often`;
  });
  const aliases = Object.fromEntries(
    joins.map(({ name, fields: of }) => [
      name,
      Object.fromEntries(members.map(({ ID }, index) => [named[index], of[ID] ?? ''])),
    ]),
  );
  const ordered = Sequence !== undefined || definition.EventEvaluationOrder === 'Chronological';
  const section = {
    type: ordered ? 'temporal_ordered' : 'temporal',
    rules: named,
    'group-by': joins.map(({ name }) => name),
    aliases,
    timespan,
  };
  return [...rules, ...counts, correlation('case', section, absent.length > 0 ? { absent } : {}, true)];
}

function joinsOf(criteria: NonNullable<Definition['MatchCriteria']>) {
  return Object.entries(criteria).map(([name, of]) => ({
    name,
    fields: Object.fromEntries(of.map(({ GroupID, Match }) => [GroupID, Match])) as Record<string, string>,
  }));
}

/** A sequence step by step: each correlates what fired before with what comes next, within the time of that transition. */
function chain(transitions: readonly Transition[], members: readonly Member[], lookback: number): DetectionSource[] {
  if (members.some(({ MinMatchCount = 1 }) => MinMatchCount > 1)) throw new Error('a sequence that counts');
  let before = members[0]!.ID;
  return transitions.map(({ From, To, WithinTimeFrameMinutes, Match = [] }, index) => {
    const last = index === transitions.length - 1;
    const name = last ? 'case' : `as far as ${To}`;
    const sides = Match.map((match) => ({ from: match['From'] ?? match['true'], to: match['To'] ?? match['true'] }));
    const joins = sides.map((_, number) => `join ${number}`);
    const aliases = Object.fromEntries(
      sides.map(({ from, to }, number) => {
        if (from === undefined || to === undefined) throw new Error(`the match of ${From} and ${To} is not known`);
        return [joins[number], { [before]: from, [To]: to }];
      }),
    );
    const timespan = `${Math.min(WithinTimeFrameMinutes, lookback)}m`;
    const rules = [before, To];
    before = name;
    return correlation(name, { type: 'temporal_ordered', rules, 'group-by': joins, aliases, timespan }, {}, last);
  });
}

function standIn(name: string): DetectionSource {
  const document = {
    title: name,
    name,
    logsource: { product: 'stand-in' },
    detection: { selection: { member: name }, condition: 'selection' },
  };
  return { detection: described(name, 'rule', false), document };
}

function correlation(name: string, section: JsonObject, hwaseong: JsonObject = {}, alerts = false): DetectionSource {
  return {
    detection: described(name, 'correlation', alerts),
    document: { title: name, name, correlation: section, hwaseong },
  };
}

function described(id: string, kind: Detection['kind'], alerts: boolean): Detection {
  return {
    id,
    title: { en: id, ko: id },
    why: { en: id, ko: id },
    severity: 'medium',
    techniques: [],
    tactics: [],
    sources: ['stand-in'],
    kind,
    alerts,
    groupBy: [],
    period: 24 * 60 * minute,
    origin: 'user',
    references: [],
    falsePositives: [],
  };
}

/** Each match as a record that bears the member's name, and under the name of the field the value. */
function eventsOf(outputs: Case['ruleOutputs']): LogEvent[] {
  const events = outputs.flatMap(({ ID, Matches }) =>
    Object.entries(Matches).flatMap(([field, values]) =>
      Object.entries(values).flatMap(([value, times]) =>
        times.map((at) => ({ ID, field, value, time: typeof at === 'number' ? start + at * minute : Date.parse(at) })),
      ),
    ),
  );
  // Fields of one match stand apart, with the time in common.
  const byMatch = Map.groupBy(events, ({ ID, time }) => `${ID}\n${time}`);
  return [...byMatch.values()]
    .flatMap((fields) => {
      const several =
        new Set(fields.map(({ field }) => field)).size === fields.length ? [fields] : fields.map((one) => [one]);
      return several.map((of): LogEvent => {
        const record = { member: of[0]!.ID, ...Object.fromEntries(of.map(({ field, value }) => [field, value])) };
        return { source: 'stand-in', id: JSON.stringify([record, of[0]!.time]), time: of[0]!.time, name: '', record };
      });
    })
    .sort((one, other) => one.time - other.time);
}

/** Names of fields are keys of the record, dots and all. */
const fields: EventFields = {
  sourcesOf: () => ['stand-in'],
  reader: (_source, field) => (event) => event.record[field],
  nameField: () => undefined,
};
