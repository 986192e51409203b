import {
  at,
  type CallError,
  type Collection,
  type FactSink,
  type Json,
  type JsonObject,
  meansAbsent,
  type Params,
  type Scope,
} from '../../model/index.ts';
import { type RedactionKey, redact } from '../../platform/redaction/index.ts';
import type { Connected } from './clients.ts';
import { BeyondLimit, callError, isUnknownHost } from './failure.ts';
import { answerPages, sdkCall } from './pages.ts';
import type { AwsCall, Pause } from './service-table.ts';

/** How much is taken of one call. */
export interface CallLimits {
  pages: number;
  items: number;
  /** Characters of JSON. */
  size: number;
}

export const callLimits: CallLimits = { pages: 10_000, items: 1_000_000, size: 1024 ** 3 };

/** What making a call takes. */
export interface CallContext {
  connect: () => Promise<Connected>;
  sink: FactSink;
  redactionKey: RedactionKey;
  now: () => Date;
  pause: Pause;
  limits: CallLimits;
  signal: AbortSignal | undefined;
  /** True if it is certain that the service has no endpoint in the region, and not that DNS is out of order. */
  isAbsentFromRegion: () => Promise<boolean>;
}

/**
 * Makes one call and writes what it gives: each item of each page as a fact, redacted, then the collection, which says
 * whether every page was read. A call that fails on the way keeps what came and is incomplete. `onItem` sees each item
 * as it was written. Throws only what the sink throws.
 */
export async function makeCall(
  call: AwsCall,
  params: Params,
  scope: Scope,
  context: CallContext,
  onItem: (item: Json) => void,
): Promise<Collection> {
  const { sink, redactionKey, limits } = context;
  const head = { ...scope, service: call.service, operation: call.operation, params };
  const startedAt = context.now().toISOString();
  const size = { pages: 0, items: 0, json: 0 };

  async function keep(raw: Json): Promise<void> {
    if (size.items >= limits.items) throw new BeyondLimit(`More than ${limits.items} items`);
    const data = redact(raw, call.sensitive ?? [], redactionKey);
    size.json += JSON.stringify(data).length;
    if (size.json > limits.size) throw new BeyondLimit(`More than ${limits.size} characters`);
    await write(sink, { ...head, type: 'fact', item: size.items, data, collectedAt: context.now().toISOString() });
    size.items += 1;
    onItem(data);
  }

  let outcome: { complete: boolean; error?: CallError } = { complete: true };
  try {
    const connected = await context.connect();
    const send = sdkCall(connected, context.signal);
    await call.prepare?.(send, context.pause);
    for (const request of call.requests?.(context.now()) ?? [{}]) {
      for await (const page of answerPages(call, { ...params, ...request }, connected, context.signal)) {
        if (size.pages >= limits.pages) throw new BeyondLimit(`More than ${limits.pages} pages`);
        size.pages += 1;
        for (const item of itemsOf(call, call.parse ? await call.parse(page, send, params) : page)) await keep(item);
      }
    }
  } catch (error) {
    if (error instanceof SinkFailed) throw error.cause;
    outcome = await failed(call, error, context);
  }
  const finishedAt = context.now().toISOString();
  const collection: Collection = {
    ...head,
    type: 'collection',
    pages: size.pages,
    items: size.items,
    ...outcome,
    startedAt,
    finishedAt,
  };
  await sink.write(collection);
  return collection;
}

/** Writes that a call was not even tried, and why. */
export async function leaveUntried(
  call: AwsCall,
  params: Params,
  scope: Scope,
  context: Pick<CallContext, 'sink' | 'now'>,
  error: CallError,
): Promise<Collection> {
  const at = context.now().toISOString();
  const collection: Collection = {
    ...scope,
    type: 'collection',
    service: call.service,
    operation: call.operation,
    params,
    pages: 0,
    items: 0,
    complete: false,
    error,
    startedAt: at,
    finishedAt: at,
  };
  await context.sink.write(collection);
  return collection;
}

/** The items of one page: the list at `items`, or the whole answer. */
function itemsOf(call: AwsCall, answer: JsonObject): Json[] {
  if (call.items === undefined) return [answer];
  const list = at(answer, call.items);
  if (list === undefined || list === null) return [];
  return Array.isArray(list) ? list : [list];
}

async function failed(
  call: AwsCall,
  error: unknown,
  context: CallContext,
): Promise<{ complete: boolean; error?: CallError }> {
  if (error instanceof Error && (meansAbsent(call, error.name) || call.absentMessage?.test(error.message))) {
    return { complete: true };
  }
  if (context.signal?.aborted) {
    return { complete: false, error: { code: 'Interrupted', message: 'The collection was cancelled' } };
  }
  const told = callError(error, call);
  if (isUnknownHost(error) && (await context.isAbsentFromRegion())) {
    const message = `AWS does not offer ${call.service} in this region`;
    return { complete: true, error: { code: 'ServiceNotInRegion', message } };
  }
  return { complete: false, error: told };
}

/** Tells a sink's own error, which ends the collection, from a call's. */
class SinkFailed extends Error {}

async function write(sink: FactSink, record: Parameters<FactSink['write']>[0]): Promise<void> {
  try {
    await sink.write(record);
  } catch (error) {
    throw new SinkFailed('The sink failed', { cause: error });
  }
}
