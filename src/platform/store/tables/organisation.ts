import type { Generated } from 'kysely';
import type { Json, JsonObject } from '../../../model/index.ts';
import type { DefaultJsonb, Jsonb, Moment, Optional, OptionalJsonb, OptionalMoment } from './columns.ts';

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
  /** Set before anything of it is dropped: from then on nothing is judged for it. */
  removed_at: OptionalMoment;
}

export type ScanState = 'queued' | 'running' | 'done' | 'incomplete' | 'failed' | 'cancelled';

export interface ScansTable {
  tenant: string;
  id: string;
  connection: string;
  state: ScanState;
  /** `schedule`, `user`, `upload`, `event`, `sample`. */
  trigger: string;
  /** The one image that it is of; null: everything that its connection leads to. */
  target: OptionalJsonb<{ reference: string; platform?: string }>;
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
