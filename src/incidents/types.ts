import type { Activity, Severity, Text } from '../model/index.ts';

/** An event that an alert rests on. */
export interface Evidence {
  source: string;
  id: string;
  /** Milliseconds since 1970. */
  time: number;
  /** Undefined where the event could not be found any more. */
  activity?: Activity;
}

/** A detection that fired, with what it rests on: what alerts are grouped, stored and shown by. */
export interface Alert {
  /** See `alertId` in the model. */
  id: string;
  detection: string;
  /** Id of the watch that raised it. Such an alert is told by itself: it neither opens an incident nor draws others together. */
  watch?: string;
  title: Text;
  severity: Severity;
  /** ATT&CK ids and short names. */
  techniques: readonly string[];
  tactics: readonly string[];
  /** Values of the fields that tell it from other alerts of the detection. */
  group: Record<string, string>;
  /** Start of its period, in milliseconds since 1970. */
  period: number;
  /** Earliest first, never empty. */
  evidence: readonly Evidence[];
}
