import type { CompiledControl } from '../engines/control/index.ts';
import { buildInventory, createLookup, type Inventory } from '../inventory/index.ts';
import { type Bom, type Catalog, GLOBAL, isObject, type Matched, type Result, type Unjudged } from '../model/index.ts';
import { readAnswers } from '../platform/segments/index.ts';
import { type JudgeOptions, judge } from './judge.ts';
import { createReport, type Report, type ReportBuilder, type SoftwareReport } from './report.ts';
import type { ImageTrust, JudgeTrust } from './trust.ts';
import { bomsIn, vulnerabilityResult, vulnerabilityRule } from './vulnerabilities/index.ts';
import type { Waives } from './waivers/index.ts';

/** By what a recording is judged beside controls. */
export interface FactsOptions extends JudgeOptions {
  /** Judges software; without it packages are counted and not judged. */
  advisories?: { match(bom: Bom): Matched /** ISO 8601: up to when the database knows. */; asOf: string };
  /** Judges where images come from; without it nothing is said of that. */
  trust?: JudgeTrust;
  /** Risks that somebody takes. */
  waives?: Waives;
}

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
  options: FactsOptions,
  onResult?: (result: Result) => void,
): Promise<Report> {
  const inventory = await buildInventory(catalog, readAnswers(dir));
  const lookup = createLookup(catalog, inventory);
  const rules = new Map(controls.map(({ control }) => [control.id, control]));
  const report = createReport([...rules.values()]);
  for (const result of judge(inventory, lookup, controls, options)) {
    const entry = inventory.find(result.asset);
    const waiver =
      result.status !== 'fail'
        ? undefined
        : options.waives?.({
            id: result.control,
            aliases: [],
            names: [result.asset, entry?.name ?? ''],
            paths: pathsIn(result),
            unfixed: false,
          });
    report.add(result, entry?.name ?? result.asset, rules.get(result.control), waiver);
    onResult?.(result);
  }
  const software = judgeSoftware(inventory, report, options, onResult);
  const trust = judgeOrigins(inventory, report, options, onResult);
  let startedAt = '';
  let finishedAt = '';
  let incomplete = software !== undefined && (software.database === undefined || software.unjudged.length > 0);
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
    ...(software !== undefined && { software }),
    ...(trust !== undefined && { trust }),
  });
}

/** Judges the packages of all images and hosts; undefined where there are none of these. */
function judgeSoftware(
  inventory: Inventory,
  report: ReportBuilder,
  { advisories, waives, now }: FactsOptions,
  onResult: ((result: Result) => void) | undefined,
): SoftwareReport | undefined {
  let packages = 0;
  let seen = false;
  const unjudged: Unjudged[] = [];
  for (const { entry, bom } of bomsIn(inventory)) {
    seen = true;
    packages += bom.packages.length;
    if (advisories === undefined) continue;
    const matched = advisories.match(bom);
    unjudged.push(...matched.unjudged);
    for (const vulnerability of matched.vulnerabilities) {
      const { id, facts, package: found, fixed } = vulnerability;
      const waiver = waives?.({
        id,
        aliases: facts.aliases,
        names: [entry.id, entry.name],
        package: found,
        paths: found.locations.map(({ path }) => path),
        unfixed: fixed.length === 0,
      });
      const result = vulnerabilityResult(vulnerability, entry, now);
      report.add(result, entry.name, vulnerabilityRule(vulnerability, entry.kind), waiver);
      onResult?.(result);
    }
  }
  if (!seen) return undefined;
  return { packages, unjudged: merged(unjudged), ...(advisories !== undefined && { database: advisories.asOf }) };
}

/** Judges whether images are trusted; undefined without a policy. */
function judgeOrigins(
  inventory: Inventory,
  report: ReportBuilder,
  { trust: judgeTrust, waives, now }: FactsOptions,
  onResult: ((result: Result) => void) | undefined,
): ImageTrust[] | undefined {
  if (judgeTrust === undefined) return undefined;
  return [...judgeTrust(inventory, now)].map(({ trust, judged }) => {
    for (const { rule, result } of judged) {
      const names = [trust.asset, trust.assetName];
      const waiver =
        result.status === 'fail' ? waives?.({ id: rule.id, aliases: [], names, paths: [], unfixed: false }) : undefined;
      report.add(result, trust.assetName, rule, waiver);
      onResult?.(result);
    }
    return trust;
  });
}

/** Of several images, those alike are one. */
function merged(unjudged: readonly Unjudged[]): Unjudged[] {
  return [...Map.groupBy(unjudged, ({ ecosystem, code }) => `${ecosystem} ${code}`).values()].map((alike) => ({
    ...(alike[0] as Unjudged),
    packages: alike.reduce((sum, { packages }) => sum + packages, 0),
  }));
}

/** Files that a result names in its proof. */
function pathsIn({ evidence, discriminator }: Result): string[] {
  const named = Object.values(evidence).flatMap((value) => (Array.isArray(value) ? value : [value]));
  const paths = named.map((one) => (isObject(one) ? one.path : one)).filter((one) => typeof one === 'string');
  return discriminator === '' ? paths : [discriminator, ...paths];
}
