import { type Expression, type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import { severities } from '../model/index.ts';
import type { Database } from '../platform/store/index.ts';
import { type Cursor, type FindingSort, readCursor, writeCursor } from './cursor.ts';
import { endExpiredExceptions } from './exceptions.ts';
import { conditionsOf, type FindingFilter } from './filter.ts';
import { type FoundWord, findWords, searchBranches, wordConditions } from './search.ts';
import { type StoredFinding, selectFindings } from './stored-finding.ts';

export interface Page<T> {
  items: T[];
  /** Cursor of the next page; null at the end. */
  next: string | null;
}

/**
 * One page of findings: highest risk, worst severity (then highest risk), or newest first. Pages are found by where the last
 * one ended, so that the thousandth costs as much as the first. `limit` is cut to 1–500.
 *
 * @throws UserError `cursor-invalid`
 */
export async function listFindings(
  db: Kysely<Database>,
  tenant: string,
  filter: FindingFilter,
  page: { sort?: FindingSort; cursor?: string; limit?: number; now: Date },
): Promise<Page<StoredFinding>> {
  await endExpiredExceptions(db, tenant, page.now);
  const sort = page.sort ?? 'risk';
  const limit = Math.min(Math.max(page.limit ?? 100, 1), 500);
  const after = page.cursor === undefined ? undefined : readCursor(page.cursor, sort);
  const slices = slicesOf(filter, sort, after);
  // What the slices say already is not said twice: the planner would take it for two conditions.
  const { severity, ...others } = filter;
  const byRank = slices[0]?.[0]?.rank !== undefined || severity === undefined;
  const rest: FindingFilter = { ...others, ...(byRank ? {} : { severity }), status: 'all' };
  const words = filter.q === undefined ? [] : await findWords(db, tenant, filter.q);
  const branches = branchesOf(filter, words, sort);
  if (branches !== undefined) delete rest.rules;
  const where = conditionsOf(rest, branches === undefined ? wordConditions(words, tenant, 'walk') : []);
  const narrow = sort === 'lastSeen' && (await isNarrow(db, tenant, filter));
  const rows: StoredFinding[] = [];
  for (const slice of slices) {
    // Slices of one rank follow each other; those of one status are read side by side and merged.
    const found = await Promise.all(
      slice.map((part) =>
        readSlice(db, tenant, { where, branches, narrow }, sort, part, after, limit + 1 - rows.length),
      ),
    );
    rows.push(
      ...found
        .flat()
        .sort(order[sort])
        .slice(0, limit + 1 - rows.length),
    );
    if (rows.length > limit) break;
  }
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? writeCursor(last, sort) : null };
}

/** Part of a list that one index gives in order. Slices of an inner list are read side by side, the inner lists in turn. */
interface Slice {
  status: 'open' | 'resolved';
  rank?: number;
}

function slicesOf(filter: FindingFilter, sort: FindingSort, after: Cursor | undefined): Slice[][] {
  const wanted = filter.status ?? 'open';
  const status: Slice['status'][] = wanted === 'all' ? ['open', 'resolved'] : [wanted];
  const ranks = [...new Set((filter.severity ?? severities).map((one) => severities.indexOf(one)))].sort(
    (x, y) => x - y,
  );
  const byRank = ranks.map((rank) => status.map((one) => ({ status: one, rank })));
  if (sort === 'severity')
    return byRank.filter(([slice]) => slice !== undefined && slice.rank >= Number(after?.[0] ?? 0));
  // Low ones lie behind all others in the order of risk: each severity asked for has its own order.
  if (sort === 'risk' && filter.severity !== undefined) return [byRank.flat()];
  return [status.map((one) => ({ status: one }))];
}

const order: Record<FindingSort, (a: StoredFinding, b: StoredFinding) => number> = {
  risk: (a, b) => b.risk - a.risk || a.seq - b.seq,
  severity: (a, b) => a.rank - b.rank || b.risk - a.risk || a.seq - b.seq,
  firstSeen: (a, b) => b.first_seen.getTime() - a.first_seen.getTime() || a.seq - b.seq,
  lastSeen: (a, b) => b.last_seen.getTime() - a.last_seen.getTime() || a.seq - b.seq,
};

/**
 * Conditions that together mean what `rules` or `q` ask for, where each has an index that gives its findings in the order
 * asked for: the heads of those lists are merged, where a walk through all findings would look for a few among many.
 */
function branchesOf(
  { rules, q }: FindingFilter,
  words: readonly FoundWord[],
  sort: FindingSort,
): RawBuilder<SqlBool>[] | undefined {
  if (sort !== 'risk' && sort !== 'severity') return undefined;
  if (rules !== undefined && q === undefined && rules.length > 1 && rules.length <= MOST_RULES) {
    return [...new Set(rules)].map((rule) => sql<SqlBool>`f.rule = ${rule}`);
  }
  return q !== undefined && rules === undefined ? searchBranches(words) : undefined;
}

const MOST_RULES = 100;

/** So few findings match, by the counters, that putting all of them in order costs less than walking to them. */
const NARROW = 30_000;

/** True where few findings match, by the counters. */
async function isNarrow(db: Kysely<Database>, tenant: string, filter: FindingFilter): Promise<boolean> {
  if (filter.asset !== undefined) return true;
  const [rule] = filter.rules?.length === 1 ? filter.rules : [];
  const { kind, account, region } = filter;
  const named = (
    [
      ['rule', rule],
      ['kind', kind],
      ['account', account],
      ['region', region],
    ] as const
  ).filter(([, value]) => value !== undefined);
  if (named.length === 0) return false;
  const counts = await db
    .selectFrom('finding_counts')
    .select(['dimension', sql<number>`sum(n)::int`.as('n')])
    .where('tenant', '=', tenant)
    .where((eb) => eb.or(named.map(([dimension, value]) => eb.and({ dimension, value: value as string }))))
    .groupBy('dimension')
    .execute();
  return counts.some(({ n }) => n <= NARROW) || counts.length < named.length;
}

interface Within {
  where: Expression<SqlBool>;
  branches: readonly RawBuilder<SqlBool>[] | undefined;
  /** Few match, and are wanted by the time they were seen. */
  narrow: boolean;
}

async function readSlice(
  db: Kysely<Database>,
  tenant: string,
  { where, branches, narrow }: Within,
  sort: FindingSort,
  { status, rank }: Slice,
  after: Cursor | undefined,
  limit: number,
): Promise<StoredFinding[]> {
  let query = selectFindings(db, tenant, sort === 'lastSeen' ? 'finding' : 'seq')
    .where(where)
    .where('f.status', '=', status);
  if (rank !== undefined) query = query.where('f.rank', '=', rank);
  switch (sort) {
    case 'risk':
    case 'severity': {
      query = query.orderBy('f.risk', 'desc').orderBy('f.seq');
      if (after === undefined || (sort === 'severity' && rank !== after[0])) break;
      const [risk, seq] = after.slice(-2) as [number, number];
      query = query.where('f.risk', '<=', risk).where(sql<SqlBool>`(f.risk < ${risk} or f.seq > ${seq})`);
      break;
    }
    case 'firstSeen': {
      query = query.orderBy('f.first_seen', 'desc').orderBy('f.seq');
      if (after !== undefined)
        query = query.where(olderThan(sql`f.first_seen`, sql`f.seq`, ...(after as [string, number])));
      break;
    }
    case 'lastSeen': {
      if (narrow) {
        return newestOfNarrow(db, tenant, { where, status, after: after as [string, number] | undefined }, limit);
      }
      query = query.orderBy('s.last_seen', 'desc').orderBy('s.seq');
      if (after !== undefined)
        query = query.where(olderThan(sql`s.last_seen`, sql`s.seq`, ...(after as [string, number])));
    }
  }
  if (branches === undefined) return query.limit(limit).execute();
  if (branches.length === 0) return [];
  const heads = branches.map((branch) => sql`${query.where(branch).limit(limit)}`);
  const { rows } = await sql<StoredFinding>`${sql.join(heads, sql` union all `)}`.execute(db);
  const once = new Map(rows.map((row) => [row.id, row]));
  return [...once.values()].sort(order[sort]).slice(0, limit);
}

/**
 * The newest of findings that are few among all: their numbers come from the index of what they are narrowed by, and their
 * times are looked up by those. Asked for both at once the planner would read all times there are.
 */
async function newestOfNarrow(
  db: Kysely<Database>,
  tenant: string,
  given: { where: Expression<SqlBool>; status: Slice['status']; after: [string, number] | undefined },
  limit: number,
): Promise<StoredFinding[]> {
  const { where, status, after } = given;
  const { rows: ids } = await sql<{ id: string }>`
    select s.finding as id from finding_sightings s where s.tenant = ${tenant} and s.seq = any(array(
      select f.seq from findings f where f.tenant = ${tenant} and f.status = ${status} and ${where}))
    and ${after === undefined ? sql`true` : olderThan(sql`s.last_seen`, sql`s.seq`, ...after)}
    order by s.last_seen desc, s.seq limit ${limit}`.execute(db);
  if (ids.length === 0) return [];
  const rows = await selectFindings(db, tenant)
    .where(sql<SqlBool>`f.id = any(${ids.map(({ id }) => id)}::text[])`)
    .execute();
  return rows.sort(order.lastSeen);
}

function olderThan(time: RawBuilder<unknown>, tie: RawBuilder<unknown>, at: string, last: number): RawBuilder<SqlBool> {
  return sql<SqlBool>`${time} <= ${at}::timestamptz and (${time} < ${at}::timestamptz or ${tie} > ${last})`;
}
