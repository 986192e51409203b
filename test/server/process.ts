import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { type Client, newClient, PASSWORD } from './harness.ts';

const main = path.join(import.meta.dirname, '..', '..', 'src', 'main.ts');

/** `hwaseong serve` in a process of its own, as a user runs it. */
export interface ServerProcess {
  url: string;
  /** A client signed in as the administrator. */
  admin: Client;
  /** Ends it as nothing can be prepared for. */
  kill(): Promise<void>;
  /** Asks it to end. */
  stop(): Promise<void>;
}

/** Starts the server on a data folder, and waits until it is ready. */
export async function startProcess(dataDir: string): Promise<ServerProcess> {
  const child = spawn(process.execPath, [main, 'serve', '--port', '0', '--data', dataDir, '--no-sample'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, HWASEONG_LANG: 'en', DATABASE_URL: '' },
  });
  const printed = await ready(child);
  const url = /Ready: (\S+)/.exec(printed)?.[1] ?? '';
  const link = /\/sign-in#token=(\S+)/.exec(printed)?.[1];
  const admin = newClient(url);
  if (link === undefined) await admin.send('POST', '/api/v1/session', { username: 'admin', password: PASSWORD });
  else {
    await admin.send('POST', '/api/v1/session/link', { token: link });
    await admin.send('PUT', '/api/v1/account/password', { password: PASSWORD });
  }
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
  };
  return { url, admin, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') };
}

async function ready(child: ChildProcess): Promise<string> {
  let printed = '';
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        printed += chunk.toString();
        if (printed.includes('Ctrl+C')) resolve(printed);
      });
    }
    child.once('exit', () => reject(new Error(`the server ended:\n${printed}`)));
  });
}
