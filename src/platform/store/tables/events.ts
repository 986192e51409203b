import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { Activity, Json, JsonObject, Severity, Text } from '../../../model/index.ts';
import type { DefaultJsonb, Jsonb, Moment, Optional, OptionalJsonb, OptionalMoment } from './columns.ts';

type Texts = ColumnType<string[], string[], string[]>;

/** A calendar day, UTC: `2026-11-28`. Read as text (`day::text`). */
type Day = ColumnType<string, string, never>;

/** Detections that fired: all firings of one id are one row. */
export interface AlertsTable {
  tenant: string;
  /** See `alertId` in the model. */
  id: string;
  seq: GeneratedAlways<number>;
  detection: string;
  /** The watch that raised it. */
  watch: Optional<string>;
  /** Title, severity and ATT&CK ids are those of the detection when it fired. */
  title: Jsonb<Text>;
  severity: Severity;
  techniques: Texts;
  tactics: Texts;
  /** Values that tell it from other alerts of the detection. */
  grouped: Jsonb<Record<string, string>>;
  period: Moment;
  /** Of its earliest event, as far as actor, account, region and address go. */
  source: string;
  actor: string;
  account: string;
  region: string;
  ip: Optional<string>;
  /** Of all its events. */
  actors: Texts;
  accounts: Texts;
  assets: Texts;
  /** What it can have in common with other alerts, see `joinKeys`. */
  keys: Texts;
  first_at: Moment;
  last_at: Moment;
  raised_at: Moment;
  /** Events that it rests on, as far as they are kept. */
  events: number;
  incident: Optional<string>;
  /** The exception, made later, that covers it. */
  exception_id: Optional<string>;
  search: string;
}

/** The events that an alert rests on: the earliest ones, at most `MOST_EVIDENCE`. */
export interface AlertEventsTable {
  tenant: string;
  alert: string;
  source: string;
  event: string;
  at: Moment;
  /** Null where the event could not be found any more when the alert was stored. */
  activity: OptionalJsonb<Activity>;
}

/** Alerts raised, by the UTC day of their newest event at that time. */
export interface AlertDaysTable {
  tenant: string;
  day: Day;
  detection: string;
  severity: Severity;
  n: number;
  last_at: Moment;
}

export type IncidentStatus = 'open' | 'investigating' | 'closed';
export type Verdict = 'true-positive' | 'benign' | 'false-positive' | 'undetermined';

export interface IncidentsTable {
  tenant: string;
  /** Given when it opens, and kept whatever joins it later. */
  id: string;
  seq: GeneratedAlways<number>;
  title: Jsonb<Text>;
  severity: Severity;
  status: Generated<IncidentStatus>;
  verdict: Optional<Verdict>;
  assignee: Optional<string>;
  actors: Texts;
  accounts: Texts;
  assets: Texts;
  techniques: Texts;
  alerts: number;
  first_at: Moment;
  last_at: Moment;
  opened_at: Moment;
  closed_at: OptionalMoment;
  /** The incident that it turned out to be part of. */
  merged_into: Optional<string>;
  search: string;
}

/** What people wrote and changed, and what the product changed (`actor` null). */
export interface IncidentEventsTable {
  tenant: string;
  incident: string;
  seq: GeneratedAlways<number>;
  at: Moment;
  kind: 'note' | 'change';
  actor: Optional<string>;
  note: Optional<string>;
  /** `status`, `verdict`, `assignee`, `severity`, `merged`. */
  what: Optional<string>;
  from_value: Optional<string>;
  to_value: Optional<string>;
}

/** Detections that somebody switched on or off. */
export interface DetectionSettingsTable {
  tenant: string;
  detection: string;
  enabled: boolean;
  updated_at: Moment;
  updated_by: Optional<string>;
}

/** Rules that users brought, as they brought them: one row a Sigma document. */
export interface DetectionImportsTable {
  tenant: string;
  id: string;
  yaml: string;
  created_at: Moment;
  created_by: Optional<string>;
}

export interface DetectionExceptionsTable {
  tenant: string;
  id: string;
  detection: string;
  /** All must hold; `*` stands for any run of characters. */
  fields: Jsonb<{ field: string; value: string }[]>;
  reason: string;
  expires_at: Moment;
  created_at: Moment;
  created_by: string;
}

export interface WatchesTable {
  tenant: string;
  id: string;
  title: Jsonb<Text>;
  enabled: boolean;
  /** Ids of known events. */
  events: Texts;
  actor: Optional<string>;
  account: Optional<string>;
  region: Optional<string>;
  ip: Optional<string>;
  asset: Optional<string>;
  outcome: Optional<'success' | 'failure'>;
  severity: Severity;
  channels: Texts;
  /** Made by the product at the first start. */
  named: Generated<boolean>;
  created_at: Moment;
  created_by: Optional<string>;
  updated_at: Moment;
}

/** Lists (Sigma placeholders) that somebody set. */
export interface DetectionListsTable {
  tenant: string;
  id: string;
  entries: Texts;
  updated_at: Moment;
  updated_by: Optional<string>;
}

/** Up to where in the event log everything was judged and its alerts are stored. */
export interface DetectorPositionsTable {
  tenant: string;
  id: string;
  chunk: string;
  offset: number;
  updated_at: Moment;
}

/** Where events come from. `secret` is an envelope (see `crypto.ts`), never plain. */
export interface EventFeedsTable {
  tenant: string;
  id: string;
  name: string;
  type: string;
  enabled: Generated<boolean>;
  connection: Optional<string>;
  settings: DefaultJsonb<JsonObject>;
  secret: Optional<string>;
  key_id: Optional<string>;
  /** Where it goes on after a restart, in the feed's own terms. */
  marker: OptionalJsonb<Json>;
  state: Generated<'running' | 'waiting' | 'failing' | 'off'>;
  error: OptionalJsonb<Text>;
  checked_at: OptionalMoment;
  /** Time of the newest event. */
  newest: OptionalMoment;
  created_at: Moment;
  created_by: Optional<string>;
  updated_at: Moment;
}

/** Events taken in, by the hour they came in. */
export interface EventHoursTable {
  tenant: string;
  hour: Moment;
  feed: string;
  source: string;
  taken: number;
  duplicates: number;
  newest: Moment;
}

/** What was lost, by the hour it was noticed. */
export interface EventLossesTable {
  tenant: string;
  hour: Moment;
  feed: string;
  reason: string;
  n: number;
}

/** How often known events came, by UTC day of the event. */
export interface KnownEventDaysTable {
  tenant: string;
  day: Day;
  event: string;
  n: number;
}
