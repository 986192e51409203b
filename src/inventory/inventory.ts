import {
  type Asset,
  type CallEntry,
  type Catalog,
  type Collection,
  callKey,
  callParams,
  canonicalJson,
  GLOBAL,
  type ItemOrigin,
  isObject,
  type Json,
  type JsonObject,
  type Missing,
  operationName,
  type Params,
  type Relation,
  UNKNOWN_FIELD,
  type UnknownFields,
} from '../model/index.ts';
import type { Answer } from '../platform/segments/index.ts';
import { inTurns } from '../platform/turns.ts';

/** What became of one call; items are kept as JSON text, an eighth of the memory of the parsed form. */
interface Recorded {
  collection: Collection;
  items: string[];
}

/** Facts of one or more accounts turned into assets and relations. */
export interface Inventory {
  /** Every asset without its data, in the order they were found. */
  readonly assets: readonly AssetEntryOf[];
  readonly relations: readonly Relation[];
  /** Every call made, the newest of each. */
  collections(): Iterable<Collection>;
  ofKind(kind: string): readonly AssetEntryOf[];
  find(id: string): AssetEntryOf | undefined;
  /** The asset with its whole data: its list item, its details, and what is unknown of it. */
  load(entry: AssetEntryOf): Asset;
  /** The calls that an asset's data came from. */
  sources(entry: AssetEntryOf): Collection[];
  /** What a call made for an asset answered, parsed anew; undefined where it was not made. For answers too large for the asset's data. */
  answer(entry: AssetEntryOf, operation: string): Answer | undefined;
}

/** An asset as the inventory keeps it: `item` is where its data lies. */
export interface AssetEntryOf extends Omit<Asset, 'data'> {
  connection: string;
  /** Where the list item lies. */
  item: { call: string; index: number };
  entry: CallEntry;
  parent?: string;
}

/**
 * Builds the inventory from recorded calls: list items become assets, dependent calls are matched to their parents
 * by parameters, relations are read from the data. What was not collected is recorded as unknown, never as absent.
 */
export async function buildInventory(
  catalog: Catalog,
  answers: AsyncIterable<Answer> | Iterable<Answer>,
): Promise<Inventory> {
  const recorded = new Map<string, Recorded>();
  for await (const { collection, items } of answers) {
    const key = callKey(collection);
    const earlier = recorded.get(key);
    if (earlier !== undefined && earlier.collection.finishedAt > collection.finishedAt) continue;
    recorded.set(key, { collection, items: items.map((item) => JSON.stringify(item)) });
  }

  const byParentKind = new Map<string, CallEntry[]>();
  const roots: CallEntry[] = [];
  for (const entry of catalog.calls) {
    if (entry.each === undefined) roots.push(entry);
    else byParentKind.set(entry.each.kind, [...(byParentKind.get(entry.each.kind) ?? []), entry]);
  }
  for (const [kind, details] of byParentKind) byParentKind.set(kind, inReadingOrder(details));
  const recordedByOperation = new Map<string, string[]>();
  for (const [key, { collection }] of recorded) {
    const name = operationName(collection);
    const keys = recordedByOperation.get(name);
    if (keys === undefined) recordedByOperation.set(name, [key]);
    else keys.push(key);
  }

  const collected = new Set(catalog.calls.filter((entry) => recordedByOperation.has(operationName(entry))));

  const assets: AssetEntryOf[] = [];
  const byId = new Map<string, AssetEntryOf>();
  const byKind = new Map<string, AssetEntryOf[]>();
  const relations: Relation[] = [];

  function recordedCall(
    entry: CallEntry,
    account: string,
    region: string,
    params: Params,
  ): [string, Recorded | undefined] {
    // Making a key costs more than most lookups save: many details are collected by no scan.
    if (!collected.has(entry)) return ['', undefined];
    const key = callKey({
      account,
      region: entry.scope === 'global' ? GLOBAL : region,
      service: entry.service,
      operation: entry.operation,
      params,
    });
    return [key, recorded.get(key)];
  }

  function addItems(entry: CallEntry, key: string, call: Recorded, parent?: Asset): void {
    const makes = entry.makes;
    if (makes === undefined) return;
    const { tenant, connection, provider, account, region, params } = call.collection;
    const origin: ItemOrigin = { tenant, connection, provider, account, region, params };
    if (parent !== undefined) origin.parent = { id: parent.id, name: parent.name, data: parent.data };
    call.items.forEach((text, index) => {
      const raw = JSON.parse(text) as Json;
      const item = makes.shape !== undefined ? makes.shape(raw, origin) : raw;
      if (!isObject(item) || makes.where?.(item) === false) return;
      const id = makes.id(item, origin);
      if (byId.has(id)) return;
      const asset: AssetEntryOf = {
        tenant,
        connection,
        id,
        kind: makes.kind,
        provider,
        account,
        region: makes.region?.(item, origin) ?? (entry.scope === 'global' ? GLOBAL : region),
        name: makes.name(item, origin),
        tags: makes.tags?.(item) ?? {},
        category: makes.category,
        item: { call: key, index },
        entry,
      };
      if (parent !== undefined) asset.parent = parent.id;
      assets.push(asset);
      byId.set(id, asset);
      const siblings = byKind.get(asset.kind);
      if (siblings === undefined) byKind.set(asset.kind, [asset]);
      else siblings.push(asset);
      if (parent !== undefined) relations.push({ from: parent.id, type: 'contains', to: id, origin: 'observed' });
      for (const relation of makes.relations ?? []) {
        for (const to of new Set(relation.to(item, origin))) {
          if (to !== '') relations.push({ from: id, type: relation.type, to, origin: 'observed' });
        }
      }
    });
  }

  /** Relations from an asset to what the answer of a call made for it names. */
  function addRelations(entry: CallEntry, call: Recorded, parent: Asset): void {
    const { tenant, connection, provider, account, region, params } = call.collection;
    const { id, name, data } = parent;
    const origin: ItemOrigin = { tenant, connection, provider, account, region, params, parent: { id, name, data } };
    for (const { type, to: named } of entry.relations ?? []) {
      const found = call.items.flatMap((text) => named(JSON.parse(text) as JsonObject, origin));
      for (const to of new Set(found)) if (to !== '') relations.push({ from: id, type, to, origin: 'observed' });
    }
  }

  for (const entry of roots) {
    for (const key of recordedByOperation.get(operationName(entry)) ?? []) {
      const call = recorded.get(key) as Recorded;
      const fits =
        entry.anyParams === true || canonicalJson(call.collection.params) === canonicalJson(entry.params ?? {});
      if (fits) addItems(entry, key, call);
    }
  }
  // Children come after their parents in this list, so that one pass reaches every depth.
  for await (const asset of inTurns(assets)) {
    const children = (byParentKind.get(asset.kind) ?? []).filter((child) => child.makes ?? child.relations);
    if (children.length === 0) continue;
    const parent = load(asset);
    for (const child of children) {
      const params = callParams(child, parent);
      if (params === undefined) continue;
      const [key, call] = recordedCall(child, asset.account, asset.region, params);
      if (call === undefined) continue;
      addItems(child, key, call, parent);
      addRelations(child, call, parent);
    }
  }

  // A text put together of pieces keeps the pieces too. Most relations lead to an asset that has the same text in one piece.
  for (const relation of relations) relation.to = byId.get(relation.to)?.id ?? relation.to;

  function itemOf(asset: AssetEntryOf): JsonObject {
    const call = recorded.get(asset.item.call) as Recorded;
    const raw = JSON.parse(call.items[asset.item.index] as string) as Json;
    const shape = asset.entry.makes?.shape;
    if (shape === undefined) return raw as JsonObject;
    const { tenant, connection, provider, account, region, params } = call.collection;
    const origin: ItemOrigin = { tenant, connection, provider, account, region, params };
    const parent = asset.parent === undefined ? undefined : byId.get(asset.parent);
    if (parent !== undefined) origin.parent = { id: parent.id, name: parent.name, data: itemOf(parent) };
    return shape(raw, origin);
  }

  function load(asset: AssetEntryOf): Asset {
    const data: JsonObject = { ...itemOf(asset) };
    const unknown: UnknownFields = {};
    const { item: _item, entry: _entry, parent: _parent, connection: _connection, ...rest } = asset;
    const own = { id: asset.id, name: asset.name, account: asset.account, region: asset.region, data };
    for (const detail of byParentKind.get(asset.kind) ?? []) {
      if (detail.as === undefined) continue;
      const params = callParams(detail, own);
      const call = params === undefined ? undefined : recordedCall(detail, asset.account, asset.region, params)[1];
      // Whether a call applies is itself unknown where a field that decides it is.
      const undecided = detail.each?.reads?.map((field) => unknown[field]).find((reason) => reason !== undefined);
      if (undecided === undefined && detail.each?.when?.(data) === false) {
        data[detail.as] = null;
        continue;
      }
      const missing = call === undefined ? (undecided ?? notCollected(detail)) : missingOf(call.collection);
      if (call === undefined || (missing !== undefined && (detail.items === undefined || call.items.length === 0))) {
        unknown[detail.as] = missing ?? notCollected(detail);
        continue;
      }
      if (missing !== undefined) unknown[detail.as] = { ...missing, partial: true };
      const values = call.items.map((text) => JSON.parse(text) as Json);
      data[detail.as] = detail.items === undefined ? (values[0] ?? null) : values;
      for (const value of detail.tags === undefined ? [] : values) {
        if (isObject(value)) rest.tags = { ...rest.tags, ...detail.tags?.(value) };
      }
    }
    if (Object.keys(unknown).length > 0) data[UNKNOWN_FIELD] = unknown as unknown as Json;
    return { ...rest, data };
  }

  function sources(asset: AssetEntryOf): Collection[] {
    const found = [(recorded.get(asset.item.call) as Recorded).collection];
    const own = load(asset);
    for (const detail of byParentKind.get(asset.kind) ?? []) {
      if (detail.as === undefined) continue;
      const params = callParams(detail, own);
      const call = params === undefined ? undefined : recordedCall(detail, asset.account, asset.region, params)[1];
      if (call !== undefined) found.push(call.collection);
    }
    return found;
  }

  function answer(asset: AssetEntryOf, operation: string): Answer | undefined {
    const detail = byParentKind.get(asset.kind)?.find((entry) => operationName(entry) === operation);
    const params = detail === undefined ? undefined : callParams(detail, load(asset));
    if (detail === undefined || params === undefined) return undefined;
    const call = recordedCall(detail, asset.account, asset.region, params)[1];
    return call && { collection: call.collection, items: call.items.map((text) => JSON.parse(text) as Json) };
  }

  return {
    assets,
    relations,
    answer,
    *collections() {
      for (const { collection } of recorded.values()) yield collection;
    },
    ofKind: (kind) => byKind.get(kind) ?? [],
    find: (id) => byId.get(id),
    load,
    sources,
  };
}

/** Details in the order in which they can be read: each after those whose answers it reads. */
function inReadingOrder(details: readonly CallEntry[]): CallEntry[] {
  const depth = (detail: CallEntry): number => {
    const paths = Object.values(detail.each?.params ?? {}).map((path) => path.split('.')[0]);
    const read = new Set([...(detail.each?.reads ?? []), ...paths]);
    return 1 + Math.max(0, ...details.filter(({ as }) => as !== undefined && read.has(as)).map(depth));
  };
  return details.toSorted((a, b) => depth(a) - depth(b));
}

function notCollected(entry: CallEntry): Missing {
  return { operation: operationName(entry), code: 'NotCollected' };
}

/** What a collection leaves unknown; undefined where it is complete. */
export function missingOf(collection: Collection): Missing | undefined {
  if (collection.complete) return undefined;
  const missing: Missing = { operation: operationName(collection), code: collection.error?.code ?? 'Incomplete' };
  if (collection.error?.permission !== undefined) missing.permission = collection.error.permission;
  return missing;
}
