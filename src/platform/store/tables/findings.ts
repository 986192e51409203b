import type { Generated, GeneratedAlways } from 'kysely';
import type { Category, Json, JsonObject, Severity, Status } from '../../../model/index.ts';
import type { DefaultJsonb, Jsonb, Moment, Optional, OptionalJsonb, OptionalMoment } from './columns.ts';

/** The latest judgement of each (control, asset, discriminator), passes too. */
export interface ResultsTable {
  tenant: string;
  /** Same hash as the finding's. */
  id: string;
  control: string;
  asset: string;
  discriminator: string;
  kind: string;
  account: string;
  region: string;
  status: Status;
  evidence: Jsonb<{ [name: string]: Json }>;
  unknown: OptionalJsonb<{ operation: string; code: string; permission?: string }>;
  error: Optional<string>;
  /** Hash of everything that went in: control, params, asset, related. Equal: need not be judged again. */
  outcome_hash: Optional<string>;
  judged_at: Moment;
}

/** Rows to be summed: results by control, account and status; all accounts together under the account ''. Written by a trigger. */
export interface ResultCountsTable {
  tenant: string;
  seq: GeneratedAlways<number>;
  control: string;
  account: string;
  status: Status;
  n: number;
}

/** Values that a user set for the params of a control. `account` is '' for the whole organisation. */
export interface ParamsTable {
  tenant: string;
  control: string;
  account: string;
  values: Jsonb<JsonObject>;
  updated_at: Moment;
  updated_by: Optional<string>;
}

/** What a finding rests on: a control, or what advisories say of a package. */
export type FindingClass = 'control' | 'vulnerability';

export interface FindingsTable {
  tenant: string;
  id: string;
  /** Order of arrival; what pages go on by. */
  seq: GeneratedAlways<number>;
  rule: string;
  asset: string;
  asset_name: string;
  kind: string;
  provider: string;
  account: string;
  region: string;
  category: Optional<Category>;
  discriminator: string;
  severity: Severity;
  /** Place of the severity in `severities`: 0 critical … 4 info. */
  rank: GeneratedAlways<number>;
  /** 0–100, see `src/findings/risk.ts`. */
  risk: number;
  status: 'open' | 'resolved';
  resolution: Optional<'fixed' | 'not-applicable' | 'removed'>;
  stale: Generated<boolean>;
  /** The exception in force, if any. */
  exception_id: Optional<string>;
  evidence: Jsonb<{ [name: string]: Json }>;
  /** What its rule is. */
  class: Generated<FindingClass>;
  /** Of vulnerabilities: some update mends it. */
  fixable: Optional<boolean>;
  /** Of vulnerabilities: known to be exploited. */
  exploited: Optional<boolean>;
  first_seen: Moment;
  /** When it was opened or opened again. */
  opened_at: Moment;
  resolved_at: OptionalMoment;
  /** When status, stale or exception last changed; the time that the trend counts it under. */
  changed_at: Moment;
}

/** What a rule is searched by. */
export interface RulesTable {
  tenant: string;
  rule: string;
  /** Lower case: id and title in both languages. */
  search: string;
}

/** When each finding was last confirmed. Apart from `findings`, so that a scan that changes nothing rewrites no wide indexes. */
export interface FindingSightingsTable {
  tenant: string;
  /** The finding's `seq`, which the rows lie in order of. */
  seq: number;
  finding: string;
  last_seen: Moment;
}

export type FindingEventKind =
  | 'opened'
  | 'reopened'
  | 'resolved'
  | 'stale'
  | 'confirmed'
  | 'excepted'
  | 'exception-ended';

/** History of a finding. */
export interface FindingEventsTable {
  tenant: string;
  finding: string;
  seq: GeneratedAlways<number>;
  at: Moment;
  kind: FindingEventKind;
  /** Resolution, what is unknown, or the exception's id and reason. */
  detail: DefaultJsonb<JsonObject>;
  /** User who caused it; null: the product. */
  actor: Optional<string>;
}

/** What a finding is counted as. `open` and `stale` stand open and are accepted by nobody. */
export type FindingState = 'open' | 'stale' | 'excepted' | 'resolved';

export type FindingDimension = 'all' | 'rule' | 'account' | 'region' | 'kind' | 'category';

/** Rows to be summed: findings by one dimension at a time, severity and state. Written by a trigger on `findings`. */
export interface FindingCountsTable {
  tenant: string;
  seq: GeneratedAlways<number>;
  class: Generated<FindingClass>;
  dimension: FindingDimension;
  value: string;
  severity: Severity;
  state: FindingState;
  n: number;
}

/** Rows to be summed: what changed in each hour (after some days: in each day), UTC. Written by a trigger on `findings`. */
export interface FindingFlowTable {
  tenant: string;
  seq: GeneratedAlways<number>;
  class: Generated<FindingClass>;
  /** Start of the hour or day. */
  period: Moment;
  account: string;
  severity: Severity;
  /** Opened or opened again. */
  opened: number;
  resolved: number;
  /** By how many more findings stood open and not excepted at its end than at its start. */
  open_change: number;
}

/** A finding, or all of a rule within an account or an asset pattern, accepted for a reason and a time. */
export interface ExceptionsTable {
  tenant: string;
  id: string;
  finding_id: Optional<string>;
  rule: Optional<string>;
  account: Optional<string>;
  /** Asset id in which `*` stands for anything. */
  asset_pattern: Optional<string>;
  /** The same as a LIKE pattern. */
  asset_like: Optional<string>;
  reason: string;
  owner: Optional<string>;
  created_at: Moment;
  created_by: string;
  /** From this moment on it counts as none. */
  expires_at: OptionalMoment;
  /** Set by whoever ends it early. */
  removed_at: OptionalMoment;
  removed_by: Optional<string>;
  /** When its end was written to the findings. */
  ended_at: OptionalMoment;
}

/** Evidence for a requirement, given by hand. */
export interface EvidenceTable {
  tenant: string;
  id: string;
  framework: string;
  requirement: string;
  statement: string;
  link: Optional<string>;
  valid_until: OptionalMoment;
  created_at: Moment;
  created_by: string;
  removed_at: OptionalMoment;
  removed_by: Optional<string>;
}
