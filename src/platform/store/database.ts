import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { Category, Json, JsonObject, Severity, Status } from '../../model/index.ts';

/** The tenant of an installation that serves one organisation. */
export const DEFAULT_TENANT = 'default';

/** A moment: read as a Date, written as one or as ISO 8601 text. Kept to the millisecond. */
export type Moment = ColumnType<Date, Date | string, Date | string>;
export type OptionalMoment = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;

/** A `jsonb` column: read parsed, written as JSON text (see `jsonText`). */
export type Jsonb<T> = ColumnType<T, string, string>;
export type OptionalJsonb<T> = ColumnType<T | null, string | null | undefined, string | null>;
/** A `jsonb` column with a default. */
export type DefaultJsonb<T> = ColumnType<T, string | undefined, string>;

type Optional<T> = ColumnType<T | null, T | null | undefined, T | null>;

/**
 * Every table of the store as Kysely sees it. Each primary key begins with `tenant`, so that no query
 * can be quick without naming one. Migrations under `migrations/` make the tables; the two are kept equal by a test.
 */
export interface Database {
  tenants: TenantsTable;
  settings: SettingsTable;
  connections: ConnectionsTable;
  scans: ScansTable;
  segments: SegmentsTable;
  collections: CollectionsTable;
  assets: AssetsTable;
  asset_versions: AssetVersionsTable;
  relations: RelationsTable;
  asset_counts: AssetCountsTable;
  results: ResultsTable;
  result_counts: ResultCountsTable;
  params: ParamsTable;
  findings: FindingsTable;
  finding_sightings: FindingSightingsTable;
  finding_events: FindingEventsTable;
  finding_counts: FindingCountsTable;
  finding_days: FindingDaysTable;
  exceptions: ExceptionsTable;
  evidence: EvidenceTable;
  feeds: FeedsTable;
  users: UsersTable;
  totp: TotpTable;
  sessions: SessionsTable;
  sign_in_links: SignInLinksTable;
  api_tokens: ApiTokensTable;
  audit_log: AuditLogTable;
}

export interface TenantsTable {
  tenant: string;
  name: string;
  created_at: Moment;
}

/** Settings of the organisation, one row a name. */
export interface SettingsTable {
  tenant: string;
  name: string;
  value: Jsonb<Json>;
  updated_at: Moment;
  updated_by: Optional<string>;
}

/** How we reach an account or organisation. `credentials` is an envelope (see `crypto.ts`), never plain. */
export interface ConnectionsTable {
  tenant: string;
  id: string;
  provider: string;
  name: string;
  /** What stands in place of credentials in lists: role ARN, access key id, account numbers. No secrets. */
  settings: DefaultJsonb<JsonObject>;
  credentials: Optional<string>;
  /** Id of the key that `credentials` is encrypted with. */
  key_id: Optional<string>;
  /** AWS: generated once for each connection, given to AssumeRole. */
  external_id: Optional<string>;
  /** Cron expression in UTC; null: by hand only. */
  schedule: Optional<string>;
  enabled: Generated<boolean>;
  /** The sample organisation, which leaves with one click. */
  sample: Generated<boolean>;
  created_at: Moment;
  created_by: Optional<string>;
  updated_at: Moment;
  /** Last test or scan that got through, and what the last one that did not said. */
  last_ok_at: OptionalMoment;
  last_error: OptionalJsonb<{ code: string; message: string }>;
}

export type ScanState = 'queued' | 'running' | 'done' | 'incomplete' | 'failed' | 'cancelled';

export interface ScansTable {
  tenant: string;
  id: string;
  connection: string;
  state: ScanState;
  /** `schedule`, `user`, `upload`, `event`, `sample`. */
  trigger: string;
  requested_by: Optional<string>;
  requested_at: Moment;
  started_at: OptionalMoment;
  finished_at: OptionalMoment;
  cancel_requested: Generated<boolean>;
  /** Last sign of life of whoever runs it: an old one on a running scan means it was cut off. */
  heartbeat_at: OptionalMoment;
  /** What the console's bar shows; overwritten as the scan goes on. */
  progress: DefaultJsonb<JsonObject>;
  /** Numbers of the finished scan: calls, denied, assets, results by status, opened, resolved. */
  counts: DefaultJsonb<JsonObject>;
  /** What was lost, grouped: operation, code, region, permission, number. */
  errors: DefaultJsonb<Json[]>;
}

/** Files of facts on disk. */
export interface SegmentsTable {
  tenant: string;
  id: string;
  connection: string;
  scan: Optional<string>;
  /** Relative to the data folder. */
  path: string;
  bytes: number;
  records: number;
  started_at: Moment;
  finished_at: Moment;
}

/** The latest answer to each call: what tells "absent" from "not looked". */
export interface CollectionsTable {
  tenant: string;
  connection: string;
  /** `callId`: hash of the call key. */
  call: string;
  provider: string;
  account: string;
  region: string;
  service: string;
  operation: string;
  params: Jsonb<JsonObject>;
  complete: boolean;
  items: number;
  error_code: Optional<string>;
  error_message: Optional<string>;
  permission: Optional<string>;
  started_at: Moment;
  collected_at: Moment;
  /** When it was last complete; older than `collected_at` while the call fails. */
  complete_at: OptionalMoment;
  /** Where the facts lie. */
  segment: Optional<string>;
}

export interface AssetsTable {
  tenant: string;
  id: string;
  kind: string;
  provider: string;
  account: string;
  region: string;
  name: string;
  tags: Jsonb<Record<string, string>>;
  category: Category;
  data: Jsonb<JsonObject>;
  /** Hash over everything that can change but the times. */
  hash: string;
  connection: string;
  /** `callId` of the list call whose item it is; null for assets that no call lists. */
  listed_by: Optional<string>;
  /** Asset that the list call was made for: it leaves with its parent. */
  parent: Optional<string>;
  /** `callId`s of everything its data came from. */
  calls: ColumnType<string[], string[] | undefined, string[]>;
  /** Lower case text that search looks through. */
  search: string;
  first_seen: Moment;
  last_seen: Moment;
  changed_at: Moment;
  /** Set once a newer complete collection lacks it. */
  gone_at: OptionalMoment;
  /** 1, and one more for each time it was made anew under the same id. */
  incarnation: Generated<number>;
}

/** What an asset was before it changed. */
export interface AssetVersionsTable {
  tenant: string;
  asset: string;
  incarnation: number;
  valid_from: Moment;
  valid_to: Moment;
  name: string;
  tags: Jsonb<Record<string, string>>;
  data: Jsonb<JsonObject>;
  hash: string;
}

export interface RelationsTable {
  tenant: string;
  origin: 'observed' | 'derived';
  /** What is replaced together: `connection/account` of a scan, or the name of the engine that derives. */
  scope: string;
  from_id: string;
  type: string;
  to_id: string;
  evidence: OptionalJsonb<Json>;
  written_at: Moment;
}

/** Rows to be summed: assets that are there, by kind, account, region and category. */
export interface AssetCountsTable {
  tenant: string;
  seq: GeneratedAlways<number>;
  kind: string;
  category: Category;
  account: string;
  region: string;
  n: number;
}

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
  input_hash: Optional<string>;
  judged_at: Moment;
}

/** Rows to be summed: results by control, account and status. */
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

export interface FindingsTable {
  tenant: string;
  id: string;
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
  /** Lower case text that search looks through. */
  search: string;
  first_seen: Moment;
  /** When it was opened or opened again. */
  opened_at: Moment;
  resolved_at: OptionalMoment;
  /** When status, stale or exception last changed; the day that the trend counts it under. */
  changed_at: Moment;
}

/** When each finding was last confirmed. Apart from `findings`, so that a scan that changes nothing rewrites no wide indexes. */
export interface FindingSightingsTable {
  tenant: string;
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

export type FindingState = 'open' | 'excepted' | 'resolved';
export type FindingDimension = 'all' | 'rule' | 'account' | 'region' | 'kind' | 'category' | 'stale';

/** Rows to be summed: findings by one dimension at a time, severity and state. Written by a trigger on `findings`. */
export interface FindingCountsTable {
  tenant: string;
  seq: GeneratedAlways<number>;
  dimension: FindingDimension;
  value: string;
  severity: Severity;
  state: FindingState;
  n: number;
}

/** Rows to be summed: what changed on each day (UTC). Written by a trigger on `findings`. */
export interface FindingDaysTable {
  tenant: string;
  seq: GeneratedAlways<number>;
  /** `YYYY-MM-DD` */
  day: ColumnType<string, string, string>;
  severity: Severity;
  opened: number;
  resolved: number;
  /** By how many more findings stood open (not excepted) at the end of the day than at its start. */
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

/** How old what we judge by is. */
export interface FeedsTable {
  tenant: string;
  id: string;
  version: string;
  source: string;
  published_at: OptionalMoment;
  fetched_at: Moment;
  detail: DefaultJsonb<JsonObject>;
}

export type Role = 'viewer' | 'analyst' | 'admin';

export interface UsersTable {
  tenant: string;
  id: string;
  /** As typed at sign-in, lower case. Unique within the tenant. */
  username: string;
  name: string;
  role: Role;
  /** argon2id, or null before the first password is set. */
  password_hash: Optional<string>;
  must_set_password: Generated<boolean>;
  language: Optional<'en' | 'ko'>;
  disabled: Generated<boolean>;
  created_at: Moment;
  updated_at: Moment;
  last_sign_in_at: OptionalMoment;
}

/** Second factor. `secret` is an envelope. */
export interface TotpTable {
  tenant: string;
  user_id: string;
  secret: string;
  key_id: string;
  confirmed: Generated<boolean>;
  /** Last time step accepted: no code is taken twice. */
  last_step: Optional<number>;
  created_at: Moment;
}

export interface SessionsTable {
  tenant: string;
  /** SHA-256 of the cookie's token. */
  token_hash: string;
  user_id: string;
  csrf: string;
  created_at: Moment;
  expires_at: Moment;
  last_used_at: Moment;
  address: Optional<string>;
  agent: Optional<string>;
}

/** One-time links: first start, invitation. */
export interface SignInLinksTable {
  tenant: string;
  token_hash: string;
  user_id: string;
  created_at: Moment;
  expires_at: Moment;
  used_at: OptionalMoment;
}

export interface ApiTokensTable {
  tenant: string;
  id: string;
  name: string;
  token_hash: string;
  /** First characters, to tell tokens apart in a list. */
  prefix: string;
  scopes: ColumnType<string[], string[], string[]>;
  created_at: Moment;
  created_by: string;
  expires_at: OptionalMoment;
  last_used_at: OptionalMoment;
  revoked_at: OptionalMoment;
}

/** Append-only: the database refuses to change or delete a row. */
export interface AuditLogTable {
  tenant: string;
  seq: GeneratedAlways<number>;
  at: Moment;
  /** User id, `token:ID`, or `system`. */
  actor: string;
  actor_name: Optional<string>;
  /** `session.create`, `exception.create`, ... */
  action: string;
  target: Optional<string>;
  address: Optional<string>;
  ok: Generated<boolean>;
  detail: DefaultJsonb<JsonObject>;
}
