import {
  type AssetEntry,
  type Bindable,
  callParams,
  FactUnknown,
  type ItemOrigin,
  type Json,
  type JsonObject,
  operationName,
  type Params,
} from '../../model/index.ts';
import type { AwsCall } from './service-table.ts';

/** An asset met on the walk, with what the calls made for it have answered so far. */
export interface Node extends Bindable {
  kind: string;
  /** Calls made for it, or under way: each once. */
  made: Map<AwsCall, Promise<void>>;
}

/**
 * The asset that an item of a list becomes, undefined where the entry leaves the item out. A field of its data that a
 * dependent call is to fill throws {@link FactUnknown} until {@link settle} gives it.
 */
export function nodeOf(
  makes: AssetEntry,
  item: Json,
  origin: ItemOrigin,
  dependents: readonly AwsCall[],
): Node | undefined {
  let node: Node;
  try {
    const shaped = makes.shape ? makes.shape(item, origin) : (item as JsonObject);
    if (makes.where && !makes.where(shaped)) return undefined;
    node = {
      kind: makes.kind,
      id: makes.id(shaped, origin),
      name: makes.name(shaped, origin),
      account: origin.account,
      region: makes.region?.(shaped, origin) ?? origin.region,
      data: { ...shaped },
      made: new Map(),
    };
  } catch {
    // An item of an unforeseen shape. Its fact is written; the inventory, which meets it too, tells of it.
    return undefined;
  }
  for (const call of dependents) leaveUnknown(node, call, 'NotCollected');
  return node;
}

/** Puts the answer of a dependent call where the asset's data shows it. */
export function settle(node: Node, call: AwsCall, answer: Json): void {
  if (call.as) Object.defineProperty(node.data, call.as, { value: answer, enumerable: true, configurable: true });
}

/** Marks the answer of a dependent call as unknown: reading it throws. */
export function leaveUnknown(node: Node, call: AwsCall, code: string): void {
  const get = (): never => {
    throw new FactUnknown(operationName(call), code);
  };
  if (call.as) Object.defineProperty(node.data, call.as, { get, enumerable: false, configurable: true });
}

/**
 * Parameters of a dependent call for its parent: `none` where the call does not apply to it, `unknown` where that, or a
 * parameter, hangs on an answer that is not known.
 */
export function boundParams(call: AwsCall, node: Node): Params | 'none' | 'unknown' {
  try {
    if (call.each?.when && !call.each.when(node.data)) return 'none';
    return callParams(call, node) ?? 'none';
  } catch {
    // A condition that trips over a field of an unforeseen shape knows as little as one that meets an unknown answer.
    return 'unknown';
  }
}
