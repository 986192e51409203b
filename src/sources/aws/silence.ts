import type { CallError } from '../../model/index.ts';

/** Calls in a row without a useful answer after which a service in a region, or a region, is left alone. */
const patience = { service: 3, region: 6 };

const useless =
  /^(?:Timeout|Network|Credentials|ExpiredToken\w*|RequestExpired|InvalidClientTokenId|UnrecognizedClientException)$/;

/**
 * Remembers which endpoints keep silent or refuse the credentials as such, so that a region which times out, or a session
 * that has ended, costs a few calls and not thousands. Any other answer, an error too, begins the count anew.
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
      const silent = error !== undefined && useless.test(error.code);
      for (const key of [region, `${region}/${service}`]) unanswered.set(key, silent ? count(key) + 1 : 0);
      if (silent) last.set(region, error);
    },
  };
}
