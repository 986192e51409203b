import type { Kysely } from 'kysely';
import { newToken, tokenHash } from '../../platform/crypto.ts';
import type { Database } from '../../platform/store/database.ts';
import type { User } from '../context.ts';

/** However much it is used, a session ends after this. */
const LONGEST_DAYS = 30;
/** Use is written down no more often than this. */
const TOUCH_SECONDS = 60;
const HOUR = 3_600_000;

interface Where {
  db: Kysely<Database>;
  tenant: string;
  now: Date;
}

/** Opens a session for a user. The token goes to the browser and is kept as a hash only. */
export async function openSession(
  { db, tenant, now }: Where,
  user: string,
  from: { address: string; agent: string; hours: number },
): Promise<{ token: string; csrf: string; expiresAt: Date }> {
  const { token, hash } = newToken();
  const csrf = newToken().token;
  const expiresAt = new Date(now.getTime() + from.hours * HOUR);
  await db
    .insertInto('sessions')
    .values({
      tenant,
      token_hash: hash,
      user_id: user,
      csrf,
      created_at: now,
      expires_at: expiresAt,
      last_used_at: now,
      address: from.address,
      agent: from.agent.slice(0, 300),
    })
    .execute();
  return { token, csrf, expiresAt };
}

/** The user behind a session's token; undefined where it is unknown, over, or its user is disabled. Use prolongs it. */
export async function userOfSession({ db, tenant, now }: Where, token: string): Promise<User | undefined> {
  const hash = tokenHash(token);
  const found = await db
    .selectFrom('sessions')
    .innerJoin('users', (join) =>
      join.onRef('users.tenant', '=', 'sessions.tenant').onRef('users.id', '=', 'sessions.user_id'),
    )
    .select([
      'users.id',
      'users.username',
      'users.role',
      'users.language',
      'users.must_set_password',
      'sessions.csrf',
      'sessions.created_at',
      'sessions.expires_at',
      'sessions.last_used_at',
    ])
    .where('sessions.tenant', '=', tenant)
    .where('sessions.token_hash', '=', hash)
    .where('sessions.expires_at', '>', now)
    .where('users.disabled', '=', false)
    .executeTakeFirst();
  if (found === undefined) return undefined;
  let expiresAt = found.expires_at;
  if (now.getTime() - found.last_used_at.getTime() > TOUCH_SECONDS * 1000) {
    const span = found.expires_at.getTime() - found.last_used_at.getTime();
    const longest = found.created_at.getTime() + LONGEST_DAYS * 24 * HOUR;
    expiresAt = new Date(Math.min(now.getTime() + span, longest));
    await db
      .updateTable('sessions')
      .set({ last_used_at: now, expires_at: expiresAt })
      .where('tenant', '=', tenant)
      .where('token_hash', '=', hash)
      .execute();
  }
  return {
    type: 'user',
    id: found.id,
    username: found.username,
    role: found.role,
    language: found.language,
    mustSetPassword: found.must_set_password,
    session: { tokenHash: hash, csrf: found.csrf, expiresAt },
  };
}

/** Ends all sessions of a user, or all but one. */
export async function endSessions(
  { db, tenant }: Pick<Where, 'db' | 'tenant'>,
  user: string,
  except?: string,
): Promise<void> {
  let query = db.deleteFrom('sessions').where('tenant', '=', tenant).where('user_id', '=', user);
  if (except !== undefined) query = query.where('token_hash', '!=', except);
  await query.execute();
}
