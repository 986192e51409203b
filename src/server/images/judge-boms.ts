import { applyBoms, confirmBoms, type PreparedBom, prepareBom } from '../../findings/affected/index.ts';
import { loadSupport, type SupportOf } from '../../findings/end-of-life.ts';
import type { Run } from '../../findings/store.ts';
import { type AssetBom, bomsIn } from '../../findings/vulnerabilities/index.ts';
import { MOST_AT_ONCE, type NewBom, readBom, readBoms, type StoredBom, saveBoms } from '../../inventory/boms.ts';
import type { AssetEntryOf, Inventory } from '../../inventory/index.ts';
import {
  type Bom,
  countsBySeverity,
  isObject,
  type Json,
  type JsonObject,
  type Matched,
  type Missing,
  type SeverityCounts,
  severities,
  UNKNOWN_FIELD,
  type Unread,
} from '../../model/index.ts';
import type { Trust } from '../../platform/store/index.ts';
import type { Services } from '../services.ts';
import type { OpenAdvisories } from './advisories.ts';
import { openSampleAdvisories } from './sample-advisories.ts';

/** Kinds of assets that have software. */
const bearers = ['oci.image', 'oci.bom', 'host.linux', 'code.folder'] as const;

/** What judging software came to. */
export interface JudgedSoftware {
  boms: number;
  opened: number;
  resolved: number;
  open: SeverityCounts;
}

/**
 * Keeps the software of every image and host of an inventory, and compares it with the advisories. Without a database it is kept
 * all the same, and judged once there is one.
 */
export async function judgeSoftware(
  services: Services,
  inventory: Inventory,
  run: Run,
  options: { connection: string; again: boolean; stopping: AbortSignal | undefined },
): Promise<JudgedSoftware> {
  const { db, tenant } = services;
  const total: JudgedSoftware = { boms: 0, opened: 0, resolved: 0, open: countsBySeverity() };
  if (!bearers.some((kind) => inventory.ofKind(kind).length > 0)) return total;
  const read = new Set<string>();
  const support = await loadSupport();
  const advisories = (await services.advisories.open()) ?? (await openSampleAdvisories(services, options.connection));
  try {
    for (const batch of inBatches(bomsIn(inventory))) {
      options.stopping?.throwIfAborted();
      for (const { entry } of batch) read.add(entry.id);
      await saveBoms(
        db,
        tenant,
        batch.map(({ entry, bom, missing }) =>
          newBom(inventory, entry, { ...bom, unread: [...bom.unread, ...unreadOf(missing)] }, run.now, support),
        ),
      );
      total.boms += batch.length;
      if (advisories === undefined) continue;
      const assets = batch.map(({ entry }) => entry.id);
      for await (const stored of readBoms(db, tenant, assets)) {
        const judged = await judgeBoms(services, run, stored, advisories, { seen: !options.again });
        total.opened += judged.opened;
        total.resolved += judged.resolved;
        for (const name of severities) total.open[name] += judged.open[name];
      }
    }
  } finally {
    advisories?.close();
  }
  for (const kind of bearers) {
    for (const entry of inventory.ofKind(kind))
      if (!read.has(entry.id)) await saveUnread(services, inventory, entry, run.now);
  }
  return total;
}

/** Bills of materials in parts of bounded size. */
function* inBatches(all: Iterable<AssetBom>): Generator<AssetBom[]> {
  let batch: AssetBom[] = [];
  let packages = 0;
  for (const one of all) {
    batch.push(one);
    packages += one.bom.packages.length;
    if (batch.length < MOST_AT_ONCE.boms && packages < MOST_AT_ONCE.packages) continue;
    yield batch;
    batch = [];
    packages = 0;
  }
  if (batch.length > 0) yield batch;
}

/** An image of which no packages were read is listed too, as one of which nothing is known; what was known before stays. */
async function saveUnread(
  { db, tenant }: Services,
  inventory: Inventory,
  entry: AssetEntryOf,
  now: Date,
): Promise<void> {
  if ((await readBom(db, tenant, entry.id)) !== undefined) return;
  const unread = [{ path: '', code: 'NotCollected', reason: 'The packages were not read.' }];
  await saveBoms(db, tenant, [newBom(inventory, entry, { packages: [], unread }, now, await loadSupport())]);
}

function unreadOf(missing: Missing | undefined): Unread[] {
  return missing === undefined ? [] : [{ path: '', code: missing.code, reason: missing.operation }];
}

function newBom(inventory: Inventory, entry: AssetEntryOf, bom: Bom, scannedAt: Date, support: SupportOf): NewBom {
  const { data } = inventory.load(entry);
  const endOfLife = support(data.distribution)?.standard ?? undefined;
  const given = { asset: entry.id, kind: entry.kind, bom, complete: bom.unread.length === 0, scannedAt };
  const common = { ...given, ...(endOfLife === undefined ? {} : { endOfLife }) };
  if (entry.kind === 'host.linux') return common;
  const image = {
    registry: text(data.registry) ?? entry.account,
    repository: text(data.repository) ?? '',
    madeAt: time(data.created),
    trust: trustOf(data),
  };
  return { ...common, image };
}

/** Whether signatures were looked for, and whether there are some. Whom to trust is a matter of the policy. */
function trustOf(data: JsonObject): Trust {
  const { signatures } = data;
  const unknown = data[UNKNOWN_FIELD];
  if (!Array.isArray(signatures) || (isObject(unknown) && unknown.signatures !== undefined)) return 'unknown';
  const signing = signatures.filter((one) => isObject(one) && one.kind !== 'unsigned');
  return signing.length === 0 ? 'unsigned' : 'unknown';
}

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function time(value: Json | undefined): Date | undefined {
  const parsed = typeof value === 'string' ? new Date(value) : undefined;
  // Years beyond four digits, which an image may claim, are no time for a database.
  const sound = parsed !== undefined && parsed.getTime() >= 0 && parsed.getUTCFullYear() < 10_000;
  return sound ? parsed : undefined;
}

/** What comparing some bills of materials with the advisories came to. */
export interface JudgedBoms {
  opened: number;
  resolved: number;
  /** Of those in which something is different: the vulnerabilities that they did not have before. */
  changed: Map<string, readonly string[]>;
  open: SeverityCounts;
}

/** Compares bills of materials with the advisories and writes what is different. `seen`: they were read just now. */
export async function judgeBoms(
  { db }: Pick<Services, 'db'>,
  run: Run,
  all: readonly StoredBom[],
  advisories: OpenAdvisories,
  { seen }: { seen: boolean },
): Promise<JudgedBoms> {
  const judged: JudgedBoms = { opened: 0, resolved: 0, changed: new Map(), open: countsBySeverity() };
  const same: PreparedBom[] = [];
  const different: PreparedBom[] = [];
  for (const stored of all) {
    const prepared = compareBom(run, stored, advisories);
    for (const { severity = 'info' } of prepared.results.values()) judged.open[severity] += 1;
    (prepared.outcomeHash === stored.outcome_hash ? same : different).push(prepared);
  }
  const { builtAt, asOf } = advisories;
  for (const part of partsOf(different)) {
    for (const [asset, { opened, resolved, fresh }] of await applyBoms(db, run, part, { builtAt, asOf })) {
      judged.opened += opened;
      judged.resolved += resolved;
      judged.changed.set(asset, fresh);
    }
  }
  await confirmBoms(db, run, same, { builtAt, asOf, seen });
  return judged;
}

/** Findings written by one transaction, about. */
const MOST_RESULTS = 20_000;

function* partsOf(all: readonly PreparedBom[]): Generator<PreparedBom[]> {
  let part: PreparedBom[] = [];
  let results = 0;
  for (const one of all) {
    part.push(one);
    results += one.results.size;
    if (results < MOST_RESULTS) continue;
    yield part;
    part = [];
    results = 0;
  }
  if (part.length > 0) yield part;
}

function compareBom(run: Run, { of, bom, hash, complete }: StoredBom, advisories: OpenAdvisories): PreparedBom {
  const matched: Matched = advisories.match(bom);
  const [unread] = bom.unread;
  const missing = complete ? {} : { missing: { operation: 'ListPackages', code: unread?.code ?? 'Incomplete' } };
  const described = JSON.stringify([of.name, of.tags]);
  return prepareBom({ bearer: of, described, bom, hash, matched, ...missing }, run, run.now);
}
