import { type Catalog, operationName } from '../../model/index.ts';
import { isClosedByPolicy } from './closed-region.ts';
import type { AwsCall, ServiceTable } from './service-table.ts';
import { services } from './services/index.ts';

/** The calls of a list of service tables as one list. */
export function callsOf(tables: readonly ServiceTable[]): AwsCall[] {
  return tables.flatMap(({ service, calls }) => calls.map((call) => ({ service, ...call })));
}

export interface AwsCatalog extends Catalog {
  calls: readonly AwsCall[];
}

/** Every AWS call we can make. */
export const awsCatalog: AwsCatalog = { provider: 'aws', calls: callsOf(services), isClosedByPolicy };

/**
 * The calls to make so that the answers of `operations` (`s3:GetBucketAcl`) are complete: lists always, a detail where
 * it is asked for, and with each call those that make its parents and those whose answers it reads.
 * Only of the named `services`, where given, plus what those depend on.
 */
export function selectCalls(
  calls: readonly AwsCall[],
  operations: ReadonlySet<string> | 'all',
  only?: ReadonlySet<string>,
): Set<AwsCall> {
  const selected = new Set<AwsCall>();
  const add = (call: AwsCall): void => {
    if (selected.has(call)) return;
    selected.add(call);
    for (const other of calls) if (precedes(other, call)) add(other);
  };
  for (const call of calls) {
    const asked = operations === 'all' || operations.has(operationName(call)) || (call.makes && !call.heavy);
    const always = call.makes?.kind === 'aws.account' || call.makes?.kind === 'aws.region';
    if (always || (asked && (!only || only.has(call.service)))) add(call);
  }
  return selected;
}

/** True if `other` makes the parents of `call`, or puts into them a field that `call` reads. */
function precedes(other: AwsCall, call: AwsCall): boolean {
  return (call.each !== undefined && other.makes?.kind === call.each.kind) || feeds(other, call);
}

/** True if `other` puts into the parents of `call` a field that `call` reads. */
export function feeds(other: AwsCall, call: AwsCall): boolean {
  if (!call.each || other.as === undefined || other.each?.kind !== call.each.kind) return false;
  const paths = Object.values(call.each.params).map((path) => path.split('.')[0]);
  return [...(call.each.reads ?? []), ...paths].includes(other.as);
}
