import type { Read } from '../correlation/group.ts';
import { type NodeContext, noteOf, type Occurrence, type StatefulNode } from '../correlation/node.ts';
import type { Extension } from '../sigma/index.ts';
import { noteAt, setNote, witness } from '../state/entries.ts';
import { NONE } from '../state/keys.ts';
import { forget, remember, takeKey } from '../state/memory.ts';

/** Mean radius of the earth in kilometres (IUGG). */
const EARTH = 6371;
/** No two places are further apart. */
const FURTHEST = Math.PI * EARTH;
const HOUR = 3_600_000;
/** Events of a key from which on those in between that say nothing new are let go. */
const MANY = 200;

/**
 * Two events of one key at places so far apart that nobody gets from one to the other in the time between. Any two events
 * count, not only neighbours, and the later one fires; so the order of arrival does not matter.
 */
export function travelNode(
  { memory, grouping, owner, carried, fire }: NodeContext,
  { by, kmh, apart }: NonNullable<Extension['travel']>,
  lateness: number,
  labelOf: (occurrence: Occurrence) => string,
): StatefulNode {
  const { keys, entries } = memory;
  const groupsOf = grouping.groups(by);
  /** After so long anybody can be anywhere. */
  const span = (FURTHEST / kmh) * HOUR;

  memory.owners[owner] = {
    silence: span + lateness,
    removing(key, entry) {
      if (keys.q[key] === entry) keys.q[key] = entries.before[entry]!;
    },
  };

  const impossible = (one: number, other: number): boolean => {
    if (entries.value[one] === entries.value[other]) return false;
    const distance = kilometres(entries.value[one]!, entries.value[other]!);
    const hours = Math.abs(entries.time[one]! - entries.time[other]!) / HOUR;
    return distance >= apart && distance > kmh * hours;
  };

  /** Of settled events at one place the last is enough: nobody who comes later is closer in time to an earlier one. */
  const thin = (key: number): void => {
    for (let head = keys.head[key]!; head !== NONE; head = keys.head[key]!) {
      if (entries.time[head]! >= memory.settled - span) break;
      forget(memory, key, head);
    }
    for (;;) {
      const last = keys.q[key]!;
      const next = last === NONE ? keys.head[key]! : entries.next[last]!;
      if (next === NONE || entries.time[next]! >= memory.settled) return;
      keys.q[key] = next;
      for (let at = entries.before[next]!; at !== NONE; at = entries.before[at]!) {
        if (entries.value[at] !== entries.value[next]) continue;
        forget(memory, key, at);
        break;
      }
    }
  };

  return {
    owners: 1,
    delay: 0,
    take(_member, occurrence) {
      const { time, id, source, read } = occurrence;
      const place = placeOf(read);
      if (place === undefined) return;
      for (const { a, b } of groupsOf(occurrence)) {
        const key = takeKey(memory, owner, a, b);
        thin(key);
        const entry = remember(memory, key, time, id, source);
        if (entry === NONE) continue;
        entries.value[entry] = place;
        setNote(entries, entry, { ...noteOf(occurrence, carried), label: labelOf(occurrence) });
        arrived(entry);
        if (keys.size[key]! > MANY) letGo(key, entry);
      }
    },
  };

  function arrived(entry: number): void {
    const time = entries.time[entry]!;
    for (let at = entries.before[entry]!; at !== NONE && entries.time[at]! >= time - span; at = entries.before[at]!) {
      if (!impossible(at, entry)) continue;
      tell(at, entry);
      break;
    }
    for (let at = entries.next[entry]!; at !== NONE && entries.time[at]! <= time + span; at = entries.next[at]!) {
      if (impossible(entry, at)) tell(entry, at);
    }
  }

  function tell(earlier: number, later: number): void {
    const { label = '{}', values } = noteAt(entries, later) ?? {};
    fire(label, witness(entries, later), [witness(entries, earlier), witness(entries, later)], values);
  }

  /** Takes out the event before one if it stands between two at its own place within a minute. */
  function letGo(key: number, entry: number): void {
    const before = entries.before[entry]!;
    const first = before === NONE ? NONE : entries.before[before]!;
    if (first === NONE || entries.time[entry]! - entries.time[first]! > 60_000) return;
    const same = (at: number) =>
      entries.value[at] === entries.value[entry] && noteAt(entries, at)?.label === noteAt(entries, entry)?.label;
    if (same(before) && same(first)) forget(memory, key, before);
  }
}

/** Degrees to four decimals, eleven metres, both in one number. */
const STEPS = 10_000;
const ROW = 400 * STEPS;

function placeOf(read: Read): number | undefined {
  const latitude = Number(read('hwaseong.ip.latitude') ?? Number.NaN);
  const longitude = Number(read('hwaseong.ip.longitude') ?? Number.NaN);
  if (!(Math.abs(latitude) <= 90) || !(Math.abs(longitude) <= 180)) return undefined;
  return Math.round((latitude + 90) * STEPS) * ROW + Math.round((longitude + 180) * STEPS);
}

/** Distance on the great circle, by the haversine formula. */
function kilometres(one: number, other: number): number {
  const radians = (steps: number) => ((steps / STEPS) * Math.PI) / 180;
  const latitudes = [radians(Math.floor(one / ROW)), radians(Math.floor(other / ROW))] as const;
  const half = (angle: number) => Math.sin(angle / 2) ** 2;
  const quarter = Math.PI / 2;
  const chord =
    half(latitudes[1] - latitudes[0]) +
    Math.cos(latitudes[0] - quarter) *
      Math.cos(latitudes[1] - quarter) *
      half(radians(other % ROW) - radians(one % ROW));
  return 2 * EARTH * Math.asin(Math.min(1, Math.sqrt(chord)));
}
