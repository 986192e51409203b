import { type Kysely, sql } from 'kysely';
import {
  countsBySeverity,
  type Severity,
  type SeverityCounts,
  type Status,
  severities,
  statuses,
} from '../model/index.ts';
import type { Database, FindingClass, FindingDimension } from '../platform/store/index.ts';
import { endExpiredExceptions } from './exceptions.ts';
import { type FindingFilter, matches } from './filter.ts';

export type StatusCounts = Record<Status, number>;

export interface Group {
  key: string;
  count: number;
  /** Of them: stale and accepted by nobody. */
  stale: number;
  /** Worst severity in the group. */
  severity: Severity;
  bySeverity: SeverityCounts;
}

export type GroupBy = 'rule' | 'account' | 'region' | 'kind' | 'category' | 'severity';

/** Findings beyond this are not counted where a filter keeps the counters from answering. */
const MOST_COUNTED = 50_000;

/**
 * Findings counted by one dimension, largest first. Counters answer while the filter names only status, severity, stale,
 * excepted (and, by severity, one dimension); else at most 50,000 findings are counted and `exact` tells whether that was all.
 */
export async function groupFindings(
  db: Kysely<Database>,
  tenant: string,
  filter: FindingFilter,
  by: GroupBy,
  now: Date,
): Promise<{ groups: Group[]; exact: boolean }> {
  await endExpiredExceptions(db, tenant, now);
  const counter = counterFor(filter, by);
  if (counter !== undefined) {
    return { groups: grouped(await readCounter(db, tenant, filter, by, counter)), exact: true };
  }
  const where = await matches(db, tenant, filter);
  const column = sql.ref(`f.${by}`);
  const { rows } = await sql<Counted & { total: number }>`
    select coalesce(key, '') as key, severity, count(*)::int as count, (count(*) filter (where stale and exception_id is null))::int as stale,
      sum(count(*)) over ()::int as total
    from (select ${column} as key, f.severity, f.stale, f.exception_id from findings f
      where f.tenant = ${tenant} and ${where} limit ${MOST_COUNTED + 1}) counted
    group by 1, 2`.execute(db);
  return { groups: grouped(rows), exact: (rows[0]?.total ?? 0) <= MOST_COUNTED };
}

interface Counted {
  key: string;
  severity: Severity;
  count: number;
  stale: number;
}

function grouped(rows: readonly Counted[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { key, severity, count, stale } of rows) {
    if (count === 0) continue;
    const group = groups.get(key) ?? { key, count: 0, stale: 0, severity, bySeverity: countsBySeverity() };
    group.count += count;
    group.stale += stale;
    group.bySeverity[severity] += count;
    if (severities.indexOf(severity) < severities.indexOf(group.severity)) group.severity = severity;
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1));
}

/** The counter that answers a filter: its dimension, and the one value asked for. */
function counterFor(filter: FindingFilter, by: GroupBy): { dimension: FindingDimension; value?: string } | undefined {
  if ((filter.asset ?? filter.q ?? filter.since ?? filter.until) !== undefined) return undefined;
  // Of accepted findings it is not counted which are stale, of resolved ones not which were accepted.
  if (filter.stale !== undefined && filter.excepted !== false) return undefined;
  if (filter.excepted !== undefined && filter.status !== undefined && filter.status !== 'open') return undefined;
  const named: [FindingDimension, string][] = [];
  for (const name of ['kind', 'account', 'region', 'category'] as const) {
    if (filter[name] !== undefined) named.push([name, filter[name]]);
  }
  if (filter.rules?.length === 1) named.push(['rule', filter.rules[0] as string]);
  else if (filter.rules !== undefined) return undefined;
  if (named.length === 0) return { dimension: by === 'severity' ? 'all' : by };
  const [dimension, value] = named[0] as [FindingDimension, string];
  return named.length === 1 && (by === 'severity' || by === dimension) ? { dimension, value } : undefined;
}

async function readCounter(
  db: Kysely<Database>,
  tenant: string,
  filter: FindingFilter,
  by: GroupBy,
  { dimension, value }: { dimension: FindingDimension; value?: string },
): Promise<Counted[]> {
  const status = filter.status ?? 'open';
  const states = (['open', 'stale', 'excepted', 'resolved'] as const).filter((state) => {
    if (status !== 'all' && (state === 'resolved') !== (status === 'resolved')) return false;
    return filter.excepted === undefined || (state === 'excepted') === filter.excepted;
  });
  const asked = filter.stale === undefined ? states : states.filter((state) => (state === 'stale') === filter.stale);
  let query = db
    .selectFrom('finding_counts')
    .select(['severity', by === 'severity' ? sql<string>`severity`.as('key') : 'value as key'])
    .select([
      sql<number>`sum(n)::int`.as('count'),
      sql<number>`coalesce(sum(n) filter (where state = 'stale'), 0)::int`.as('stale'),
    ])
    .where('tenant', '=', tenant)
    .where('dimension', '=', dimension)
    .where(sql<boolean>`state = any(${asked}::text[])`)
    .groupBy(by === 'severity' ? ['severity'] : ['severity', 'value']);
  if (value !== undefined) query = query.where('value', '=', value);
  if (filter.class !== undefined) query = query.where('class', '=', filter.class);
  if (filter.severity !== undefined) query = query.where(sql<boolean>`severity = any(${[...filter.severity]}::text[])`);
  return query.execute();
}

export interface OverviewCounts {
  /** Open, accepted by nobody; stale ones included. */
  open: SeverityCounts;
  stale: number;
  excepted: number;
  /** Opened or reopened in the last 24 hours and 7 days, to the hour. */
  new24h: SeverityCounts;
  new7d: SeverityCounts;
  resolved7d: number;
  /** The last days, oldest first, reckoned back from what is open now. */
  trend: TrendDay[];
}

export interface TrendDay {
  /** `YYYY-MM-DD`, UTC. */
  day: string;
  opened: number;
  resolved: number;
  /** Open and not accepted at the end of the day (now, for today). */
  open: SeverityCounts;
}

/** The numbers of the overview over findings of one class, for all accounts or one, with a trend of so many `days`: from counters alone. */
export async function overviewCounts(
  db: Kysely<Database>,
  tenant: string,
  {
    class: of = 'control',
    account,
    days = 1,
    now,
  }: { class?: FindingClass; account?: string; days?: number; now: Date },
): Promise<OverviewCounts> {
  await endExpiredExceptions(db, tenant, now);
  const today = Math.floor(now.getTime() / DAY) * DAY;
  const first = today - (days - 1) * DAY;
  const weekAgo = now.getTime() - 7 * DAY;
  const [states, flow] = await Promise.all([
    db
      .selectFrom('finding_counts')
      .select(['severity', 'state', sql<number>`sum(n)::int`.as('n')])
      .where('tenant', '=', tenant)
      .where('dimension', '=', account === undefined ? 'all' : 'account')
      .where('value', '=', account ?? '')
      .where('class', '=', of)
      .groupBy(['severity', 'state'])
      .execute(),
    readFlow(db, tenant, of, account, new Date(Math.min(first, weekAgo))),
  ]);
  const counts: OverviewCounts = {
    open: countsBySeverity(),
    stale: 0,
    excepted: 0,
    new24h: countsBySeverity(),
    new7d: countsBySeverity(),
    resolved7d: 0,
    trend: [],
  };
  for (const { severity, state, n } of states) {
    if (state === 'open' || state === 'stale') counts.open[severity] += n;
    if (state === 'stale') counts.stale += n;
    if (state === 'excepted') counts.excepted += n;
  }
  for (const { period, severity, opened, resolved } of flow) {
    if (period.getTime() < weekAgo) continue;
    if (period.getTime() > now.getTime() - DAY) counts.new24h[severity] += opened;
    counts.new7d[severity] += opened;
    counts.resolved7d += resolved;
  }
  counts.trend = trendOf(flow, counts.open, { first, today });
  return counts;
}

const DAY = 86_400_000;

type Flow = Awaited<ReturnType<typeof readFlow>>;

function trendOf(flow: Flow, open: SeverityCounts, { first, today }: { first: number; today: number }): TrendDay[] {
  const byDay = Map.groupBy(flow, (row) => Math.floor(row.period.getTime() / DAY) * DAY);
  const result: TrendDay[] = [];
  let standing = open;
  for (let day = today; day >= first; day -= DAY) {
    const rows = byDay.get(day) ?? [];
    const sum = (of: 'opened' | 'resolved') => rows.reduce((total, row) => total + row[of], 0);
    result.push({
      day: new Date(day).toISOString().slice(0, 10),
      opened: sum('opened'),
      resolved: sum('resolved'),
      open: standing,
    });
    standing = { ...standing };
    for (const row of rows) standing[row.severity] -= row.open_change;
  }
  return result.reverse();
}

async function readFlow(
  db: Kysely<Database>,
  tenant: string,
  of: FindingClass,
  account: string | undefined,
  since: Date,
) {
  let query = db
    .selectFrom('finding_flow')
    .select(['period', 'severity'])
    .select([sql<number>`sum(opened)::int`.as('opened'), sql<number>`sum(resolved)::int`.as('resolved')])
    .select(sql<number>`sum(open_change)::int`.as('open_change'))
    .where('tenant', '=', tenant)
    .where('class', '=', of)
    .where('period', '>=', since)
    .groupBy(['period', 'severity']);
  if (account !== undefined) query = query.where('account', '=', account);
  return query.execute();
}

/** Results by control and status, for all accounts or one: what compliance and coverage are reckoned from. */
export async function resultCounts(
  db: Kysely<Database>,
  tenant: string,
  { account }: { account?: string } = {},
): Promise<Map<string, StatusCounts>> {
  const rows = await db
    .selectFrom('result_counts')
    .select(['control', 'status', sql<number>`sum(n)::int`.as('n')])
    .where('tenant', '=', tenant)
    .where('account', '=', account ?? '')
    .groupBy(['control', 'status'])
    .execute();
  const counts = new Map<string, StatusCounts>();
  for (const { control, status, n } of rows) {
    const of = counts.get(control) ?? noneByStatus();
    of[status] += n;
    counts.set(control, of);
  }
  return counts;
}

/** Results of all controls by status. */
export async function coverage(
  db: Kysely<Database>,
  tenant: string,
  where: { account?: string } = {},
): Promise<StatusCounts> {
  const total = noneByStatus();
  for (const counts of (await resultCounts(db, tenant, where)).values()) {
    for (const status of statuses) total[status] += counts[status];
  }
  return total;
}

/** Open findings, accepted by nobody, of each value of a dimension by severity: for maps and lists of accounts. */
export async function openBySeverity(
  db: Kysely<Database>,
  tenant: string,
  dimension: 'account' | 'region' | 'kind' | 'rule',
  now: Date,
): Promise<Map<string, SeverityCounts>> {
  const { groups } = await groupFindings(db, tenant, { excepted: false }, dimension, now);
  return new Map(groups.map((group) => [group.key, group.bySeverity]));
}

function noneByStatus(): StatusCounts {
  return { pass: 0, fail: 0, unknown: 0, 'not-applicable': 0, manual: 0, error: 0 };
}
