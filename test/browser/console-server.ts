import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const root = path.join(import.meta.dirname, '../..');

export interface ConsoleServer {
  url: string;
  /** The one-time sign-in link of the first start. */
  link: string;
  stop(): Promise<void>;
}

/**
 * Builds the console and starts the product as a new user would, with the sample organisation, on a free port. `env` comes on
 * top of this process's, `options` on top of the command's.
 */
export async function startConsole(
  env: Readonly<Record<string, string>> = {},
  options: readonly string[] = [],
): Promise<ConsoleServer> {
  // In a process of its own: a test's environment is not what users build in.
  await promisify(execFile)('npm', ['run', '--silent', 'build:web'], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const data = await mkdtemp(path.join(tmpdir(), 'hwaseong-console-'));
  const server = spawn(
    process.execPath,
    [path.join(root, 'src/main.ts'), 'serve', '--port', '0', '--data', data, ...options],
    {
      env: { ...process.env, HWASEONG_LANG: 'en', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const { url, link } = await announced(server);
  return {
    url,
    link,
    async stop() {
      server.kill();
      if (server.exitCode === null) await once(server, 'exit');
      await rm(data, { recursive: true, force: true });
    },
  };
}

/** What the server prints once it is ready. */
function announced(server: ChildProcess): Promise<{ url: string; link: string }> {
  return new Promise((resolve, reject) => {
    let said = '';
    const read = (chunk: Buffer) => {
      said += chunk.toString();
      const link = /https?:\S+\/sign-in#token=\S+/.exec(said)?.[0];
      if (link !== undefined) resolve({ url: new URL(link).origin, link });
    };
    server.stdout?.on('data', read);
    server.stderr?.on('data', read);
    server.on('exit', (code) => reject(new Error(`the server ended with ${code}: ${said}`)));
  });
}
