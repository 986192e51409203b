import { randomInt } from 'node:crypto';
import type { Firing, LogEvent } from '../../model/index.ts';
import { assemble } from './assemble.ts';
import { createGrouping } from './correlation/group.ts';
import type { Occurrence } from './correlation/node.ts';
import { rememberingFields } from './fields.ts';
import { createFirings } from './firing.ts';
import { type CompiledRule, createIndex } from './sigma/index.ts';
import { NONE } from './state/keys.ts';
import { createMemory, settleTo } from './state/memory.ts';
import { type OwnedNumbers, readSnapshot, writeSnapshot } from './state/snapshot.ts';
import type { DetectionSource, Detector, DetectorLosses, DetectorOptions } from './types.ts';

const nothing: readonly Firing[] = [];

const LATENESS = 3_600_000;
/** How far the clock of whoever logs may be ahead of ours. */
const MOST_AHEAD = 3_600_000;
const MOST_KEYS = 1_000_000;
/** Fewer would be put out while they are used. */
const FEWEST_KEYS = 16;
/** How often what waits is asked, as a part of the lateness. */
const STEPS = 60;

/**
 * All detections over a stream of events, see {@link Detector}. Rules that cannot be used are left out and stand in
 * `rejections`. How windows, lateness, alerts' ids and memory work is told in docs/detection.md.
 */
export function createDetector(sources: readonly DetectionSource[], options: DetectorOptions): Detector {
  const { lateness = LATENESS, mostKeys = MOST_KEYS } = options;
  const fields = rememberingFields(options.fields);
  const memory = createMemory(Math.max(FEWEST_KEYS, mostKeys), randomInt(2 ** 31));
  const losses = {
    late: 0,
    future: 0,
    abandoned: 0,
    get evicted() {
      return memory.evicted;
    },
  } satisfies DetectorLosses;
  let fired: Firing[] = [];
  const { rules, nodes, rejections } = assemble(
    sources,
    { ...options, fields },
    {
      memory,
      losses,
      lateness,
      grouping: createGrouping(fields, memory.hasher),
      firings: createFirings(),
      out: (firing) => void fired.push(firing),
    },
  );
  const index = createIndex(
    rules.map(({ compiled }) => compiled),
    fields,
  );
  const prepared = new Map(rules.map((rule) => [rule.compiled, rule]));

  /** The newest time seen. What is older by more than the lateness is late. */
  let newest = Number.NEGATIVE_INFINITY;

  const take = (): readonly Firing[] => {
    if (fired.length === 0) return nothing;
    const taken = fired;
    fired = [];
    return taken;
  };

  const judge = (event: LogEvent, matched: readonly CompiledRule[], alone: boolean): void => {
    const { time, id, source } = event;
    const occurrence: Occurrence = { time, id, source, event, read: (field) => fields.reader(source, field)(event) };
    for (const rule of matched) {
      const { alert, sinks } = prepared.get(rule)!;
      if (alert !== undefined) fired.push(alert(occurrence));
      if (alone) continue;
      for (const { node, member } of sinks) node.take(member, occurrence);
    }
  };

  return {
    push(event, arrived = Number.POSITIVE_INFINITY) {
      const { time } = event;
      if (!Number.isFinite(time)) {
        losses.late += 1;
        return nothing;
      }
      const future = time > arrived + MOST_AHEAD;
      if (future) losses.future += 1;
      else if (time > newest) {
        newest = time;
        if (newest - lateness - memory.settled >= lateness / STEPS) settleTo(memory, newest - lateness);
      }
      const late = time < newest - lateness;
      if (late) losses.late += 1;
      const matched = index.matches(event);
      if (matched.length > 0) judge(event, matched, late || future);
      return take();
    },
    settle() {
      settleTo(memory, newest - lateness);
      return take();
    },
    finish() {
      newest = Number.POSITIVE_INFINITY;
      settleTo(memory, newest);
      return take();
    },
    matches: (event) => index.matches(event).map((rule) => prepared.get(rule)!.detection.id),
    rejections,
    losses,
    get keys() {
      return memory.keys.count;
    },
    snapshot: () => writeSnapshot(memory, { newest, late: losses.late, nodes }),
    restore(chunks) {
      ({ newest, late: losses.late } = readSnapshot(memory, chunks, (before) => renumbering(before, nodes)));
    },
  };
}

/** Which number an owner of a snapshot has now; NONE where its detection is gone or means something else. */
function renumbering(before: readonly OwnedNumbers[], now: readonly OwnedNumbers[]): (owner: number) => number {
  const numbers = new Map<number, number>();
  const byId = new Map(now.map((node) => [node.id, node]));
  for (const { id, fingerprint, owner, owners } of before) {
    const same = byId.get(id);
    if (same?.fingerprint !== fingerprint || same.owners !== owners) continue;
    for (let number = 0; number < owners; number++) numbers.set(owner + number, same.owner + number);
  }
  return (owner) => numbers.get(owner) ?? NONE;
}
