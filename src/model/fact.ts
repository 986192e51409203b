import { canonicalJson, type Json } from './json.ts';

/** The region of what is not bound to one. */
export const GLOBAL = 'global';

/** Where a call was made. `connection` names the credentials of ours it was made with. */
export interface Scope {
  tenant: string;
  connection: string;
  provider: string;
  account: string;
  /** Region name, or {@link GLOBAL}. */
  region: string;
}

export type Params = { [name: string]: Json };

/** One API operation with its parameters. */
export interface Call {
  /** Service as the call table names it: `s3`. */
  service: string;
  /** Operation in the spelling of the vendor's API: `GetBucketAcl`. */
  operation: string;
  params: Params;
}

/** Code of a call that the organisation refuses to everybody, whatever the caller is allowed. */
export const DENIED_BY_SERVICE_CONTROL_POLICY = 'DeniedByServiceControlPolicy';

/** Why a call gave nothing. */
export interface CallError {
  /** The vendor's error code, or `Timeout`, `Network`, `Interrupted`, {@link DENIED_BY_SERVICE_CONTROL_POLICY}, ... */
  code: string;
  message: string;
  /** The permission that would have let it through, where the error means "denied". */
  permission?: string;
}

/** One item of one raw answer, kept as it came after redaction. */
export interface Fact extends Scope, Call {
  type: 'fact';
  /** Position of the item over all pages of the answer. */
  item: number;
  data: Json;
  /** ISO 8601, UTC. */
  collectedAt: string;
}

/**
 * One call made, written after its facts. It is what tells "absent" from "not looked":
 * where no complete collection stands, nothing is known.
 */
export interface Collection extends Scope, Call {
  type: 'collection';
  pages: number;
  items: number;
  /** True if every page was read. */
  complete: boolean;
  error?: CallError;
  startedAt: string;
  finishedAt: string;
}

export type FactRecord = Fact | Collection;

/** What one call answered, all of it at once. */
export interface WholeAnswer {
  items: readonly Json[];
  /** Set where there may be more than the items. */
  error?: CallError | undefined;
  startedAt: string;
  /** Its facts are of this moment. */
  finishedAt: string;
}

/** The records of a call that answers in one piece: its facts, and last the collection. */
export function recordsOf(call: Scope & Call, { items, error, startedAt, finishedAt }: WholeAnswer): FactRecord[] {
  const facts = items.map((data, item): Fact => ({ type: 'fact', ...call, item, data, collectedAt: finishedAt }));
  const complete = error === undefined;
  const end = { pages: 1, items: items.length, complete, ...(complete ? {} : { error }), startedAt, finishedAt };
  return [...facts, { type: 'collection', ...call, ...end }];
}

/** `s3:GetBucketAcl`: how controls, errors and people name an operation. */
export function operationName(call: { service: string; operation: string }): string {
  return `${call.service}:${call.operation}`;
}

/** Identity of a call within its tenant and connection: two answers to the same call share it. */
export function callKey(call: Call & { account: string; region: string }): string {
  return `${call.account}/${call.region}/${call.service}:${call.operation}${canonicalJson(call.params)}`;
}

/** Where facts go as they are collected. */
export interface FactSink {
  write(record: FactRecord): Promise<void>;
}
