import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import { containing, type Database } from '../platform/store/index.ts';

/** A word found in more assets than this is common: its findings are found on the way through the list. */
const MOST_RARE = 2000;

/** More words than this are not looked at. */
const MOST_WORDS = 8;

/**
 * The conditions, over alias `f`, of findings in which every word of `q` is found: in name, id, kind, account, region or
 * tags of their asset, or in id or title (both languages) of their rule. Case does not matter.
 *
 * A rare word becomes the list of its assets, so that the findings are fetched by index. For a common one each finding
 * is looked at: `walk` one after the other, which ends with the page; else against the set of all its assets.
 */
export async function wordConditions(
  db: Kysely<Database>,
  tenant: string,
  q: string,
  way: 'walk' | 'set',
): Promise<RawBuilder<SqlBool>[]> {
  const words = q.split(/\s+/).filter((word) => word !== '');
  return Promise.all(words.slice(0, MOST_WORDS).map((word) => wordCondition(db, tenant, containing(word), way)));
}

async function wordCondition(
  db: Kysely<Database>,
  tenant: string,
  pattern: string,
  way: 'walk' | 'set',
): Promise<RawBuilder<SqlBool>> {
  const [assets, rules] = await Promise.all([
    db
      .selectFrom('assets')
      .select('id')
      .where('tenant', '=', tenant)
      .where('search', 'like', pattern)
      .limit(MOST_RARE + 1)
      .execute(),
    db.selectFrom('rules').select('rule').where('tenant', '=', tenant).where('search', 'like', pattern).execute(),
  ]);
  const either: RawBuilder<SqlBool>[] = [];
  if (rules.length > 0) either.push(sql`f.rule = any(${rules.map((row) => row.rule)}::text[])`);
  if (assets.length > MOST_RARE) {
    either.push(
      way === 'walk'
        ? sql`exists (select from assets a where a.tenant = f.tenant and a.id = f.asset and a.search like ${pattern})`
        : sql`f.asset in (select a.id from assets a where a.tenant = ${tenant} and a.search like ${pattern})`,
    );
  } else if (assets.length > 0) {
    either.push(sql`f.asset = any(${assets.map((row) => row.id)}::text[])`);
  }
  return either.length === 0 ? sql<SqlBool>`false` : sql<SqlBool>`(${sql.join(either, sql` or `)})`;
}
