import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** What the fake was asked so far. */
export interface Counts {
  requests: number;
  throttled: number;
  /** `region/service` → requests. */
  lanes: Record<string, number>;
}

/** An AWS in a process of its own on this machine: slow, throttling, and with one account of many resources. */
export interface FakeAws {
  endpoint: string;
  counts(): Promise<Counts>;
  stop(): Promise<void>;
}

/** Starts the fake; `scale` is the share of its 47,000 resources. */
export async function startFakeAws(scale: number): Promise<FakeAws> {
  const main = path.join(import.meta.dirname, 'fake-aws', 'main.ts');
  const child = spawn(process.execPath, [main, String(scale)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const endpoint = `http://127.0.0.1:${line.toString().trim()}`;
  return {
    endpoint,
    counts: async () => (await fetch(`${endpoint}/bench/counts`)).json() as Promise<Counts>,
    async stop() {
      child.kill();
      await once(child, 'exit');
    },
  };
}
