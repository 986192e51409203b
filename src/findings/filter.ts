import { type Expression, type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Category, Severity } from '../model/index.ts';
import type { Database, FindingClass } from '../platform/store/index.ts';
import { findWords, wordConditions } from './search.ts';

/** What findings are asked for. */
export interface FindingFilter {
  /** Default `open`, accepted ones included (see `excepted`). */
  status?: 'open' | 'resolved' | 'all';
  /** Absent: both. */
  class?: FindingClass;
  severity?: readonly Severity[];
  rules?: readonly string[];
  kind?: string;
  account?: string;
  region?: string;
  category?: Category;
  asset?: string;
  /** Words that are all found in the asset or the rule: see `wordConditions`. */
  q?: string;
  stale?: boolean;
  excepted?: boolean;
  /** First seen at or after, and before. */
  since?: Date;
  until?: Date;
}

/** The conditions of a filter over alias `f`, for whatever reads all that match. */
export async function matches(
  db: Kysely<Database>,
  tenant: string,
  filter: FindingFilter,
): Promise<Expression<SqlBool>> {
  const words = filter.q === undefined ? [] : await findWords(db, tenant, filter.q);
  return conditionsOf(filter, wordConditions(words, tenant, 'set'));
}

/** The conditions of a filter, with those that its words come to. */
export function conditionsOf(filter: FindingFilter, words: readonly RawBuilder<SqlBool>[]): Expression<SqlBool> {
  const all: RawBuilder<SqlBool>[] = [sql<SqlBool>`true`];
  if (filter.status !== 'all') all.push(sql<SqlBool>`f.status = ${filter.status ?? 'open'}`);
  if (filter.class !== undefined) all.push(sql<SqlBool>`f.class = ${filter.class}`);
  if (filter.severity !== undefined) all.push(sql<SqlBool>`f.severity = any(${[...filter.severity]}::text[])`);
  if (filter.rules?.length === 1) all.push(sql<SqlBool>`f.rule = ${filter.rules[0]}`);
  else if (filter.rules !== undefined) all.push(sql<SqlBool>`f.rule = any(${[...filter.rules]}::text[])`);
  for (const name of ['kind', 'account', 'region', 'category', 'asset'] as const) {
    if (filter[name] !== undefined) all.push(sql<SqlBool>`${sql.ref(`f.${name}`)} = ${filter[name]}`);
  }
  all.push(...words);
  if (filter.stale === true) all.push(sql<SqlBool>`f.stale`);
  if (filter.stale === false) all.push(sql<SqlBool>`not f.stale`);
  if (filter.excepted !== undefined) {
    all.push(filter.excepted ? sql<SqlBool>`f.exception_id is not null` : sql<SqlBool>`f.exception_id is null`);
  }
  if (filter.since !== undefined) all.push(sql<SqlBool>`f.first_seen >= ${filter.since}`);
  if (filter.until !== undefined) all.push(sql<SqlBool>`f.first_seen < ${filter.until}`);
  return sql<SqlBool>`(${sql.join(all, sql` and `)})`;
}
