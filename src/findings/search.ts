import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import { containing, type Database } from '../platform/store/index.ts';

/** A word found in more assets than this is common: its findings are found on the way through the list. */
const MOST_RARE = 2000;

/** More rules than this are not read one by one. */
const MOST_BRANCHES = 100;

/** More words than this are not looked at. */
const MOST_WORDS = 8;

/** One word of a search, and what it is found in. */
export interface FoundWord {
  pattern: string;
  /** The assets, one more than are rare where there are too many. */
  assets: string[];
  rules: string[];
}

/**
 * What each word of `q` is found in: name, id, kind, account, region or tags of an asset, or id or title (both languages) of
 * a rule. Case does not matter. Ends at a word that is found nowhere: nothing matches then, whatever the others are.
 */
export async function findWords(db: Kysely<Database>, tenant: string, q: string): Promise<FoundWord[]> {
  const found: FoundWord[] = [];
  // The longest is the rarest, most likely.
  for (const word of wordsOf(q).sort((a, b) => b.length - a.length)) {
    const holders = await holdersOf(db, tenant, containing(word));
    found.push(holders);
    if (isNowhere(holders)) break;
  }
  return found;
}

function isNowhere({ assets, rules }: FoundWord): boolean {
  return assets.length === 0 && rules.length === 0;
}

function wordsOf(q: string): string[] {
  return q
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, MOST_WORDS);
}

async function holdersOf(db: Kysely<Database>, tenant: string, pattern: string): Promise<FoundWord> {
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
  return { pattern, assets: assets.map(({ id }) => id), rules: rules.map(({ rule }) => rule) };
}

/**
 * The conditions, over alias `f`, of findings in which every word is found.
 *
 * A rare word becomes the list of its assets, so that the findings are fetched by index. For a common one each finding
 * is looked at: `walk` one after the other, which ends with the page; else against the set of all its assets.
 */
export function wordConditions(
  words: readonly FoundWord[],
  tenant: string,
  way: 'walk' | 'set',
): RawBuilder<SqlBool>[] {
  return words.map(({ pattern, assets, rules }) => {
    const either: RawBuilder<SqlBool>[] = [];
    if (rules.length > 0) either.push(sql`f.rule = any(${rules}::text[])`);
    if (assets.length > MOST_RARE) {
      either.push(
        way === 'walk'
          ? // `offset 0` keeps the planner from gathering all of the word's assets first.
            sql`exists (select from assets a where a.tenant = f.tenant and a.id = f.asset and a.search like ${pattern} offset 0)`
          : sql`f.asset in (select a.id from assets a where a.tenant = ${tenant} and a.search like ${pattern})`,
      );
    } else if (assets.length > 0) {
      either.push(sql`f.asset = any(${assets}::text[])`);
    }
    return either.length === 0 ? sql<SqlBool>`false` : sql<SqlBool>`(${sql.join(either, sql` or `)})`;
  });
}

/**
 * Where the rules and assets that all words are found in are few: a condition for each rule, and one for the assets, which
 * together mean the same. Each is read in order by an index of its own. Undefined where there are too many.
 */
export function searchBranches(words: readonly FoundWord[]): RawBuilder<SqlBool>[] | undefined {
  const [first, ...others] = words;
  if (first === undefined) return undefined;
  if (words.some(isNowhere)) return [];
  if (words.some(({ assets }) => assets.length > MOST_RARE)) return undefined;
  // A word may be the asset's and the next one the rule's; that needs both looked at together.
  if (others.length > 0 && words.some(({ assets }) => assets.length > 0)) return undefined;
  const rules = first.rules.filter((rule) => others.every((other) => other.rules.includes(rule)));
  if (rules.length > MOST_BRANCHES) return undefined;
  const branches = rules.map((rule) => sql<SqlBool>`f.rule = ${rule}`);
  if (first.assets.length > 0) branches.push(sql<SqlBool>`f.asset = any(${first.assets}::text[])`);
  return branches;
}
