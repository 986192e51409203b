import { sql } from 'kysely';
import {
  askAnew,
  concernedBoms,
  recountVulnerabilities,
  refreshVulnerabilities,
  vulnerabilitiesById,
} from '../../findings/affected/index.ts';
import type { Run } from '../../findings/store.ts';
import { readBoms } from '../../inventory/boms.ts';
import { newOutbox } from '../../response/index.ts';
import { crownJewels } from '../params.ts';
import { remember, remembered } from '../remembered.ts';
import type { Services } from '../services.ts';
import { judgeBoms } from './judge-boms.ts';
import { newVulnerabilities } from './notices.ts';

/** How a comparison of everything with the advisories came out. */
export interface Rejudged {
  /** When it ended, ISO 8601. */
  at: string;
  /** When the database was built: tells one from another. */
  advisories: string;
  /** Up to when it knows. */
  asOf: string;
  /** All else that decides how a comparison comes out: the product itself, and which assets matter most. */
  by: string;
  boms: number;
  /** Of them: those in which something is different. */
  changed: number;
  opened: number;
  resolved: number;
  seconds: number;
}

/** Row of the settings that says how the last one came out. */
const NAME = 'advisories-judged';

/**
 * Compares every bill of materials with the advisories as they are now, without a look at any image or host. Only those that ask for
 * something of which the advisories say another thing than last time are read, and only what is different is written; vulnerabilities
 * that are new somewhere are told. Undefined where there is no database, or the server stops.
 */
export async function rejudgeBoms(services: Services, stopping: AbortSignal): Promise<Rejudged | undefined> {
  const { db, tenant, clock, advisories: source, version } = services;
  const advisories = await source.open();
  if (advisories === undefined) return undefined;
  const began = performance.now();
  const jewels = await crownJewels(services);
  const run: Run = { tenant, now: clock(), rules: new Map(), crownJewels: jewels };
  const { builtAt, asOf } = advisories;
  const by = JSON.stringify([version, ...[...jewels].sort()]);
  const last = await lastRejudged(services);
  const comparable = last !== undefined && last.by === by ? new Date(last.advisories) : undefined;
  const total = { boms: await countBoms(services), changed: 0, opened: 0, resolved: 0 };
  /** Vulnerability → images and hosts that were judged before and have it since now. */
  const fresh = new Map<string, string[]>();
  const madeUp = await assetsOfSample(services);
  try {
    await refreshVulnerabilities(db, tenant, advisories.facts);
    const { changed, note } = await askAnew(db, tenant, advisories, { all: true });
    const concerned = await concernedBoms(db, run, { builtAt, asOf }, { last: comparable, changed });
    for await (const stored of readBoms(db, tenant, concerned)) {
      if (stopping.aborted) return undefined;
      const judged = await judgeBoms(services, run, stored, advisories, { seen: false });
      total.changed += judged.changed.size;
      total.opened += judged.opened;
      total.resolved += judged.resolved;
      const before = new Set(
        stored.flatMap(({ asset, judged_at }) => (judged_at === null || madeUp.has(asset) ? [] : [asset])),
      );
      for (const [asset, ids] of judged.changed) {
        if (!before.has(asset)) continue;
        for (const id of ids) {
          const places = fresh.get(id);
          if (places === undefined) fresh.set(id, [asset]);
          else places.push(asset);
        }
      }
    }
    await note();
    // What bills of materials asked for the first time just now was answered by these advisories too.
    if (concerned.length > 0) await (await askAnew(db, tenant, advisories, { all: false })).note();
  } finally {
    advisories.close();
  }
  if (total.changed > 0) await recountVulnerabilities(db, tenant);
  const known = await vulnerabilitiesById(db, tenant, [...fresh.keys()]);
  const notices = newVulnerabilities([...known.values()], fresh, { advisoriesAt: asOf, now: run.now });
  await newOutbox(clock)(db, tenant, notices);
  const seconds = Math.round((performance.now() - began) / 10) / 100;
  const when = { at: clock().toISOString(), advisories: builtAt.toISOString(), asOf: asOf.toISOString(), by };
  const rejudged = { ...when, ...total, seconds };
  await remember(services, NAME, { ...rejudged }, clock());
  return rejudged;
}

/** Images and hosts of the sample organisation: nobody is told of what is new there. */
async function assetsOfSample({ db, tenant }: Services): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select a.id from boms b join assets a on a.tenant = b.tenant and a.id = b.asset
      join connections c on c.tenant = a.tenant and c.id = a.connection
    where b.tenant = ${tenant} and c.sample`.execute(db);
  return new Set(rows.map(({ id }) => id));
}

async function countBoms({ db, tenant }: Services): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from boms where tenant = ${tenant}`.execute(db);
  return rows[0]?.n ?? 0;
}

/** How the last comparison of everything came out; undefined where there was none. */
export async function lastRejudged(services: Pick<Services, 'db' | 'tenant'>): Promise<Rejudged | undefined> {
  return (await remembered(services, NAME))?.value as unknown as Rejudged | undefined;
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
