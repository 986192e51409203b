import type { Measure } from '../correlation/count.ts';
import { NONE, removeKey } from '../state/keys.ts';
import { type Memory, takePinnedKey } from '../state/memory.ts';

/**
 * What is counted over a sliding window: a total that only grows while events come in. Registers of the group's key: `x` is
 * the total of the newest window, `y` the tally's own, `n` the number of settled entries, `q` the last of them.
 */
export interface Tally {
  /** What is counted of an event. */
  assign(key: number, entry: number, measure: Measure): void;
  /** An entry comes into the newest window, leaves it, is forgotten. */
  enters(key: number, entry: number): void;
  leaves(key: number, entry: number): void;
  removed(key: number, entry: number, wasSettled: boolean): void;
  /** True where the newest window has enough. */
  reached(key: number): boolean;
  /** False where no window over what is remembered can have enough. */
  possible(key: number): boolean;
  /** Nothing before the entry can come any more. Gives an earlier one that is needed no longer for that, or NONE. */
  settled(key: number, entry: number): number;
  /** True where the first entry is not needed, since the settled ones behind it are enough. */
  spare(key: number): boolean;
  /** The same count over any window, from scratch. */
  fresh(): { enters(entry: number): void; leaves(entry: number): void; reached(): boolean };
}

type Enough = (total: number) => boolean;

/** Events. */
export function eventTally({ keys }: Memory, enough: Enough): Tally {
  return {
    assign: () => undefined,
    enters(key) {
      keys.x[key]! += 1;
    },
    leaves(key) {
      keys.x[key]! -= 1;
    },
    removed: () => undefined,
    reached: (key) => enough(keys.x[key]!),
    possible: (key) => enough(keys.size[key]!),
    settled: () => NONE,
    spare: (key) => enough(keys.n[key]! - 1),
    fresh() {
      let count = 0;
      return {
        enters: () => {
          count += 1;
        },
        leaves: () => {
          count -= 1;
        },
        reached: () => enough(count),
      };
    },
  };
}

/** A sum of numbers, none of them negative. `y` is the sum of the settled ones. */
export function sumTally({ keys, entries }: Memory, enough: Enough): Tally {
  return {
    assign(_key, entry, { number }) {
      entries.value[entry] = number;
    },
    enters(key, entry) {
      keys.x[key]! += entries.value[entry]!;
    },
    leaves(key, entry) {
      keys.x[key]! -= entries.value[entry]!;
    },
    removed(key, entry, wasSettled) {
      if (wasSettled) keys.y[key]! -= entries.value[entry]!;
    },
    reached: (key) => enough(keys.x[key]!),
    possible: () => true,
    settled(key, entry) {
      keys.y[key]! += entries.value[entry]!;
      return NONE;
    },
    spare: (key) => enough(keys.y[key]! - entries.value[keys.head[key]!]!),
    fresh() {
      let sum = 0;
      return {
        enters: (entry) => {
          sum += entries.value[entry]!;
        },
        leaves: (entry) => {
          sum -= entries.value[entry]!;
        },
        reached: () => enough(sum),
      };
    },
  };
}

/**
 * Different values. Each has a pinned key of its own, to which its entries are linked: `x` its entries in the newest window,
 * `n` all of them, `q` the last settled one. `y` of the group is the number of values remembered.
 */
export function distinctTally(memory: Memory, owner: number, enough: Enough): Tally {
  const { keys, entries, hasher } = memory;
  return {
    assign(key, entry, { a, b }) {
      hasher.resume(Math.imul(keys.hashA[key]!, 31) ^ a, Math.imul(keys.hashB[key]!, 31) ^ b);
      hasher.end();
      const value = takePinnedKey(memory, owner, hasher.a, hasher.b);
      if (keys.n[value]! === 0) keys.y[key]! += 1;
      keys.n[value]! += 1;
      entries.link[entry] = value;
    },
    enters(key, entry) {
      const value = entries.link[entry]!;
      if (keys.x[value]! === 0) keys.x[key]! += 1;
      keys.x[value]! += 1;
    },
    leaves(key, entry) {
      const value = entries.link[entry]!;
      keys.x[value]! -= 1;
      if (keys.x[value]! === 0) keys.x[key]! -= 1;
    },
    removed(key, entry) {
      const value = entries.link[entry]!;
      if (keys.q[value] === entry) keys.q[value] = NONE;
      keys.n[value]! -= 1;
      if (keys.n[value]! > 0) return;
      keys.y[key]! -= 1;
      removeKey(keys, value);
    },
    reached: (key) => enough(keys.x[key]!),
    possible: (key) => enough(keys.y[key]!),
    // A window that still changes and holds an earlier one of the same value holds this one, too.
    settled(_key, entry) {
      const value = entries.link[entry]!;
      const superseded = keys.q[value]!;
      keys.q[value] = entry;
      return superseded;
    },
    spare: (key) => enough(keys.n[key]! - 1),
    fresh() {
      const counts = new Map<number, number>();
      return {
        enters(entry) {
          const value = entries.link[entry]!;
          counts.set(value, (counts.get(value) ?? 0) + 1);
        },
        leaves(entry) {
          const value = entries.link[entry]!;
          const left = counts.get(value)! - 1;
          if (left === 0) counts.delete(value);
          else counts.set(value, left);
        },
        reached: () => enough(counts.size),
      };
    },
  };
}
