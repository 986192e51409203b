import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * moto, the AWS emulator, as a server: `MOTO_SERVER`, the project's `.venv`, or the path. Undefined where there is none;
 * tests are then skipped, except in CI, where that is an error.
 */
export const motoServer = find();

function find(): string | undefined {
  const named = process.env.MOTO_SERVER;
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const candidates = [
    ...(named ? [named] : []),
    join(import.meta.dirname, '..', '.venv', 'bin', 'moto_server'),
    ...folders.map((folder) => join(folder, 'moto_server')),
  ];
  const found = candidates.find((candidate) => existsSync(candidate));
  if (!found && process.env.CI) throw new Error('moto_server is not installed; see CONTRIBUTING');
  return found;
}

export interface Moto {
  /** `http://127.0.0.1:PORT`, for `AWS_ENDPOINT_URL`. */
  endpoint: string;
  /** Forgets everything that was made. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts moto on a port, a free one unless given, and waits until it answers. `env`: beside the environment of the tests. */
export async function startMoto(port?: number, env: NodeJS.ProcessEnv = {}): Promise<Moto> {
  if (!motoServer) throw new Error('moto_server is not installed; see CONTRIBUTING');
  const chosen = port ?? (await freePort());
  const server = spawn(motoServer, ['-H', '127.0.0.1', '-p', String(chosen)], {
    stdio: 'ignore',
    // The default machine images take seconds to load.
    env: { ...process.env, MOTO_EC2_LOAD_DEFAULT_AMIS: 'false', ...env },
  });
  const endpoint = `http://127.0.0.1:${chosen}`;
  await answering(server, endpoint);
  return {
    endpoint,
    async reset() {
      await fetch(`${endpoint}/moto-api/reset`, { method: 'POST' });
    },
    async stop() {
      if (server.exitCode !== null) return;
      server.kill();
      await once(server, 'exit');
    },
  };
}

async function answering(server: ChildProcess, endpoint: string): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    if (server.exitCode !== null) throw new Error(`moto_server ended with ${server.exitCode}`);
    const answered = await fetch(`${endpoint}/moto-api/data.json`).then(
      (response) => response.ok,
      () => false,
    );
    if (answered) return;
    await sleep(100);
  }
  server.kill();
  throw new Error('moto_server does not answer');
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('No free port');
  return address.port;
}
