import {
  applyBom,
  confirmBoms,
  recountVulnerabilities,
  refreshVulnerabilities,
  vulnerabilitiesById,
} from '../../findings/affected/index.ts';
import type { Run } from '../../findings/store.ts';
import { eachBom } from '../../inventory/boms.ts';
import type { Json } from '../../model/index.ts';
import { jsonText } from '../../platform/store/index.ts';
import { newOutbox } from '../../response/index.ts';
import { crownJewels } from '../params.ts';
import type { Services } from '../services.ts';
import { compareBom } from './judge-boms.ts';
import { newVulnerabilities } from './notices.ts';

/** How a comparison of everything with the advisories came out. */
export interface Rejudged {
  /** When it ended, ISO 8601. */
  at: string;
  /** Date of the advisories. */
  advisories: string;
  boms: number;
  /** Of them: those in which something is different. */
  changed: number;
  opened: number;
  resolved: number;
  seconds: number;
}

/** Row of the settings that says how the last one came out. */
const NAME = 'advisories-judged';

/** Bills of materials confirmed by one statement. */
const STEP = 500;

/**
 * Compares every bill of materials with the advisories as they are now, without a look at any image or host. Only what is
 * different is written; vulnerabilities that are new somewhere are told. Undefined where there is no database, or the server stops.
 */
export async function rejudgeBoms(services: Services, stopping: AbortSignal): Promise<Rejudged | undefined> {
  const { db, tenant, clock, advisories: source } = services;
  const advisories = await source.open();
  if (advisories === undefined) return undefined;
  const began = performance.now();
  const run: Run = { tenant, now: clock(), rules: new Map(), crownJewels: await crownJewels(services) };
  const { builtAt: advisoriesAt } = advisories;
  const total = { boms: 0, changed: 0, opened: 0, resolved: 0 };
  /** Vulnerability → images and hosts that were judged before and have it since now. */
  const fresh = new Map<string, string[]>();
  try {
    await refreshVulnerabilities(db, tenant, advisories.facts);
    let same: string[] = [];
    const confirm = async () => {
      await confirmBoms(db, run, same, { advisoriesAt, seen: false });
      same = [];
    };
    for await (const stored of eachBom(db, tenant)) {
      if (stopping.aborted) return undefined;
      total.boms += 1;
      const { prepared, changed } = compareBom(run, stored, advisories);
      if (!changed) {
        same.push(stored.asset);
        if (same.length >= STEP) await confirm();
        continue;
      }
      const applied = await applyBom(db, run, prepared);
      total.changed += 1;
      total.opened += applied.opened;
      total.resolved += applied.resolved;
      if (stored.judged_at === null) continue;
      for (const id of applied.fresh) fresh.set(id, [...(fresh.get(id) ?? []), stored.asset]);
    }
    await confirm();
  } finally {
    advisories.close();
  }
  if (total.changed > 0) await recountVulnerabilities(db, tenant);
  const known = await vulnerabilitiesById(db, tenant, [...fresh.keys()]);
  const notices = newVulnerabilities([...known.values()], fresh, { advisoriesAt, now: run.now });
  await newOutbox(clock)(db, tenant, notices);
  const seconds = Math.round((performance.now() - began) / 10) / 100;
  const rejudged = { at: clock().toISOString(), advisories: advisoriesAt.toISOString(), ...total, seconds };
  await remember(services, rejudged);
  return rejudged;
}

async function remember({ db, tenant, clock }: Services, rejudged: Rejudged): Promise<void> {
  const row = { value: jsonText(rejudged as unknown as Json), updated_at: clock(), updated_by: 'system' };
  await db
    .insertInto('settings')
    .values({ tenant, name: NAME, ...row })
    .onConflict((conflict) => conflict.columns(['tenant', 'name']).doUpdateSet(row))
    .execute();
}

/** How the last comparison of everything came out; undefined where there was none. */
export async function lastRejudged({ db, tenant }: Pick<Services, 'db' | 'tenant'>): Promise<Rejudged | undefined> {
  const row = await db
    .selectFrom('settings')
    .select('value')
    .where('tenant', '=', tenant)
    .where('name', '=', NAME)
    .executeTakeFirst();
  return row?.value as Rejudged | undefined;
}

/** True where the database is another one than everything was compared with last, or something was never compared. */
export async function isRejudgeDue(services: Services): Promise<boolean> {
  const { db, tenant, advisories, clock } = services;
  const status = await advisories.status(clock());
  if (status === undefined) return false;
  const last = await lastRejudged(services);
  if (last?.advisories !== status.builtAt.toISOString()) return true;
  const waiting = await db
    .selectFrom('boms')
    .select('asset')
    .where('tenant', '=', tenant)
    .where('judged_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return waiting !== undefined;
}
