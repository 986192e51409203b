import { sql } from 'kysely';
import { trustRules } from '../../engines/trust/results.ts';
import type { TrustVerdict } from '../../engines/trust/types.ts';
import { applyAll, applyResults, type Run } from '../../findings/store.ts';
import type { Inventory } from '../../inventory/index.ts';
import type { Json, Result, Rule, Severity } from '../../model/index.ts';
import { jsonText, type Trust } from '../../platform/store/index.ts';
import type { Routes } from '../api/index.ts';
import type { Output } from '../context.ts';
import type { Services } from '../services.ts';
import { openTrust } from './trust-policy.ts';

/** What judging where images come from came to. */
export interface JudgedOrigins {
  results: number;
  opened: number;
  resolved: number;
  /** Failed results by severity. */
  failed: Partial<Record<Severity, number>>;
}

/** The rule behind findings of trust, which are judged by the policy and not by a control; undefined for all others. */
export function trustRule(id: string): Rule | undefined {
  return Object.values(trustRules).find((rule) => rule.id === id);
}

/**
 * Judges whether the images of an inventory are trusted, by the policy of the organisation, and keeps the verdict with each. Where
 * there is no policy, what an earlier one said is no longer held against them.
 */
export async function judgeOrigins(services: Services, inventory: Inventory, run: Run): Promise<JudgedOrigins> {
  const { db, tenant } = services;
  const none = { results: 0, opened: 0, resolved: 0, failed: {} };
  const images = inventory.ofKind('oci.image').map(({ id }) => id);
  if (images.length === 0) return none;
  const trusting = await openTrust(services);
  if (trusting === undefined) return { ...none, resolved: await forget(services, run, images) };
  const rules = new Map([...run.rules, ...Object.values(trustRules).map((rule) => [rule.id, rule] as const)]);
  const verdicts = new Map<string, TrustVerdict>();
  const results: Result[] = [];
  for (const { trust, judged } of trusting.judge(inventory, run.now)) {
    const { asset, assetName: _name, ...verdict } = trust;
    verdicts.set(asset, verdict);
    results.push(...judged.map(({ result }) => result));
  }
  const applied = await applyAll(db, { ...run, rules }, results);
  await saveVerdicts(db, tenant, verdicts);
  const failed = results.filter(({ status }) => status === 'fail').length;
  return {
    results: applied.results,
    opened: applied.opened + applied.reopened,
    resolved: applied.resolved,
    failed: { [trustRules.signatures.severity]: failed },
  };
}

async function forget({ db, tenant }: Services, run: Run, images: readonly string[]): Promise<number> {
  const { rows } = await sql<{ asset: string }>`
    update boms set trust = 'unknown', trust_verdict = null
    where tenant = ${tenant} and asset = any(${[...images]}::text[]) and trust_verdict is not null returning asset`.execute(
    db,
  );
  if (rows.length === 0) return 0;
  const pairs = rows.flatMap(({ asset }) => Object.values(trustRules).map(({ id }) => ({ control: id, asset })));
  return (await applyResults(db, run, { results: [], pairs })).resolved;
}

async function saveVerdicts(
  db: Services['db'],
  tenant: string,
  verdicts: ReadonlyMap<string, TrustVerdict>,
): Promise<void> {
  const rows = [...verdicts].sort(([a], [b]) => (a < b ? -1 : 1));
  await sql`
    update boms b set trust = g.trust, trust_verdict = g.verdict::jsonb
    from unnest(${rows.map(([asset]) => asset)}::text[], ${rows.map(([, verdict]) => trustOf(verdict))}::text[],
      ${rows.map(([, verdict]) => jsonText(verdict as unknown as Json))}::text[]) g (asset, trust, verdict)
    where b.tenant = ${tenant} and b.asset = g.asset`.execute(db);
}

/** The verdict on one image; null where no policy was there to judge it by. */
export async function readVerdict(
  { db, tenant }: Pick<Services, 'db' | 'tenant'>,
  asset: string,
): Promise<Output<Routes['getImage']>['verdict']> {
  const row = await db
    .selectFrom('boms')
    .select('trust_verdict')
    .where('tenant', '=', tenant)
    .where('asset', '=', asset)
    .executeTakeFirst();
  return (row?.trust_verdict ?? null) as Output<Routes['getImage']>['verdict'];
}

/** A verdict in one word. Without any signature the image is unsigned, unless the policy wants nothing to do with it. */
function trustOf({ verdict, signatures, reasons }: TrustVerdict): Trust {
  if (verdict === 'trusted') return 'trusted';
  if (verdict === 'undecided') return 'unknown';
  const signed = reasons.some(({ kind }) => kind !== 'unsigned' && kind !== 'unread');
  return signed || signatures.code === 'REFUSED' ? 'untrusted' : 'unsigned';
}
