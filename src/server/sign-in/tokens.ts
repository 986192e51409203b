import type { Kysely } from 'kysely';
import { newToken, tokenHash } from '../../platform/crypto.ts';
import type { Database } from '../../platform/store/database.ts';
import type { Principal, TokenScope } from '../context.ts';

/** What API tokens begin with, so that scanners of leaked secrets know them. */
const MARK = 'hws_';

/** A new API token: the secret, what is kept of it, and what tells it apart in a list. */
export function newApiToken(): { secret: string; hash: string; prefix: string } {
  const { token, hash } = newToken(MARK);
  return { secret: token, hash, prefix: token.slice(0, MARK.length + 4) };
}

/** The token behind an `Authorization: Bearer` secret; undefined where it is unknown, revoked or expired. */
export async function tokenOf(
  { db, tenant, now }: { db: Kysely<Database>; tenant: string; now: Date },
  secret: string,
): Promise<Extract<Principal, { type: 'token' }> | undefined> {
  const found = await db
    .selectFrom('api_tokens')
    .select(['id', 'name', 'scopes', 'last_used_at'])
    .where('tenant', '=', tenant)
    .where('token_hash', '=', tokenHash(secret))
    .where('revoked_at', 'is', null)
    .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', now)]))
    .executeTakeFirst();
  if (found === undefined) return undefined;
  if (found.last_used_at === null || now.getTime() - found.last_used_at.getTime() > 60_000) {
    await db
      .updateTable('api_tokens')
      .set({ last_used_at: now })
      .where('tenant', '=', tenant)
      .where('id', '=', found.id)
      .execute();
  }
  return { type: 'token', id: found.id, name: found.name, scopes: found.scopes as TokenScope[] };
}
