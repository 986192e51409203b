import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createPrivateKey, randomUUID, sign, X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createSocket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A registry that runs (Debian's docker-registry). */
export interface Running {
  /** `127.0.0.1:41234` */
  host: string;
  stop(): Promise<void>;
}

/** The account that registries with one let in, and the same as a line of htpasswd (bcrypt). */
export const account = { username: 'reader', password: 'pass:word' };
const htpasswd = 'reader:$2y$05$wKAL1PBJBCQV0kromCTUIOQ5nl4Dza3GRVDu5/qO2seCGErOe2Eim\n';

export async function startRegistry(folder: string, more: { auth?: object; tls?: object } = {}): Promise<Running> {
  const host = `127.0.0.1:${await freePort()}`;
  mkdirSync(folder, { recursive: true });
  const config = {
    version: '0.1',
    log: { level: 'error' },
    storage: { filesystem: { rootdirectory: join(folder, 'blobs') }, delete: { enabled: true } },
    http: { addr: host, ...(more.tls ? { tls: more.tls } : {}) },
    ...(more.auth ? { auth: more.auth } : {}),
  };
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  const child = spawn('docker-registry', ['serve', join(folder, 'config.json')], { stdio: 'ignore' });
  await answering(host, child);
  return { host, stop: () => stopped(child) };
}

export function withHtpasswd(folder: string): object {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'htpasswd'), htpasswd);
  return { htpasswd: { realm: 'test', path: join(folder, 'htpasswd') } };
}

/** A certificate for 127.0.0.1, signed by an authority of its own. */
export function certificate(folder: string): { authority: string; certificate: string; key: string } {
  mkdirSync(folder, { recursive: true });
  const at = (name: string) => join(folder, name);
  const openssl = (...words: string[]) => execFileSync('openssl', words, { stdio: 'pipe' });
  const fresh = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl(
    'req',
    '-x509',
    ...fresh,
    '-subj',
    '/CN=authority',
    '-days',
    '2',
    '-keyout',
    at('ca.key'),
    '-out',
    at('ca.pem'),
  );
  openssl('req', ...fresh, '-subj', '/CN=registry', '-keyout', at('key.pem'), '-out', at('request.pem'));
  writeFileSync(at('extensions'), 'subjectAltName=IP:127.0.0.1');
  const signing = [
    '-CA',
    at('ca.pem'),
    '-CAkey',
    at('ca.key'),
    '-CAcreateserial',
    '-days',
    '2',
    '-extfile',
    at('extensions'),
  ];
  openssl('x509', '-req', '-in', at('request.pem'), ...signing, '-out', at('cert.pem'));
  return { authority: readFileSync(at('ca.pem'), 'utf8'), certificate: at('cert.pem'), key: at('key.pem') };
}

/**
 * A server that gives tokens (https://distribution.github.io/distribution/spec/auth/token/) to the account, by its password or by the
 * identity token `identity`, and for the asking to those who only read what is public.
 */
export async function startTokens(folder: string): Promise<Running & { auth: object; asked: string[] }> {
  const own = certificate(folder);
  const key = createPrivateKey(readFileSync(own.key));
  const chain = [new X509Certificate(readFileSync(own.certificate)).raw.toString('base64')];
  const asked: string[] = [];
  const server = await listening(async (question, answer) => {
    const url = new URL(question.url ?? '', 'http://127.0.0.1');
    const form = new URLSearchParams(question.method === 'POST' ? (await bodyOf(question)).toString() : url.search);
    const scope = form.get('scope') ?? '';
    asked.push(`${question.method} ${scope}`);
    const basic = `Basic ${Buffer.from(`${account.username}:${account.password}`).toString('base64')}`;
    const isKnown = question.headers.authorization === basic || form.get('refresh_token') === 'identity';
    const [, type = '', name = '', actions = ''] = /^(\w+):(.+):([\w,*]+)$/.exec(scope) ?? [];
    if (!isKnown && !name.startsWith('public/')) return void answer.writeHead(401).end();
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: 'tokens',
      sub: 'reader',
      aud: 'test',
      iat: now,
      nbf: now - 60,
      exp: now + 600,
      jti: randomUUID(),
    };
    const access = type === '' ? [] : [{ type, name, actions: isKnown ? actions.split(',') : ['pull'] }];
    const text = [
      { typ: 'JWT', alg: 'ES256', x5c: chain },
      { ...claims, access },
    ]
      .map(encoded)
      .join('.');
    const signature = sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
    answer
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ token: `${text}.${signature}` }));
  });
  writeFileSync(join(folder, 'authority.pem'), own.authority);
  const realm = `http://${server.host}/token`;
  return {
    ...server,
    asked,
    auth: { token: { realm, service: 'test', issuer: 'tokens', rootcertbundle: join(folder, 'authority.pem') } },
  };
}

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A server in front of a registry: what it does not answer itself, the registry does. */
export function startFront(
  registry: Running,
  first: (question: IncomingMessage, answer: ServerResponse) => boolean,
): Promise<Running> {
  return listening((question, answer) => {
    if (first(question, answer)) return;
    const { method, url, headers } = question;
    const onward = request(`http://${registry.host}${url}`, { method, headers }, (inner) => {
      answer.writeHead(inner.statusCode ?? 500, inner.headers);
      inner.pipe(answer);
    });
    question.pipe(onward);
  });
}

export async function listening(
  answer: (question: IncomingMessage, answer: ServerResponse) => unknown,
): Promise<Running> {
  const server: Server = createServer((question, response) => void answer(question, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    host: `127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(question: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of question) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function freePort(): Promise<number> {
  const socket = createSocket();
  await new Promise<void>((resolve) => socket.listen(0, '127.0.0.1', resolve));
  const { port } = socket.address() as AddressInfo;
  await new Promise((resolve) => socket.close(resolve));
  return port;
}

async function answering(host: string, child: ChildProcess): Promise<void> {
  let failed: Error | undefined;
  child.on('error', (error) => {
    failed = error;
  });
  for (let attempt = 0; attempt < 400; attempt += 1) {
    if (failed) throw failed;
    if (child.exitCode !== null) throw new Error(`docker-registry ended with ${child.exitCode}`);
    const answers = await new Promise<boolean>((resolve) => {
      const question = request(`http://${host}/v2/`, (answer) => {
        answer.resume();
        resolve(true);
      });
      question.on('error', (error) => resolve('code' in error && error.code !== 'ECONNREFUSED'));
      question.end();
    });
    if (answers) return;
    await sleep(50);
  }
  throw new Error('docker-registry does not answer');
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill();
  await ended;
}
