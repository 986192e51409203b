import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import Fastify, { type FastifyInstance, type FastifyServerOptions, LogController } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { requestBegins } from '../platform/turns.ts';
import { routes } from './api/index.ts';
import type { Handlers } from './context.ts';
import { serveConsole } from './http/console.ts';
import { sendError } from './http/errors.ts';
import { serveOperations } from './http/operations.ts';
import { protect } from './http/protection.ts';
import { routeUrl } from './openapi.ts';
import type { AppServices } from './services.ts';

export interface AppOptions {
  /** PEM; without it the server speaks plain HTTP. */
  tls?: { cert: string | Buffer; key: string | Buffer };
  /** A reverse proxy on this network speaks TLS for us and says who called. */
  behindProxy: boolean;
  /** Bound to loopback only: the Host header must name loopback. */
  loopback: boolean;
  /** The built console. */
  consoleDir: string;
}

/** JSON bodies are small; uploads are streams with a limit of their own. */
const MAX_JSON_BODY = 1_048_576;

/** The HTTP server, ready to listen or to be asked directly. */
export async function buildApp(
  services: AppServices,
  handlers: Handlers,
  options: AppOptions,
): Promise<FastifyInstance> {
  const secure = options.tls !== undefined || options.behindProxy;
  const fastifyOptions: FastifyServerOptions = {
    loggerInstance: services.log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: MAX_JSON_BODY,
    trustProxy: options.behindProxy ? ['loopback', 'linklocal', 'uniquelocal'] : false,
    forceCloseConnections: 'idle',
    requestTimeout: 0,
    connectionTimeout: 0,
    routerOptions: { maxParamLength: 2000 },
  };
  const app = (options.tls === undefined
    ? Fastify(fastifyOptions)
    : Fastify({ ...fastifyOptions, https: options.tls } as FastifyServerOptions)) as unknown as FastifyInstance;
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  services.metrics.observe(app);
  countReads(app);
  app.setErrorHandler((error, request, reply) => sendError(error, request, reply));
  protect(app, { secure, checkHost: options.loopback && !options.behindProxy });
  await app.register(cookie);
  await app.register(rateLimit, { global: false });
  serveOperations(app, services, handlers, { secure });
  await serveConsole(app, options.consoleDir);
  return app;
}

/**
 * Tells heavy work that somebody waits for an answer. Uploads do not count: they take long, and nobody looks at them. Nor
 * do streams of what passes, which never end.
 */
function countReads(app: FastifyInstance): void {
  const live = routeUrl(routes.liveEvents);
  app.addHook('onRequest', async (request, reply) => {
    if (request.method === 'GET' && request.routeOptions.url !== live) reply.raw.once('close', requestBegins());
  });
}
