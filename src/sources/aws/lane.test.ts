import { describe, expect, it } from 'vitest';
import { type Clock, createLane, type Lane } from './lane.ts';

const limits = { concurrency: 5, rate: { start: 50, least: 1, most: 200 } };
const throttled = new Error('throttled');
const isThrottled = (error: unknown) => error === throttled;

/** A clock that stands still but for those who wait. */
function stillClock(): Clock & { pass(milliseconds: number): void } {
  let now = 0;
  return {
    now: () => now,
    sleep: async (milliseconds) => void (now += milliseconds),
    pass: (milliseconds) => void (now += milliseconds),
  };
}

/** Makes requests of 10 ms one after the other, of which every so-manieth is throttled, and gives the rate at the end. */
async function rateAfter(requests: number, every: number): Promise<number> {
  const clock = stillClock();
  const lane = createLane(limits, clock);
  for (let made = 1; made <= requests; made += 1) {
    const answer = async () => {
      clock.pass(10);
      if (made % every === 0) throw throttled;
    };
    await lane.run(answer, isThrottled).catch(() => undefined);
  }
  return lane.state.rate;
}

describe('a lane', () => {
  it('has no more requests under way than its concurrency', async () => {
    const lane = createLane(limits, stillClock());
    let running = 0;
    let most = 0;
    const request = async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
    };
    await Promise.all(Array.from({ length: 40 }, () => lane.run(request, isThrottled)));
    expect(most).toBe(5);
  });

  it('keeps to its rate', async () => {
    const clock = stillClock();
    const lane = createLane({ ...limits, rate: { start: 50, least: 1, most: 50 } }, clock);
    for (let made = 0; made < 505; made += 1) await lane.run(async () => undefined, isThrottled);
    expect(clock.now()).toBeCloseTo(10_000, -1);
  });

  it('slows down where many requests are throttled, down to its least', async () => {
    expect(await rateAfter(100, 3)).toBeLessThan(30);
    expect(await rateAfter(5000, 1)).toBe(1);
  });

  it('quickens where few are, up to its most', async () => {
    expect(await rateAfter(5000, 50)).toBe(200);
    expect(await rateAfter(5000, Number.POSITIVE_INFINITY)).toBe(200);
  });

  it('counts what was throttled and passes every error on', async () => {
    const lane: Lane = createLane(limits, stillClock());
    await expect(lane.run(() => Promise.reject(throttled), isThrottled)).rejects.toBe(throttled);
    await expect(lane.run(() => Promise.reject(new Error('other')), isThrottled)).rejects.toThrow('other');
    expect(lane.state.throttled).toBe(1);
  });

  it('makes no request for one who gave up waiting', async () => {
    const lane = createLane(limits, stillClock());
    let made = false;
    const request = async () => void (made = true);
    await expect(lane.run(request, isThrottled, AbortSignal.abort())).rejects.toThrow();
    expect(made).toBe(false);
  });
});
