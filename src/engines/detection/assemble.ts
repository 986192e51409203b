import { createHash } from 'node:crypto';
import { canonicalJson, type Detection, type Firing, isObject, type Json } from '../../model/index.ts';
import { firstSeenNode } from './baseline/first-seen.ts';
import { rareNode } from './baseline/rare.ts';
import { travelNode } from './baseline/travel.ts';
import { type Arranged, arrange, type Read } from './correlation/arrange.ts';
import { correlationNode } from './correlation/build.ts';
import { type Grouping, groupText, labelling } from './correlation/group.ts';
import type { Fire, NodeContext, Occurrence, StatefulNode } from './correlation/node.ts';
import type { MakeFiring } from './firing.ts';
import {
  type CompiledFilter,
  type CompiledRule,
  compileFilter,
  compileRule,
  isRejection,
  parseSigma,
  rejection,
  type SigmaCorrelation,
  type SigmaRule,
} from './sigma/index.ts';
import type { Memory } from './state/memory.ts';
import type { OwnedNumbers } from './state/snapshot.ts';
import type { DetectionSource, DetectorLosses, DetectorOptions, Placeholders, Rejection } from './types.ts';

/** A rule that can be used, and what becomes of its matches. */
export interface PreparedRule {
  compiled: CompiledRule;
  detection: Detection;
  /** Makes the alert that a match is by itself; undefined where it is none. */
  alert: ((occurrence: Occurrence) => Firing) | undefined;
  /** Stateful detections that take its matches, each with the member that the rule is there. */
  sinks: readonly Sink[];
}

interface Sink {
  node: StatefulNode;
  member: number;
}

/** All detections, wired up. */
export interface Assembled {
  rules: readonly PreparedRule[];
  nodes: readonly OwnedNumbers[];
  rejections: readonly Rejection[];
}

/** Reads and compiles detections, and wires up what fires into what. `out` takes the alerts of stateful ones. */
export function assemble(
  sources: readonly DetectionSource[],
  { fields, filters: filterDocuments = [], placeholders }: DetectorOptions,
  {
    memory,
    grouping,
    losses,
    lateness,
    firings,
    out,
  }: {
    memory: Memory;
    grouping: Grouping;
    losses: Pick<DetectorLosses, 'abandoned'>;
    lateness: number;
    firings: (detection: Detection) => MakeFiring;
    out: (firing: Firing) => void;
  },
): Assembled {
  const rejections: Rejection[] = [];
  const reads = readAll(sources, rejections);
  const filters = readFilters(filterDocuments, placeholders, rejections);
  const above = namesAbove(reads);
  const compiled = new Map<Read, CompiledRule>();
  for (const read of reads) {
    if (read.parsed.kind !== 'rule') continue;
    const knownAs = [...(above.get(read.parsed) ?? [])];
    const rule = compileRule(read.parsed, {
      fields,
      filters,
      losses,
      knownAs,
      ...(placeholders ? { placeholders } : {}),
    });
    if (isRejection(rule)) rejections.push(rule);
    else compiled.set(read, rule);
  }
  const { arranged, rejections: left } = arrange(reads, (read) => compiled.has(read));
  rejections.push(...left);

  const sinks = new Map<Read, Sink[]>();
  const generated = new Set<Read>();
  for (const { read, members } of arranged) {
    if (read.parsed.generate) for (const member of members) generated.add(member);
  }
  const carried = fieldsAbove(arranged);
  const prints = new Map<Read, string>();
  const delays = new Map<Read, number>();
  const nodes: OwnedNumbers[] = [];

  const make = (read: Read, delay: number, build: (context: NodeContext) => StatefulNode): StatefulNode | undefined => {
    const { detection } = read;
    const alerts = detection.alerts || generated.has(read);
    const mine: Sink[] = [];
    sinks.set(read, mine);
    const owner = memory.owners.length;
    const context: NodeContext = {
      memory,
      grouping,
      owner,
      delay,
      period: detection.period,
      chained: carried.has(read),
      carried: [...(carried.get(read) ?? [])],
      fire: fireInto(read, alerts, mine, firings(detection), out),
    };
    try {
      const node = build(context);
      for (let number = 0; number < node.owners; number++) {
        memory.owners[owner + number] ??= { silence: Number.POSITIVE_INFINITY };
      }
      nodes.push({ id: detection.id, fingerprint: prints.get(read)!, owner, owners: node.owners });
      delays.set(read, delay + node.delay);
      return node;
    } catch (error) {
      memory.owners.length = owner;
      rejections.push(rejection(read.document, error));
      return undefined;
    }
  };

  const baselines = new Map<Read, StatefulNode>();
  for (const read of compiled.keys()) {
    prints.set(read, fingerprint(read, []));
    const build = baselineOf(read as Read<SigmaRule>, lateness, grouping);
    if (build === undefined) continue;
    const node = make(read, 0, build);
    if (node !== undefined) baselines.set(read, node);
  }
  const unusable = new Set<Read>();
  for (const { read, members } of arranged) {
    prints.set(
      read,
      fingerprint(
        read,
        members.map((member) => prints.get(member)!),
      ),
    );
    if (members.some((member) => unusable.has(member))) {
      unusable.add(read);
      rejections.push({
        rule: read.detection.id,
        code: 'member-rejected',
        reason: { en: 'one of its rules cannot be used', ko: '대상 규칙 중 하나를 사용할 수 없습니다' },
      });
      continue;
    }
    const delay = Math.max(0, ...members.map((member) => delays.get(member) ?? 0));
    const node = make(read, delay, (context) => correlationNode(read.parsed, context));
    if (node === undefined) {
      unusable.add(read);
      continue;
    }
    for (const [index, member] of members.entries()) {
      const list = sinks.get(member) ?? [];
      sinks.set(member, list);
      list.push({ node, member: index });
    }
  }

  const rules = [...compiled].map(([read, rule]): PreparedRule => {
    const baseline = baselines.get(read);
    return {
      compiled: rule,
      detection: read.detection,
      alert:
        baseline === undefined && (read.detection.alerts || generated.has(read))
          ? alertOf(read.detection, grouping, firings(read.detection))
          : undefined,
      sinks: baseline === undefined ? (sinks.get(read) ?? []) : [{ node: baseline, member: 0 }],
    };
  });
  return { rules, nodes, rejections };
}

function readAll(sources: readonly DetectionSource[], rejections: Rejection[]): Read[] {
  return sources.flatMap(({ detection, document }) => {
    try {
      const parsed = parseSigma(document);
      if (parsed.kind !== 'filter') return [{ detection, document, parsed }];
    } catch (error) {
      rejections.push(rejection(document, error));
    }
    return [];
  });
}

function readFilters(
  documents: readonly unknown[],
  placeholders: Placeholders | undefined,
  rejections: Rejection[],
): CompiledFilter[] {
  return documents.flatMap((document) => {
    try {
      const parsed = parseSigma(document);
      if (parsed.kind !== 'filter') return [];
      const filter = compileFilter(parsed, placeholders);
      if (!isRejection(filter)) return [filter];
      rejections.push(filter);
    } catch (error) {
      rejections.push(rejection(document, error));
    }
    return [];
  });
}

/** Names, ids and titles of the correlations that a rule is part of: filters for them are filters for it. */
function namesAbove(reads: readonly Read[]): Map<SigmaRule | SigmaCorrelation, Set<string>> {
  const byName = new Map<string, SigmaRule | SigmaCorrelation>();
  for (const { parsed, detection } of reads) {
    for (const name of [parsed.id, parsed.name, detection.id]) if (name !== undefined) byName.set(name, parsed);
  }
  const above = new Map<SigmaRule | SigmaCorrelation, Set<string>>();
  for (const { parsed, detection } of reads) {
    const names = [parsed.id, parsed.name, parsed.title, detection.id].filter((name) => name !== undefined);
    const below = new Set<SigmaRule | SigmaCorrelation>([parsed]);
    for (const one of below) {
      if (one.kind !== 'correlation') continue;
      for (const name of one.rules) {
        const member = byName.get(name);
        if (member === undefined || below.has(member)) continue;
        below.add(member);
        const known = above.get(member) ?? new Set();
        above.set(member, known);
        for (const each of names) known.add(each);
      }
    }
  }
  return above;
}

/** For each member of a correlation the fields that are read of its firings, by those above it and by theirs. */
function fieldsAbove(arranged: readonly Arranged[]): Map<Read, Set<string>> {
  const needed = new Map<Read, Set<string>>();
  // From the top down: each has all it needs before its members are told.
  for (const { read, members } of arranged.toReversed()) {
    const { groupBy, field, aliases, rules } = read.parsed;
    for (const [index, member] of members.entries()) {
      const of = needed.get(member) ?? new Set();
      needed.set(member, of);
      for (const name of [...groupBy, ...field]) of.add(aliases.get(name)?.get(rules[index]!) ?? name);
      for (const name of needed.get(read) ?? []) of.add(name);
    }
  }
  for (const { read } of arranged) {
    const of = needed.get(read);
    // Those are in its group.
    for (const name of read.parsed.groupBy) of?.delete(name);
  }
  return needed;
}

function baselineOf(
  { parsed, detection }: Read<SigmaRule>,
  lateness: number,
  grouping: Grouping,
): ((context: NodeContext) => StatefulNode) | undefined {
  const { firstSeen, rare, travel } = parsed.extension;
  const label = grouping.label(detection.groupBy);
  if (firstSeen) return (context) => firstSeenNode(context, firstSeen, lateness, label);
  if (rare) return (context) => rareNode(context, rare, lateness, label);
  if (travel) return (context) => travelNode(context, travel, lateness, label);
  return undefined;
}

function alertOf({ groupBy }: Detection, grouping: Grouping, firing: MakeFiring): (occurrence: Occurrence) => Firing {
  const label = grouping.label(groupBy);
  return (occurrence) => {
    const { source, id, time } = occurrence;
    return firing(label(occurrence), time, [{ source, id, time }]);
  };
}

/** What a firing becomes: an alert, and an occurrence for the correlations above. */
function fireInto(
  { detection, parsed }: Read,
  alerts: boolean,
  sinks: readonly Sink[],
  firing: MakeFiring,
  out: (firing: Firing) => void,
): Fire {
  const { id, groupBy } = detection;
  const groupFields = parsed.kind === 'correlation' ? parsed.groupBy : groupBy;
  // A correlation may tell its alerts apart by fewer fields than it groups by.
  const fewer = groupBy.length < groupFields.length && groupBy.every((field) => groupFields.includes(field));
  const labelOf = labelling(groupBy);
  return (label, at, events, values) => {
    if (alerts) {
      const group = fewer ? labelOf(groupBy.map(readerOf(label, undefined)).map(groupText)) : label;
      out(firing(group, at.time, events));
    }
    if (sinks.length === 0) return;
    const occurrence: Occurrence = {
      time: at.time,
      id: `${id}\n${label}\n${at.time}\n${at.id}`,
      source: at.source,
      read: readerOf(label, values),
      events,
    };
    for (const { node, member } of sinks) node.take(member, occurrence);
  };
}

function readerOf(label: string, values: Record<string, Json> | undefined): (field: string) => Json | undefined {
  let group: Record<string, Json> | undefined;
  return (field) => {
    if (values !== undefined && Object.hasOwn(values, field)) return values[field];
    group ??= JSON.parse(label) as Record<string, Json>;
    return Object.hasOwn(group, field) ? group[field] : undefined;
  };
}

/** Changes with what a detection counts and remembers, not with its texts. */
function fingerprint({ document }: Read, members: readonly string[]): string {
  const { correlation, detection, logsource, hwaseong } = document as Record<string, Json>;
  const own = isObject(hwaseong) ? hwaseong : {};
  const parts = [correlation, detection, logsource, own['first-seen'], own['rare'], own['travel'], own['absent']];
  const text = canonicalJson([...parts.map((part) => part ?? null), [...members]]);
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}
