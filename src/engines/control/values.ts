import {
  type Asset,
  FactUnknown,
  isObject,
  type Json,
  type JsonObject,
  type Missing,
  UNKNOWN_FIELD,
  type UnknownFields,
} from '../../model/index.ts';

/** A value inside an expression: JSON with integers as bigint. */
export type CelValue = null | boolean | number | bigint | string | Date | CelValue[] | { [key: string]: CelValue };

/** Told of each detail field that an expression reads; tests compare it with what a control declares. */
export type Touch = (kind: string, field: string) => void;

/** JSON → CEL: integers become bigint, so that `asset.Port == 22` compares integers with integers. */
export function toCel(value: Json | undefined): CelValue {
  if (value === undefined) return null;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(toCel);
  if (isObject(value)) {
    const object: { [key: string]: CelValue } = {};
    for (const key of Object.keys(value)) if (key !== '__proto__') object[key] = toCel(value[key]);
    return object;
  }
  return value;
}

/** Deepest value that evidence keeps. */
const MAX_DEPTH = 12;

/** CEL → JSON, for evidence. Unknown parts give the reason instead of a value. */
export function fromCel(value: unknown, depth = 0): Json {
  if (value === null || value === undefined || depth > MAX_DEPTH) return null;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((element) => fromCel(element, depth + 1));
  if (value instanceof Map) return fromCel(Object.fromEntries(value), depth);
  if (typeof value === 'object') {
    const object: JsonObject = {};
    for (const key of Object.keys(value)) object[key] = fromCel((value as Record<string, unknown>)[key], depth + 1);
    return object;
  }
  return String(value);
}

/**
 * An asset as expressions see it: its data, `meta` (`id`, `name`, `kind`, `account`, `region`, `tags`),
 * and, for each field that is not known, a trap that throws {@link FactUnknown}.
 * The traps are not enumerable: looking at an asset as a whole does not spring them.
 */
export function assetView(asset: Asset, touch?: Touch): CelValue {
  const known = touch === undefined ? views.get(asset) : undefined;
  if (known !== undefined) return known;
  const { [UNKNOWN_FIELD]: unknown, ...data } = asset.data;
  const view = toCel(data) as { [key: string]: CelValue };
  view.meta = {
    id: asset.id,
    name: asset.name,
    kind: asset.kind,
    account: asset.account,
    region: asset.region,
    tags: { ...asset.tags },
  };
  for (const [field, missing] of Object.entries((unknown ?? {}) as unknown as UnknownFields)) {
    if (missing.partial === true) view[field] = incompleteList(view[field] as CelValue[], missing);
    else trap(view, field, missing);
  }
  if (touch !== undefined) {
    for (const field of Object.getOwnPropertyNames(view)) watch(view, field, () => touch(asset.kind, field));
  } else {
    views.set(asset, view);
  }
  return view;
}

/** One asset is judged by many controls, and is related to many others. */
const views = new WeakMap<Asset, CelValue>();

/** A list of assets as expressions see it. Lists of all assets in a place come again and again. */
export function listView(assets: readonly Asset[], touch?: Touch): CelValue[] {
  const known = touch === undefined ? lists.get(assets) : undefined;
  if (known !== undefined) return known;
  const list = assets.map((asset) => assetView(asset, touch));
  if (touch === undefined) lists.set(assets, list);
  return list;
}

const lists = new WeakMap<readonly Asset[], CelValue[]>();

function trap(view: object, field: string, missing: Missing): void {
  Object.defineProperty(view, field, {
    enumerable: false,
    configurable: true,
    get() {
      throw unknownOf(missing);
    },
  });
}

function watch(view: object, field: string, touched: () => void): void {
  const before = Object.getOwnPropertyDescriptor(view, field) as PropertyDescriptor;
  Object.defineProperty(view, field, {
    enumerable: false,
    configurable: true,
    get() {
      touched();
      return before.get === undefined ? before.value : before.get.call(view);
    },
  });
}

function unknownOf(missing: Missing): FactUnknown {
  return new FactUnknown(missing.operation, missing.code, missing.permission);
}

const INCOMPLETE = Symbol('incomplete');

/**
 * A list of which only the beginning is known. It claims one element more than it has; reaching for that one throws.
 * So `exists` over the known part may be true and `all` may be false, and everything else is unknown.
 */
export function incompleteList(known: readonly CelValue[], missing: Missing): CelValue[] {
  return new Proxy([...known], {
    get(list, property, receiver) {
      if (property === INCOMPLETE) return missing;
      if (property === 'length') return list.length + 1;
      if (property === String(list.length)) throw unknownOf(missing);
      return Reflect.get(list, property, receiver);
    },
    has: (list, property) => property === String(list.length) || Reflect.has(list, property),
  });
}

/** Size of a list, map or string; null is empty. Throws {@link FactUnknown} for a list that may have more elements. */
export function sizeOf(value: unknown): bigint {
  if (value === null || value === undefined) return 0n;
  if (typeof value === 'string') return BigInt([...value].length);
  if (Array.isArray(value)) {
    const missing = (value as { [INCOMPLETE]?: Missing })[INCOMPLETE];
    if (missing !== undefined) throw unknownOf(missing);
    return BigInt(value.length);
  }
  if (value instanceof Map) return BigInt(value.size);
  if (typeof value === 'object') return BigInt(Object.keys(value).length);
  throw new TypeError(`size of ${typeof value}`);
}
