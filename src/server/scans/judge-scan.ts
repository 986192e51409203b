import path from 'node:path';
import { productEngine } from '../../findings/engine.ts';
import { judge } from '../../findings/judge.ts';
import { finishAccounts } from '../../findings/places.ts';
import { applyAll, applyResults } from '../../findings/store.ts';
import { buildInventory, createLookup, type Inventory, type Lookup } from '../../inventory/index.ts';
import {
  callId,
  compactAssetCounts,
  markGone,
  replaceRelations,
  type StoredAsset,
  saveAssets,
  saveCollections,
} from '../../inventory/store.ts';
import {
  type Collection,
  DENIED_BY_SERVICE_CONTROL_POLICY,
  operationName,
  type Result,
  severities,
} from '../../model/index.ts';
import { type Answer, readAnswers } from '../../platform/segments/index.ts';
import { inTurns } from '../../platform/turns.ts';
import { crownJewels, readParams } from '../params.ts';
import type { Services } from '../services.ts';
import type { ScanCounts, ScanProblem } from './view.ts';

/** What judging the facts of a scan came to. */
export interface Judged {
  counts: ScanCounts;
  problems: ScanProblem[];
  /** Account numbers that the facts speak of. */
  accounts: string[];
  /** Every call was answered in full. */
  complete: boolean;
}

/** What is judged, and how much of it is new. */
export interface JudgeOptions {
  connection: string;
  /** Where the facts lie. */
  folder: string;
  /** Facts that were saved before and are only judged by other params or content. */
  again?: boolean;
  /** Breaks off where the server stops: what is written by then is right, and judging again goes on from there. */
  stopping?: AbortSignal;
}

/**
 * Turns the facts of one scan into what the store holds: collections, assets, relations, results, findings.
 * Doing it again with the same facts changes nothing but times.
 *
 * @throws UserError where a segment is broken; the signal's reason where it is told to stop
 */
export async function judgeScan(services: Services, options: JudgeOptions): Promise<Judged> {
  const { db, tenant, content, clock } = services;
  const { connection, folder, stopping } = options;
  const catalog = content.catalogs[0];
  if (catalog === undefined) throw new Error('the content has no call table');
  const inventory = await buildInventory(catalog, ofConnection(readAnswers(folder), tenant, connection));
  const collections = [...inventory.collections()];
  const accounts = [...new Set(collections.map(({ account }) => account))].sort();
  const now = clock();
  const gone = options.again === true ? [] : await saveInventory(services, inventory, collections, options, now);

  const engine = await productEngine();
  const controls = [...content.controls.values()].map((control) => engine.compile(control));
  const params = await readParams(services);
  const lookup = createLookup(catalog, inventory);
  const run = {
    tenant,
    now,
    rules: content.controls,
    crownJewels: await crownJewels(services),
    described: describer(inventory),
  };
  const open = Object.fromEntries(severities.map((severity) => [severity, 0])) as ScanCounts['open'];
  const results = function* (): Generator<Result> {
    for (const result of judge(inventory, lookup, controls, { now, params })) {
      const severity = content.controls.get(result.control)?.severity;
      if (result.status === 'fail' && severity !== undefined) open[severity] += 1;
      yield result;
    }
  };
  // First, since it is told but once which assets are no more.
  const removed = gone.length === 0 ? undefined : await applyResults(db, run, { results: [], gone });
  const applied = await applyAll(db, run, inTurns(untilStopped(results(), stopping)));
  await finishAccounts(db, run, accounts, [...content.controls.keys()]);
  return {
    counts: {
      assets: inventory.assets.length,
      results: applied.results,
      opened: applied.opened + applied.reopened,
      resolved: applied.resolved + (removed?.resolved ?? 0),
      open,
    },
    problems: problemsOf(collections, lookup),
    accounts,
    complete: collections.every(({ complete }) => complete),
  };
}

/** What findings tell of an asset beside their proof, and what their risk hangs on. */
function describer(inventory: Inventory): (asset: string) => string {
  const exposed = new Set(inventory.relations.filter(({ type }) => type === 'exposes').map(({ to }) => to));
  return (id) => {
    const asset = inventory.find(id);
    return asset === undefined ? '' : JSON.stringify([asset.name, asset.category, asset.tags, exposed.has(id)]);
  };
}

/** Saves what was seen, and answers the ids of the assets that are no more. */
async function saveInventory(
  { db, tenant, dataDir }: Services,
  inventory: Inventory,
  collections: readonly Collection[],
  { connection, folder, stopping }: JudgeOptions,
  now: Date,
): Promise<string[]> {
  await saveCollections(db, inTurns(collections), path.relative(dataDir, folder));
  await saveAssets(db, tenant, inTurns(untilStopped(storedAssets(inventory, connection), stopping)), now);
  const byAccount = Map.groupBy(inventory.relations, ({ from }) => inventory.find(from)?.account ?? '');
  for (const account of new Set(collections.map((collection) => collection.account))) {
    const scope = `${connection}/${account}`;
    await replaceRelations(db, { tenant, origin: 'observed', scope }, byAccount.get(account) ?? [], now);
  }
  const gone = await markGone(db, tenant, connection, collections, now);
  await compactAssetCounts(db, tenant);
  return gone;
}

function* untilStopped<T>(items: Iterable<T>, stopping: AbortSignal | undefined): Generator<T> {
  for (const item of items) {
    stopping?.throwIfAborted();
    yield item;
  }
}

function* storedAssets(inventory: Inventory, connection: string): Generator<StoredAsset> {
  for (const entry of inventory.assets) {
    const calls = inventory.sources(entry).map(callId);
    const [listedBy] = calls;
    yield {
      ...inventory.load(entry),
      connection,
      calls,
      ...(listedBy === undefined ? {} : { listedBy }),
      ...(entry.parent === undefined ? {} : { parent: entry.parent }),
    };
  }
}

/** Facts made elsewhere name a tenant and connection of their own: here they belong to those of the scan. */
async function* ofConnection(answers: AsyncIterable<Answer>, tenant: string, connection: string) {
  for await (const { collection, items } of answers) {
    yield { collection: { ...collection, tenant, connection }, items };
  }
}

/** Most groups of failed calls kept for one scan. */
const MOST_PROBLEMS = 500;

/**
 * Failed calls, those alike together, the most frequent first. Those that a policy refused as it closes a whole region are
 * one: `ClosedByPolicy`.
 */
export function problemsOf(collections: readonly Collection[], lookup: Pick<Lookup, 'closed'>): ScanProblem[] {
  const groups = new Map<string, ScanProblem>();
  for (const collection of collections) {
    if (collection.complete) continue;
    const { account, region, error } = collection;
    const closed = error?.code === DENIED_BY_SERVICE_CONTROL_POLICY && lookup.closed(account, region);
    const operation = closed ? '*' : operationName(collection);
    const code = closed ? 'ClosedByPolicy' : (error?.code ?? 'Incomplete');
    const key = [account, region, operation, code].join('\n');
    const group = groups.get(key);
    if (group !== undefined) group.count += 1;
    else {
      const message = error?.message ?? '';
      groups.set(key, { account, region, operation, code, message, permission: error?.permission ?? null, count: 1 });
    }
  }
  return [...groups.values()].sort((a, b) => b.count - a.count).slice(0, MOST_PROBLEMS);
}
