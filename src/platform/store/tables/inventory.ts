import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { Category, Json, JsonObject } from '../../../model/index.ts';
import type { Jsonb, Moment, Optional, OptionalJsonb, OptionalMoment } from './columns.ts';

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
