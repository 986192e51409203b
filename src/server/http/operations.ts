import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isMedia, type OperationId, type Route, routes } from '../api/index.ts';
import type { AuditNote, Context, Download, Handlers, Principal } from '../context.ts';
import { fastifySchema, routeUrl } from '../openapi.ts';
import type { AppServices } from '../services.ts';
import { denied } from '../sign-in/access.ts';
import { audit } from '../sign-in/audit.ts';
import { userOfSession } from '../sign-in/sessions.ts';
import { tokenOf } from '../sign-in/tokens.ts';
import { refusalOf } from './errors.ts';
import { changes } from './protection.ts';
import { refuse } from './refusal.ts';
import { lastWritten, sharedAnswers } from './shared.ts';

declare module 'fastify' {
  interface FastifyRequest {
    who: Principal;
    notes: AuditNote;
  }
}

const SESSION_COOKIE = 'hwaseong_session';

const JSON_TYPE = 'application/json; charset=utf-8';

/** Attempts to sign in, by address and by user name. */
const signInLimits = { byAddress: 40, byUser: 10, windowMs: 5 * 60_000 };

const anyHandler = (handlers: Handlers, id: OperationId) =>
  handlers[id] as (input: { params: unknown; query: unknown; body: unknown }, context: Context) => Promise<unknown>;

/** Makes every route of the table answer by its handler. */
export function serveOperations(
  app: FastifyInstance,
  services: AppServices,
  handlers: Handlers,
  options: { secure: boolean },
): void {
  app.decorateRequest('who');
  app.decorateRequest('notes');
  const limiter = signInLimiter(app);
  const shared = sharedAnswers(() => lastWritten(services));
  for (const [id, route] of Object.entries(routes) as [OperationId, Route][]) {
    const handler = anyHandler(handlers, id);
    const signIn = id === 'signIn' || id === 'signInByLink';
    const audited = (request: FastifyRequest) => changes(request) && route.unaudited !== true;
    const add = (on: FastifyInstance) =>
      on.route({
        method: route.method,
        url: routeUrl(route),
        schema: fastifySchema(id, route),
        onRequest: [
          ...(signIn ? [limiter.address] : []),
          async (request) => {
            request.notes = {};
            request.who = await principal(request, services);
            const refusal = denied(route.access, request.who);
            if (refusal !== undefined) throw refusal;
            if (route.access !== 'public') checkCsrf(request);
          },
        ],
        preHandler: id === 'signIn' ? [limiter.user] : [],
        handler: async (request, reply) => {
          const { params, query } = request;
          const body = isMedia(route.body)
            ? { type: request.headers['content-type'] ?? '', body: request.body }
            : request.body;
          const context = contextOf(request, reply, services, options);
          if (route.shared === true) {
            const work = async () =>
              String(reply.serialize((await handler({ params, query, body }, context)) as object));
            return answerShared(await shared(JSON.stringify([id, params, query]), context.now, work), reply);
          }
          const output = await handler({ params, query, body }, context);
          if (audited(request)) await record(id, request, services, true);
          return answer(route, output, reply);
        },
        onError: async (request, _reply, error) => {
          const { code } = refusalOf(error);
          if (!audited(request) || !worthNoting(request, signIn, code)) return;
          request.notes = { ...request.notes, detail: { ...request.notes.detail, code } };
          await record(id, request, services, false).catch((failure: unknown) => {
            request.log.error({ err: failure }, 'audit log not written');
          });
        },
      });
    if (isMedia(route.body)) readAsStream(app, route.body, add);
    else add(app);
  }
}

/** A route that reads bodies of these types as they come, whatever other routes make of such a type. */
function readAsStream(app: FastifyInstance, types: readonly string[], add: (on: FastifyInstance) => void): void {
  app.register(async (own) => {
    own.removeAllContentTypeParsers();
    own.addContentTypeParser([...types], (_request, payload, done) => done(null, payload));
    add(own);
  });
}

/**
 * Slows down guessing: counts attempts to sign in by address, before their body is read, and by user name.
 * The limits hold for one process; several servers behind a balancer allow as many times more.
 */
function signInLimiter(app: FastifyInstance) {
  const { windowMs: timeWindow, byAddress, byUser } = signInLimits;
  const address = app.createRateLimit({ max: byAddress, timeWindow });
  const user = app.createRateLimit({
    max: byUser,
    timeWindow,
    keyGenerator: (request) => (request.body as { username: string }).username.toLowerCase(),
  });
  const check = (limit: typeof address) => async (request: FastifyRequest) => {
    const state = await limit(request);
    if (!state.isAllowed && state.isExceeded) throw refuse('too-many');
  };
  return { address: check(address), user: check(user) };
}

async function principal(request: FastifyRequest, services: AppServices): Promise<Principal> {
  const where = { db: services.db, tenant: services.tenant, now: services.clock() };
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const token = /^Bearer ([\w-]{1,200})$/i.exec(authorization)?.[1];
    const found = token === undefined ? undefined : await tokenOf(where, token);
    if (found === undefined) throw refuse('token-invalid');
    return found;
  }
  const cookie = request.cookies[SESSION_COOKIE];
  if (cookie === undefined || cookie.length > 200) return { type: 'anonymous' };
  return (await userOfSession(where, cookie)) ?? { type: 'anonymous' };
}

/** A browser sends its cookie whoever asks it to; only our own page knows the session's CSRF token. */
function checkCsrf(request: FastifyRequest): void {
  if (request.who.type !== 'user' || !changes(request)) return;
  if (request.headers['x-csrf-token'] !== request.who.session.csrf) throw refuse('csrf-invalid');
}

function contextOf(
  request: FastifyRequest,
  reply: FastifyReply,
  services: AppServices,
  options: { secure: boolean },
): Context {
  const cookie = { path: '/', httpOnly: true, sameSite: 'strict', secure: options.secure } as const;
  return {
    ...services,
    who: request.who,
    now: services.clock(),
    address: request.ip,
    agent: request.headers['user-agent'] ?? '',
    accept: request.headers.accept,
    note: (entry) => {
      request.notes = { ...request.notes, ...entry, detail: { ...request.notes.detail, ...entry.detail } };
    },
    setSession: (session) => {
      if (session === null) reply.clearCookie(SESSION_COOKIE, cookie);
      else reply.setCookie(SESSION_COOKIE, session.token, { ...cookie, expires: session.expiresAt });
    },
  };
}

/** What strangers are refused is noted only where they tried to sign in, under its limits: they must not fill the log. */
function worthNoting(request: FastifyRequest, signIn: boolean, code: string): boolean {
  if (code === 'too-many' || request.who === undefined) return false;
  return request.who.type !== 'anonymous' || (signIn && code !== 'malformed');
}

async function record(id: OperationId, request: FastifyRequest, services: AppServices, ok: boolean): Promise<void> {
  const target = (request.params as { id?: string } | undefined)?.id;
  await audit(
    { db: services.db, tenant: services.tenant, now: services.clock() },
    {
      ...(target === undefined ? {} : { target }),
      ...request.notes,
      action: id,
      who: request.who ?? { type: 'anonymous' },
      address: request.ip,
      ok,
    },
  );
}

function answerShared(json: string, reply: FastifyReply): FastifyReply {
  return reply.header('cache-control', 'no-store').type(JSON_TYPE).serializer(String).send(json);
}

function answer(route: Route, output: unknown, reply: FastifyReply): FastifyReply {
  reply.header('cache-control', 'no-store');
  if (route.response === null) return reply.code(204).send();
  if (!isMedia(route.response)) return reply.send(output);
  const { type, filename, body, status, headers } = output as Download;
  if (status !== undefined) reply.code(status);
  if (headers !== undefined) reply.headers(headers);
  if (filename !== undefined) {
    reply.header('content-disposition', `attachment; filename="${filename.replaceAll(/[^\w.-]/g, '_')}"`);
  }
  return reply.type(type).serializer(String).send(body);
}
