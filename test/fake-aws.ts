import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** What the fake is asked, as the request tells it. */
export interface FakeRequest {
  service: string;
  region: string;
  operation: string;
  params: { [name: string]: unknown };
}

/** A JSON answer with its status, or one that is none: never begun, never ended, cut off, or text as it stands. */
export type FakeAnswer = { status?: number; body: unknown } | { raw: string } | 'hang' | 'stall' | 'cut';

export interface FakeAws {
  endpoint: string;
  /** Every request so far, in order. */
  requests: FakeRequest[];
  stop(): Promise<void>;
}

/**
 * An AWS that fails on demand, which an emulator does not. It knows who the caller is and the regions it is given, and
 * leaves every operation of the JSON protocols to `answer`.
 */
export async function startFakeAws(
  regions: readonly string[],
  answer: (request: FakeRequest) => FakeAnswer | Promise<FakeAnswer>,
  optedOut: readonly string[] = [],
): Promise<FakeAws> {
  const requests: FakeRequest[] = [];
  const server = createServer(async (incoming, response) => {
    const request = await read(incoming);
    requests.push(request);
    if (request.operation === 'GetCallerIdentity') return xml(response, identity);
    if (request.operation === 'DescribeRegions') return xml(response, regionList(regions, optedOut));
    const given = await answer(request);
    if (given === 'hang') return;
    if (given === 'stall') return void response.write('{"Keys": [');
    if (given === 'cut') return void incoming.socket.destroy();
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    if ('raw' in given) return void response.end(given.raw);
    response.statusCode = given.status ?? 200;
    response.end(JSON.stringify(given.body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    requests,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** `{ status, body }` of an error in the JSON protocols. */
export function fakeError(code: string, message = code, status = 400): FakeAnswer {
  return { status, body: { __type: code, message } };
}

async function read(incoming: IncomingMessage): Promise<FakeRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString();
  const credential = /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\//.exec(incoming.headers.authorization ?? '');
  const target = incoming.headers['x-amz-target'];
  const query = new URLSearchParams(body);
  const operation = typeof target === 'string' ? (target.split('.')[1] ?? '') : (query.get('Action') ?? '');
  const params = typeof target === 'string' && body !== '' ? JSON.parse(body) : Object.fromEntries(query);
  return { service: credential?.[2] ?? '', region: credential?.[1] ?? '', operation, params };
}

function xml(response: ServerResponse, body: string): void {
  response.setHeader('content-type', 'text/xml');
  response.end(body);
}

const identity = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Arn>arn:aws:iam::123456789012:user/kim</Arn><UserId>AIDA</UserId><Account>123456789012</Account>
</GetCallerIdentityResult></GetCallerIdentityResponse>`;

function regionList(regions: readonly string[], optedOut: readonly string[]): string {
  const item = (name: string, status: string) =>
    `<item><regionName>${name}</regionName><regionEndpoint>ec2.${name}.amazonaws.com</regionEndpoint><optInStatus>${status}</optInStatus></item>`;
  const items = [
    ...regions.map((region) => item(region, 'opt-in-not-required')),
    ...optedOut.map((region) => item(region, 'not-opted-in')),
  ];
  return `<DescribeRegionsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><regionInfo>${items.join('')}</regionInfo></DescribeRegionsResponse>`;
}
