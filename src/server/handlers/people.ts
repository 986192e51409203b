import { newId } from '../../platform/crypto.ts';
import type { Routes } from '../api/index.ts';
import { actorName, type Context, type HandlersOf, type Output, type TokenScope } from '../context.ts';
import { refuse } from '../http/refusal.ts';
import { readCursor, writeCursor } from '../paging.ts';
import { newLink } from '../sign-in/links.ts';
import { endSessions } from '../sign-in/sessions.ts';
import { newApiToken } from '../sign-in/tokens.ts';

type PeopleRoutes = Pick<
  Routes,
  'listUsers' | 'createUser' | 'updateUser' | 'deleteUser' | 'listTokens' | 'createToken' | 'deleteToken' | 'listAudit'
>;

/** Users, API tokens and the audit log, for administrators. */
export const peopleHandlers: HandlersOf<PeopleRoutes> = {
  async listUsers(_input, context) {
    return { items: await users(context) };
  },

  async createUser({ body }, context) {
    const { db, tenant, now } = context;
    const username = body.username.toLowerCase();
    const id = newId();
    const made = await db
      .insertInto('users')
      .values({
        tenant,
        id,
        username,
        name: username,
        role: body.role,
        must_set_password: true,
        created_at: now,
        updated_at: now,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst();
    if (made === undefined) throw refuse('name-taken');
    context.note({ target: id, detail: { username, role: body.role } });
    return { user: await userById(context, id), link: await newLink(context, id) };
  },

  async updateUser({ params: { id }, body }, context) {
    const { db, tenant, now } = context;
    await userById(context, id);
    context.note({
      detail: {
        ...(body.role === undefined ? {} : { role: body.role }),
        ...(body.disabled === undefined ? {} : { disabled: body.disabled }),
        ...(body.reset === undefined ? {} : { reset: body.reset }),
      },
    });
    await db.transaction().execute(async (trx) => {
      const within = { ...context, db: trx };
      if (body.disabled === true || (body.role !== undefined && body.role !== 'admin') || body.reset === true) {
        await keepAnAdmin(within, id);
      }
      await trx
        .updateTable('users')
        .set({
          updated_at: now,
          ...(body.role === undefined ? {} : { role: body.role }),
          ...(body.disabled === undefined ? {} : { disabled: body.disabled }),
          ...(body.reset === true ? { password_hash: null, must_set_password: true } : {}),
        })
        .where('tenant', '=', tenant)
        .where('id', '=', id)
        .execute();
      if (body.reset === true) {
        await trx.deleteFrom('totp').where('tenant', '=', tenant).where('user_id', '=', id).execute();
      }
      if (body.reset === true || body.disabled === true) await endSessions(within, id);
    });
    const link = body.reset === true ? await newLink(context, id) : null;
    return { user: await userById(context, id), link };
  },

  async deleteUser({ params: { id } }, context) {
    const { username } = await userById(context, id);
    context.note({ detail: { username } });
    await context.db.transaction().execute(async (trx) => {
      await keepAnAdmin({ ...context, db: trx }, id);
      for (const table of ['sessions', 'totp', 'sign_in_links'] as const) {
        await trx.deleteFrom(table).where('tenant', '=', context.tenant).where('user_id', '=', id).execute();
      }
      await trx.deleteFrom('users').where('tenant', '=', context.tenant).where('id', '=', id).execute();
    });
    return null;
  },

  async listTokens(_input, context) {
    return { items: await tokens(context) };
  },

  async createToken({ body }, context) {
    const { db, tenant, now } = context;
    const made = newApiToken();
    const id = newId();
    await db
      .insertInto('api_tokens')
      .values({
        tenant,
        id,
        name: body.name,
        token_hash: made.hash,
        prefix: made.prefix,
        scopes: [...new Set(body.scopes)],
        created_at: now,
        created_by: actorName(context) ?? '',
        expires_at: body.expiresAt,
      })
      .execute();
    context.note({ target: id, detail: { name: body.name, scopes: body.scopes.join(' ') } });
    const token = (await tokens(context)).find((candidate) => candidate.id === id);
    if (token === undefined) throw refuse('not-found');
    return { token, secret: made.secret };
  },

  async deleteToken({ params: { id } }, context) {
    const revoked = await context.db
      .updateTable('api_tokens')
      .set({ revoked_at: context.now })
      .where('tenant', '=', context.tenant)
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .returning('id')
      .executeTakeFirst();
    if (revoked === undefined) throw refuse('not-found');
    return null;
  },

  async listAudit({ query }, context) {
    const { db, tenant } = context;
    let rows = db.selectFrom('audit_log').selectAll().where('tenant', '=', tenant);
    const before = readCursor(query.cursor, ['number']);
    if (before !== undefined) rows = rows.where('seq', '<', before[0] as number);
    if (query.actor !== undefined) rows = rows.where('actor_name', '=', query.actor);
    if (query.action !== undefined) rows = rows.where('action', '=', query.action);
    const found = await rows
      .orderBy('seq', 'desc')
      .limit(query.limit + 1)
      .execute();
    const items = found.slice(0, query.limit);
    const last = items.at(-1);
    return {
      items: items.map((row) => ({
        id: String(row.seq),
        at: row.at.toISOString(),
        actor: row.actor_name ?? row.actor,
        action: row.action,
        target: row.target,
        ok: row.ok,
        address: row.address,
        detail: row.detail,
      })),
      next: found.length > items.length && last !== undefined ? writeCursor([last.seq]) : null,
    };
  },
};

type User = Output<Routes['createUser']>['user'];

async function users({ db, tenant }: Context, id?: string): Promise<User[]> {
  let query = db
    .selectFrom('users')
    .leftJoin('totp', (join) =>
      join
        .onRef('totp.tenant', '=', 'users.tenant')
        .onRef('totp.user_id', '=', 'users.id')
        .on('totp.confirmed', '=', true),
    )
    .select(['users.id', 'username', 'role', 'disabled', 'users.created_at', 'last_sign_in_at', 'totp.user_id as totp'])
    .where('users.tenant', '=', tenant);
  if (id !== undefined) query = query.where('users.id', '=', id);
  const rows = await query.orderBy('username').execute();
  return rows.map((row) => ({
    id: row.id,
    username: row.username,
    role: row.role,
    disabled: row.disabled,
    totp: row.totp !== null,
    createdAt: row.created_at.toISOString(),
    lastSignIn: row.last_sign_in_at?.toISOString() ?? null,
  }));
}

async function userById(context: Context, id: string): Promise<User> {
  const [user] = await users(context, id);
  if (user === undefined) throw refuse('not-found');
  return user;
}

/** Refuses to take away the last administrator who can sign in. Rows are locked, so that two cannot remove each other. */
async function keepAnAdmin({ db, tenant }: Context, leaving: string): Promise<void> {
  const admins = await db
    .selectFrom('users')
    .select('id')
    .where('tenant', '=', tenant)
    .where('role', '=', 'admin')
    .where('disabled', '=', false)
    .where('password_hash', 'is not', null)
    .orderBy('id')
    .forUpdate()
    .execute();
  if (admins.length === 1 && admins[0]?.id === leaving) throw refuse('last-admin');
}

async function tokens({ db, tenant }: Context): Promise<Output<Routes['createToken']>['token'][]> {
  const rows = await db
    .selectFrom('api_tokens')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('revoked_at', 'is', null)
    .orderBy('created_at', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: row.scopes as TokenScope[],
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at?.toISOString() ?? null,
    lastUsed: row.last_used_at?.toISOString() ?? null,
  }));
}
