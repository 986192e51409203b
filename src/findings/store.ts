import { type Kysely, sql, type Transaction } from 'kysely';
import { findingId, type JsonObject, type Result, type Severity, type Text } from '../model/index.ts';
import { type Database, type FindingEventKind, jsonText, searchText, storableText } from '../platform/store/index.ts';
import { anyInForce, applyExceptions, lockExceptions } from './exceptions.ts';
import { type Change, changesOf, type JudgedPair, type Previous } from './lifecycle.ts';
import { applyPlaces, isPlace } from './places.ts';
import { riskOf } from './risk.ts';

/** What all batches of one judgement share. */
export interface Run {
  tenant: string;
  /** Clock of the judgement: the same for all its batches. */
  now: Date;
  /** Every control that results may name. A `Control` will do. */
  rules: ReadonlyMap<string, { severity: Severity; title: Text }>;
  /** Tags (`key`, `key=value`, lower case) of the assets that matter most. */
  crownJewels?: ReadonlySet<string>;
}

/** Results with what they were made from. A batch holds all results of each (control, asset) pair it touches. */
export interface Batch {
  results: readonly (Result & { inputHash?: string })[];
  /** Pairs that were judged and gave nothing. */
  pairs?: readonly JudgedPair[];
  /** Assets confirmed to be no more: their findings close, their results go. */
  gone?: readonly string[];
}

export interface Applied {
  results: number;
  opened: number;
  reopened: number;
  resolved: number;
  stale: number;
}

/** Results of a batch: large enough that a statement's cost is shared, small enough that others seldom wait. */
const BATCH = 4000;

/**
 * Applies the results of a whole judgement batch by batch; results of one asset follow each other, as `judge` gives them.
 * Each batch is one transaction: results, findings, history and counters agree at every moment.
 */
export async function applyAll(
  db: Kysely<Database>,
  run: Run,
  results: AsyncIterable<Result> | Iterable<Result>,
): Promise<Applied> {
  const total: Applied = { results: 0, opened: 0, reopened: 0, resolved: 0, stale: 0 };
  let batch: Result[] = [];
  let batches = 0;
  const flush = async () => {
    const applied = await applyResults(db, run, { results: batch });
    for (const name of Object.keys(total) as (keyof Applied)[]) total[name] += applied[name];
    batch = [];
    if (++batches % 25 === 0) await compactCounters(db, run.tenant, run.now);
  };
  for await (const result of results) {
    if (batch.length >= BATCH && batch.at(-1)?.asset !== result.asset) await flush();
    batch.push(result);
  }
  if (batch.length > 0) await flush();
  await compactCounters(db, run.tenant, run.now);
  return total;
}

/** Applies one batch in one transaction. Writers of the same account wait for each other, others do not. */
export async function applyResults(db: Kysely<Database>, run: Run, batch: Batch): Promise<Applied> {
  return db.transaction().execute(async (trx) => {
    const accounts = [...new Set(batch.results.map((result) => result.account))].sort();
    for (const account of accounts) {
      await sql`select pg_advisory_xact_lock(hashtextextended(${`judge/${run.tenant}/${account}`}, 0))`.execute(trx);
    }
    await lockExceptions(trx, run.tenant, 'share');
    const pairs = pairsOf(batch);
    const previous = await findingsOf(trx, run.tenant, pairs, batch.gone ?? []);
    const changes = changesOf(previous, { ...batch, pairs, gone: new Set(batch.gone) });
    await writeResults(trx, run, batch, pairs);
    await writeFindings(trx, run, changes);
    const places = await applyPlaces(trx, run, batch.results.filter(isPlace));
    const count = (kind: Change['kind']) => changes.filter((change) => change.kind === kind).length;
    return {
      results: batch.results.length,
      opened: count('opened'),
      reopened: count('reopened'),
      resolved: count('resolved'),
      stale: changes.filter((change) => change.kind === 'stale' && !change.again).length + places,
    };
  });
}

/**
 * Adds up the counters' rows. Readers see the same sums before, during and after; two at once do no harm.
 * What flowed in hours more than 8 days before `now` is kept by day from then on.
 */
export async function compactCounters(db: Kysely<Database>, tenant: string, now: Date): Promise<void> {
  await sql`
    with gone as (delete from finding_counts where tenant = ${tenant} returning *)
    insert into finding_counts (tenant, dimension, value, severity, state, n)
    select tenant, dimension, value, severity, state, sum(n) from gone group by 1, 2, 3, 4, 5 having sum(n) <> 0`.execute(
    db,
  );
  await sql`
    with gone as (delete from result_counts where tenant = ${tenant} returning *)
    insert into result_counts (tenant, control, account, status, n)
    select tenant, control, account, status, sum(n) from gone group by 1, 2, 3, 4 having sum(n) <> 0`.execute(db);
  await sql`
    with gone as (delete from finding_flow where tenant = ${tenant} returning *)
    insert into finding_flow (tenant, period, account, severity, opened, resolved, open_change)
    select tenant,
      date_trunc(case when period < ${now}::timestamptz - interval '8 days' then 'day' else 'hour' end, period, 'UTC'),
      account, severity, sum(opened), sum(resolved), sum(open_change)
    from gone group by 1, 2, 3, 4`.execute(db);
}

function pairsOf(batch: Batch): JudgedPair[] {
  const pairs = new Map<string, JudgedPair>();
  for (const { control, asset } of [...batch.results, ...(batch.pairs ?? [])]) {
    pairs.set(`${control}\n${asset}`, { control, asset });
  }
  return [...pairs.values()];
}

async function findingsOf(
  trx: Transaction<Database>,
  tenant: string,
  pairs: readonly JudgedPair[],
  gone: readonly string[],
): Promise<Previous[]> {
  const { rows } = await sql<Previous>`
    select f.id, f.rule, f.asset, f.discriminator, f.status, f.stale
    from unnest(${pairs.map((pair) => pair.control)}::text[], ${pairs.map((pair) => pair.asset)}::text[]) p (control, asset)
    join findings f on f.tenant = ${tenant} and f.asset = p.asset and f.rule = p.control
    union
    select f.id, f.rule, f.asset, f.discriminator, f.status, f.stale
    from findings f where f.tenant = ${tenant} and f.asset = any(${[...gone]}::text[])`.execute(trx);
  return rows;
}

async function writeResults(
  trx: Transaction<Database>,
  { tenant, now }: Run,
  { results, gone }: Batch,
  pairs: readonly JudgedPair[],
): Promise<void> {
  const column = <T>(read: (result: Batch['results'][number]) => T): T[] => results.map(read);
  await sql`
    insert into results (tenant, id, control, asset, discriminator, kind, account, region, status, evidence, unknown,
      error, input_hash, judged_at)
    select ${tenant}, r.id, r.control, r.asset, r.discriminator, r.kind, r.account, r.region, r.status, r.evidence::jsonb,
      r.unknown::jsonb, r.error, r.input_hash, ${now}
    from unnest(
      ${column((r) => findingId(r.control, r.asset, r.discriminator))}::text[], ${column((r) => r.control)}::text[],
      ${column((r) => r.asset)}::text[], ${column((r) => storableText(r.discriminator))}::text[],
      ${column((r) => r.kind)}::text[], ${column((r) => r.account)}::text[], ${column((r) => r.region)}::text[],
      ${column((r) => r.status)}::text[], ${column((r) => jsonText(r.evidence))}::text[],
      ${column((r) => (r.unknown === undefined ? null : jsonText({ ...r.unknown })))}::text[],
      ${column((r) => (r.error === undefined ? null : storableText(r.error)))}::text[],
      ${column((r) => r.inputHash ?? null)}::text[])
      r (id, control, asset, discriminator, kind, account, region, status, evidence, unknown, error, input_hash)
    on conflict (tenant, id) do update set status = excluded.status, evidence = excluded.evidence,
      unknown = excluded.unknown, error = excluded.error, input_hash = excluded.input_hash, judged_at = excluded.judged_at,
      kind = excluded.kind, account = excluded.account, region = excluded.region`.execute(trx);
  // The latest judgement of a pair is what it gave now: what it gave before and no longer does goes.
  await sql`
    delete from results r
    using unnest(${pairs.map((pair) => pair.control)}::text[], ${pairs.map((pair) => pair.asset)}::text[]) p (control, asset)
    where r.tenant = ${tenant} and r.asset = p.asset and r.control = p.control and r.judged_at < ${now}`.execute(trx);
  if (gone !== undefined && gone.length > 0) {
    await sql`delete from results where tenant = ${tenant} and asset = any(${[...gone]}::text[])`.execute(trx);
  }
}

async function writeFindings(trx: Transaction<Database>, run: Run, changes: readonly Change[]): Promise<void> {
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
    insert into finding_sightings (tenant, finding, last_seen)
    select ${run.tenant}, id, ${run.now} from unnest(${seen.map((change) => change.id)}::text[]) id
    on conflict (tenant, finding) do update set last_seen = greatest(finding_sightings.last_seen, excluded.last_seen)`.execute(
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
    return {
      change,
      result,
      severity: rule.severity,
      risk: riskOf(
        { severity: rule.severity, category, exposed: asset?.exposed ?? false, tags: asset?.tags ?? {} },
        crownJewels,
      ),
      assetName: name,
      category,
    };
  });
}

/** Keeps what rules are searched by. Written only where it is new, so that writers of other accounts need not wait. */
async function saveRules(trx: Transaction<Database>, { tenant, rules }: Run, seen: ReadonlySet<string>): Promise<void> {
  if (seen.size === 0) return;
  const known = await trx.selectFrom('rules').select(['rule', 'search']).where('tenant', '=', tenant).execute();
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
      severity, risk, status, evidence, first_seen, opened_at, changed_at)
    select ${tenant}, r.id, r.rule, r.asset, r.asset_name, r.kind, r.provider, r.account, r.region, r.category,
      r.discriminator, r.severity, r.risk, 'open', r.evidence::jsonb, ${now}, ${now}, ${now}
    from unnest(
      ${column((r) => r.change.id)}::text[], ${column((r) => r.result.control)}::text[],
      ${column((r) => r.result.asset)}::text[], ${column((r) => storableText(r.assetName))}::text[],
      ${column((r) => r.result.kind)}::text[], ${column((r) => r.result.provider)}::text[],
      ${column((r) => r.result.account)}::text[], ${column((r) => r.result.region)}::text[],
      ${column((r) => r.category)}::text[], ${column((r) => storableText(r.result.discriminator))}::text[],
      ${column((r) => r.severity)}::text[], ${column((r) => r.risk)}::int[],
      ${column((r) => jsonText(r.result.evidence))}::text[])
      r (id, rule, asset, asset_name, kind, provider, account, region, category, discriminator, severity, risk, evidence)`.execute(
    trx,
  );
}

/** Findings still or again there. One that says what it said before is not rewritten. */
async function updateSeen(trx: Transaction<Database>, { tenant, now }: Run, rows: readonly Described[]): Promise<void> {
  if (rows.length === 0) return;
  const column = <T>(read: (row: Described) => T): T[] => rows.map(read);
  await sql`
    update findings f set severity = r.severity, risk = r.risk, evidence = r.evidence,
      asset_name = r.asset_name, category = r.category, status = 'open', resolution = null, resolved_at = null, stale = false,
      opened_at = case when f.status = 'open' then f.opened_at else ${now} end,
      changed_at = case when f.status = 'open' and not f.stale then f.changed_at else ${now} end
    from (select id, severity, risk, evidence::jsonb as evidence, asset_name, category from unnest(
      ${column((r) => r.change.id)}::text[], ${column((r) => r.severity)}::text[], ${column((r) => r.risk)}::int[],
      ${column((r) => jsonText(r.result.evidence))}::text[],
      ${column((r) => storableText(r.assetName))}::text[], ${column((r) => r.category)}::text[])
      u (id, severity, risk, evidence, asset_name, category)) r
    where f.tenant = ${tenant} and f.id = r.id and (f.status, f.stale, f.severity, f.risk, f.evidence, f.asset_name, f.category)
      is distinct from ('open', false, r.severity, r.risk, r.evidence, r.asset_name, r.category)`.execute(trx);
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
