import type { CallEntry, Json, JsonObject, Params } from '../../model/index.ts';

/**
 * What we call of one AWS service. One file in `services/`, one line in `services/index.ts`.
 *
 * Rules of a table (checked by `catalog.test.ts`):
 * - `operation` is the API's name, so that the SDK exports `<operation>Command`;
 * - every call either `makes` an asset or lands in a field (`as`) of the asset it is made for (`each`);
 * - a setting of the whole account hangs on `aws.account`, one of a region on `aws.region`;
 * - a regional dependent call goes to its parent's region, so its parent must be a regional asset.
 */
export interface ServiceTable {
  /** Our name of the service, as facts and controls spell it: `elbv2`. */
  service: string;
  /** `() => import('@aws-sdk/client-sts')`: loaded on first use. */
  client: () => Promise<unknown>;
  /** Settings of the SDK client that only this service needs. */
  settings?: { [name: string]: unknown };
  /** Calls in the order a reader expects: what lists first, then the details. Execution follows `each`, not this order. */
  calls: readonly ServiceCall[];
}

/** A call of the table, with what AWS's odd ones need beyond {@link CallEntry}. */
export interface ServiceCall extends Omit<CallEntry, 'service'> {
  /** Further IAM actions that making the call takes (a preparing call, a key behind the data). */
  permissions?: readonly string[];
  /** Calls to be made before this one, e.g. to have a report generated. Their answers are not kept. */
  prepare?: (call: CallSdk, pause: Pause) => Promise<void>;
  /**
   * Turns an answer (a page of it) into what `items` reads, e.g. a CSV file into rows. May make further calls of the
   * service where the answer alone does not do. Throws on what it cannot read.
   */
  parse?: (answer: JsonObject, call: CallSdk, params: Params) => JsonObject | Promise<JsonObject>;
  /**
   * The requests that the call is made of, where one does not do or what is asked for hangs on the clock. Each is sent with
   * the call's own parameters, which alone say what the call is.
   */
  requests?: (now: Date) => readonly { [name: string]: unknown }[];
  /** What AWS says where there is none, for calls whose error code alone could as well mean "denied". */
  absentMessage?: RegExp;
  /**
   * Parameters of the next page, undefined after the last. Only where the SDK has no paginator for the operation and
   * the answer's token is not plain `NextToken`, `nextToken` or `NextMarker`.
   */
  next?: (answer: JsonObject) => Params | undefined;
}

/** Makes another call of the same service, in the same account and region, under the same limits. */
export type CallSdk = (operation: string, params: Params) => Promise<JsonObject>;

/** Waits, unless the collection is cancelled. */
export type Pause = (milliseconds: number) => Promise<void>;

/** An entry of the AWS catalog. */
export interface AwsCall extends ServiceCall {
  service: string;
}

/** Tags as most AWS APIs give them, `[{Key, Value}]` or `[{key, value}]`; a plain object is taken as it is. */
export function tagsOf(list: Json | undefined): Record<string, string> {
  const tags: Record<string, string> = {};
  if (Array.isArray(list)) {
    for (const tag of list) {
      if (typeof tag !== 'object' || tag === null || Array.isArray(tag)) continue;
      const key = tag.Key ?? tag.key ?? tag.TagKey;
      const value = tag.Value ?? tag.value ?? tag.TagValue;
      if (typeof key === 'string') tags[key] = typeof value === 'string' ? value : '';
    }
  } else if (typeof list === 'object' && list !== null) {
    for (const [key, value] of Object.entries(list)) tags[key] = typeof value === 'string' ? value : '';
  }
  return tags;
}

/** The text at a field, or the empty string: what `id` and `name` of an entry are made of. */
export function text(item: JsonObject, field: string): string {
  const value = item[field];
  return typeof value === 'string' ? value : '';
}

/** `aws`, `aws-cn`, `aws-us-gov`, ...: the partition that a region belongs to. */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  if (region.startsWith('us-isob-')) return 'aws-iso-b';
  if (region.startsWith('us-iso-')) return 'aws-iso';
  if (region.startsWith('eusc-')) return 'aws-eusc';
  return 'aws';
}

/** ARN of what has none in the answer of its API: `arn('ec2', origin, 'volume/vol-1')`. */
export function arn(service: string, origin: { account: string; region: string }, resource: string): string {
  return `arn:${partitionOf(origin.region)}:${service}:${origin.region}:${origin.account}:${resource}`;
}
