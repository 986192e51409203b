import {
  type Asset,
  type CallEntry,
  type Catalog,
  type Collection,
  callParams,
  canonicalJson,
  DENIED_BY_SERVICE_CONTROL_POLICY,
  GLOBAL,
  type Missing,
  operationName,
  type Params,
  type RelatedEntry,
  UNKNOWN_FIELD,
  type UnknownFields,
} from '../model/index.ts';
import { type AssetEntryOf, type Inventory, missingOf } from './inventory.ts';

/** Assets that belong to another, and what keeps the list from being whole. */
export interface RelatedAssets {
  assets: Asset[];
  /** Set where there may be more than are listed. */
  missing?: Missing;
  /**
   * Set where nothing else keeps the list from being whole than that a policy of the organisation closes these regions
   * to everybody. What lies in them was made earlier, and nobody can use or look after it.
   */
  closed?: readonly string[];
}

/** A place where the assets of a kind could not be listed. */
export interface Gap {
  account: string;
  region: string;
  missing: Missing;
  /** True where a policy of the organisation refused the call as it closes the whole region. */
  closed?: true;
  /** Id of the one thing that could not be read, where each has a call of its own. */
  thing?: string;
}

export interface Lookup {
  /** Resolves one `related` entry of a control for one asset. */
  related(asset: AssetEntryOf, entry: RelatedEntry): RelatedAssets;
  /** Where the assets of a kind are not known, of the places that were looked at; each place once. */
  gaps(kind: string): readonly Gap[];
  /** True for a region that is switched on and into which nobody went. */
  leftOut(account: string, region: string): boolean;
  /** True where a control asks for a call that has to be set up and was not made for the asset. */
  notAsked(asset: Asset, uses: readonly string[]): boolean;
  /** True for a region that is switched on and that a policy of the organisation closes as a whole. */
  closed(account: string, region: string): boolean;
}

/** How many loaded assets are kept at hand; related assets (one security group of many instances) come again and again. */
const CACHE_SIZE = 4096;

/**
 * How many assets the kept lists of all assets in a place may hold together; the newest list is kept whatever its length.
 * Judgements go through the assets of an account one after the other.
 */
const PLACES_SIZE = 4096;

/** Answers questions about how the assets of an inventory belong together. */
export function createLookup(catalog: Catalog, inventory: Inventory): Lookup {
  const optional = new Map(
    catalog.calls.flatMap((call) => (call.optional === true ? [[operationName(call), call.as ?? '']] : [])),
  );
  const notAsked = ({ data }: Asset, uses: readonly string[]): boolean =>
    uses.some((operation) => {
      const field = optional.get(operation);
      if (field === undefined) return false;
      return (data[UNKNOWN_FIELD] as UnknownFields | undefined)?.[field]?.code === 'NotCollected';
    });
  const makers = new Map<string, CallEntry[]>();
  for (const entry of catalog.calls) {
    if (entry.makes === undefined) continue;
    makers.set(entry.makes.kind, [...(makers.get(entry.makes.kind) ?? []), entry]);
  }
  // By type first: a key made of both would be a further text for each relation, and there are more of them than assets.
  const forward = new Map<string, Map<string, string[]>>();
  const backward = new Map<string, Map<string, string[]>>();
  for (const { type, from, to } of inventory.relations) {
    push(within(forward, type), from, to);
    push(within(backward, type), to, from);
  }
  const byCall = new Map<string, Collection[]>();
  const byPlace = new Map<string, Collection[]>();
  const visited = new Map<string, Set<string>>();
  for (const collection of inventory.collections()) {
    push(byCall, `${operationName(collection)}\n${collection.account}`, collection);
    push(byPlace, `${collection.account}\n${collection.region}`, collection);
    if (collection.region === GLOBAL) continue;
    const regions = visited.get(collection.account);
    if (regions === undefined) visited.set(collection.account, new Set([collection.region]));
    else regions.add(collection.region);
  }
  const [accountKind, regionKind] = [`${catalog.provider}.account`, `${catalog.provider}.region`];
  const accounts = makers.has(accountKind)
    ? [...new Set(inventory.ofKind(accountKind).map((asset) => asset.account))]
    : [...new Set([...inventory.collections()].map((collection) => collection.account))];
  const cache = new Map<string, Asset>();
  const everythingIn = new Map<string, RelatedAssets>();
  let inPlaces = 0;
  const entriesByKind = new Map<string, Map<string, AssetEntryOf[]>>();
  const gapsByKind = new Map<string, Gap[]>();
  const untoldByRelation = new Map<string, Gap[]>();
  const telling = Map.groupBy(
    catalog.calls.filter((call) => call.relations !== undefined),
    (call) => call.each?.kind ?? '',
  );
  const placesByAccount = new Map<string, { region: string; visited: boolean }[]>();
  const closedPlaces = new Map<string, boolean>();

  function wasVisited(account: string, region: string): boolean {
    return region === GLOBAL || visited.get(account)?.has(region) === true;
  }

  function load(entry: AssetEntryOf): Asset {
    const cached = cache.get(entry.id);
    if (cached !== undefined) return cached;
    const asset = inventory.load(entry);
    if (cache.size >= CACHE_SIZE) cache.delete(cache.keys().next().value as string);
    cache.set(entry.id, asset);
    return asset;
  }

  /** Enabled regions of an account, and whether anything was collected in each. */
  function places(account: string): { region: string; visited: boolean }[] {
    let found = placesByAccount.get(account);
    if (found === undefined) {
      const seen = visited.get(account) ?? new Set<string>();
      const enabled = inventory
        .ofKind(regionKind)
        .filter((region) => region.account === account)
        .filter((region) => inventory.load(region).data.OptInStatus !== 'not-opted-in')
        .map((region) => region.region);
      found = [...new Set([...enabled, ...seen])].map((region) => ({ region, visited: seen.has(region) }));
      placesByAccount.set(account, found);
    }
    return found;
  }

  function isClosed(account: string, region: string): boolean {
    const place = `${account}\n${region}`;
    let closed = closedPlaces.get(place);
    if (closed === undefined) {
      const made = byPlace.get(place) ?? [];
      const enabled = inventory.ofKind(regionKind).some((one) => one.account === account && one.region === region);
      closed = enabled && region !== GLOBAL && catalog.isClosedByPolicy?.(made) === true;
      closedPlaces.set(place, closed);
    }
    return closed;
  }

  /** Every place in which the kind could not be listed, `NotCollected` where nobody looked. */
  function holes(kind: string, trail: readonly string[] = []): Gap[] {
    const known = gapsByKind.get(kind);
    if (known !== undefined) return known;
    const found: Gap[] = [];
    for (const entry of makers.get(kind) ?? []) {
      for (const account of accounts) found.push(...(entry.each === undefined ? listHoles(entry, account) : []));
      if (entry.each !== undefined && !trail.includes(kind)) {
        found.push(...holes(entry.each.kind, [...trail, kind]), ...childHoles(entry));
      }
    }
    gapsByKind.set(kind, found);
    return found;
  }

  function listHoles(entry: CallEntry, account: string): Gap[] {
    const made = byCall.get(`${operationName(entry)}\n${account}`) ?? [];
    if (entry.anyParams === true) return made.flatMap(thingHole);
    const regions = entry.scope === 'global' ? [GLOBAL] : places(account).map((place) => place.region);
    const found: Gap[] = [];
    for (const region of regions) {
      const collection = made.find((candidate) => candidate.region === region);
      const missing =
        collection === undefined ? { operation: operationName(entry), code: 'NotCollected' } : missingOf(collection);
      if (missing === undefined) continue;
      const closed = missing.code === DENIED_BY_SERVICE_CONTROL_POLICY && isClosed(account, region);
      found.push({ account, region, missing, ...(closed ? { closed } : {}) });
    }
    return found;
  }

  function thingHole(collection: Collection): Gap[] {
    const missing = missingOf(collection);
    if (missing === undefined) return [];
    const { account, region, params } = collection;
    const thing = Object.values(params)
      .filter((value) => typeof value === 'string')
      .join(' ');
    return [{ account, region, missing, ...(thing === '' ? {} : { thing }) }];
  }

  /** What is pointed at, and was never asked for: nothing is known of it. */
  function neverAsked(kind: string): Missing | undefined {
    const entries = makers.get(kind) ?? [];
    const [first] = entries;
    if (first === undefined || !entries.every((entry) => entry.anyParams === true)) return undefined;
    return { operation: operationName(first), code: 'NotCollected' };
  }

  /** A child list is made once a parent: where one of the calls is missing or failed, the list has a hole. */
  function childHoles(entry: CallEntry): Gap[] {
    const made = new Map(
      accounts.flatMap((account) =>
        (byCall.get(`${operationName(entry)}\n${account}`) ?? []).map((collection) => [
          paramKey(collection),
          collection,
        ]),
      ),
    );
    const found: Gap[] = [];
    const named = Object.values(entry.each?.params ?? {}).map((path) => path.split('.')[0] as string);
    for (const parent of inventory.ofKind(entry.each?.kind ?? '')) {
      const { account } = parent;
      const region = entry.scope === 'global' ? GLOBAL : parent.region;
      const asset = load(parent);
      const params = callParams(entry, asset);
      if (params === undefined) {
        // What to ask for is itself unknown where the answer that names it is.
        const unnamed = named.map((field) => unknownOf(asset, field)).find(Boolean);
        if (unnamed !== undefined) found.push({ account, region: parent.region, missing: unnamed });
        continue;
      }
      const collection = made.get(paramKey({ account, region, params }));
      if (collection === undefined && entry.each?.when?.(asset.data) === false) {
        // Whether the call applies is itself unknown where a field that decides it is.
        const undecided = (entry.each.reads ?? []).map((field) => unknownOf(asset, field)).find(Boolean);
        if (undecided !== undefined) found.push({ account, region: parent.region, missing: undecided });
        continue;
      }
      const missing =
        collection === undefined ? { operation: operationName(entry), code: 'NotCollected' } : missingOf(collection);
      if (missing !== undefined) found.push({ account, region: parent.region, missing });
    }
    return found;
  }

  /** All assets of a kind in a place. The same list, as long as it is kept, for every asset of that place. */
  function all({ kind, in: place }: RelatedEntry, { account, region }: AssetEntryOf): RelatedAssets {
    const key = [kind, place, ...(place === 'organization' ? [] : [account]), ...(place === 'region' ? [region] : [])];
    const known = everythingIn.get(key.join('\n'));
    if (known !== undefined) return known;
    const inside = (where: { account: string; region: string }) =>
      place === 'organization' || (where.account === account && (place === 'account' || where.region === region));
    const candidates = place === 'organization' ? inventory.ofKind(kind) : entriesIn(kind, account);
    const gaps = holes(kind).filter((gap) => inside(gap) || (gap.account === account && gap.region === GLOBAL));
    const found = whole(
      candidates.filter(inside).map(load),
      (gaps.find(({ closed }) => closed !== true) ?? gaps[0])?.missing,
    );
    // Of the closed region itself nothing is known; of the account, that nothing can be made or used there.
    if (place !== 'region' && gaps.length > 0 && gaps.every(({ closed }) => closed)) {
      found.closed = [...new Set(gaps.map((gap) => gap.region))].sort();
    }
    everythingIn.set(key.join('\n'), found);
    inPlaces += found.assets.length;
    for (const [oldest, { assets }] of everythingIn) {
      if (inPlaces <= PLACES_SIZE || everythingIn.size === 1) break;
      everythingIn.delete(oldest);
      inPlaces -= assets.length;
    }
    return found;
  }

  function entriesIn(kind: string, account: string): readonly AssetEntryOf[] {
    let byAccount = entriesByKind.get(kind);
    if (byAccount === undefined) {
      byAccount = Map.groupBy(inventory.ofKind(kind), (entry) => entry.account);
      entriesByKind.set(kind, byAccount);
    }
    return byAccount.get(account) ?? [];
  }

  function pointingAt(entry: RelatedEntry, asset: AssetEntryOf): RelatedAssets {
    const assets = (backward.get(entry.via ?? '')?.get(asset.id) ?? [])
      .map((id) => inventory.find(id))
      .filter((found) => found?.kind === entry.kind)
      .map((found) => load(found as AssetEntryOf));
    const near = (gap: Gap) =>
      gap.account === asset.account &&
      (asset.region === GLOBAL || gap.region === GLOBAL || gap.region === asset.region);
    const missing = holes(entry.kind).find(near) ?? untold(entry).find(near);
    return whole(assets, missing?.missing);
  }

  function pointedAt(entry: RelatedEntry, asset: AssetEntryOf): RelatedAssets {
    const assets: Asset[] = [];
    let missing: Missing | undefined;
    for (const id of forward.get(entry.via ?? '')?.get(asset.id) ?? []) {
      const found = inventory.find(id);
      if (found?.kind === entry.kind) assets.push(load(found));
      else if (found === undefined) missing ??= holes(entry.kind)[0]?.missing ?? neverAsked(entry.kind);
    }
    const children = entry.via === 'contains' ? (makers.get(entry.kind) ?? []) : [];
    const lists = children.filter((call) => call.each?.kind === asset.kind);
    for (const { as = '' } of [...tellers(asset.kind, entry.via), ...lists]) missing ??= unknownOf(load(asset), as);
    return whole(assets, missing);
  }

  /** Calls made for assets of a kind whose answers tell the relation. */
  function tellers(kind: string, via: string | undefined): CallEntry[] {
    return (telling.get(kind) ?? []).filter((call) => call.relations?.some(({ type }) => type === via));
  }

  /** Assets of a kind of which it is not known where the relation points. */
  function untold({ kind, via }: RelatedEntry): Gap[] {
    const key = `${via}\n${kind}`;
    const found = untoldByRelation.get(key) ?? tellers(kind, via).flatMap(childHoles);
    untoldByRelation.set(key, found);
    return found;
  }

  return {
    related(asset, entry) {
      if (entry.via === undefined) return all(entry, asset);
      return entry.reverse === true ? pointingAt(entry, asset) : pointedAt(entry, asset);
    },
    gaps(kind) {
      const byPlace = new Map<string, Gap>();
      for (const gap of holes(kind)) {
        const place = `${gap.account}\n${gap.region}\n${gap.thing ?? ''}`;
        const lookedAt = gap.missing.code !== 'NotCollected' || wasVisited(gap.account, gap.region);
        if (lookedAt && !byPlace.has(place)) byPlace.set(place, gap);
      }
      return [...byPlace.values()];
    },
    closed: isClosed,
    notAsked,
    leftOut: (account, region) => places(account).some((place) => place.region === region && !place.visited),
  };
}

function whole(assets: Asset[], missing: Missing | undefined): RelatedAssets {
  return missing === undefined ? { assets } : { assets, missing };
}

/** Why a field of an asset is not known; undefined where it is. */
function unknownOf(asset: Asset, field: string): Missing | undefined {
  const unknown = asset.data[UNKNOWN_FIELD] as unknown as UnknownFields | undefined;
  return unknown?.[field];
}

function paramKey(call: { account: string; region: string; params: Params }): string {
  return `${call.account}\n${call.region}\n${canonicalJson(call.params)}`;
}

function within<T>(maps: Map<string, Map<string, T>>, key: string): Map<string, T> {
  const map = maps.get(key) ?? new Map<string, T>();
  maps.set(key, map);
  return map;
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
