import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ndjson, twoBuckets } from './content.ts';
import { newClient, PASSWORD, tokenIn } from './harness.ts';

const main = path.join(import.meta.dirname, '..', '..', 'src', 'main.ts');

interface Served {
  process: ChildProcess;
  /** Everything printed until it was ready. */
  printed: string;
  url: string;
  link: string | undefined;
}

const running = new Set<ChildProcess>();
const folders = new Set<string>();

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'hwaseong-serve-'));
  folders.add(folder);
  return folder;
}

/** Starts `hwaseong serve` as a user would and waits until it is ready, or ends. */
async function serve(folder: string, ...more: string[]): Promise<Served & { code?: number }> {
  const child = spawn(process.execPath, [main, 'serve', '--port', '0', '--data', folder, '--no-sample', ...more], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, HWASEONG_LANG: 'en', DATABASE_URL: '' },
  });
  running.add(child);
  let printed = '';
  const ready = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        printed += chunk.toString();
        if (printed.includes('Ctrl+C')) resolve();
      });
    }
  });
  const ended = once(child, 'exit').then(([code]) => code as number);
  const code = await Promise.race([ready, ended]);
  const url = /Ready: (\S+)/.exec(printed)?.[1] ?? '';
  const link = /https?:\S+(\/sign-in#token=\S+)/.exec(printed)?.[1];
  return { process: child, printed, url, link, ...(typeof code === 'number' ? { code } : {}) };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exit = once(child, 'exit');
  child.kill(signal);
  const [code] = await exit;
  return code as number | null;
}

afterEach(async () => {
  for (const child of running) await end(child, 'SIGTERM');
  running.clear();
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
  folders.clear();
});

async function signIn({ url, link }: Served) {
  const client = newClient(url);
  if (link === undefined) await client.send('POST', '/api/v1/session', { username: 'admin', password: PASSWORD });
  else {
    await client.send('POST', '/api/v1/session/link', { token: tokenIn(link) });
    await client.send('PUT', '/api/v1/account/password', { password: PASSWORD });
  }
  return client;
}

describe('hwaseong serve', { timeout: 120_000 }, () => {
  it('loses nothing that it acknowledged when it is killed, and goes on where it was', async () => {
    const folder = await newFolder();
    const first = await serve(folder);
    expect(first.link).toBeDefined();
    const before = await signIn(first);
    const connection = await before.send('POST', '/api/v1/connections', { name: 'kept', schedule: '0 3 * * *' });
    const upload = await before.send('POST', '/api/v1/facts?connection=recorded', ndjson(twoBuckets), {
      'content-type': 'application/x-ndjson',
    });
    expect([connection.status, upload.status]).toEqual([200, 200]);
    await end(first.process, 'SIGKILL');

    const second = await serve(folder);
    expect(second.link).toBeUndefined();
    const after = await signIn(second);
    const names = (await after.get('/api/v1/connections')).json.items.map((one: { name: string }) => one.name);
    expect(names).toEqual(['kept', 'recorded']);
    const state = async () => (await after.get(`/api/v1/scans/${upload.json.id}`)).json.state;
    await expect.poll(state, { timeout: 60_000, interval: 200 }).toMatch(/^(done|incomplete)$/);
    const assets = (await after.get('/api/v1/assets?kind=aws.s3.bucket')).json.items;
    expect(assets.map((one: { name: string }) => one.name)).toEqual(['ledger', 'scratch']);
    expect(await end(second.process, 'SIGTERM')).toBe(0);
  });

  it('says in one sentence where its folder or port is in use, and ends with 2', async () => {
    const folder = await newFolder();
    const first = await serve(folder);
    const same = await serve(folder);
    expect(same.code).toBe(2);
    expect(same.printed.trim().split('\n').at(-1)).toContain(folder);
    const taken = await serve(await newFolder(), '--port', new URL(first.url).port);
    expect(taken.code).toBe(2);
    expect(taken.printed).toContain('--port');
    const open = await serve(await newFolder(), '--host', '0.0.0.0');
    expect(open.code).toBe(2);
    expect(open.printed).toContain('--behind-proxy');
  });

  it('speaks TLS with a certificate of yours', async () => {
    const folder = await newFolder();
    const [cert, key] = [path.join(folder, 'cert.pem'), path.join(folder, 'key.pem')];
    const openssl = [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-subj',
      '/CN=localhost',
    ];
    await once(spawn('openssl', [...openssl, '-days', '1', '-keyout', key, '-out', cert], { stdio: 'ignore' }), 'exit');
    const served = await serve(folder, '--tls-cert', cert, '--tls-key', key);
    expect(served.url).toMatch(/^https:/);
    const { Agent, request } = await import('node:https');
    const headers = await new Promise<Record<string, unknown>>((resolve, reject) => {
      const agent = new Agent({ rejectUnauthorized: false });
      request(`${served.url}/healthz`, { agent }, (answer) => resolve(answer.headers))
        .on('error', reject)
        .end();
    });
    expect(headers['strict-transport-security']).toMatch(/^max-age=/);
    const half = await serve(await newFolder(), '--tls-cert', cert);
    expect(half.code).toBe(2);
    expect(half.printed).toContain('--tls-key');
  });
});
