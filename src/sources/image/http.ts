import { type IncomingMessage, Agent as PlainAgent, request as plainRequest } from 'node:http';
import { Agent as SecureAgent, request as secureRequest } from 'node:https';
import { rootCertificates } from 'node:tls';
import { isLoopback } from './reference.ts';

/** One request. */
export interface Exchange {
  method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  headers: Record<string, string>;
  body?: Uint8Array | string;
  signal?: AbortSignal | undefined;
}

/** Speaks HTTP and follows redirects. */
export interface Transport {
  /** @throws the error of the connection; anything that was answered is an answer */
  send(url: URL, exchange: Exchange): Promise<IncomingMessage>;
  close(): void;
}

const MOST_REDIRECTS = 5;
/** Milliseconds without a byte. */
const SILENCE = 60_000;

/**
 * Connections that are kept and shared, with private authorities beside those that Node.js knows, through the proxies that the environment
 * names, but for this machine itself. What authorises a request goes to the host that it was meant for and to no other that this one
 * redirects to.
 *
 * @param refuse why a URL is not to be asked, where it is not
 */
export function transport(
  authorities: readonly string[],
  refuse: (url: URL) => string | undefined,
  env: NodeJS.ProcessEnv,
): Transport {
  const kept = { keepAlive: true, maxSockets: 8 };
  const ca = authorities.length === 0 ? {} : { ca: [...rootCertificates, ...authorities] };
  const direct = { plain: new PlainAgent(kept), secure: new SecureAgent({ ...kept, ...ca }) };
  const proxied = {
    plain: new PlainAgent({ ...kept, proxyEnv: env }),
    secure: new SecureAgent({ ...kept, ...ca, proxyEnv: env }),
  };

  function once(url: URL, { method, headers, body, signal }: Exchange): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const { plain, secure } = isLoopback(url.host) ? direct : proxied;
      const isPlain = url.protocol === 'http:';
      const options = { method, headers, ...(signal ? { signal } : {}) };
      const request = isPlain
        ? plainRequest(url, { ...options, agent: plain })
        : secureRequest(url, { ...options, agent: secure });
      request.setTimeout(SILENCE, () => {
        request.destroy(Object.assign(new Error(`no answer within ${SILENCE / 1000} s`), { code: 'ETIMEDOUT' }));
      });
      request.on('response', resolve);
      request.on('error', reject);
      request.end(body);
    });
  }

  return {
    async send(first, exchange) {
      let url = first;
      let headers = exchange.headers;
      for (let redirects = 0; ; redirects += 1) {
        const refused = refuse(url);
        if (refused !== undefined) throw new Error(refused);
        const answer = await once(url, { ...exchange, headers });
        const isRead = exchange.method === 'GET' || exchange.method === 'HEAD';
        const { location } = answer.headers;
        if (!isRead || ![301, 302, 303, 307, 308].includes(answer.statusCode ?? 0) || location === undefined)
          return answer;
        answer.destroy();
        if (redirects === MOST_REDIRECTS) throw new Error(`more than ${MOST_REDIRECTS} redirects`);
        const next = new URL(location, url);
        if (next.host !== url.host || next.protocol !== url.protocol) {
          headers = Object.fromEntries(
            Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'authorization'),
          );
        }
        url = next;
      }
    },
    close() {
      for (const agent of [direct.plain, direct.secure, proxied.plain, proxied.secure]) agent.destroy();
    },
  };
}

/** The whole answer. @throws where it is larger than `most` bytes */
export async function bodyOf(answer: IncomingMessage, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > most) {
      answer.destroy();
      throw new BodyTooLarge(most);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
  readonly most: number;

  constructor(most: number) {
    super(`larger than ${most} bytes`);
    this.most = most;
  }
}
