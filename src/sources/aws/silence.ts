import type { CallError } from '../../model/index.ts';

/** Calls in a row without any answer after which a service in a region, or a region, is left alone. */
const patience = { service: 3, region: 6 };

/**
 * Remembers which endpoints keep silent, so that a region which times out costs a few waits and not thousands.
 * Any answer, an error too, breaks the silence.
 */
export function createSilence() {
  const unanswered = new Map<string, number>();
  const last = new Map<string, CallError>();

  const count = (key: string) => unanswered.get(key) ?? 0;

  return {
    /** The error that the last call met, where there is no use in trying another. */
    hopeless(region: string, service: string): CallError | undefined {
      const given = count(`${region}/${service}`) >= patience.service || count(region) >= patience.region;
      return given ? last.get(region) : undefined;
    },
    /** Takes note of how a call ended. */
    heard(region: string, service: string, error: CallError | undefined): void {
      const silent = error?.code === 'Timeout' || error?.code === 'Network';
      for (const key of [region, `${region}/${service}`]) unanswered.set(key, silent ? count(key) + 1 : 0);
      if (silent) last.set(region, error);
    },
  };
}
