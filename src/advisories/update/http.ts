import { createWriteStream } from 'node:fs';
import { type IncomingMessage, Agent as PlainAgent, request as plainRequest } from 'node:http';
import { Agent as SecureAgent, request as secureRequest } from 'node:https';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { getCACertificates } from 'node:tls';

const MOST_REDIRECTS = 5;

/** Milliseconds without a byte. */
const SILENCE = 60_000;

/** Bytes of one file as it is sent. */
const MOST_BYTES = 8 * 1024 ** 3;

/** What a file was when it was last fetched, so that it is fetched again only where it has changed. */
export interface Validator {
  etag?: string;
  /** As the server wrote it: RFC 9110, 8.8.2. */
  lastModified?: string;
}

/** What came of asking for a file. */
export type Fetched = { state: 'fetched'; validator: Validator } | { state: 'unchanged' } | { state: 'missing' };

/** Fetches files into a folder. */
export interface Downloads {
  /** @throws Error where the server cannot be reached, refuses, or sends less than it announced */
  fetch(url: URL, into: string, known: Validator, signal?: AbortSignal): Promise<Fetched>;
  close(): void;
}

/** Downloads through the proxies that the environment names, trusting private authorities (PEM) beside those that Node.js knows. */
export function openDownloads(authorities: readonly string[], env: NodeJS.ProcessEnv): Downloads {
  const common = { keepAlive: true, maxSockets: 4, proxyEnv: env };
  const plain = new PlainAgent(common);
  const trusted = authorities.length === 0 ? {} : { ca: [...getCACertificates('default'), ...authorities] };
  const secure = new SecureAgent({ ...common, ...trusted });

  function ask(url: URL, headers: Record<string, string>, signal: AbortSignal | undefined): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const options = { headers, ...(signal !== undefined && { signal }) };
      const request =
        url.protocol === 'http:'
          ? plainRequest(url, { ...options, agent: plain })
          : secureRequest(url, { ...options, agent: secure });
      request.setTimeout(SILENCE, () => request.destroy(new Error(`no answer within ${SILENCE / 1000} s`)));
      request.on('response', resolve);
      request.on('error', reject);
      request.end();
    });
  }

  return {
    async fetch(first, into, known, signal) {
      const headers: Record<string, string> = {
        'user-agent': 'hwaseong',
        'accept-encoding': 'identity',
        ...(known.etag !== undefined && { 'if-none-match': known.etag }),
        ...(known.lastModified !== undefined && { 'if-modified-since': known.lastModified }),
      };
      let url = first;
      for (let redirects = 0; ; redirects++) {
        const answer = await ask(url, headers, signal);
        const { statusCode = 0 } = answer;
        const { location } = answer.headers;
        if ([301, 302, 303, 307, 308].includes(statusCode) && location !== undefined) {
          answer.destroy();
          if (redirects === MOST_REDIRECTS) throw new Error(`more than ${MOST_REDIRECTS} redirects`);
          url = redirected(url, location);
          continue;
        }
        if (statusCode === 200) {
          await keep(answer, into, signal);
          return { state: 'fetched', validator: validatorOf(answer) };
        }
        answer.resume();
        if (statusCode === 304) return { state: 'unchanged' };
        if (statusCode === 404 || statusCode === 410) return { state: 'missing' };
        throw new Error(`${url.host} answered ${statusCode}`);
      }
    },
    close() {
      plain.destroy();
      secure.destroy();
    },
  };
}

/** Never from TLS to none, and nowhere but to the web. */
function redirected(from: URL, location: string): URL {
  const to = new URL(location, from);
  if (to.protocol !== 'https:' && !(to.protocol === 'http:' && from.protocol === 'http:')) {
    throw new Error(`${from.host} redirects to ${to.protocol}`);
  }
  return to;
}

async function keep(answer: IncomingMessage, into: string, signal: AbortSignal | undefined): Promise<void> {
  let bytes = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > MOST_BYTES) done(new Error(`the file is larger than ${MOST_BYTES} bytes`));
      else done(null, chunk);
    },
  });
  await pipeline(answer, counted, createWriteStream(into, { mode: 0o600 }), {
    ...(signal !== undefined && { signal }),
  });
  const announced = answer.headers['content-length'];
  if (announced !== undefined && Number(announced) !== bytes) throw new Error(`${bytes} of ${announced} bytes came`);
}

function validatorOf({ headers }: IncomingMessage): Validator {
  const { etag } = headers;
  const lastModified = headers['last-modified'];
  return { ...(etag !== undefined && { etag }), ...(lastModified !== undefined && { lastModified }) };
}
