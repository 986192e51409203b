import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, newClient, PASSWORD, tokenIn } from '../test/server/harness.ts';

/** The product as a user starts it, in a process of its own. */
export interface Product {
  url: string;
  /** Signed in as the administrator. */
  admin: Client;
  /** Most memory that the server's process has held so far, in MB (without its database, which are processes of their own). */
  peakMemory(): Promise<number>;
  stop(): Promise<void>;
}

const launcher = path.join(import.meta.dirname, '..', 'bin', 'hwaseong.js');

/** Starts `hwaseong serve` on a folder and a free port. */
export async function startProduct(
  dataDir: string,
  { flags = [], env = {} }: { flags?: string[]; env?: NodeJS.ProcessEnv } = {},
): Promise<Product> {
  const child = spawn(launcher, ['serve', '--port', '0', '--data', dataDir, '--new-link', ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, HWASEONG_LANG: 'en', DATABASE_URL: '', ...env },
  });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
  });
  while (!printed.includes('Ctrl+C')) {
    if (child.exitCode !== null) throw new Error(`The server did not start: ${printed}`);
    await sleep(50);
  }
  const url = /Ready: (\S+)/.exec(printed)?.[1] ?? '';
  const admin = newClient(url);
  const link = /https?:\S+(\/sign-in#token=\S+)/.exec(printed)?.[1];
  await admin.send('POST', '/api/v1/session/link', { token: tokenIn(link) });
  await admin.send('PUT', '/api/v1/account/password', { password: PASSWORD });
  return {
    url,
    admin,
    async peakMemory() {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8');
      return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024;
    },
    async stop() {
      if (child.exitCode !== null) return;
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await exit;
    },
  };
}

/** Does something with a folder of its own that is gone afterwards. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'hwaseong-bench-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
