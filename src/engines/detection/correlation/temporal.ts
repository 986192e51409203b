import { idOf, noteAt, setNote, witness } from '../state/entries.ts';
import { findKey, labelOf, NONE, setLabel } from '../state/keys.ts';
import { askLater, forget, remember, takeKey } from '../state/memory.ts';
import { evidenceOf } from '../window/evidence.ts';
import type { Counting } from './count.ts';
import { type NodeContext, noteOf, type StatefulNode } from './node.ts';
import type { Patterns, Sequence, Together } from './pattern.ts';

/** Entries of one member that a firing tells. */
const TOLD_PER_MEMBER = 25;

/**
 * Members within a timespan, in order or not. Each member has a key of its own in each group, with its events. What has to
 * occur only gets truer while events come in, so it fires at once: at every event that ends a match, late ones included.
 * What must not occur is decided when nothing can come any more that would undo it.
 */
export function temporalNode(
  context: NodeContext,
  span: number,
  members: number,
  patterns: Patterns,
  counting: Counting,
): StatefulNode {
  const { memory, owner, delay, carried, fire } = context;
  const { keys, entries } = memory;
  const together = { eager: patterns.together.filter(isSure), later: patterns.together.filter((one) => !isSure(one)) };
  const sequences = {
    eager: patterns.sequences.filter(isFree),
    later: patterns.sequences.filter((one) => !isFree(one)),
  };
  const waits = together.later.length > 0 || sequences.later.length > 0;
  // Only what must not follow the match has to be waited for.
  const wait = together.later.length > 0 || sequences.later.some(({ absent }) => absent.at(-1)!.length > 0) ? span : 0;
  const retention = waits ? 3 * span : span;
  const endsLater = new Set([
    ...together.later.flatMap(({ need }) => need),
    ...sequences.later.map(({ steps }) => steps.at(-1)!),
  ]);

  const keyOf = (member: number, a: number, b: number): number => findKey(memory.keys, owner + member, a, b);
  const lists = (of: readonly number[], a: number, b: number): number[] => of.map((member) => keyOf(member, a, b));

  /** The last entry of a list that is no later than a time. */
  const latest = (key: number, time: number): number => {
    let at = key === NONE ? NONE : keys.tail[key]!;
    while (at !== NONE && entries.time[at]! > time) at = entries.before[at]!;
    return at;
  };

  const tell = (key: number, end: number, from: number, of: readonly number[]): void => {
    const time = entries.time[end]!;
    const found = [end];
    for (const list of of) {
      let at = latest(list, time);
      for (let left = TOLD_PER_MEMBER; left > 0 && at !== NONE && entries.time[at]! >= from; left--) {
        if (at !== end) found.push(at);
        at = entries.before[at]!;
      }
    }
    fire(labelOf(keys, key)!, witness(entries, end), evidenceOf(memory, found), noteAt(entries, end)?.values);
  };

  /** The earliest of the latest `least` members up to an end: where the match begins. NaN where there are not so many. */
  const beginning = (of: readonly number[], least: number, time: number): number => {
    const times: number[] = [];
    for (const list of of) {
      const at = latest(list, time);
      if (at !== NONE && entries.time[at]! >= time - span) times.push(entries.time[at]!);
    }
    if (times.length < least) return Number.NaN;
    return least === 1 ? time : times.sort((one, other) => other - one)[least - 1]!;
  };

  const matchTogether = ({ need, least }: Together, entry: number, a: number, b: number): void => {
    const of = lists(need, a, b);
    if (of.filter((list) => list !== NONE).length < least) return;
    const time = entries.time[entry]!;
    for (const list of of) {
      for (
        let end = latest(list, time + span);
        end !== NONE && entries.time[end]! >= time;
        end = entries.before[end]!
      ) {
        const at = entries.time[end]!;
        if (!Number.isNaN(beginning(of, least, at))) tell(list, end, at - span, of);
      }
    }
  };

  /** The way back from the last step, by the latest event of each step that is no later than the one after it. */
  const backwards = (of: readonly number[], end: number): number => {
    const used = [idOf(entries, end)];
    let time = entries.time[end]!;
    for (let step = of.length - 2; step >= 0; step--) {
      let at = latest(of[step]!, time);
      while (at !== NONE && used.includes(idOf(entries, at))) at = entries.before[at]!;
      if (at === NONE) return Number.NaN;
      time = entries.time[at]!;
      used.push(idOf(entries, at));
    }
    return time;
  };

  const matchSequence = ({ steps }: Sequence, entry: number, a: number, b: number): void => {
    const of = lists(steps, a, b);
    if (of.includes(NONE)) return;
    const time = entries.time[entry]!;
    const last = of.at(-1)!;
    for (let end = latest(last, time + span); end !== NONE && entries.time[end]! >= time; end = entries.before[end]!) {
      const begin = backwards(of, end);
      if (begin >= entries.time[end]! - span) tell(last, end, begin, of);
    }
  };

  const occurs = (member: number, a: number, b: number, from: number, to: number): boolean => {
    const at = latest(keyOf(member, a, b), to);
    return at !== NONE && entries.time[at]! >= from;
  };

  const decideTogether = ({ need, least, absent }: Together, key: number, end: number): void => {
    const a = keys.hashA[key]!;
    const b = keys.hashB[key]!;
    const time = entries.time[end]!;
    const of = lists(need, a, b);
    const begin = beginning(of, least, time);
    if (Number.isNaN(begin)) return;
    if (absent.some((member) => occurs(member, a, b, begin - span, time + span))) return;
    tell(key, end, begin, of);
  };

  /** Goes through all events of a group in order of time, and keeps for each step when the latest way to it began. */
  const decideSequence = ({ steps, absent }: Sequence, key: number, from: number, to: number): void => {
    const a = keys.hashA[key]!;
    const b = keys.hashB[key]!;
    const of = lists(steps, a, b);
    if (of.includes(NONE)) return;
    const between = absent.slice(1, -1).flatMap((some, gap) => some.map((member) => ({ gap, member })));
    const moments = momentsOf(of, between);
    const ways = steps.map(() => ({ begin: Number.NaN, id: '', earlier: Number.NaN }));
    for (let first = 0; first < moments.length; ) {
      const { time } = moments[first]!;
      let next = first;
      while (next < moments.length && moments[next]!.time === time) next++;
      const now = moments.slice(first, next);
      const cut = now.filter(({ step }) => step < 0).map(({ gap }) => gap);
      for (const { step, entry } of now) {
        if (step < 0 || cut.includes(step - 1)) continue;
        const id = idOf(entries, entry);
        let begin = time;
        if (step === 0) {
          if (absent[0]!.some((member) => occurs(member, a, b, time - span, time))) continue;
        } else {
          const way = ways[step - 1]!;
          begin = way.id === id ? way.earlier : way.begin;
        }
        if (!(begin >= time - span)) continue;
        const way = ways[step]!;
        if (!(begin < way.begin)) {
          if (way.id !== id) way.earlier = way.begin;
          way.begin = begin;
          way.id = id;
        }
        const ends = step === steps.length - 1 && time >= from && time < to;
        if (ends && !absent.at(-1)!.some((member) => occurs(member, a, b, time, time + span))) {
          tell(key, entry, begin, of);
        }
      }
      for (const gap of cut) ways[gap]!.begin = ways[gap]!.earlier = Number.NaN;
      first = next;
    }

    function momentsOf(stepLists: readonly number[], cutting: readonly { gap: number; member: number }[]) {
      const all: { time: number; step: number; gap: number; entry: number }[] = [];
      const add = (list: number, step: number, gap: number): void => {
        for (let at = list === NONE ? NONE : keys.head[list]!; at !== NONE; at = entries.next[at]!) {
          all.push({ time: entries.time[at]!, step, gap, entry: at });
        }
      };
      for (const [step, list] of stepLists.entries()) add(list, step, NONE);
      for (const { gap, member } of cutting) add(keyOf(member, a, b), NONE, gap);
      return all.sort((one, other) => one.time - other.time || one.step - other.step);
    }
  };

  /** Forgets what no match that can still change needs. */
  const thin = (member: number, key: number): void => {
    const settled = memory.settled - delay;
    const outdated = (at: number) => at !== NONE && entries.time[at]! < settled - retention;
    while (outdated(keys.head[key]!)) forget(memory, key, keys.head[key]!);
    if (waits) return;
    const [sequence] = sequences.eager;
    const only = sequences.eager.length === 1 && together.eager.length === 0 ? sequence : undefined;
    if (sequence !== undefined && only === undefined) return;
    const step = only?.steps.indexOf(member) ?? NONE;
    const following = only?.steps[step + 1];
    for (let head = keys.head[key]!; head !== NONE; head = keys.head[key]!) {
      // Settled ends have been told; of settled members without a next step between them the later one is enough.
      const second = entries.next[head]!;
      if (only !== undefined && following === undefined) {
        if (entries.time[head]! >= settled) return;
      } else {
        if (second === NONE || entries.time[second]! >= settled) return;
        if (following !== undefined) {
          const [a, b] = [keys.hashA[key]!, keys.hashB[key]!];
          if (occurs(following, a, b, entries.time[head]!, entries.time[second]!)) return;
        }
      }
      forget(memory, key, head);
    }
  };

  for (let member = 0; member < members; member++) {
    const decides = endsLater.has(member);
    const due = (key: number): number => {
      let at = keys.head[key]!;
      while (at !== NONE && entries.time[at]! < keys.y[key]!) at = entries.next[at]!;
      return at === NONE ? Number.POSITIVE_INFINITY : entries.time[at]! + wait + delay;
    };
    memory.owners[owner + member] = {
      silence: retention + wait + delay,
      ...(decides && {
        due,
        settle(key, upTo) {
          const from = keys.y[key]!;
          const to = upTo - delay - wait;
          if (!(to > from)) return;
          for (const pattern of together.later) {
            if (!pattern.need.includes(member)) continue;
            for (let at = keys.head[key]!; at !== NONE && entries.time[at]! < to; at = entries.next[at]!) {
              if (entries.time[at]! >= from) decideTogether(pattern, key, at);
            }
          }
          for (const pattern of sequences.later) {
            if (pattern.steps.at(-1) === member) decideSequence(pattern, key, from, to);
          }
          // `y`: ends earlier than this are decided.
          keys.y[key] = to;
          thin(member, key);
        },
      }),
    };
  }

  return {
    owners: members,
    delay: waits ? wait : 0,
    take(member, occurrence) {
      for (const group of counting.groups(member, occurrence)) {
        const { a, b } = group;
        const key = takeKey(memory, owner + member, a, b);
        if (labelOf(keys, key) === undefined) {
          setLabel(keys, key, counting.label(group));
          keys.y[key] = Number.NEGATIVE_INFINITY;
        }
        thin(member, key);
        const entry = remember(memory, key, occurrence.time, occurrence.id, occurrence.source);
        if (entry === NONE) continue;
        setNote(entries, entry, noteOf(occurrence, carried));
        if (endsLater.has(member)) {
          const before = entries.before[entry]!;
          const first = before === NONE || entries.time[before]! < keys.y[key]!;
          if (first) askLater(memory, occurrence.time + wait + delay, key);
        }
        for (const pattern of together.eager) if (pattern.need.includes(member)) matchTogether(pattern, entry, a, b);
        for (const pattern of sequences.eager) if (pattern.steps.includes(member)) matchSequence(pattern, entry, a, b);
      }
    },
  };
}

function isSure({ absent }: Together): boolean {
  return absent.length === 0;
}

function isFree({ absent }: Sequence): boolean {
  return absent.every((some) => some.length === 0);
}
