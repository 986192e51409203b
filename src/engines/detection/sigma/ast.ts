import type { LogSource } from '../types.ts';
import type { Modifiers } from './modifiers.ts';

/** A value as a rule can write it. */
export type SigmaValue = string | number | boolean | null;

/** One line of a selection: `eventName|startswith: [Put, Delete]`. */
export interface SigmaItem {
  /** Empty: keywords, which are looked for in every value of the record. */
  field: string;
  modifiers: Modifiers;
  values: readonly SigmaValue[];
  /** Where it stands: `detection.selection.eventName|startswith`. */
  place: string;
}

/** A search identifier: a map (all of its items), or a list (any of them). */
export type SigmaSelection = { kind: 'item'; item: SigmaItem } | { kind: 'all' | 'any'; of: readonly SigmaSelection[] };

/** A condition as it is written. `name` is a selection, or a rule in the condition of a temporal correlation. */
export type SigmaCondition =
  | { kind: 'name'; name: string }
  | { kind: 'and' | 'or'; of: readonly SigmaCondition[] }
  | { kind: 'not'; of: SigmaCondition }
  /** `1 of selection*`, `all of them`, `2 of filter_*`. The pattern of `them` is undefined. */
  | { kind: 'of'; least: number | 'all'; pattern: string | undefined };

/** Selections and what they have to come to: the `detection` of a rule, the `filter` of a filter. */
export interface SigmaDetection {
  selections: ReadonlyMap<string, SigmaSelection>;
  condition: SigmaCondition;
}

/** Our own keys that the engine needs (`hwaseong:`). Times in milliseconds. */
export interface Extension {
  groupBy?: readonly string[];
  period?: number;
  alert?: boolean;
  /** Fires where the values were not seen before for the key, once the key has been known for `learning`. */
  firstSeen?: { value: readonly string[]; by: readonly string[]; learning: number; forget: number };
  /** Fires where the value was seen at most so often within the time. */
  rare?: { value: readonly string[]; by: readonly string[]; atMost: number; within: number; learning: number };
  /** Two events of one key further apart than `apart` kilometres, faster than `kmh`. */
  travel?: { by: readonly string[]; kmh: number; apart: number };
  /** Members of a temporal correlation that must not occur. */
  absent?: readonly string[];
}

interface Head {
  title: string;
  id?: string;
  name?: string;
  level?: string;
  extension: Extension;
}

export interface SigmaRule extends Head {
  kind: 'rule';
  logsource: LogSource;
  detection: SigmaDetection;
  /** Fields worth showing with an alert. */
  fields: readonly string[];
}

export const correlationTypes = [
  'event_count',
  'value_count',
  'temporal',
  'temporal_ordered',
  'value_sum',
  'value_avg',
  'value_percentile',
] as const;
export type CorrelationType = (typeof correlationTypes)[number];

export const bounds = ['gt', 'gte', 'lt', 'lte', 'eq', 'neq'] as const;
export type Bound = (typeof bounds)[number];

export interface SigmaCorrelation extends Head {
  kind: 'correlation';
  type: CorrelationType;
  /** Names or ids of rules or correlations. */
  rules: readonly string[];
  groupBy: readonly string[];
  /** Milliseconds. */
  timespan: number;
  /** All have to hold. Empty only for temporal ones: every rule has to occur, or what `expression` says. */
  bounds: readonly { bound: Bound; value: number }[];
  /** Of value_*: the field whose values are counted or added; more than one for value_count: their combinations. */
  field: readonly string[];
  /**
   * Of value_percentile, 0 to 100: the bounds are for the value at that percentile. Undefined, which is how the specification's
   * own example has it: the bounds are for the share of events, in per cent, that have the event's value.
   */
  percentile?: number;
  /** Extended condition of a temporal correlation: names of `rules` with and, or, not. */
  expression?: SigmaCondition;
  /** Alias → rule → field. */
  aliases: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** The member rules fire by themselves, too. */
  generate: boolean;
}

export interface SigmaFilter extends Head {
  kind: 'filter';
  logsource: LogSource;
  /** Names, ids or titles of the rules it is for. */
  rules: 'any' | readonly string[];
  detection: SigmaDetection;
}

export type SigmaDocument = SigmaRule | SigmaCorrelation | SigmaFilter;
