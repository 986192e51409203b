import { callKey, type Fact, GLOBAL, type ItemOrigin, type Json, type Params } from '../../model/index.ts';
import { type CallContext, leaveUntried, makeCall } from './call.ts';
import { feeds } from './catalog.ts';
import type { Clients } from './clients.ts';
import { notTried } from './failure.ts';
import { boundParams, leaveUnknown, type Node, nodeOf, settle } from './node.ts';
import { inParallel } from './parallel.ts';
import type { Tally } from './progress.ts';
import type { AwsCall, ServiceTable } from './service-table.ts';
import { createSilence } from './silence.ts';

/** What an earlier, interrupted run of the same recording has already. */
export interface Recorded {
  /** True if a complete collection of the call stands. */
  done(callKey: string): boolean;
  /** The facts of that collection, in order. */
  facts(callKey: string): AsyncIterable<Fact>;
}

export interface WalkContext extends Omit<CallContext, 'connect' | 'isAbsentFromRegion'> {
  tenant: string;
  connection: string;
  account: string;
  /** Region whose endpoints answer for the whole account. */
  homeRegion: string;
  selected: ReadonlySet<AwsCall>;
  tables: ReadonlyMap<string, ServiceTable>;
  clients: Clients;
  tally: Tally;
  recorded: Recorded | undefined;
  /** True if it is certain that the region exists, so that an unknown host in it means a missing service. */
  regionResolves: (region: string) => Promise<boolean>;
  /** True if calls may go to the region. */
  mayEnter: (region: string) => boolean;
}

/** Assets of one list whose dependent calls are made at once; the lanes bound what truly runs. */
const assetsAtOnce = 16;

/** How a call ended, for those that depend on it. */
interface Outcome {
  complete: boolean;
  code: string;
}

/**
 * Makes calls and, for each asset that their answers name, the calls that depend on it, each once. Answers pass by: of a
 * list, what dependents need is kept as text until its turn; of an asset, what another of its calls reads.
 */
export function createWalk(context: WalkContext) {
  const { tenant, connection, account, recorded, tally, clients, signal } = context;
  const dependents = new Map<string, AwsCall[]>();
  for (const call of context.selected) {
    if (call.each) dependents.set(call.each.kind, [...dependentsOf(call.each.kind), call]);
  }
  const begun = new Set<string>();
  const silence = createSilence();

  function dependentsOf(kind: string): readonly AwsCall[] {
    return dependents.get(kind) ?? [];
  }

  function scopeOf(region: string) {
    return { tenant, connection, provider: 'aws', account, region };
  }

  /** Makes one call, unless an earlier run has its answer. Undefined where it was begun before, or all is cancelled. */
  async function perform(
    call: AwsCall,
    params: Params,
    region: string,
    onItem: (item: Json) => void,
  ): Promise<Outcome | undefined> {
    const { service, operation } = call;
    const key = callKey({ account, region, service, operation, params });
    if (signal?.aborted || begun.has(key)) return undefined;
    begun.add(key);
    tally.planned(region, service);
    if (recorded?.done(key)) {
      for await (const fact of recorded.facts(key)) onItem(fact.data);
      tally.resumed(region, service);
      return { complete: true, code: '' };
    }
    const collection = await attempt(call, params, region, onItem);
    tally.made(region, service, collection, clients.throttled(service, endpointOf(region)));
    return { complete: collection.complete, code: collection.error?.code ?? '' };
  }

  async function attempt(call: AwsCall, params: Params, region: string, onItem: (item: Json) => void) {
    const hopeless = silence.hopeless(region, call.service);
    if (hopeless) return leaveUntried(call, params, scopeOf(region), context, notTried(hopeless));
    const table = context.tables.get(call.service);
    if (!table) throw new TypeError(`No table of service ${call.service}`);
    const connect = () => clients.connect(table, endpointOf(region));
    const isAbsentFromRegion = () => context.regionResolves(region);
    const collection = await makeCall(
      call,
      params,
      scopeOf(region),
      { ...context, connect, isAbsentFromRegion },
      onItem,
    );
    silence.heard(region, call.service, collection.complete ? undefined : collection.error);
    return collection;
  }

  function endpointOf(region: string): string {
    return region === GLOBAL ? context.homeRegion : region;
  }

  /** Makes a call and, for each asset in its answer, all that depends on it. `values` takes the items as they come. */
  async function descend(
    call: AwsCall,
    params: Params,
    region: string,
    parent?: Node,
    values?: Json[],
  ): Promise<Outcome | undefined> {
    const { makes } = call;
    const below = makes ? dependentsOf(makes.kind) : [];
    const pending: string[] = [];
    const outcome = await perform(call, params, region, (item) => {
      values?.push(item);
      // Text takes a fraction of the memory that objects do, and a list may be long.
      if (below.length > 0) pending.push(JSON.stringify(item));
    });
    if (makes) {
      const origin: ItemOrigin = { ...scopeOf(region), params };
      if (parent) origin.parent = { id: parent.id, name: parent.name, data: parent.data };
      await inParallel(pending, assetsAtOnce, async (text) => {
        const node = nodeOf(makes, JSON.parse(text), origin, below);
        if (node) await visit(node, below);
      });
    }
    return outcome;
  }

  /** Makes the calls for one asset, each after those whose answers it reads. */
  async function visit(node: Node, calls: readonly AwsCall[]): Promise<void> {
    await inParallel(calls, calls.length, (call) => detail(node, call));
  }

  function detail(node: Node, call: AwsCall): Promise<void> {
    const making = node.made.get(call) ?? makeDetail(node, call);
    node.made.set(call, making);
    return making;
  }

  async function makeDetail(node: Node, call: AwsCall): Promise<void> {
    const siblings = dependentsOf(node.kind);
    for (const other of siblings) if (feeds(other, call)) await detail(node, other);
    const params = boundParams(call, node);
    if (params === 'none') settle(node, call, null);
    if (params === 'none' || params === 'unknown') return;
    const region = call.scope === 'global' ? GLOBAL : node.region;
    if (!context.mayEnter(region)) return;
    const values: Json[] | undefined = siblings.some((other) => feeds(call, other)) ? [] : undefined;
    const outcome = await descend(call, params, region, node, values);
    if (!outcome?.complete) leaveUnknown(node, call, outcome?.code || 'NotCollected');
    else if (values) settle(node, call, call.items === undefined ? (values[0] ?? null) : values);
  }

  return {
    dependentsOf,
    scopeOf,
    visit,
    /** Makes a list call in a region (or {@link GLOBAL}) and all that depends on its items. */
    async list(call: AwsCall, region: string): Promise<void> {
      await descend(call, call.params ?? {}, region);
    },
    /** Makes a list call and gives its assets, whose dependent calls are left to {@link visit}. */
    async assets(call: AwsCall, region: string): Promise<Node[]> {
      const { makes } = call;
      const items: Json[] = [];
      await perform(call, call.params ?? {}, region, (item) => items.push(item));
      const origin: ItemOrigin = { ...scopeOf(region), params: call.params ?? {} };
      if (!makes) return [];
      return items.flatMap((item) => nodeOf(makes, item, origin, dependentsOf(makes.kind)) ?? []);
    },
  };
}

export type Walk = ReturnType<typeof createWalk>;
