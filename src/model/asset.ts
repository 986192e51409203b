import type { Json, JsonObject } from './json.ts';

/** What an asset is good for; the inventory groups by it. */
export const categories = [
  'organization',
  'identity',
  'compute',
  'container',
  'storage',
  'database',
  'network',
  'messaging',
  'security',
  'management',
  'ai',
  'code',
] as const;
export type Category = (typeof categories)[number];

/** A thing that facts describe. */
export interface Asset {
  tenant: string;
  /** The vendor's own id: an ARN for AWS; `aws:ACCOUNT` for accounts, `aws:ACCOUNT:REGION` for regions. */
  id: string;
  /** `provider.service.type`: `aws.s3.bucket`. */
  kind: string;
  provider: string;
  account: string;
  /** Region name, or `global`. */
  region: string;
  name: string;
  tags: Record<string, string>;
  category: Category;
  /** The list item with the answer of each detail call under the name its table entry gives. */
  data: JsonObject;
}

/** How two assets belong together, read from `from` to `to`. */
export interface Relation {
  from: string;
  /** `contains`, `uses`, `assumes`, `runs`, `exposes`, `logs-to`, `attached`, ... */
  type: string;
  to: string;
  origin: 'observed' | 'derived';
  evidence?: Json;
}

/** What is not known of an asset or a list: the call that failed or was never made. */
export interface Missing {
  /** `s3:GetBucketAcl` */
  operation: string;
  /** The error code of the call, `NotCollected`, or `Incomplete`. */
  code: string;
  permission?: string;
}

/**
 * Field of an asset's data that lists what is not known of it: field name → why.
 * With `partial`, the field holds a list of which only the beginning is known.
 */
export const UNKNOWN_FIELD = '$unknown';
export type UnknownFields = { [field: string]: Missing & { partial?: true } };
