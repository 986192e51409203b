import type { Routes } from '../api/index.ts';
import type { sessionRoutes } from '../api/session.ts';
import type { Context, HandlersOf, Output, User } from '../context.ts';
import { refuse } from '../http/refusal.ts';
import { readSettings } from '../settings.ts';
import { redeemLink } from '../sign-in/links.ts';
import { checkPassword, hashPassword } from '../sign-in/passwords.ts';
import { endSessions, openSession, userOfSession } from '../sign-in/sessions.ts';
import { newTotpSecret, totpStep } from '../sign-in/totp.ts';

type SessionHandlers = HandlersOf<Pick<typeof sessionRoutes, SessionIds>>;
type SessionIds =
  | 'signInByLink'
  | 'signIn'
  | 'getSession'
  | 'signOut'
  | 'setPassword'
  | 'setLanguage'
  | 'createTotp'
  | 'confirmTotp'
  | 'deleteTotp';

/** Signing in and out, and what people change about their own account. */
export const sessionHandlers: SessionHandlers = {
  async signInByLink({ body }, context) {
    const { db, tenant } = context;
    const id = await redeemLink(context, body.token);
    const user = await db
      .selectFrom('users')
      .select(['id', 'username'])
      .where('tenant', '=', tenant)
      .where('id', '=', id ?? '')
      .where('disabled', '=', false)
      .executeTakeFirst();
    if (user === undefined) throw refuse('link-invalid');
    context.note({ actor: { id: user.id, name: user.username }, detail: { by: 'link' } });
    return enter(context, user.id);
  },

  async signIn({ body }, context) {
    const { db, tenant } = context;
    const username = body.username.toLowerCase();
    context.note({ actor: { id: 'anonymous', name: username } });
    const user = await db
      .selectFrom('users')
      .select(['id', 'username', 'password_hash', 'disabled'])
      .where('tenant', '=', tenant)
      .where('username', '=', username)
      .executeTakeFirst();
    const right = await checkPassword(user?.password_hash, body.password);
    if (user === undefined || !right || user.disabled) throw refuse('sign-in-failed');
    if (await hasTotp(context, user.id)) {
      if (body.totp === undefined) throw refuse('totp-needed');
      await takeTotp(context, user.id, body.totp, true);
    }
    context.note({ actor: { id: user.id, name: user.username }, detail: { by: 'password' } });
    return enter(context, user.id);
  },

  async getSession(_input, context) {
    return sessionBody(context, signedIn(context));
  },

  async signOut(_input, context) {
    await context.db
      .deleteFrom('sessions')
      .where('tenant', '=', context.tenant)
      .where('token_hash', '=', signedIn(context).session.tokenHash)
      .execute();
    context.setSession(null);
    return null;
  },

  async setPassword({ body }, context) {
    const { db, tenant, now } = context;
    const who = signedIn(context);
    const own = db.selectFrom('users').where('tenant', '=', tenant).where('id', '=', who.id);
    const user = await own.select(['password_hash', 'must_set_password']).executeTakeFirstOrThrow();
    // Whoever came by a one-time link proved enough; everyone else must know the old password.
    if (!user.must_set_password && !(await checkPassword(user.password_hash, body.current ?? ''))) {
      throw refuse('sign-in-failed');
    }
    const username = user.must_set_password ? (body.username ?? who.username).toLowerCase() : who.username;
    const password_hash = await hashPassword(body.password);
    await db.transaction().execute(async (trx) => {
      if (username !== who.username) {
        const taken = await trx
          .selectFrom('users')
          .select('id')
          .where('tenant', '=', tenant)
          .where('username', '=', username)
          .executeTakeFirst();
        if (taken !== undefined) throw refuse('name-taken');
      }
      await trx
        .updateTable('users')
        .set({ username, name: username, password_hash, must_set_password: false, updated_at: now })
        .where('tenant', '=', tenant)
        .where('id', '=', who.id)
        .execute();
      await endSessions({ db: trx, tenant }, who.id, who.session.tokenHash);
    });
    return null;
  },

  async setLanguage({ body }, context) {
    await context.db
      .updateTable('users')
      .set({ language: body.language, updated_at: context.now })
      .where('tenant', '=', context.tenant)
      .where('id', '=', signedIn(context).id)
      .execute();
    return null;
  },

  async createTotp(_input, context) {
    const { db, tenant, now, vault } = context;
    const who = signedIn(context);
    if (await hasTotp(context, who.id)) throw refuse('totp-on');
    const made = newTotpSecret(who.username);
    const { sealed, keyId } = await vault.seal(made.secret, totpPlace(tenant, who.id));
    await db
      .insertInto('totp')
      .values({ tenant, user_id: who.id, secret: sealed, key_id: keyId, confirmed: false, created_at: now })
      .onConflict((conflict) =>
        conflict
          .columns(['tenant', 'user_id'])
          .doUpdateSet({ secret: sealed, key_id: keyId, confirmed: false, last_step: null, created_at: now }),
      )
      .execute();
    return made;
  },

  async confirmTotp({ body }, context) {
    const who = signedIn(context);
    await takeTotp(context, who.id, body.code, false);
    return null;
  },

  async deleteTotp({ body }, context) {
    const who = signedIn(context);
    await takeTotp(context, who.id, body.code, true);
    await context.db.deleteFrom('totp').where('tenant', '=', context.tenant).where('user_id', '=', who.id).execute();
    return null;
  },
};

function signedIn(context: Context): User {
  if (context.who.type !== 'user') throw refuse('sign-in-needed');
  return context.who;
}

/** Opens a session for a user who proved who they are. */
async function enter(context: Context, id: string): Promise<Output<Routes['getSession']>> {
  const { db, tenant, now } = context;
  const { sessionHours } = await readSettings(context);
  const session = await openSession(context, id, {
    address: context.address,
    agent: context.agent,
    hours: sessionHours,
  });
  await db
    .updateTable('users')
    .set({ last_sign_in_at: now })
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .execute();
  context.setSession(session);
  const user = await userOfSession(context, session.token);
  if (user === undefined) throw refuse('sign-in-failed');
  return sessionBody(context, user);
}

async function sessionBody(context: Context, user: User): Promise<Output<Routes['getSession']>> {
  const { db, tenant } = context;
  const sample = await db
    .selectFrom('connections')
    .select('id')
    .where('tenant', '=', tenant)
    .where('sample', '=', true)
    .executeTakeFirst();
  return {
    user: { id: user.id, username: user.username, role: user.role, language: user.language },
    csrf: user.session.csrf,
    mustSetPassword: user.mustSetPassword,
    totp: await hasTotp(context, user.id),
    sample: sample !== undefined,
    version: context.version,
    expiresAt: user.session.expiresAt.toISOString(),
  };
}

async function hasTotp({ db, tenant }: Context, user: string): Promise<boolean> {
  const row = await db
    .selectFrom('totp')
    .select('user_id')
    .where('tenant', '=', tenant)
    .where('user_id', '=', user)
    .where('confirmed', '=', true)
    .executeTakeFirst();
  return row !== undefined;
}

/** Where the secret is kept, bound to it by its encryption. */
function totpPlace(tenant: string, user: string): string {
  return `totp/${tenant}/${user}`;
}

/** Accepts a code once; two requests with the same code cannot both get through. */
async function takeTotp({ db, tenant, now, vault }: Context, user: string, code: string, confirmed: boolean) {
  const row = await db
    .selectFrom('totp')
    .select(['secret', 'key_id'])
    .where('tenant', '=', tenant)
    .where('user_id', '=', user)
    .where('confirmed', '=', confirmed)
    .executeTakeFirst();
  if (row === undefined) throw refuse('totp-wrong');
  const step = totpStep(await vault.open(row.secret, row.key_id, totpPlace(tenant, user)), code, now);
  if (step === undefined) throw refuse('totp-wrong');
  const taken = await db
    .updateTable('totp')
    .set({ last_step: step, confirmed: true })
    .where('tenant', '=', tenant)
    .where('user_id', '=', user)
    .where((where) => where.or([where('last_step', 'is', null), where('last_step', '<', step)]))
    .returning('user_id')
    .executeTakeFirst();
  if (taken === undefined) throw refuse('totp-wrong');
}
