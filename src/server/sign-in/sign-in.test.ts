import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, PASSWORD, startTestServer, type TestServer, tokenIn } from '../../../test/server/harness.ts';

const HOUR = 3_600_000;

let server: TestServer;
let admin: Client;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

describe('the one-time link of the first start', () => {
  it('signs the first administrator in once; a password is asked for before anything else', async () => {
    const first = server.visitor();
    const answer = await first.send('POST', '/api/v1/session/link', { token: tokenIn(server.link) });
    expect(answer.json).toMatchObject({ user: { username: 'admin', role: 'admin' }, mustSetPassword: true });
    expect((await first.get('/api/v1/settings')).json.error.code).toBe('password-needed');
    expect((await first.send('PUT', '/api/v1/account/password', { password: 'short' })).status).toBe(400);
    expect((await first.send('PUT', '/api/v1/account/password', { password: PASSWORD })).status).toBe(204);
    expect((await first.get('/api/v1/settings')).status).toBe(200);

    const second = await server.visitor().send('POST', '/api/v1/session/link', { token: tokenIn(server.link) });
    expect(second.status).toBe(401);
    expect(second.json.error.code).toBe('link-invalid');
    expect(second.json.error.message.ko).toMatch(/로그인 링크/);
    admin = await server.admin();
  });

  it('goes to one of two that use it at the same moment', async () => {
    const made = await admin.send('POST', '/api/v1/users', { username: 'twice', role: 'viewer' });
    const token = tokenIn(made.json.link);
    const answers = await Promise.all(
      [1, 2].map(() => server.visitor().send('POST', '/api/v1/session/link', { token })),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 401]);
  });
});

describe('a session', () => {
  it('is a cookie that scripts cannot read and other sites do not send', async () => {
    const answer = await server.visitor().send('POST', '/api/v1/session', { username: 'admin', password: PASSWORD });
    const [cookie = ''] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^hwaseong_session=[\w-]{43};/);
    expect(cookie).toContain('HttpOnly');
    expect(cookie).toContain('SameSite=Strict');
    expect(answer.text).not.toContain(cookie.slice('hwaseong_session='.length, 60));
  });

  it('is refused for a wrong password and an unknown name alike', async () => {
    const wrong = await server.visitor().send('POST', '/api/v1/session', { username: 'admin', password: 'x' });
    const unknown = await server.visitor().send('POST', '/api/v1/session', { username: 'nobody', password: 'x' });
    expect(wrong.status).toBe(401);
    expect(unknown.json).toEqual(wrong.json);
  });

  it('changes nothing without its CSRF token, or on behalf of another site', async () => {
    const client = await server.admin();
    const csrf = client.csrf;
    client.csrf = undefined;
    const bare = await client.send('PUT', '/api/v1/settings', { organization: 'Mallory' });
    expect(bare.json.error.code).toBe('csrf-invalid');
    client.csrf = csrf;
    const foreign = await client.send(
      'PUT',
      '/api/v1/settings',
      { organization: 'Mallory' },
      { origin: 'http://evil.example' },
    );
    expect(foreign.json.error.code).toBe('origin-foreign');
    const own = await client.send('PUT', '/api/v1/settings', { organization: 'Suwon' }, { origin: server.url });
    expect(own.json.organization).toBe('Suwon');
  });

  it('ends with sign-out, with a new password elsewhere, and when it is not used', async () => {
    const one = await server.admin();
    const other = await server.admin();
    expect((await one.send('DELETE', '/api/v1/session')).status).toBe(204);
    expect((await one.get('/api/v1/session')).status).toBe(401);
    const third = await server.admin();
    const change = { current: PASSWORD, password: PASSWORD };
    expect((await other.send('PUT', '/api/v1/account/password', { password: PASSWORD })).status).toBe(401);
    expect((await other.send('PUT', '/api/v1/account/password', change)).status).toBe(204);
    expect((await other.get('/api/v1/session')).status).toBe(200);
    expect((await third.get('/api/v1/session')).status).toBe(401);
    server.advance(11 * HOUR);
    expect((await other.get('/api/v1/session')).status).toBe(200);
    server.advance(11 * HOUR);
    expect((await other.get('/api/v1/session')).status).toBe(200);
    server.advance(13 * HOUR);
    expect((await other.get('/api/v1/session')).status).toBe(401);
    admin = await server.admin();
  });
});

describe('the second factor', () => {
  it('counts once confirmed, takes each code once, and goes with a code', async () => {
    const made = await admin.send('POST', '/api/v1/users', { username: 'careful', role: 'analyst' });
    const client = server.visitor();
    await client.send('POST', '/api/v1/session/link', { token: tokenIn(made.json.link) });
    await client.send('PUT', '/api/v1/account/password', { password: PASSWORD });
    const { secret, uri } = (await client.send('POST', '/api/v1/account/totp')).json;
    expect(uri).toMatch(/^otpauth:\/\/totp\/Hwaseong:careful\?/);
    const app = new TOTP({ secret: Secret.fromBase32(secret) });
    const code = () => app.generate({ timestamp: server.services.clock().getTime() });

    const before = await server.visitor().send('POST', '/api/v1/session', { username: 'careful', password: PASSWORD });
    expect(before.status).toBe(200);
    expect((await client.send('PUT', '/api/v1/account/totp', { code: code() })).status).toBe(204);

    const signIn = (totp?: string) =>
      server.visitor().send('POST', '/api/v1/session', { username: 'careful', password: PASSWORD, totp });
    expect((await signIn()).json.error.code).toBe('totp-needed');
    expect((await signIn(code())).json.error.code).toBe('totp-wrong');
    server.advance(60_000);
    expect((await signIn(code())).json.totp).toBe(true);
    expect((await signIn(code())).json.error.code).toBe('totp-wrong');
    server.advance(60_000);
    expect((await client.send('DELETE', '/api/v1/account/totp', { code: code() })).status).toBe(204);
    expect((await signIn()).status).toBe(200);
    const rows = await server.services.db.selectFrom('totp').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(secret);
  });
});

describe('roles and tokens', () => {
  async function tokenOf(scopes: string[], expiresAt: string | null = null) {
    const made = await admin.send('POST', '/api/v1/tokens', { name: scopes.join(), scopes, expiresAt });
    return { id: made.json.token.id as string, headers: { authorization: `Bearer ${made.json.secret}` } };
  }
  const visit = (method: string, place: string, headers: Record<string, string>) =>
    server.visitor().send(method, place, method === 'GET' ? undefined : {}, headers);

  it('let a viewer look, an analyst work, an administrator manage', async () => {
    const statuses: Record<string, number[]> = {};
    for (const role of ['viewer', 'analyst'] as const) {
      const made = await admin.send('POST', '/api/v1/users', { username: role, role });
      const client = server.visitor();
      await client.send('POST', '/api/v1/session/link', { token: tokenIn(made.json.link) });
      await client.send('PUT', '/api/v1/account/password', { password: PASSWORD });
      statuses[role] = [
        (await client.get('/api/v1/connections')).status,
        (await client.send('POST', '/api/v1/connections/none/scan')).status,
        (await client.send('PUT', '/api/v1/settings', {})).status,
        (await client.get('/api/v1/users')).status,
      ];
    }
    expect(statuses).toEqual({ viewer: [200, 403, 403, 403], analyst: [200, 404, 403, 403] });
  });

  it('give a token what its scopes say, without cookie or CSRF, until it is revoked or expires', async () => {
    const reader = await tokenOf(['read']);
    expect((await visit('GET', '/api/v1/connections', reader.headers)).status).toBe(200);
    expect((await visit('POST', '/api/v1/connections/none/scan', reader.headers)).status).toBe(403);
    expect((await visit('GET', '/api/v1/session', reader.headers)).status).toBe(403);
    const uploader = await tokenOf(['upload']);
    expect((await visit('GET', '/api/v1/connections', uploader.headers)).status).toBe(403);
    const manager = await tokenOf(['admin']);
    expect((await visit('GET', '/api/v1/users', manager.headers)).status).toBe(200);

    await admin.send('DELETE', `/api/v1/tokens/${reader.id}`);
    expect((await visit('GET', '/api/v1/connections', reader.headers)).json.error.code).toBe('token-invalid');
    const soon = new Date(server.services.clock().getTime() + HOUR).toISOString();
    const brief = await tokenOf(['read'], soon);
    expect((await visit('GET', '/api/v1/connections', brief.headers)).status).toBe(200);
    server.advance(HOUR);
    expect((await visit('GET', '/api/v1/connections', brief.headers)).status).toBe(401);
  });

  it('keep no secret of a token or session in the store', async () => {
    const { headers } = await tokenOf(['read']);
    const secret = headers.authorization.slice('Bearer '.length);
    const { db } = server.services;
    const rows = JSON.stringify([
      await db.selectFrom('api_tokens').selectAll().execute(),
      await db.selectFrom('sessions').selectAll().execute(),
      await db.selectFrom('audit_log').selectAll().execute(),
    ]);
    expect(rows).not.toContain(secret);
    expect(rows).not.toContain(admin.cookie?.split('=')[1] ?? 'no cookie');
    expect(rows).not.toContain(PASSWORD);
  });

  it('never leave the installation without an administrator', async () => {
    const { user } = (await admin.get('/api/v1/session')).json;
    for (const body of [{ role: 'viewer' }, { disabled: true }, { reset: true }]) {
      expect((await admin.send('PATCH', `/api/v1/users/${user.id}`, body)).json.error.code).toBe('last-admin');
    }
    expect((await admin.send('DELETE', `/api/v1/users/${user.id}`)).status).toBe(409);
  });

  it('end the sessions of a user who is disabled', async () => {
    const made = await admin.send('POST', '/api/v1/users', { username: 'leaver', role: 'viewer' });
    const client = server.visitor();
    await client.send('POST', '/api/v1/session/link', { token: tokenIn(made.json.link) });
    await admin.send('PATCH', `/api/v1/users/${made.json.user.id}`, { disabled: true });
    expect((await client.get('/api/v1/session')).status).toBe(401);
  });
});

describe('the audit log', () => {
  it('tells who did what, what was refused, and lets nobody change it', async () => {
    await server.visitor().send('POST', '/api/v1/session', { username: 'Eve', password: 'guess' });
    const made = await admin.send('POST', '/api/v1/users', { username: 'watched', role: 'viewer' });
    const { items } = (await admin.get('/api/v1/audit?limit=2')).json;
    expect(items[0]).toMatchObject({ actor: 'admin', action: 'createUser', target: made.json.user.id, ok: true });
    expect(items[1]).toMatchObject({ actor: 'eve', action: 'signIn', ok: false, detail: { code: 'sign-in-failed' } });
    const { db } = server.services;
    await expect(db.updateTable('audit_log').set({ actor_name: 'nobody' }).execute()).rejects.toThrow(/append-only/);
    await expect(db.deleteFrom('audit_log').execute()).rejects.toThrow(/append-only/);
  });

  it('cannot be filled by strangers', async () => {
    const count = async () => (await server.services.db.selectFrom('audit_log').select('seq').execute()).length;
    const before = await count();
    await server.visitor().send('POST', '/api/v1/users', { username: 'x', role: 'admin' });
    await server.visitor().send('POST', '/api/v1/session', { username: '', password: '' });
    await server.visitor().send('DELETE', '/api/v1/sample', undefined, { authorization: 'Bearer none' });
    expect(await count()).toBe(before);
  });

  it('is read page by page', async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await admin.get(`/api/v1/audit?limit=7${cursor === null ? '' : `&cursor=${cursor}`}`);
      seen.push(...page.json.items.map((entry: { id: string }) => entry.id));
      cursor = page.json.next;
    } while (cursor !== null);
    const all = await server.services.db.selectFrom('audit_log').select('seq').orderBy('seq', 'desc').execute();
    expect(seen).toEqual(all.map(({ seq }) => String(seq)));
    expect((await admin.get('/api/v1/audit?cursor=bm9uc2Vuc2U')).json.error.code).toBe('cursor-invalid');
  });
});

describe('guessing', () => {
  it('is slowed down for a user name, from wherever it comes', async () => {
    const fresh = await startTestServer({ behindProxy: true });
    try {
      const guess = (address: string) =>
        fresh
          .visitor()
          .send('POST', '/api/v1/session', { username: 'admin', password: 'guess' }, { 'x-forwarded-for': address });
      const statuses: number[] = [];
      for (let attempt = 0; attempt < 12; attempt++) statuses.push((await guess(`198.51.100.${attempt}`)).status);
      expect(statuses.slice(0, 10)).toEqual(Array(10).fill(401));
      expect(statuses.slice(10)).toEqual([429, 429]);
    } finally {
      await fresh.stop();
    }
  });

  it('is slowed down for an address, by whatever way it tries', async () => {
    const fresh = await startTestServer();
    try {
      const statuses: number[] = [];
      for (let attempt = 0; attempt < 42; attempt++) {
        const body = { token: `no-such-link-was-made-${attempt}` };
        statuses.push((await fresh.visitor().send('POST', '/api/v1/session/link', body)).status);
      }
      expect(statuses.slice(0, 40)).toEqual(Array(40).fill(401));
      expect(statuses.slice(40)).toEqual([429, 429]);
      const password = await fresh.visitor().send('POST', '/api/v1/session', { username: 'admin', password: 'guess' });
      expect(password.json.error.code).toBe('too-many');
    } finally {
      await fresh.stop();
    }
  });
});
