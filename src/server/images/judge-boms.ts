import { applyBom, confirmBoms, prepareBom } from '../../findings/affected/index.ts';
import type { Run } from '../../findings/store.ts';
import { bomsIn } from '../../findings/vulnerabilities/index.ts';
import { type NewBom, readBom, type StoredBom, saveBom } from '../../inventory/boms.ts';
import type { AssetEntryOf, Inventory } from '../../inventory/index.ts';
import {
  type Bom,
  isObject,
  type Json,
  type JsonObject,
  type Matched,
  type Missing,
  type Severity,
  severities,
  UNKNOWN_FIELD,
  type Unread,
} from '../../model/index.ts';
import type { Trust } from '../../platform/store/index.ts';
import type { Services } from '../services.ts';
import type { OpenAdvisories } from './advisories.ts';

/** Kinds of assets that have software. */
const bearers = ['oci.image', 'host.linux'] as const;

/** What judging software came to. */
export interface JudgedSoftware {
  boms: number;
  opened: number;
  resolved: number;
  open: Record<Severity, number>;
}

/**
 * Keeps the software of every image and host of an inventory, and compares it with the advisories. Without a database it is kept
 * all the same, and judged once there is one.
 */
export async function judgeSoftware(
  services: Services,
  inventory: Inventory,
  run: Run,
  options: { again: boolean; stopping: AbortSignal | undefined },
): Promise<JudgedSoftware> {
  const { db, tenant } = services;
  const total: JudgedSoftware = { boms: 0, opened: 0, resolved: 0, open: noneBySeverity() };
  if (!bearers.some((kind) => inventory.ofKind(kind).length > 0)) return total;
  const read = new Set<string>();
  const advisories = await services.advisories.open();
  try {
    for (const { entry, bom, missing } of bomsIn(inventory)) {
      options.stopping?.throwIfAborted();
      read.add(entry.id);
      const unread = [...bom.unread, ...unreadOf(missing)];
      await saveBom(db, tenant, newBom(inventory, entry, { ...bom, unread }, run.now));
      total.boms += 1;
      if (advisories === undefined) continue;
      const stored = await readBom(db, tenant, entry.id);
      if (stored === undefined) continue;
      const judged = await judgeBom(services, run, stored, advisories, { seen: !options.again });
      total.opened += judged.opened;
      total.resolved += judged.resolved;
      for (const name of severities) total.open[name] += judged.open[name];
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

/** An image of which no packages were read is listed too, as one of which nothing is known; what was known before stays. */
async function saveUnread(
  { db, tenant }: Services,
  inventory: Inventory,
  entry: AssetEntryOf,
  now: Date,
): Promise<void> {
  if ((await readBom(db, tenant, entry.id)) !== undefined) return;
  const unread = [{ path: '', code: 'NotCollected', reason: 'The packages were not read.' }];
  await saveBom(db, tenant, newBom(inventory, entry, { packages: [], unread }, now));
}

function unreadOf(missing: Missing | undefined): Unread[] {
  return missing === undefined ? [] : [{ path: '', code: missing.code, reason: missing.operation }];
}

function newBom(inventory: Inventory, entry: AssetEntryOf, bom: Bom, scannedAt: Date): NewBom {
  const { data } = inventory.load(entry);
  const distribution = isObject(data.distribution) ? data.distribution : {};
  const endOfLife = day(distribution.endOfLife);
  const given = { asset: entry.id, kind: entry.kind, bom, complete: bom.unread.length === 0, scannedAt };
  const common = { ...given, ...(endOfLife === undefined ? {} : { endOfLife }) };
  if (entry.kind !== 'oci.image') return common;
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
  return signatures.length === 0 ? 'unsigned' : 'unknown';
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

function day(value: Json | undefined): string | undefined {
  return time(value)?.toISOString().slice(0, 10);
}

function noneBySeverity(): Record<Severity, number> {
  return { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
}

/** What comparing one bill of materials with the advisories came to. */
export interface JudgedBom {
  opened: number;
  resolved: number;
  /** Vulnerabilities that it did not have before. */
  fresh: readonly string[];
  open: Record<Severity, number>;
  /** False where it came out as before, and nothing was written but times. */
  changed: boolean;
}

/** Compares a bill of materials with the advisories and writes what is different. `seen`: it was read just now. */
export async function judgeBom(
  { db }: Pick<Services, 'db'>,
  run: Run,
  stored: StoredBom,
  advisories: OpenAdvisories,
  { seen }: { seen: boolean },
): Promise<JudgedBom> {
  const { prepared, changed } = compareBom(run, stored, advisories);
  const open = noneBySeverity();
  for (const { severity = 'info' } of prepared.results.values()) open[severity] += 1;
  if (changed) return { ...(await applyBom(db, run, prepared)), open, changed };
  await confirmBoms(db, run, [stored.asset], { advisoriesAt: advisories.builtAt, seen });
  return { opened: 0, resolved: 0, fresh: [], open, changed };
}

/** Compares a bill of materials with the advisories, writes nothing. */
export function compareBom(run: Run, stored: StoredBom, advisories: OpenAdvisories) {
  const { of, bom, complete } = stored;
  const matched: Matched = advisories.match(bom);
  const [unread] = bom.unread;
  const missing = complete ? {} : { missing: { operation: 'ListPackages', code: unread?.code ?? 'Incomplete' } };
  const described = JSON.stringify([of.name, of.tags]);
  const compared = { bearer: of, described, matched, advisoriesAt: advisories.builtAt, ...missing };
  const prepared = prepareBom(compared, run, run.now);
  return { prepared, changed: prepared.outcomeHash !== stored.outcome_hash };
}
