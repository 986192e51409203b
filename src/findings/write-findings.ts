import { sql, type Transaction } from 'kysely';
import type { JsonObject, Result, Severity } from '../model/index.ts';
import {
  type Database,
  type FindingClass,
  type FindingEventKind,
  jsonText,
  searchText,
  storableText,
} from '../platform/store/index.ts';
import { anyInForce, applyExceptions } from './exceptions.ts';
import type { Change } from './lifecycle.ts';
import { riskOf } from './risk.ts';
import type { Run } from './run.ts';

/** Writes what a judgement changed: findings, when they were seen, their history, and exceptions that cover new ones. */
export async function writeFindings(trx: Transaction<Database>, run: Run, changes: readonly Change[]): Promise<void> {
  const seen = changes.filter((change) => 'result' in change);
  const described = await describe(trx, run, seen);
  await saveRules(trx, run, new Set(seen.map((change) => change.result.control)));
  await insertOpened(
    trx,
    run,
    described.filter((row) => row.change.kind === 'opened'),
  );
  await updateSeen(
    trx,
    run,
    described.filter((row) => row.change.kind !== 'opened'),
  );
  await updateUnseen(
    trx,
    run,
    changes.filter((change) => change.kind === 'resolved' || change.kind === 'stale'),
  );
  await sql`
    insert into finding_sightings (tenant, seq, finding, last_seen)
    select ${run.tenant}, f.seq, f.id, ${run.now} from unnest(${seen.map((change) => change.id)}::text[]) seen (id)
    join findings f on f.tenant = ${run.tenant} and f.id = seen.id order by f.seq
    on conflict (tenant, seq) do update set last_seen = greatest(finding_sightings.last_seen, excluded.last_seen)`.execute(
    trx,
  );
  await writeEvents(trx, run, changes);
  const opened = seen.filter((change) => change.kind !== 'confirmed').map((change) => change.id);
  if (opened.length > 0 && (await anyInForce(trx, run.tenant))) {
    await applyExceptions(trx, run.tenant, sql`f.id = any(${opened}::text[])`, run.now, null);
  }
}

/** A failed result with what the finding says beyond it. */
interface Described {
  change: Extract<Change, { result: Result }>;
  result: Result;
  severity: Severity;
  risk: number;
  assetName: string;
  category: string | null;
  class: FindingClass;
  /** Of vulnerabilities alone. */
  fixable: boolean | null;
  exploited: boolean | null;
}

async function describe(
  trx: Transaction<Database>,
  { tenant, rules, crownJewels = new Set() }: Run,
  seen: readonly Described['change'][],
): Promise<Described[]> {
  const ids = [...new Set(seen.map((change) => change.result.asset))];
  const assets = new Map<
    string,
    { name: string; category: Described['category']; tags: Record<string, string>; exposed: boolean }
  >();
  if (ids.length > 0) {
    const rows = await trx
      .selectFrom('assets as a')
      .select(['a.id', 'a.name', 'a.category', 'a.tags'])
      .select(
        sql<boolean>`exists (select from relations r where r.tenant = a.tenant and r.to_id = a.id and r.type = 'exposes')`.as(
          'exposed',
        ),
      )
      .where('a.tenant', '=', tenant)
      .where(sql<boolean>`a.id = any(${ids}::text[])`)
      .execute();
    for (const row of rows) assets.set(row.id, row);
  }
  return seen.map((change) => {
    const { result } = change;
    const rule = rules.get(result.control);
    if (rule === undefined) throw new Error(`results name the control ${result.control}, which the run does not know`);
    const asset = assets.get(result.asset);
    const category = (asset?.category ?? null) as Parameters<typeof riskOf>[0]['category'];
    const name = asset?.name ?? result.asset;
    const severity = result.severity ?? rule.severity;
    const exposure = { severity, category, exposed: asset?.exposed ?? false, tags: asset?.tags ?? {} };
    const said = { change, result, severity, assetName: name, category };
    if (rule.vulnerability === undefined) {
      const risk = riskOf(exposure, crownJewels);
      return { ...said, risk, class: 'control', fixable: null, exploited: null };
    }
    const { exploited, epss } = rule.vulnerability;
    const known = { exploited: exploited !== undefined, likelihood: epss?.probability ?? 0 };
    return {
      ...said,
      risk: riskOf({ ...exposure, ...known }, crownJewels),
      class: 'vulnerability',
      fixable: Array.isArray(result.evidence.fixed) && result.evidence.fixed.length > 0,
      exploited: known.exploited,
    };
  });
}

/** Keeps what rules are searched by. Written only where it is new, so that writers of other accounts need not wait. */
async function saveRules(trx: Transaction<Database>, { tenant, rules }: Run, seen: ReadonlySet<string>): Promise<void> {
  if (seen.size === 0) return;
  const known = await trx
    .selectFrom('rules')
    .select(['rule', 'search'])
    .where('tenant', '=', tenant)
    .where(sql<boolean>`rule = any(${[...seen]}::text[])`)
    .execute();
  const stored = new Map(known.map((row) => [row.rule, row.search]));
  const rows = [...seen].sort().flatMap((rule) => {
    const title = rules.get(rule)?.title;
    const search = searchText(title === undefined ? [rule] : [rule, title.en, title.ko]);
    return stored.get(rule) === search ? [] : [{ tenant, rule, search }];
  });
  if (rows.length === 0) return;
  await trx
    .insertInto('rules')
    .values(rows)
    .onConflict((on) => on.columns(['tenant', 'rule']).doUpdateSet((eb) => ({ search: eb.ref('excluded.search') })))
    .execute();
}

async function insertOpened(
  trx: Transaction<Database>,
  { tenant, now }: Run,
  rows: readonly Described[],
): Promise<void> {
  if (rows.length === 0) return;
  const column = <T>(read: (row: Described) => T): T[] => rows.map(read);
  await sql`
    insert into findings (tenant, id, rule, asset, asset_name, kind, provider, account, region, category, discriminator,
      severity, risk, status, evidence, class, fixable, exploited, first_seen, opened_at, changed_at)
    select ${tenant}, r.id, r.rule, r.asset, r.asset_name, r.kind, r.provider, r.account, r.region, r.category,
      r.discriminator, r.severity, r.risk, 'open', r.evidence::jsonb,
      r.class, r.fixable, r.exploited, ${now}, ${now}, ${now}
    from unnest(
      ${column((r) => r.change.id)}::text[], ${column((r) => r.result.control)}::text[],
      ${column((r) => r.result.asset)}::text[], ${column((r) => storableText(r.assetName))}::text[],
      ${column((r) => r.result.kind)}::text[], ${column((r) => r.result.provider)}::text[],
      ${column((r) => r.result.account)}::text[], ${column((r) => r.result.region)}::text[],
      ${column((r) => r.category)}::text[], ${column((r) => storableText(r.result.discriminator))}::text[],
      ${column((r) => r.severity)}::text[], ${column((r) => r.risk)}::int[],
      ${column((r) => jsonText(r.result.evidence))}::text[], ${column((r) => r.class)}::text[],
      ${column((r) => r.fixable)}::boolean[], ${column((r) => r.exploited)}::boolean[])
      r (id, rule, asset, asset_name, kind, provider, account, region, category, discriminator, severity, risk, evidence,
        class, fixable, exploited)`.execute(trx);
}

/** Findings still or again there. One that says what it said before is not rewritten. */
async function updateSeen(trx: Transaction<Database>, { tenant, now }: Run, rows: readonly Described[]): Promise<void> {
  if (rows.length === 0) return;
  const column = <T>(read: (row: Described) => T): T[] => rows.map(read);
  await sql`
    update findings f set severity = r.severity, risk = r.risk, evidence = r.evidence,
      asset_name = r.asset_name, category = r.category, fixable = r.fixable, exploited = r.exploited, status = 'open', resolution = null, resolved_at = null, stale = false,
      opened_at = case when f.status = 'open' then f.opened_at else ${now} end,
      changed_at = case when f.status = 'open' and not f.stale then f.changed_at else ${now} end
    from (select id, severity, risk, evidence::jsonb as evidence, asset_name, category, fixable, exploited from unnest(
      ${column((r) => r.change.id)}::text[], ${column((r) => r.severity)}::text[], ${column((r) => r.risk)}::int[],
      ${column((r) => jsonText(r.result.evidence))}::text[],
      ${column((r) => storableText(r.assetName))}::text[], ${column((r) => r.category)}::text[],
      ${column((r) => r.fixable)}::boolean[], ${column((r) => r.exploited)}::boolean[])
      u (id, severity, risk, evidence, asset_name, category, fixable, exploited)) r
    where f.tenant = ${tenant} and f.id = r.id
      and (f.status, f.stale, f.severity, f.risk, f.evidence, f.asset_name, f.category, f.fixable, f.exploited)
      is distinct from ('open', false, r.severity, r.risk, r.evidence, r.asset_name, r.category, r.fixable, r.exploited)`.execute(
    trx,
  );
}

async function updateUnseen(
  trx: Transaction<Database>,
  { tenant, now }: Run,
  changes: readonly Extract<Change, { kind: 'resolved' | 'stale' }>[],
): Promise<void> {
  const rows = changes.filter((change) => change.kind === 'resolved' || !change.again);
  if (rows.length === 0) return;
  await sql`
    update findings f set stale = (r.resolution is null), changed_at = ${now},
      status = case when r.resolution is null then 'open' else 'resolved' end, resolution = r.resolution,
      resolved_at = case when r.resolution is null then null else ${now}::timestamptz end
    from unnest(${rows.map((change) => change.id)}::text[],
      ${rows.map((change) => (change.kind === 'resolved' ? change.resolution : null))}::text[]) r (id, resolution)
    where f.tenant = ${tenant} and f.id = r.id`.execute(trx);
}

async function writeEvents(
  trx: Transaction<Database>,
  { tenant, now }: Run,
  changes: readonly Change[],
): Promise<void> {
  const events = changes.flatMap((change): { finding: string; kind: FindingEventKind; detail: JsonObject }[] => {
    const finding = change.id;
    switch (change.kind) {
      case 'confirmed':
        return change.fresh ? [{ finding, kind: 'confirmed', detail: {} }] : [];
      case 'stale':
        return change.again ? [] : [{ finding, kind: 'stale', detail: { missing: change.missing } }];
      case 'resolved':
        return [{ finding, kind: 'resolved', detail: { resolution: change.resolution } }];
      default:
        return [{ finding, kind: change.kind, detail: {} }];
    }
  });
  if (events.length === 0) return;
  await sql`
    insert into finding_events (tenant, finding, at, kind, detail)
    select ${tenant}, e.finding, ${now}, e.kind, e.detail::jsonb from unnest(
      ${events.map((event) => event.finding)}::text[], ${events.map((event) => event.kind)}::text[],
      ${events.map((event) => jsonText(event.detail))}::text[]) e (finding, kind, detail)`.execute(trx);
}
