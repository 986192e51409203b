import { setImmediate } from 'node:timers/promises';

/** Longest that work in pieces holds the event loop, in milliseconds: whoever asks the server meanwhile waits for as long. */
const HELD_MS = 10;

/**
 * Passes items on, and lets others have their turn where making and using them has held the event loop for a while: a loop
 * over promises that are there already gives way to nobody.
 */
export async function* inTurns<T>(items: Iterable<T>): AsyncGenerator<T> {
  let since = performance.now();
  for (const item of items) {
    yield item;
    if (performance.now() - since < HELD_MS) continue;
    await setImmediate();
    since = performance.now();
  }
}
