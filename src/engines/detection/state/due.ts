import type { Keys } from './keys.ts';

/**
 * What has to be decided when, earliest first; of equal times that of the lower owner first, since owners are numbered from
 * the rules up. A binary heap. Nothing is taken out early: a key that is gone or decided by then is simply asked in vain.
 */
export interface Due {
  time: number[];
  owner: number[];
  key: number[];
}

export function createDue(): Due {
  return { time: [], owner: [], key: [] };
}

export function addDue(due: Due, keys: Keys, time: number, key: number): void {
  due.time.push(time);
  due.owner.push(keys.owner[key]!);
  due.key.push(key);
  let at = due.time.length - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!isBefore(due, at, parent)) break;
    swap(due, at, parent);
    at = parent;
  }
}

/** Time of the earliest, Infinity where there is none. */
export function earliestDue(due: Due): number {
  return due.time[0] ?? Number.POSITIVE_INFINITY;
}

/** Takes out the earliest and gives its key; there has to be one. */
export function takeDue(due: Due): number {
  const key = due.key[0]!;
  const last = due.time.length - 1;
  swap(due, 0, last);
  due.time.pop();
  due.owner.pop();
  due.key.pop();
  for (let at = 0; ; ) {
    let least = at;
    for (const child of [2 * at + 1, 2 * at + 2]) if (child < last && isBefore(due, child, least)) least = child;
    if (least === at) return key;
    swap(due, at, least);
    at = least;
  }
}

function isBefore(due: Due, one: number, other: number): boolean {
  const difference = due.time[one]! - due.time[other]!;
  return difference < 0 || (difference === 0 && due.owner[one]! < due.owner[other]!);
}

function swap(due: Due, one: number, other: number): void {
  for (const column of [due.time, due.owner, due.key]) {
    const held = column[one]!;
    column[one] = column[other]!;
    column[other] = held;
  }
}
