import path from 'node:path';
import { recountVulnerabilities } from '../../findings/affected/index.ts';
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
  countsBySeverity,
  DENIED_BY_SERVICE_CONTROL_POLICY,
  operationName,
  type Result,
  severities,
} from '../../model/index.ts';
import { type Answer, readAnswers } from '../../platform/segments/index.ts';
import { inTurns } from '../../platform/turns.ts';
import { judgeSoftware } from '../images/judge-boms.ts';
import { crownJewels, readParams } from '../params.ts';
import type { Services } from '../services.ts';
import type { JudgedOrigins } from '../trust/judge-origins.ts';
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
 * @throws UserError where a segment is broken; ConnectionRemoved; the signal's reason where it is told to stop
 */
export async function judgeScan(services: Services, options: JudgeOptions): Promise<Judged> {
  const judged: Judged[] = [];
  const done = new Set<string>();
  // Nearly always there is one provider, so that the facts are read once.
  for (let next = await firstProvider(options.folder); next !== undefined; ) {
    const others = new Set<string>();
    judged.push(await judgeProvider(services, options, next, others));
    done.add(next);
    next = [...others].find((provider) => !done.has(provider));
  }
  return together(judged);
}

async function firstProvider(folder: string): Promise<string | undefined> {
  for await (const { collection } of readAnswers(folder)) return collection.provider;
  return undefined;
}

function together(judged: readonly Judged[]): Judged {
  const sum = (count: (of: ScanCounts) => number) => judged.reduce((total, { counts }) => total + count(counts), 0);
  return {
    counts: {
      assets: sum(({ assets }) => assets),
      results: sum(({ results }) => results),
      opened: sum(({ opened }) => opened),
      resolved: sum(({ resolved }) => resolved),
      open: countsBySeverity((severity) => sum(({ open }) => open[severity])),
    },
    problems: judged.flatMap(({ problems }) => problems).slice(0, MOST_PROBLEMS),
    accounts: [...new Set(judged.flatMap(({ accounts }) => accounts))].sort(),
    complete: judged.every(({ complete }) => complete),
  };
}

const noOrigins: JudgedOrigins = { results: 0, opened: 0, resolved: 0, failed: {} };

/** Judges the facts of one provider; tells which others there are facts of. */
async function judgeProvider(
  services: Services,
  options: JudgeOptions,
  provider: string,
  others: Set<string>,
): Promise<Judged> {
  const { db, tenant, content, clock } = services;
  const { connection, folder, stopping } = options;
  const catalog = content.catalog(provider);
  const answers = ofProvider(readAnswers(folder), provider, others);
  const inventory = await buildInventory(catalog, ofConnection(answers, tenant, connection));
  const collections = [...inventory.collections()];
  const accounts = [...new Set(collections.map(({ account }) => account))].sort();
  const now = clock();
  const gone = options.again === true ? [] : await saveInventory(services, inventory, collections, options, now);

  const engine = await productEngine();
  const kinds = new Set(catalog.calls.map(({ makes }) => makes?.kind));
  const ofCatalog = [...content.controls.values()].filter(({ kind }) => kinds.has(kind));
  const controls = ofCatalog.map((control) => engine.compile(control));
  const params = await readParams(services);
  const lookup = createLookup(catalog, inventory);
  const run = {
    tenant,
    connection,
    now,
    rules: content.controls,
    crownJewels: await crownJewels(services),
    described: describer(inventory),
  };
  const open = countsBySeverity();
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
  const ids = ofCatalog.map(({ id }) => id);
  await finishAccounts(db, run, accounts, ids);
  const software = await judgeSoftware(services, inventory, run, {
    connection,
    again: options.again === true,
    stopping,
  });
  // Loaded where there are images: what verifies signatures is large.
  const origins =
    inventory.ofKind('oci.image').length === 0
      ? noOrigins
      : await (await import('../trust/judge-origins.ts')).judgeOrigins(services, inventory, run);
  if (gone.length > 0 && provider !== 'aws') await recountVulnerabilities(db, tenant);
  for (const name of severities) open[name] += software.open[name] + (origins.failed[name] ?? 0);
  return {
    counts: {
      assets: inventory.assets.length,
      results: applied.results + origins.results,
      opened: applied.opened + applied.reopened + software.opened + origins.opened,
      resolved: applied.resolved + (removed?.resolved ?? 0) + software.resolved + origins.resolved,
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
  await saveRelations(db, tenant, connection, inventory, collections, now);
  const gone = await markGone(db, tenant, connection, collections, now);
  await compactAssetCounts(db, tenant);
  return gone;
}

/**
 * Relations of an account are replaced together, since a scan sees all of it. Of images and hosts a scan sees some: there it is by
 * each of them.
 */
async function saveRelations(
  db: Services['db'],
  tenant: string,
  connection: string,
  inventory: Inventory,
  collections: readonly Collection[],
  now: Date,
): Promise<void> {
  const origin = 'observed';
  if (inventory.assets.every(({ provider }) => provider === 'aws')) {
    const byAccount = Map.groupBy(inventory.relations, ({ from }) => inventory.find(from)?.account ?? '');
    for (const account of new Set(collections.map((collection) => collection.account))) {
      const scope = `${connection}/${account}`;
      await replaceRelations(db, { tenant, origin, scope }, byAccount.get(account) ?? [], now);
    }
    return;
  }
  const byAsset = Map.groupBy(inventory.relations, ({ from }) => from);
  for (const { id, account } of inventory.assets) {
    const scope = `${connection}/${account}/${id}`;
    await replaceRelations(db, { tenant, origin, scope }, byAsset.get(id) ?? [], now);
  }
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

async function* ofProvider(answers: AsyncIterable<Answer>, provider: string, others: Set<string>) {
  for await (const answer of answers) {
    if (answer.collection.provider === provider) yield answer;
    else others.add(answer.collection.provider);
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
