import type { FastifyInstance, FastifyRequest } from 'fastify';
import { refuse } from './refusal.ts';

/**
 * Scripts, styles and fonts come from this server only; nothing inline runs. Style attributes alone are let through:
 * charts place their tooltips with them.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const YEAR_SECONDS = 31_536_000;

/** Headers of every answer, and checks of every request that no route can forget. */
export function protect(app: FastifyInstance, options: { secure: boolean; checkHost: boolean }): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'x-request-id': request.id,
      'content-security-policy': contentSecurityPolicy,
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': 'camera=(), microphone=(), geolocation=()',
    });
    if (options.secure) reply.header('strict-transport-security', `max-age=${YEAR_SECONDS}`);
    if (options.checkHost && !isLoopbackName(request.headers.host)) throw refuse('host-foreign');
    if (changes(request) && !sameOrigin(request)) throw refuse('origin-foreign');
  });
}

/** True for requests that may change something. */
export function changes(request: FastifyRequest): boolean {
  return !['GET', 'HEAD', 'OPTIONS'].includes(request.method);
}

/** True if a Host header names this machine itself: whatever else a browser resolved to loopback is DNS rebinding. */
function isLoopbackName(host: string | undefined): boolean {
  return host !== undefined && /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i.test(host);
}

/** Browsers send Origin with everything that changes something; programs send none. */
function sameOrigin(request: FastifyRequest): boolean {
  const { origin } = request.headers;
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === request.host;
}
