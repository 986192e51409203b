import { z } from 'zod';
import type { Route } from './route.ts';
import { idParams, pageOf, paging, role, time, tokenScope } from './values.ts';

const username = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[\p{L}\p{N}._@+-]+$/u);
const password = z.string().min(12).max(256);
const code = z.string().regex(/^\d{6}$/);

const session = z
  .object({
    user: z.object({
      id: z.string(),
      username: z.string(),
      role,
      language: z.enum(['en', 'ko']).nullable().describe('Null follows the browser'),
    }),
    csrf: z.string().describe('To be sent as `X-CSRF-Token` with every request that changes something'),
    mustSetPassword: z.boolean().describe('Until a password is set, only the account routes answer'),
    totp: z.boolean().describe('Second factor is on'),
    sample: z.boolean().describe('The sample organisation is there'),
    version: z.string(),
    expiresAt: time,
  })
  .meta({ id: 'Session' });

const user = z
  .object({
    id: z.string(),
    username: z.string(),
    role,
    disabled: z.boolean(),
    totp: z.boolean(),
    createdAt: time,
    lastSignIn: time.nullable(),
  })
  .meta({ id: 'User' });

const token = z
  .object({
    id: z.string(),
    name: z.string(),
    prefix: z.string().describe('First characters of the secret'),
    scopes: z.array(tokenScope),
    createdBy: z.string(),
    createdAt: time,
    expiresAt: time.nullable(),
    lastUsed: time.nullable(),
  })
  .meta({ id: 'ApiToken' });

const auditEntry = z
  .object({
    id: z.string(),
    at: time,
    actor: z.string().describe('User name, `token:NAME`, or `system`'),
    action: z.string().describe('Operation id of what was asked for: `signIn`, `createConnection`, …'),
    target: z.string().nullable(),
    ok: z.boolean().describe('False where it was refused or failed; `detail.code` says why'),
    address: z.string().nullable(),
    detail: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AuditEntry' });

export const sessionRoutes = {
  signInByLink: {
    method: 'POST',
    path: '/session/link',
    tag: 'session',
    summary: 'Sign in by the one-time link of the first start',
    access: 'public',
    body: z.object({ token: z.string().min(16).max(200) }),
    response: session,
  },
  signIn: {
    method: 'POST',
    path: '/session',
    tag: 'session',
    summary: 'Sign in; answers `totp-needed` (401) where the second factor is missing',
    access: 'public',
    body: z.object({ username, password: z.string().min(1).max(256), totp: code.optional() }),
    response: session,
  },
  getSession: {
    method: 'GET',
    path: '/session',
    tag: 'session',
    summary: 'Who is signed in',
    access: 'self',
    response: session,
  },
  signOut: { method: 'DELETE', path: '/session', tag: 'session', summary: 'Sign out', access: 'self', response: null },
  setPassword: {
    method: 'PUT',
    path: '/account/password',
    tag: 'session',
    summary: 'Set the own password; ends all other sessions',
    access: 'self',
    body: z.object({
      current: z.string().max(256).optional().describe('Not needed while no password is set'),
      password,
      username: username.optional().describe('May be chosen with the first password'),
    }),
    response: null,
  },
  setLanguage: {
    method: 'PUT',
    path: '/account/language',
    tag: 'session',
    summary: 'Set the own language; null follows the browser',
    access: 'self',
    body: z.object({ language: z.enum(['en', 'ko']).nullable() }),
    response: null,
  },
  createTotp: {
    method: 'POST',
    path: '/account/totp',
    tag: 'session',
    summary: 'Make a secret for the second factor; it counts once confirmed by a code',
    access: 'self',
    response: z.object({ secret: z.string(), uri: z.string().describe('otpauth URI for a QR code') }),
  },
  confirmTotp: {
    method: 'PUT',
    path: '/account/totp',
    tag: 'session',
    summary: 'Turn the second factor on',
    access: 'self',
    body: z.object({ code }),
    response: null,
  },
  deleteTotp: {
    method: 'DELETE',
    path: '/account/totp',
    tag: 'session',
    summary: 'Turn the second factor off',
    access: 'self',
    body: z.object({ code }),
    response: null,
  },
  listUsers: {
    method: 'GET',
    path: '/users',
    tag: 'session',
    summary: 'All users',
    access: 'admin',
    response: z.object({ items: z.array(user) }),
  },
  createUser: {
    method: 'POST',
    path: '/users',
    tag: 'session',
    summary: 'Add a user; answers the one-time link to hand over',
    access: 'admin',
    body: z.object({ username, role }),
    response: z.object({ user, link: z.string().describe('Path of the console that signs the user in once') }),
  },
  updateUser: {
    method: 'PATCH',
    path: '/users/:id',
    tag: 'session',
    summary: 'Change role, disable, or reset password and second factor (answers a new one-time link)',
    access: 'admin',
    params: idParams,
    body: z.object({ role: role.optional(), disabled: z.boolean().optional(), reset: z.boolean().optional() }),
    response: z.object({ user, link: z.string().nullable() }),
  },
  deleteUser: {
    method: 'DELETE',
    path: '/users/:id',
    tag: 'session',
    summary: 'Remove a user',
    access: 'admin',
    params: idParams,
    response: null,
  },
  listTokens: {
    method: 'GET',
    path: '/tokens',
    tag: 'session',
    summary: 'API tokens, without their secrets',
    access: 'admin',
    response: z.object({ items: z.array(token) }),
  },
  createToken: {
    method: 'POST',
    path: '/tokens',
    tag: 'session',
    summary: 'Make an API token; its secret is shown this once',
    access: 'admin',
    body: z.object({
      name: z.string().min(1).max(100),
      scopes: z.array(tokenScope).min(1).max(4),
      expiresAt: time.nullable().default(null),
    }),
    response: z.object({ token, secret: z.string() }),
  },
  deleteToken: {
    method: 'DELETE',
    path: '/tokens/:id',
    tag: 'session',
    summary: 'Revoke an API token',
    access: 'admin',
    params: idParams,
    response: null,
  },
  listAudit: {
    method: 'GET',
    path: '/audit',
    tag: 'session',
    summary: 'Who did what, newest first',
    access: 'admin',
    query: z.object({ ...paging, actor: z.string().max(100).optional(), action: z.string().max(100).optional() }),
    response: pageOf(auditEntry),
  },
} as const satisfies Record<string, Route>;
