import { sql } from 'kysely';
import type { AssetRow } from '../inventory/query.ts';
import {
  canonicalJson,
  countsBySeverity,
  isObject,
  type Json,
  type Severity,
  type SeverityCounts,
} from '../model/index.ts';
import type { Routes } from './api/index.ts';
import type { Content } from './content.ts';
import type { Context, Output } from './context.ts';
import { assetRef } from './findings.ts';

type AssetView = Output<Routes['listAssets']>['items'][number];
type Change = Output<Routes['getAsset']>['history'][number]['changed'][number];

/** An asset as lists show it. */
export function assetView(content: Content, row: AssetRow, open: SeverityCounts | undefined): AssetView {
  return {
    ...assetRef(content, row),
    tags: row.tags,
    firstSeen: row.first_seen.toISOString(),
    lastSeen: row.last_seen.toISOString(),
    goneAt: row.gone_at?.toISOString() ?? null,
    open: open ?? countsBySeverity(),
  };
}

/** Open findings, accepted by nobody, of each of some assets. */
export async function openByAsset(
  { db, tenant }: Pick<Context, 'db' | 'tenant'>,
  assets: readonly string[],
): Promise<Map<string, SeverityCounts>> {
  const rows = await db
    .selectFrom('findings')
    .select(['asset', 'severity', sql<number>`count(*)::int`.as('n')])
    .where('tenant', '=', tenant)
    .where(sql<boolean>`asset = any(${[...assets]}::text[])`)
    .where('status', '=', 'open')
    .where('exception_id', 'is', null)
    .groupBy(['asset', 'severity'])
    .execute();
  const counts = new Map<string, SeverityCounts>();
  for (const { asset, severity, n } of rows as { asset: string; severity: Severity; n: number }[]) {
    const of = counts.get(asset) ?? countsBySeverity();
    of[severity] += n;
    counts.set(asset, of);
  }
  return counts;
}

/** Fields shown as changed between two versions at the most. */
const MOST_CHANGES = 200;
/** Depth to which two versions are compared; below it a whole value counts as changed. */
const DEEPEST = 6;

/** Fields whose value differs, by dotted path. Lists are compared as a whole. */
export function changesBetween(before: Json, after: Json, path = '', depth = 0): Change[] {
  if (canonicalJson(before) === canonicalJson(after)) return [];
  if (!isObject(before) || !isObject(after) || depth === DEEPEST) return [{ path, before, after }];
  const changes: Change[] = [];
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const here = path === '' ? name : `${path}.${name}`;
    const [old, young] = [before[name], after[name]];
    if (old === undefined) changes.push({ path: here, after: young });
    else if (young === undefined) changes.push({ path: here, before: old });
    else changes.push(...changesBetween(old, young, here, depth + 1));
    if (changes.length >= MOST_CHANGES) break;
  }
  return changes.slice(0, MOST_CHANGES);
}
