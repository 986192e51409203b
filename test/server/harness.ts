import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import type { Control, Framework } from '../../src/model/index.ts';
import { openStore } from '../../src/platform/store/index.ts';
import { contentOf, type EventContent } from '../../src/server/content.ts';
import { type RunningServer, type StartOptions, startServer } from '../../src/server/start.ts';
import { catalogs } from '../../src/sources/catalogs.ts';

/** A server on a store of its own in memory, spoken to over real HTTP. */
export interface TestServer extends RunningServer {
  /** A client without cookies. */
  visitor(): Client;
  /** A client signed in as the first administrator, whose password is {@link PASSWORD}. */
  admin(): Promise<Client>;
  /** Moves the server's clock. */
  advance(ms: number): void;
}

/** Asks one server, keeps its cookie and CSRF token as a browser would. */
export interface Client {
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  cookie: string | undefined;
  csrf: string | undefined;
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers whose shapes the server itself checks
  json: any;
}

export const PASSWORD = 'a wall with four gates';

export async function startTestServer(
  options: Partial<StartOptions> & { controls?: Control[]; frameworks?: Framework[]; events?: EventContent } = {},
): Promise<TestServer> {
  const { controls = [], frameworks = [], events, ...given } = options;
  const dataDir = await mkdtemp(path.join(tmpdir(), 'hwaseong-server-'));
  let ahead = 0;
  const server = await startServer({
    dataDir,
    openStore: () => openStore(),
    host: '127.0.0.1',
    port: 0,
    behindProxy: false,
    sample: false,
    newLink: false,
    content: contentOf(controls, frameworks, catalogs, events),
    sampleDir: path.join(dataDir, 'no-sample'),
    consoleDir: path.join(dataDir, 'no-console'),
    version: '0.0.0-test',
    log: pino({ level: process.env.HWASEONG_LOG ?? 'silent' }, pino.destination(2)),
    clock: () => new Date(Date.now() + ahead),
    ...given,
  });
  return {
    ...server,
    visitor: () => newClient(server.url),
    admin: () => signedInAdmin(server),
    advance: (ms) => {
      ahead += ms;
    },
    stop: async () => {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** The token in the path of a one-time link. */
export function tokenIn(link: string | undefined): string {
  return link?.split('token=')[1] ?? '';
}

async function signedInAdmin(server: RunningServer): Promise<Client> {
  const client = newClient(server.url);
  const byPassword = { username: 'admin', password: PASSWORD };
  if ((await client.send('POST', '/api/v1/session', byPassword)).status === 200) return client;
  await client.send('POST', '/api/v1/session/link', { token: tokenIn(server.link) });
  await client.send('PUT', '/api/v1/account/password', { password: PASSWORD });
  return client;
}

/** A client of the server at `url`, without cookies. */
export function newClient(url: string): Client {
  const client: Client = {
    cookie: undefined,
    csrf: undefined,
    get: (place, headers = {}) => ask('GET', place, undefined, headers),
    send: (method, place, body, headers = {}) => ask(method, place, body, headers),
  };
  async function ask(method: string, place: string, body: unknown, headers: Record<string, string>): Promise<Answer> {
    const response = await fetch(url + place, {
      method,
      headers: {
        ...(client.cookie === undefined ? {} : { cookie: client.cookie }),
        ...(client.csrf === undefined ? {} : { 'x-csrf-token': client.csrf }),
        ...(body === undefined || typeof body === 'string' ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    for (const cookie of response.headers.getSetCookie()) client.cookie = cookie.split(';')[0];
    const text = await response.text();
    const isJson = /^application\/json\b/.test(response.headers.get('content-type') ?? '');
    const json = isJson && text !== '' ? JSON.parse(text) : undefined;
    if (typeof json?.csrf === 'string') client.csrf = json.csrf;
    return { status: response.status, headers: response.headers, text, json };
  }
  return client;
}
