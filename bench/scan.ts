import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { regionsAtOnce, servicesAtOnce } from '../src/sources/aws/account.ts';
import { laneLimits } from '../src/sources/aws/lane.ts';
import { inParallel } from '../src/sources/aws/parallel.ts';
import type { Benchmark, Row } from './benchmark.ts';
import { secondsSince } from './benchmark.ts';
import { type Counts, type FakeAws, startFakeAws } from './fake-aws.ts';
import { type Product, startProduct, withFolder } from './product.ts';

/** From the first call to the last stored finding, as a connection of the server does it. */
export const scan: Benchmark = {
  name: 'scan',
  title: '47,000 resources from a slow AWS (p50 80 ms, p99 600 ms, 2 % throttled) to stored findings',
  async run({ scale, say }) {
    const aws = await startFakeAws(scale);
    try {
      return await withFolder(async (folder) => {
        const product = await startProduct(folder, {
          flags: ['--no-sample'],
          env: { AWS_ENDPOINT_URL: aws.endpoint },
        });
        try {
          return await measure(aws, product, say);
        } finally {
          await product.stop();
        }
      });
    } finally {
      await aws.stop();
    }
  },
};

interface ScanView {
  state: string;
  phase: string;
  startedAt: string;
  finishedAt: string | null;
  counts: { assets: number; results: number; opened: number } | null;
  problems: { operation: string; code: string; message: string; count: number }[];
}

async function measure(aws: FakeAws, product: Product, say: (line: string) => void): Promise<Row[]> {
  const atRest = await product.peakMemory();
  const connection = await product.admin.send('POST', '/api/v1/connections', {
    name: 'slow',
    credentials: { type: 'keys', accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'not-a-secret-of-anything' },
    schedule: null,
  });
  const started = performance.now();
  await product.admin.send('POST', `/api/v1/connections/${connection.json.id}/scan`);
  let collected: number | undefined;
  let view: ScanView;
  do {
    await sleep(500);
    const answer = await product.admin.get(`/api/v1/connections/${connection.json.id}`);
    view = answer.json.lastScan;
    if (collected === undefined && view.phase !== 'waiting' && view.phase !== 'collecting') {
      collected = secondsSince(started);
      say(`collected in ${collected.toFixed(1)} s, peak ${Math.round(await product.peakMemory())} MB`);
    }
  } while (view.finishedAt === null);
  const seconds = secondsSince(started);
  const peak = await product.peakMemory();
  const counts = await aws.counts();
  say(`${view.state}: ${JSON.stringify(view.counts)}`);
  for (const { operation, code, message, count } of view.problems) say(`${count}× ${operation}: ${code}, ${message}`);
  if (view.counts === null) throw new Error('The scan failed');

  const bare = await callBare(aws.endpoint, counts);
  return [
    { name: 'Whole scan', value: seconds, unit: 's', floor: bare, bar: { most: 300 } },
    { name: '  of it collecting', value: collected ?? seconds, unit: 's', floor: bare },
    { name: 'Peak memory of the process', value: peak, unit: 'MB', floor: atRest, bar: { most: 600 } },
    { name: 'Assets', value: view.counts.assets, unit: '' },
    { name: 'Results', value: view.counts.results, unit: '' },
    { name: 'Findings opened', value: view.counts.opened, unit: '' },
    { name: 'Requests', value: counts.requests, unit: '' },
    { name: '  of them throttled', value: counts.throttled, unit: '' },
    { name: 'Calls that failed', value: view.problems.reduce((sum, { count }) => sum + count, 0), unit: '' },
  ];
}

/**
 * The floor: as many requests to each service in each region, as slow, as many at once, by bare HTTP, and nothing done with
 * what comes. Gives seconds.
 */
async function callBare(endpoint: string, { lanes }: Counts): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 200 });
  const call = () =>
    new Promise<void>((resolve, reject) => {
      const asked = request(`${endpoint}/bench/nothing`, { agent }, (answer) => {
        answer.resume().on('end', () => resolve());
      });
      asked.on('error', reject).end();
    });
  const byRegion = Map.groupBy(Object.entries(lanes), ([lane]) => lane.split('/')[0]);
  const started = performance.now();
  await inParallel([...byRegion.values()], regionsAtOnce, (services) =>
    inParallel(services, servicesAtOnce, ([, requests]) =>
      inParallel(Array.from({ length: requests }), laneLimits.concurrency, call),
    ),
  );
  agent.destroy();
  return secondsSince(started);
}
