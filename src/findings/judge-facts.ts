import type { CompiledControl } from '../engines/control/index.ts';
import { buildInventory, createLookup } from '../inventory/index.ts';
import { type Catalog, GLOBAL, type Result } from '../model/index.ts';
import { readAnswers } from '../platform/segments/index.ts';
import { type JudgeOptions, judge } from './judge.ts';
import { createReport, type Report } from './report.ts';

/**
 * Judges a folder of recorded facts and reports what it found.
 *
 * @param onResult told of every result, passes too
 * @throws UserError where the folder is missing or a segment is broken
 */
export async function judgeFacts(
  dir: string,
  catalog: Catalog,
  controls: readonly CompiledControl[],
  options: JudgeOptions,
  onResult?: (result: Result) => void,
): Promise<Report> {
  const inventory = await buildInventory(catalog, readAnswers(dir));
  const lookup = createLookup(catalog, inventory);
  const report = createReport(controls.map(({ control }) => control));
  for (const result of judge(inventory, lookup, controls, options)) {
    report.add(result, inventory.find(result.asset)?.name ?? result.asset);
    onResult?.(result);
  }
  let startedAt = '';
  let finishedAt = '';
  let incomplete = false;
  const accounts = new Set<string>();
  const regions = new Set<string>();
  for (const collection of inventory.collections()) {
    accounts.add(collection.account);
    if (collection.region !== GLOBAL) regions.add(collection.region);
    if (startedAt === '' || collection.startedAt < startedAt) startedAt = collection.startedAt;
    if (collection.finishedAt > finishedAt) finishedAt = collection.finishedAt;
    if (!collection.complete) incomplete = true;
  }
  return report.finish({
    startedAt,
    finishedAt,
    accounts: [...accounts].sort(),
    regions: [...regions].sort(),
    assets: inventory.assets.length,
    incomplete,
  });
}
