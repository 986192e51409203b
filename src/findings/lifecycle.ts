import { type Finding, findingId, type Json, type Result } from '../model/index.ts';

/** A finding as it stood before the judgement. */
export type Previous = Pick<Finding, 'id' | 'rule' | 'asset' | 'discriminator' | 'status' | 'stale'>;

/** All results of the (control, asset) pairs that were judged. A pair with no element left is in `pairs` alone. */
export interface Judgement {
  results: readonly Result[];
  /** Pairs judged that may have given no result. Those of `results` count as well. */
  pairs?: readonly JudgedPair[];
  /** Assets that are confirmed to be no more. */
  gone?: ReadonlySet<string>;
}

export interface JudgedPair {
  control: string;
  asset: string;
}

/** Discriminator of the result that stands for the rest of a list of elements that ended early. */
export const CUT_LIST = '*';

/** What the judgement means for one finding. */
export type Change =
  /** New; the result says everything else. */
  | { kind: 'opened'; id: string; result: Result }
  /** Was resolved; keeps its id and history. */
  | { kind: 'reopened'; id: string; result: Result }
  /** Still there. `fresh`: it had been stale. */
  | { kind: 'confirmed'; id: string; result: Result; fresh: boolean }
  | { kind: 'resolved'; id: string; resolution: NonNullable<Finding['resolution']> }
  /** Open still, but the judgement could not tell. `again`: it was stale before. */
  | { kind: 'stale'; id: string; missing: Json; again: boolean };

/**
 * What a judgement changes. `previous` holds every finding, open or resolved, of the pairs judged and of the assets gone.
 *
 * - fail opens, reopens or confirms;
 * - pass and not-applicable resolve, as does an asset that is gone;
 * - an element that the control no longer names is resolved as removed, but only if the whole list was seen:
 *   an unknown or an error of the pair as a whole, or of the rest of the list, leaves its elements open and stale;
 * - unknown, error and manual never close: they leave a finding open and stale.
 */
export function changesOf(previous: Iterable<Previous>, judgement: Judgement): Change[] {
  const results = new Map<string, Result>();
  const pairs = new Map<string, Result | undefined>();
  for (const pair of judgement.pairs ?? []) pairs.set(pairKey(pair.control, pair.asset), undefined);
  for (const result of judgement.results) {
    const { control, asset, discriminator, status } = result;
    results.set(findingId(control, asset, discriminator), result);
    const key = pairKey(control, asset);
    const whole = discriminator === '' || discriminator === CUT_LIST;
    const blind = whole && (status === 'unknown' || status === 'error' || status === 'manual');
    pairs.set(key, blind ? result : pairs.get(key));
  }

  const changes: Change[] = [];
  const seen = new Set<string>();
  for (const finding of previous) {
    seen.add(finding.id);
    const change = changeOf(finding, results.get(finding.id), pairs, judgement.gone);
    if (change !== undefined) changes.push(change);
  }
  for (const [id, result] of results) {
    if (seen.has(id) || result.status !== 'fail' || judgement.gone?.has(result.asset)) continue;
    changes.push({ kind: 'opened', id, result });
  }
  return changes;
}

function changeOf(
  finding: Previous,
  result: Result | undefined,
  pairs: ReadonlyMap<string, Result | undefined>,
  gone: ReadonlySet<string> | undefined,
): Change | undefined {
  const { id } = finding;
  const open = finding.status === 'open';
  if (gone?.has(finding.asset)) return open ? { kind: 'resolved', id, resolution: 'removed' } : undefined;
  if (result?.status === 'fail') {
    return open ? { kind: 'confirmed', id, result, fresh: finding.stale } : { kind: 'reopened', id, result };
  }
  if (!open) return undefined;
  if (result?.status === 'pass') return { kind: 'resolved', id, resolution: 'fixed' };
  if (result?.status === 'not-applicable') return { kind: 'resolved', id, resolution: 'not-applicable' };
  if (result !== undefined) return { kind: 'stale', id, missing: missingOf(result), again: finding.stale };

  const key = pairKey(finding.rule, finding.asset);
  if (!pairs.has(key)) return undefined;
  const blind = pairs.get(key);
  if (blind !== undefined) return { kind: 'stale', id, missing: missingOf(blind), again: finding.stale };
  return { kind: 'resolved', id, resolution: 'removed' };
}

/** Why the judgement could not tell, as the history shows it. */
function missingOf(result: Result): Json {
  if (result.unknown !== undefined) return { ...result.unknown };
  return result.error !== undefined ? { error: result.error } : { status: result.status };
}

function pairKey(control: string, asset: string): string {
  return `${control}\n${asset}`;
}
