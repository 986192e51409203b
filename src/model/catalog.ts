import type { Category } from './asset.ts';
import type { Collection, Params, Scope } from './fact.ts';
import { at, type Json, type JsonObject } from './json.ts';

/**
 * A call table: every call a source can make, what it makes of the answer, and what it needs.
 * The source walks it to collect; the inventory walks it to turn facts into assets.
 */
export interface Catalog {
  provider: string;
  calls: readonly CallEntry[];
  /** Tells by the calls made in a region of an account whether the organisation closes that region as a whole. */
  isClosedByPolicy?: (calls: Iterable<Collection>) => boolean;
}

/** One call of the table. */
export interface CallEntry {
  /** Service as we name it: `s3`, `ec2`, `elbv2`. */
  service: string;
  /** Operation in the vendor's spelling. */
  operation: string;
  /** What the caller must be allowed: `s3:GetBucketAcl` (an IAM action). */
  permission: string;
  /** `regional`: made once in each region; `global`: made once for the account, facts carry region `global`. */
  scope: 'regional' | 'global';
  /** Parameters that are always the same. */
  params?: Params;
  /**
   * For a call without `each`: made once for each thing that somebody asks for, and its parameters name the thing (the digest of an image). Nobody knows of all there are,
   * so that what was not asked for is no gap.
   */
  anyParams?: true;
  /**
   * Made only where somebody set up what it takes, such as a scanner of malware. Controls over its answer leave out what it was not made for: nobody asked.
   */
  optional?: true;
  /** Makes this a dependent call: made once for each asset of a kind. */
  each?: ParentEntry;
  /**
   * Dotted path to the list in the answer (`Reservations.Instances` flattens); each element is a fact.
   * Without it the whole answer is one fact.
   */
  items?: string;
  /** Kind of asset that each item becomes. */
  makes?: AssetEntry;
  /**
   * Field of the parent asset's data under which the answer lands: the one fact, or the list of facts
   * where `items` is set. For calls with `each`.
   */
  as?: string;
  /** Relations from the parent asset to what each item names: the policies attached to a role. For calls with `each`. */
  relations?: readonly RelationEntry[];
  /** Tags of the parent asset, where a call of their own tells them. */
  tags?: (item: JsonObject) => Record<string, string>;
  /** Error codes that mean "there is none": the answer is then null (or an empty list) and the collection complete. */
  absent?: readonly string[];
  /** Values that must not be kept as they came. Dotted paths into one item. */
  sensitive?: readonly SensitivePath[];
  /** Made only with `--all` or where a control asks for it. List calls (those with `makes`) are made always. */
  heavy?: boolean;
}

/** Binds a dependent call to the assets it is made for. */
export interface ParentEntry {
  /** Kind of the parent, `aws.account` and `aws.region` among them. */
  kind: string;
  /**
   * Parameter name → where its value lies in the parent: a dotted path into its data, or `$id`, `$name`, `$account`,
   * `$region`. A name that ends in `[]` sends the value as a list of one (`services[]` → `{ services: [value] }`).
   */
  params: Record<string, string>;
  /** Only for parents of which this holds, e.g. customer managed keys. Others count as not applicable: the field is null. */
  when?: (data: JsonObject) => boolean;
  /** Fields of the parent that `when` reads and that other dependent calls (their `as`) put there. */
  reads?: readonly string[];
}

export interface SensitivePath {
  path: string;
  /** Keep what does not look like a secret, such as an address that only sometimes carries a password. */
  detectedOnly?: boolean;
  encoding?: 'base64';
}

/** How an item becomes an asset. */
export interface AssetEntry {
  kind: string;
  category: Category;
  /** People's word for the kind. */
  title: { en: string; ko: string };
  id: (item: JsonObject, origin: ItemOrigin) => string;
  name: (item: JsonObject, origin: ItemOrigin) => string;
  /** Region of the asset where it differs from that of the call. */
  region?: (item: JsonObject, origin: ItemOrigin) => string;
  tags?: (item: JsonObject) => Record<string, string>;
  relations?: readonly RelationEntry[];
  /** Turns an item that is a bare string (a name, an ARN) or needs parsing into an object. */
  shape?: (item: unknown, origin: ItemOrigin) => JsonObject;
  /** False leaves the item out (it is no asset of this kind). */
  where?: (item: JsonObject) => boolean;
}

/** Where an item came from. */
export interface ItemOrigin extends Scope {
  params: Params;
  /** The parent asset, for dependent calls. */
  parent?: { id: string; name: string; data: JsonObject };
}

/** A relation from each asset of a kind to the assets that its data names. */
export interface RelationEntry {
  type: string;
  /** Kind of the assets pointed at. */
  kind: string;
  /** Their ids. */
  to: (item: JsonObject, origin: ItemOrigin) => string[];
}

/** What a dependent call's parameters are bound to. */
export interface Bindable {
  id: string;
  name: string;
  account: string;
  region: string;
  data: JsonObject;
}

/**
 * Parameters of a call: the constant ones, and for a dependent call those taken from its parent.
 * Gives undefined where the parent lacks a value that the call needs: the call does not apply to it.
 */
export function callParams(entry: CallEntry, parent?: Bindable): Params | undefined {
  const params: Params = { ...entry.params };
  if (!entry.each || !parent) return params;
  for (const [name, path] of Object.entries(entry.each.params)) {
    const value = bound(parent, path);
    if (value === undefined || value === null) return undefined;
    if (name.endsWith('[]')) params[name.slice(0, -2)] = [value];
    else params[name] = value;
  }
  return params;
}

function bound(parent: Bindable, path: string): Json | undefined {
  switch (path) {
    case '$id':
      return parent.id;
    case '$name':
      return parent.name;
    case '$account':
      return parent.account;
    case '$region':
      return parent.region;
    default:
      return at(parent.data, path);
  }
}

/**
 * True if an error of a call means "there is none". The same error is `NoSuchEntity` in the API's answer and
 * `NoSuchEntityException` in the SDK, so that the ending does not count.
 */
export function meansAbsent(entry: Pick<CallEntry, 'absent'>, code: string): boolean {
  const plain = (name: string) => name.replace(/(?:Exception|Fault|Error)$/, '');
  return entry.absent?.some((absent) => plain(absent) === plain(code)) === true;
}
