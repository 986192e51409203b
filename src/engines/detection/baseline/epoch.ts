import type { Keys } from '../state/keys.ts';

/**
 * Since when something is known. Registers of its key: `x` when it was first seen, `y` last, `n` 1. What was not seen for
 * longer than `forget` is new again.
 */
export type Seen = 'known' | 'new' | 'unclear';

/**
 * Takes note of a sighting. Unclear, and not noted: so long after the last one that a late event could still come between;
 * never where `final` says that none comes any more.
 */
export function see(keys: Keys, key: number, time: number, forget: number, lateness: number, final: boolean): Seen {
  const first = keys.n[key] === 0;
  const gap = time - keys.y[key]!;
  if (!first && gap > forget && gap <= forget + lateness && !final) return 'unclear';
  if (first || gap > forget) {
    keys.n[key] = 1;
    keys.x[key] = keys.y[key] = time;
    return 'new';
  }
  if (time < keys.x[key]!) keys.x[key] = time;
  if (time > keys.y[key]!) keys.y[key] = time;
  return 'known';
}
