import type { Kysely } from 'kysely';
import { newId, newToken, tokenHash } from '../../platform/crypto.ts';
import type { Database } from '../../platform/store/database.ts';

const VALID_HOURS = 24;

interface Where {
  db: Kysely<Database>;
  tenant: string;
  now: Date;
}

/** Where the console takes a one-time link. The token stands behind `#`, so that no log or proxy sees it. */
function linkPath(token: string): string {
  return `/sign-in#token=${token}`;
}

/** A link that signs a user in once, within a day. Earlier links of the user no longer work. */
export async function newLink({ db, tenant, now }: Where, user: string): Promise<string> {
  const { token, hash } = newToken();
  await db.transaction().execute(async (trx) => {
    await trx.deleteFrom('sign_in_links').where('tenant', '=', tenant).where('user_id', '=', user).execute();
    await trx
      .insertInto('sign_in_links')
      .values({
        tenant,
        token_hash: hash,
        user_id: user,
        created_at: now,
        expires_at: new Date(now.getTime() + VALID_HOURS * 3_600_000),
      })
      .execute();
  });
  return linkPath(token);
}

/** Uses a link up. Of two that come at once, one gets the user; undefined for the other and for unknown or expired ones. */
export async function redeemLink({ db, tenant, now }: Where, token: string): Promise<string | undefined> {
  const used = await db
    .updateTable('sign_in_links')
    .set({ used_at: now })
    .where('tenant', '=', tenant)
    .where('token_hash', '=', tokenHash(token))
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('user_id')
    .executeTakeFirst();
  return used?.user_id;
}

/**
 * The link that a starting server prints: for the first administrator while no administrator has a password,
 * or always with `force`. Makes that administrator on the very first start.
 */
export async function startLink(where: Where, force: boolean): Promise<string | undefined> {
  const { db, tenant, now } = where;
  const admins = await db
    .selectFrom('users')
    .select(['id', 'password_hash'])
    .where('tenant', '=', tenant)
    .where('role', '=', 'admin')
    .where('disabled', '=', false)
    .orderBy('created_at')
    .execute();
  if (!force && admins.some((admin) => admin.password_hash !== null)) return undefined;
  let id = admins[0]?.id;
  if (id === undefined) {
    id = newId();
    await db
      .insertInto('users')
      .values({
        tenant,
        id,
        username: 'admin',
        name: 'admin',
        role: 'admin',
        must_set_password: true,
        created_at: now,
        updated_at: now,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  return newLink(where, id);
}
