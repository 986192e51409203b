/** What may go on at once in one lane: a service in one region of one account. */
export interface LaneLimits {
  /** Requests under way at once. */
  concurrency: number;
  /** Requests a second: at the start, at least, at most. */
  rate: { start: number; least: number; most: number };
}

export const laneLimits: LaneLimits = { concurrency: 5, rate: { start: 50, least: 1, most: 200 } };

/** Milliseconds that only grow, and a wait: real ones, or a test's. */
export interface Clock {
  now(): number;
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** A share of throttled requests up to this is met by retrying alone. */
const tolerated = 0.05;
const windowMs = 1000;
const windowRequests = 5;

/**
 * The way to one service in one region of one account: a few requests at once, and a token bucket that adapts.
 *
 * AWS counts requests by account, region and service, so each lane learns its own rate. Each second's requests are judged
 * together: where more than a twentieth were throttled the rate falls by the share that was, else it grows by a tenth. The
 * SDK's adaptive mode cuts its rate on every single throttled answer, which makes a service that throttles a steady few
 * per cent ever slower, and neither shares its bucket among clients nor tells how often it was throttled.
 */
export function createLane(limits: LaneLimits, clock: Clock) {
  const { least, most } = limits.rate;
  let rate = limits.rate.start;
  let tokens = limits.concurrency;
  let filledAt = clock.now();
  let running = 0;
  const waiting: (() => void)[] = [];
  let window = { since: filledAt, requests: 0, throttled: 0 };
  let throttledInAll = 0;

  function takeToken(): number {
    const now = clock.now();
    tokens = Math.min(limits.concurrency, tokens + ((now - filledAt) / 1000) * rate) - 1;
    filledAt = now;
    return tokens >= 0 ? 0 : (-tokens / rate) * 1000;
  }

  function learn(wasThrottled: boolean): void {
    window.requests += 1;
    if (wasThrottled) window.throttled += 1;
    const now = clock.now();
    if (now - window.since < windowMs || window.requests < windowRequests) return;
    const share = window.throttled / window.requests;
    rate = share > tolerated ? Math.max(least, rate * (1 - share)) : Math.min(most, rate * 1.1);
    window = { since: now, requests: 0, throttled: 0 };
  }

  return {
    /** Makes one request when the lane lets it; `isThrottled` tells by its error whether it was refused as too many. */
    async run<T>(
      request: () => Promise<T>,
      isThrottled: (error: unknown) => boolean,
      signal?: AbortSignal,
    ): Promise<T> {
      if (running >= limits.concurrency) await new Promise<void>((resolve) => waiting.push(resolve));
      else running += 1;
      try {
        signal?.throwIfAborted();
        const wait = takeToken();
        if (wait > 0) await clock.sleep(wait, signal);
        const answer = await request();
        learn(false);
        return answer;
      } catch (error) {
        if (isThrottled(error)) {
          throttledInAll += 1;
          learn(true);
        }
        throw error;
      } finally {
        const next = waiting.shift();
        if (next) next();
        else running -= 1;
      }
    },
    /** Requests a second now, and how many were throttled so far. */
    get state() {
      return { rate, throttled: throttledInAll };
    },
  };
}

export type Lane = ReturnType<typeof createLane>;
