import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import { containing, type Database } from '../platform/store/index.ts';

/** A word found in more assets than this is common: its findings are found on the way through the list. */
const MOST_RARE = 2000;

/** More rules than this are not read one by one. */
const MOST_BRANCHES = 100;

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
  return Promise.all(wordsOf(q).map((word) => wordCondition(db, tenant, containing(word), way)));
}

function wordsOf(q: string): string[] {
  return q
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, MOST_WORDS);
}

/**
 * Where the rules and assets that all words are found in are few: a condition for each rule, and one for the assets, which
 * together are what `q` means. Each is read in order by an index of its own. Undefined where there are too many.
 */
export async function searchBranches(
  db: Kysely<Database>,
  tenant: string,
  q: string,
): Promise<RawBuilder<SqlBool>[] | undefined> {
  const found = await Promise.all(wordsOf(q).map((word) => holders(db, tenant, containing(word))));
  const [first, ...others] = found;
  if (first === undefined || found.some(({ assets }) => assets.length > MOST_RARE)) return undefined;
  // A word may be the asset's and the next one the rule's; that needs both looked at together.
  if (others.length > 0 && found.some(({ assets }) => assets.length > 0)) return undefined;
  const rules = first.rules.filter((rule) => others.every((other) => other.rules.includes(rule)));
  if (rules.length > MOST_BRANCHES) return undefined;
  const branches = rules.map((rule) => sql<SqlBool>`f.rule = ${rule}`);
  if (first.assets.length > 0) branches.push(sql<SqlBool>`f.asset = any(${first.assets}::text[])`);
  return branches;
}

/** The rules and assets that a word is found in; one asset more than are rare where there are too many. */
async function holders(
  db: Kysely<Database>,
  tenant: string,
  pattern: string,
): Promise<{ assets: string[]; rules: string[] }> {
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
  return { assets: assets.map(({ id }) => id), rules: rules.map(({ rule }) => rule) };
}

async function wordCondition(
  db: Kysely<Database>,
  tenant: string,
  pattern: string,
  way: 'walk' | 'set',
): Promise<RawBuilder<SqlBool>> {
  const { assets, rules } = await holders(db, tenant, pattern);
  const either: RawBuilder<SqlBool>[] = [];
  if (rules.length > 0) either.push(sql`f.rule = any(${rules}::text[])`);
  if (assets.length > MOST_RARE) {
    either.push(
      way === 'walk'
        ? sql`exists (select from assets a where a.tenant = f.tenant and a.id = f.asset and a.search like ${pattern})`
        : sql`f.asset in (select a.id from assets a where a.tenant = ${tenant} and a.search like ${pattern})`,
    );
  } else if (assets.length > 0) {
    either.push(sql`f.asset = any(${assets}::text[])`);
  }
  return either.length === 0 ? sql<SqlBool>`false` : sql<SqlBool>`(${sql.join(either, sql` or `)})`;
}
