import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '../benchmark.ts';
import { createAccount } from './account.ts';
import { type Protocol, type Request, read, write, writeError } from './wire.ts';

/** A process that plays AWS: `node main.ts SCALE` listens on a free port and prints it. Knows how often it was asked for what. */
const account = createAccount(Number(process.argv[2] ?? 1));
const random = seededRandom(47_000);
const counts = {
  requests: 0,
  throttled: 0,
  lanes: {} as Record<string, number>,
  unnamed: {} as Record<string, number>,
};

const THROTTLED = 0.02;

/** Half of the answers within 80 ms, 99 of 100 within 600 ms: log-normal. */
const MEDIAN_MS = 80;
const SIGMA = Math.log(600 / MEDIAN_MS) / 2.326;

/** How each protocol says "too many requests". */
const throttling: Record<Protocol, [code: string, status: number]> = {
  json: ['ThrottlingException', 400],
  'rest-json': ['TooManyRequestsException', 429],
  query: ['Throttling', 400],
  ec2: ['RequestLimitExceeded', 503],
  'rest-xml': ['SlowDown', 503],
};

function latency(): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return MEDIAN_MS * Math.exp(SIGMA * normal);
}

async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  if (incoming.url === '/bench/counts') return void response.end(JSON.stringify(counts));
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  // The floor asks for nothing at all, as slowly.
  const nothing = incoming.url === '/bench/nothing';
  const request = nothing ? undefined : read(incoming, Buffer.concat(chunks).toString());
  await sleep(latency());
  if (request === undefined) return void response.end('{}');
  const { status, headers, body } = answer(request);
  response.writeHead(status, headers).end(body);
}

function answer(request: Request) {
  const lane = `${request.region}/${request.service}`;
  counts.requests += 1;
  counts.lanes[lane] = (counts.lanes[lane] ?? 0) + 1;
  if (request.operation === '') counts.unnamed[request.service] = (counts.unnamed[request.service] ?? 0) + 1;
  if (random() < THROTTLED) {
    counts.throttled += 1;
    return writeError(request, ...throttling[request.protocol]);
  }
  const told = account(request);
  return typeof told.error === 'string' ? writeError(request, told.error, Number(told.status)) : write(request, told);
}

const server = createServer((incoming, response) => {
  serve(incoming, response).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    response.destroy();
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`${typeof address === 'object' ? address?.port : ''}\n`);
});
