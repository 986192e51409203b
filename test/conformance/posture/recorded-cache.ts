import { buildInventory, type Inventory } from '../../../src/inventory/index.ts';
import {
  at,
  type CallEntry,
  type Catalog,
  callParams,
  GLOBAL,
  isObject,
  type Json,
  meansAbsent,
  operationName,
  type Params,
} from '../../../src/model/index.ts';
import { redact } from '../../../src/platform/redaction/index.ts';
import type { Answer } from '../../../src/platform/segments/index.ts';

/** `cache[service][apiCall][region][key...] = {data} | {err}` */
export type Cache = Record<string, Record<string, Record<string, unknown> | null> | null>;

/** How an operation of theirs differs from ours beyond the spelling. */
export interface OperationMap {
  /** Our operation, where its name is another one; empty where what it tells is part of another of theirs. */
  to?: string;
  /** Field that their recorder took the answer out of; it is put back. */
  wrap?: string;
  /** Their recorder keeps the whole answer, where it mostly keeps the list in it. */
  whole?: boolean;
  /** Field under which our version of the operation keeps what theirs has at the top of each item. */
  under?: string;
  /** They read one by one what we list: the field of their answer that is an item of our list, and its field with the key. */
  item?: { field: string; key: string };
}

export interface Vocabulary {
  /** Their service → ours, where they differ. */
  services: Record<string, string>;
  /** `service:operation` in our spelling → how it differs. */
  operations: Record<string, OperationMap>;
}

interface Recorded {
  entries: CallEntry[];
  map: OperationMap;
  region: string;
  keys: string[];
  data?: Json;
  error?: string;
}

const AT = '2026-01-01T00:00:00.000Z';
const KEY = Buffer.alloc(32);

/**
 * Turns a recorded cache into our recorded calls. Answers that belong to one resource are filed under its name or ARN;
 * they are matched to the asset whose parameters, id or name they carry, list by list, until nothing more is found.
 */
export async function answersOfCache(
  cache: Cache,
  catalog: Catalog,
  words: Vocabulary,
  account: string,
): Promise<Answer[]> {
  const recorded = readCache(cache, catalog, words);
  const answers: Answer[] = [];
  const push = (call: Recorded, entry: CallEntry, params: Params, region: string) =>
    answers.push(answerOf(call, entry, params, entry.scope === 'global' ? GLOBAL : region, account));

  const regions = new Set(recorded.map((call) => call.region).filter((region) => region !== GLOBAL));
  if (!recorded.some((call) => call.entries.some((entry) => operationName(entry) === 'sts:GetCallerIdentity'))) {
    answers.push(
      synthetic(catalog, 'sts:GetCallerIdentity', [{ Account: account, Arn: `arn:aws:iam::${account}:root` }], account),
    );
  }
  const names = [...(regions.size === 0 ? ['us-east-1'] : regions)];
  answers.push(
    synthetic(
      catalog,
      'ec2:DescribeRegions',
      names.map((RegionName) => ({ RegionName, OptInStatus: 'opt-in-not-required' })),
      account,
    ),
  );

  for (const call of recorded) {
    for (const entry of call.entries) {
      if (entry.each === undefined && call.keys.length === 0) push(call, entry, { ...entry.params }, call.region);
    }
  }
  for (const [entry, items] of listed(recorded)) {
    answers.push(
      answerOf(
        { entries: [entry], map: {}, region: GLOBAL, keys: [], data: items },
        entry,
        { ...entry.params },
        GLOBAL,
        account,
      ),
    );
  }
  const waiting = new Set(recorded.filter((call) => call.entries.some((entry) => entry.each !== undefined)));
  for (let found = true; found && waiting.size > 0; ) {
    found = false;
    const inventory = await buildInventory(catalog, answers);
    for (const call of waiting) {
      for (const entry of call.entries) {
        for (const { params, region } of parentsOf(inventory, entry, call)) {
          push(call, entry, params, region);
          if (waiting.delete(call)) found = true;
        }
      }
    }
  }
  return answers;
}

/** Lists put together from answers that were recorded one by one, where the list itself was not recorded. */
function listed(recorded: readonly Recorded[]): Map<CallEntry, Json[]> {
  const lists = new Map<CallEntry, Json[]>();
  for (const { entries, map, keys, data } of recorded) {
    const [entry] = entries;
    const item = map.item === undefined || data === undefined ? undefined : at(data, map.item.field);
    if (map.item === undefined || entry === undefined || !isObject(item)) continue;
    if (recorded.some((call) => call.entries.includes(entry) && call.keys.length === 0)) continue;
    lists.set(entry, [...(lists.get(entry) ?? []), { ...item, [map.item.key]: keys[0] ?? null }]);
  }
  return lists;
}

function readCache(cache: Cache, catalog: Catalog, words: Vocabulary): Recorded[] {
  const byName = Map.groupBy(catalog.calls, (entry) => operationName(entry).toLowerCase());
  const recorded: Recorded[] = [];
  for (const [theirService, operations] of Object.entries(cache)) {
    const service = words.services[theirService] ?? theirService;
    for (const [operation, byRegion] of Object.entries(operations ?? {})) {
      const spelled = `${service}:${operation.charAt(0).toUpperCase()}${operation.slice(1)}`;
      const map = words.operations[spelled] ?? {};
      const entries = byName.get((map.to ?? spelled).toLowerCase()) ?? [];
      if (entries.length === 0) continue;
      for (const [region, value] of Object.entries(byRegion ?? {}))
        collect(value, { entries, map, region, keys: [] }, recorded);
    }
  }
  return recorded;
}

/** Goes down through the keys until the answer is reached. */
function collect(value: unknown, call: Recorded, recorded: Recorded[]): void {
  if (!isObject(value)) return;
  if ('data' in value || 'err' in value) {
    const failed = value.err !== undefined && value.err !== null && value.err !== false;
    if (failed || value.data === undefined || value.data === null) recorded.push({ ...call, error: codeOf(value.err) });
    else recorded.push({ ...call, data: value.data });
    return;
  }
  if (Object.keys(value).length === 0) {
    // The call was made, and nothing came of it.
    recorded.push({ ...call, error: 'Unavailable' });
    return;
  }
  if (call.keys.length > 3) return;
  for (const [key, below] of Object.entries(value)) collect(below, { ...call, keys: [...call.keys, key] }, recorded);
}

function codeOf(error: unknown): string {
  if (!isObject(error)) return 'Unavailable';
  const code = error.code ?? error.Code ?? error.name;
  return typeof code === 'string' && code !== '' ? code : 'Unavailable';
}

function parentsOf(inventory: Inventory, entry: CallEntry, call: Recorded): { params: Params; region: string }[] {
  if (entry.each === undefined) return [];
  const found: { params: Params; region: string }[] = [];
  for (const parent of inventory.ofKind(entry.each.kind)) {
    if (entry.scope === 'regional' && parent.region !== GLOBAL && parent.region !== call.region) continue;
    const asset = inventory.load(parent);
    const params = callParams(entry, asset);
    if (params === undefined) continue;
    // They may file an answer under any of the parent's own fields (a load balancer's under its DNS name), and under
    // the last part of an ARN (a key's id).
    const texts = [...Object.values(params).flat(), ...Object.values(asset.data), parent.id, parent.name].map(String);
    const names = new Set([
      ...texts,
      ...texts.filter((one) => one.startsWith('arn:')).map((one) => one.split('/').at(-1)),
    ]);
    if (call.keys.every((key) => names.has(key))) found.push({ params, region: parent.region });
  }
  return found;
}

function answerOf(call: Recorded, entry: CallEntry, params: Params, region: string, account: string): Answer {
  const absent = call.error !== undefined && meansAbsent(entry, call.error);
  const items = (call.error === undefined ? itemsOf(call, entry) : []).map((item) =>
    redact(item, entry.sensitive ?? [], KEY),
  );
  const complete = call.error === undefined || absent;
  return {
    items,
    collection: {
      type: 'collection',
      tenant: 'default',
      connection: 'case',
      provider: 'aws',
      account,
      region,
      service: entry.service,
      operation: entry.operation,
      params,
      pages: 1,
      items: items.length,
      complete,
      ...(complete ? {} : { error: { code: call.error as string, message: 'as recorded' } }),
      startedAt: AT,
      finishedAt: AT,
    },
  };
}

function itemsOf(call: Recorded, entry: CallEntry): Json[] {
  const data = call.data as Json;
  const { wrap } = call.map;
  const wrapped = wrap === undefined || (isObject(data) && wrap in data);
  const whole = wrapped ? data : { [wrap]: data };
  if (entry.items === undefined) return [whole];
  // A list call is recorded without the fields around the list, a call for one resource with them.
  const taken = Array.isArray(whole) && call.map.whole !== true;
  const steps = entry.items.split('.');
  if (taken) steps.shift();
  while (taken && steps.length > 0 && !whole.some((one) => isObject(one) && (steps[0] as string) in one)) steps.shift();
  const path = steps.join('.');
  const list = path === '' ? whole : at(whole, path);
  if (list === undefined || list === null) return [];
  const items = Array.isArray(list) ? list : [list];
  const { under } = call.map;
  return under === undefined ? items : items.map((item) => (isObject(item) ? { ...item, [under]: item } : item));
}

/** What a source always collects first; the recordings begin after it. */
function synthetic(catalog: Catalog, operation: string, items: Json[], account: string): Answer {
  const entry = catalog.calls.find((call) => operationName(call) === operation) as CallEntry;
  const params = { ...entry.params };
  const { collection } = answerOf(
    { entries: [entry], map: {}, region: GLOBAL, keys: [], data: [] },
    entry,
    params,
    GLOBAL,
    account,
  );
  return { items, collection: { ...collection, items: items.length } };
}
