import { type Kysely, type RawBuilder, type Selectable, sql, type Transaction } from 'kysely';
import { UserError } from '../model/index.ts';
import { newId } from '../platform/crypto.ts';
import { type Database, type ExceptionsTable, likeLiteral, storableText } from '../platform/store/index.ts';

export type Exception = Selectable<ExceptionsTable>;

/** One finding, or a rule with or without an account and a pattern of asset ids (`*` stands for anything). */
export type ExceptionScope = { finding: string } | { rule: string; account?: string; assetPattern?: string };

export interface NewException {
  scope: ExceptionScope;
  reason: string;
  owner?: string;
  expiresAt?: Date;
  createdBy: string;
}

/** More `*` than this make a pattern slow to match and nobody needs them. */
const MOST_WILDCARDS = 8;

/** Creates an exception and applies it to every open finding it covers. Throws `UserError` for an unknown finding or a bad pattern. */
export async function createException(
  db: Kysely<Database>,
  tenant: string,
  given: NewException,
  now: Date,
): Promise<Exception> {
  if (given.expiresAt !== undefined && given.expiresAt <= now) {
    throw new UserError('exception-expired', {
      en: 'The exception would already have expired: choose a later date.',
      ko: '예외의 만료일이 이미 지났습니다. 이후 날짜를 선택하세요.',
    });
  }
  return db.transaction().execute(async (trx) => {
    await lockExceptions(trx, tenant, 'change');
    const { scope } = given;
    if ('finding' in scope) await mustExist(trx, tenant, scope.finding);
    const pattern = 'rule' in scope ? scope.assetPattern : undefined;
    const row = await trx
      .insertInto('exceptions')
      .values({
        tenant,
        id: newId(),
        finding_id: 'finding' in scope ? scope.finding : null,
        rule: 'rule' in scope ? scope.rule : null,
        account: 'rule' in scope ? (scope.account ?? null) : null,
        asset_pattern: pattern ?? null,
        asset_like: pattern === undefined ? null : likePattern(pattern),
        reason: storableText(given.reason),
        owner: given.owner === undefined ? null : storableText(given.owner),
        created_at: now,
        created_by: given.createdBy,
        expires_at: given.expiresAt ?? null,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    const covered =
      'finding' in scope
        ? sql<boolean>`f.id = ${scope.finding}`
        : sql<boolean>`f.rule = ${scope.rule} and (${row.account}::text is null or f.account = ${row.account})
            and (${row.asset_like}::text is null or f.asset like ${row.asset_like})`;
    await applyExceptions(trx, tenant, sql`f.status = 'open' and ${covered}`, now, given.createdBy);
    return row;
  });
}

/** Ends an exception early. Another one that also covers a finding takes its place. False where there is none to end. */
export async function removeException(
  db: Kysely<Database>,
  tenant: string,
  id: string,
  removedBy: string,
  now: Date,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    await lockExceptions(trx, tenant, 'change');
    const ended = await trx
      .updateTable('exceptions')
      .set({ removed_at: now, removed_by: removedBy, ended_at: now })
      .where('tenant', '=', tenant)
      .where('id', '=', id)
      .where('ended_at', 'is', null)
      .returning('id')
      .execute();
    if (ended.length === 0) return false;
    await applyExceptions(trx, tenant, sql`f.exception_id = ${id}`, now, removedBy);
    return true;
  });
}

/**
 * Ends what has expired by `now`, so that it counts as none. Every reading of findings calls it first
 * (one look into an index where nothing is due); gives how many ended.
 */
export async function endExpiredExceptions(db: Kysely<Database>, tenant: string, now: Date): Promise<number> {
  const due = (trx: Kysely<Database>) =>
    trx
      .selectFrom('exceptions')
      .select('id')
      .where('tenant', '=', tenant)
      .where('ended_at', 'is', null)
      .where('expires_at', '<=', now);
  if ((await due(db).limit(1).executeTakeFirst()) === undefined) return 0;
  return db.transaction().execute(async (trx) => {
    await lockExceptions(trx, tenant, 'change');
    const ids = (await due(trx).execute()).map((row) => row.id);
    if (ids.length === 0) return 0;
    await trx
      .updateTable('exceptions')
      .set({ ended_at: now })
      .where('tenant', '=', tenant)
      .where('id', 'in', ids)
      .execute();
    await applyExceptions(trx, tenant, sql`f.exception_id = any(${ids}::text[])`, now, null);
    return ids.length;
  });
}

/** Exceptions, newest first, with how many open findings each covers. At most `limit`. */
export async function listExceptions(
  db: Kysely<Database>,
  tenant: string,
  now: Date,
  limit = 1000,
): Promise<(Exception & { covers: number })[]> {
  await endExpiredExceptions(db, tenant, now);
  return db
    .selectFrom('exceptions as e')
    .selectAll('e')
    .select((eb) =>
      eb
        .selectFrom('findings as f')
        .whereRef('f.tenant', '=', 'e.tenant')
        .whereRef('f.exception_id', '=', 'e.id')
        .where('f.status', '=', 'open')
        .select(sql<number>`count(*)::int`.as('n'))
        .$asScalar()
        .$notNull()
        .as('covers'),
    )
    .where('e.tenant', '=', tenant)
    .where('e.removed_at', 'is', null)
    .orderBy('e.created_at', 'desc')
    .orderBy('e.id')
    .limit(limit)
    .execute();
}

/**
 * Gives each finding of `which` (over alias `f`) the exception in force that lasts longest, or none,
 * and writes what changed into its history. The caller holds the lock.
 */
export async function applyExceptions(
  trx: Transaction<Database>,
  tenant: string,
  which: RawBuilder<unknown>,
  now: Date,
  actor: string | null,
): Promise<void> {
  const inForce = sql`e.tenant = f.tenant and e.ended_at is null and (e.expires_at is null or e.expires_at > ${now})`;
  await sql`
    with wanted as materialized (
      select f.id, f.exception_id as before, (
        select c.id from (
          select e.id, e.expires_at from exceptions e where ${inForce} and e.finding_id = f.id
          union all
          select e.id, e.expires_at from exceptions e where ${inForce} and e.rule = f.rule
            and (e.account is null or e.account = f.account) and (e.asset_like is null or f.asset like e.asset_like)
        ) c order by c.expires_at desc nulls first, c.id limit 1) as after
      from findings f where f.tenant = ${tenant} and ${which}
    ), changed as (
      update findings f set exception_id = w.after, changed_at = ${now}
      from wanted w where f.tenant = ${tenant} and f.id = w.id and w.after is distinct from w.before
      returning f.id, w.before, w.after
    )
    insert into finding_events (tenant, finding, at, kind, detail, actor)
    select ${tenant}, c.id, ${now}, case when c.after is null then 'exception-ended' else 'excepted' end,
      jsonb_strip_nulls(jsonb_build_object('exception', coalesce(c.after, c.before), 'reason', e.reason, 'until', e.expires_at)),
      ${actor}::text
    from changed c left join exceptions e on e.tenant = ${tenant} and e.id = c.after`.execute(trx);
}

/** True if the tenant has any exception that has not ended. */
export async function anyInForce(trx: Transaction<Database>, tenant: string): Promise<boolean> {
  const one = trx.selectFrom('exceptions').select('id').where('tenant', '=', tenant).where('ended_at', 'is', null);
  return (await one.limit(1).executeTakeFirst()) !== undefined;
}

/**
 * Who opens findings (`share`) and who changes exceptions (`change`) wait for each other, so that no finding opens
 * beside an exception that is just being made. Held to the end of the transaction.
 */
export async function lockExceptions(
  trx: Transaction<Database>,
  tenant: string,
  way: 'share' | 'change',
): Promise<void> {
  const lock = way === 'share' ? sql`pg_advisory_xact_lock_shared` : sql`pg_advisory_xact_lock`;
  await sql`select ${lock}(hashtextextended(${`exceptions/${tenant}`}, 0))`.execute(trx);
}

async function mustExist(trx: Transaction<Database>, tenant: string, id: string): Promise<void> {
  const found = await trx
    .selectFrom('findings')
    .select('id')
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .executeTakeFirst();
  if (found !== undefined) return;
  throw new UserError('finding-unknown', {
    en: 'There is no such finding: it may have been removed; reload the list.',
    ko: '해당 항목을 찾을 수 없습니다. 삭제되었을 수 있으니 목록을 새로 고치세요.',
  });
}

function likePattern(pattern: string): string {
  const parts = storableText(pattern).replace(/\*+/g, '*').split('*');
  if (pattern.length > 2000 || parts.length > MOST_WILDCARDS + 1) {
    throw new UserError('exception-pattern', {
      en: `An asset pattern has at most 2000 characters and ${MOST_WILDCARDS} stars: make it shorter.`,
      ko: `자산 패턴은 2000자 이하, 별표(*)는 ${MOST_WILDCARDS}개 이하여야 합니다. 패턴을 줄이세요.`,
    });
  }
  return parts.map(likeLiteral).join('%');
}
