import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { isObject, UserError } from '../../model/index.ts';
import { type Challenge, challengesOf } from './challenge.ts';
import { type FoundCredential, findCredential } from './credentials.ts';
import { imageErrors } from './errors.ts';
import { bodyOf, type Exchange, type Transport, transport } from './http.ts';
import { parsed } from './manifest.ts';
import { apiHost, isLoopback } from './reference.ts';
import type { ImageOptions } from './types.ts';

/** Requests to one registry: let in, made again where that helps, bounded in time. */
export interface RegistryHost {
  registry: string;
  /**
   * An answer, whatever its status but 429 and those of a broken server.
   *
   * @param path from the host's root: `/v2/…`; or a URL that the registry gave
   * @throws UserError where it cannot be reached or lets nobody in
   */
  send(path: string | URL, exchange: Exchange, access: Access): Promise<IncomingMessage>;
  /** What was tried to be let in, for people. */
  tried(): string | undefined;
  close(): void;
}

/** What a request needs: the repository, to be read or written too; undefined for the registry itself. */
export interface Access {
  /** For people. */
  name: string;
  repository?: string;
  write?: boolean;
  /** `registry:catalog:*` and the like, in place of a repository. */
  scope?: string;
}

const ATTEMPTS = 4;
const FIRST_WAIT = 500;
const LONGEST_WAIT = 20_000;

export function registryHost(registry: string, options: ImageOptions): RegistryHost {
  const env = options.env ?? process.env;
  const host = apiHost(registry);
  const named = options.plainHttp ?? [];
  const wire: Transport = transport(options.authorities ?? [], refuse, env);
  /** `Authorization` by scope. */
  const entered = new Map<string, string>();
  let origin: Promise<string> | undefined;
  let credential: Promise<FoundCredential | undefined> | undefined;
  let tried: string | undefined;

  /** A registry, and where it redirects to, has TLS unless it is named; and none but one of this machine leads to this machine. */
  function refuse({ protocol, host: to }: URL): string | undefined {
    const isOwn = isLoopback(to) || /^(?:169\.254\.|0\.0\.0\.0|\[(?:::|fe80:))/.test(to);
    if (isOwn && !isLoopback(registry) && !named.includes(to)) return `it leads to ${to}, which is none of its own`;
    if (protocol === 'https:' || (protocol === 'http:' && (isLoopback(to) || named.includes(to)))) return undefined;
    return protocol === 'http:' ? `${to} wants to be spoken to without TLS` : `it leads to ${protocol}`;
  }

  /** Loopback is tried with TLS first; whatever else is not named has it. */
  async function findOrigin(): Promise<string> {
    if (named.includes(registry)) return `http://${host}`;
    if (!isLoopback(host)) return `https://${host}`;
    try {
      const answer = await wire.send(new URL(`https://${host}/v2/`), { method: 'GET', headers: {} });
      answer.destroy();
      return `https://${host}`;
    } catch (error) {
      return ['EPROTO', 'ECONNRESET', 'ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG'].includes(
        codeOf(error),
      )
        ? `http://${host}`
        : `https://${host}`;
    }
  }

  async function send(path: string | URL, exchange: Exchange, access: Access): Promise<IncomingMessage> {
    const signal = exchange.signal ?? options.signal;
    for (let attempt = 1; ; attempt += 1) {
      let wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (attempt - 1)) * (0.5 + Math.random() / 2);
      try {
        const url = new URL(path, await (origin ??= findOrigin()));
        const answer = await enter(url, { ...exchange, signal }, access);
        const status = answer.statusCode ?? 0;
        if (status !== 429 && (status < 500 || status === 501)) return answer;
        answer.destroy();
        const asked = Number(answer.headers['retry-after']);
        if (asked > LONGEST_WAIT / 1000 || attempt === ATTEMPTS) {
          throw status === 429 ? imageErrors.limited(registry) : imageErrors.answer(registry, status, '');
        }
        if (asked > 0) wait = asked * 1000;
      } catch (error) {
        signal?.throwIfAborted();
        if (error instanceof UserError) throw error;
        if (attempt === ATTEMPTS || !isPassing(error)) throw connectionError(registry, error);
      }
      await sleep(wait, undefined, signal ? { signal } : {});
    }
  }

  /** Sends what was let in before, or as nobody, and asks to be let in where it is told to. */
  async function enter(url: URL, exchange: Exchange, access: Access): Promise<IncomingMessage> {
    const scope = scopeOf(access);
    const own = url.host === host;
    const known = own ? entered.get(scope) : undefined;
    const answer = await wire.send(url, authorised(exchange, known));
    if (answer.statusCode !== 401 || !own) return answer;
    const challenges = challengesOf(answer.headers['www-authenticate']);
    const authorization = await answerTo(challenges, scope, access, exchange.signal);
    if (authorization === undefined || authorization === known) return answer;
    answer.destroy();
    entered.set(scope, authorization);
    return wire.send(url, authorised(exchange, authorization));
  }

  async function answerTo(
    challenges: readonly Challenge[],
    scope: string,
    access: Access,
    signal: AbortSignal | undefined,
  ): Promise<string | undefined> {
    const found = await (credential ??= findCredential(registry, access.repository ?? '', options));
    tried = found?.from;
    const bearer = challenges.find(({ scheme }) => scheme === 'bearer');
    if (bearer) return `Bearer ${await token(bearer, found, scope, access, signal)}`;
    if (!found || found.identityToken !== undefined || !challenges.some(({ scheme }) => scheme === 'basic'))
      return undefined;
    return basic(found);
  }

  /** https://distribution.github.io/distribution/spec/auth/token/ and, with an identity token, …/auth/oauth/. */
  async function token(
    { parameters }: Challenge,
    found: FoundCredential | undefined,
    scope: string,
    access: Access,
    signal: AbortSignal | undefined,
  ): Promise<string> {
    const { realm = '', service } = parameters;
    const wanted = parameters.scope ?? scope;
    if (!URL.canParse(realm)) throw imageErrors.answer(registry, 401, 'it names no server that gives tokens');
    const url = new URL(realm);
    let exchange: Exchange;
    if (found?.identityToken !== undefined) {
      const form = new URLSearchParams({
        grant_type: 'refresh_token',
        client_id: 'hwaseong',
        refresh_token: found.identityToken,
      });
      if (service !== undefined) form.set('service', service);
      if (wanted !== '') form.set('scope', wanted);
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      exchange = { method: 'POST', headers, body: form.toString(), signal };
    } else {
      if (service !== undefined) url.searchParams.set('service', service);
      for (const one of wanted.split(' ')) if (one !== '') url.searchParams.append('scope', one);
      exchange = { method: 'GET', headers: found ? { authorization: basic(found) } : {}, signal };
    }
    const answer = await wire.send(url, { ...exchange, headers: { ...exchange.headers, accept: 'application/json' } });
    const status = answer.statusCode ?? 0;
    if (status === 429 || status >= 500) {
      answer.destroy();
      throw Object.assign(new Error(`${url.host} answered with ${status}`), { code: 'EAGAIN' });
    }
    const body = await bodyOf(answer, 1024 * 1024);
    if (status >= 400) throw imageErrors.denied(access.name, tried);
    const told = parsed(body);
    const given = isObject(told) ? (told.token ?? told.access_token) : undefined;
    if (typeof given !== 'string' || !/^[\x21-\x7e]+$/.test(given)) {
      throw imageErrors.answer(url.host, status, 'it gives no token');
    }
    return given;
  }

  return { registry, send, tried: () => tried, close: wire.close };
}

function scopeOf({ repository, write, scope }: Access): string {
  if (scope !== undefined) return scope;
  return repository === undefined ? '' : `repository:${repository}:${write ? 'pull,push' : 'pull'}`;
}

function basic({ username, password }: FoundCredential): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

function authorised(exchange: Exchange, authorization: string | undefined): Exchange {
  const headers = { 'user-agent': 'hwaseong', ...exchange.headers };
  return { ...exchange, headers: authorization === undefined ? headers : { ...headers, authorization } };
}

const passing = ['ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'EAI_AGAIN', 'EAGAIN', 'ECONNABORTED', 'UND_ERR_SOCKET'];

/** Whether a fault of a connection may be gone the next time. */
export function isPassing(error: unknown): boolean {
  return passing.includes(codeOf(error));
}

/** A fault of a connection, for people. */
export function connectionError(registry: string, error: unknown): UserError {
  const code = codeOf(error);
  const reason = error instanceof Error ? error.message || code : String(error);
  const isTls = /CERT|SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET)|ERR_TLS|ERR_SSL|EPROTO/.test(code);
  return isTls ? imageErrors.tls(registry, reason, error) : imageErrors.unreachable(registry, reason, error);
}

function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
