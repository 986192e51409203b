import type { RetryErrorInfo, RetryErrorType, RetryStrategyV2, RetryToken } from '@smithy/types';
import type { Clock } from './lane.ts';

/** Attempts in all, and the wait before the second; each further wait may be twice as long, up to {@link longest}. */
const schedule: Record<RetryErrorType, { attempts: number; firstMs: number }> = {
  THROTTLING: { attempts: 10, firstMs: 500 },
  TRANSIENT: { attempts: 3, firstMs: 200 },
  SERVER_ERROR: { attempts: 3, firstMs: 200 },
  CLIENT_ERROR: { attempts: 1, firstMs: 0 },
};

const longest = 20_000;

/**
 * When a failed request is made again: the SDK's retry loop with a schedule of our own, so that a wait ends when the
 * collection is cancelled, throttling is given more patience than a broken line, and each attempt goes through its lane.
 * Waits are random between nothing and their full length ("full jitter"), so that many lanes do not come back as one.
 */
export function retries(clock: Clock, signal: AbortSignal | undefined, random: () => number): RetryStrategyV2 {
  return {
    acquireInitialRetryToken: async () => token(0),
    async refreshRetryTokenForRetry(previous: RetryToken, failure: RetryErrorInfo): Promise<RetryToken> {
      const made = previous.getRetryCount() + 1;
      const { attempts, firstMs } = schedule[failure.errorType];
      if (made >= attempts || isUnknownHost(failure.error)) throw new Error('No further attempt');
      const hint = failure.retryAfterHint ? failure.retryAfterHint.getTime() - Date.now() : 0;
      const jittered = random() * Math.min(longest, firstMs * 2 ** (made - 1));
      await clock.sleep(Math.max(jittered, Math.min(hint, longest)), signal);
      return token(made);
    },
    recordSuccess: () => undefined,
  };
}

function token(count: number): RetryToken {
  return { getRetryCount: () => count, getRetryDelay: () => 0 };
}

/** DNS has answered: there is no such host. Asking again gives the same. */
function isUnknownHost(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOTFOUND';
}
