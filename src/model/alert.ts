import { createHash } from 'node:crypto';
import { canonicalJson } from './json.ts';

/** A detection that fired once more: what the engine says. Firings of one id are one alert. */
export interface Firing {
  /** See {@link alertId}. */
  id: string;
  detection: string;
  /** Values of the detection's `groupBy` fields, by field; a field without a value is left out. */
  group: Record<string, string>;
  /** Start of the period it falls in, in milliseconds since 1970. */
  period: number;
  /** The events that it rests on, earliest first, at most {@link MOST_EVIDENCE}. */
  events: readonly { source: string; id: string; time: number }[];
}

/** Most events kept as the proof of one alert: the earliest ones, so that the choice does not hang on the order of arrival. */
export const MOST_EVIDENCE = 100;

/**
 * Id of an alert: the first 32 hex digits of SHA-256 over detection, group key and the start of the period its event time
 * falls in. A replay gives the same id, next month's attack another one.
 */
export function alertId(detection: string, group: Record<string, string>, period: number): string {
  return createHash('sha256')
    .update([detection, canonicalJson(group), String(period)].join('\n'))
    .digest('hex')
    .slice(0, 32);
}
