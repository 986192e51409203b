import { setImmediate, setTimeout as sleep } from 'node:timers/promises';

/** Longest that work in pieces holds the event loop, in milliseconds: whoever asks the server meanwhile waits for as long. */
const HELD_MS = 10;

/** What work in pieces keeps for itself however much is asked: after a piece it gives way for at most this many times as long. */
const GIVEN_WAY = 3;

/** Longest that it gives way at once, in milliseconds. */
const MOST_GIVEN_MS = 250;

/** How often it looks whether somebody still waits, in milliseconds. */
const LOOK_EVERY_MS = 2;

/** Requests under way in this process: one number that its threads share. */
let underWay = new Int32Array(new SharedArrayBuffer(4));

/** The number of requests under way, for a thread to follow with {@link followRequests}. */
export function requestsUnderWay(): SharedArrayBuffer {
  return underWay.buffer as SharedArrayBuffer;
}

/** Work of this thread gives way to the requests counted there. */
export function followRequests(counter: SharedArrayBuffer): void {
  underWay = new Int32Array(counter);
}

/** Counts a request that somebody waits for; the answer is called when it is over. */
export function requestBegins(): () => void {
  Atomics.add(underWay, 0, 1);
  return () => {
    Atomics.sub(underWay, 0, 1);
  };
}

/**
 * Passes items on, and gives way where making and using them has taken a while: to the event loop, which a loop over
 * promises that are there already never does, and to requests under way, which share the processors and the store with it.
 */
export async function* inTurns<T>(items: Iterable<T>): AsyncGenerator<T> {
  let since = performance.now();
  for (const item of items) {
    yield item;
    const worked = performance.now() - since;
    if (worked < HELD_MS) continue;
    await setImmediate();
    await giveWay(Math.min(worked * GIVEN_WAY, MOST_GIVEN_MS));
    since = performance.now();
  }
}

async function giveWay(mostMs: number): Promise<void> {
  const until = performance.now() + mostMs;
  while (Atomics.load(underWay, 0) > 0 && performance.now() < until) await sleep(LOOK_EVERY_MS);
}
