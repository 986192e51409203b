import { Agent } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import { type Readable, Transform } from 'node:stream';
import { NodeHttpHandler } from '@smithy/node-http-handler';

type Request = Parameters<NodeHttpHandler['handle']>[0];
type Options = NonNullable<Parameters<NodeHttpHandler['handle']>[1]>;
type Answer = Awaited<ReturnType<NodeHttpHandler['handle']>>;

export interface HttpLimits {
  /** Milliseconds for a TCP and TLS connection to stand. */
  connectMs: number;
  /** Milliseconds from sending a request to the last byte of its answer. */
  answerMs: number;
  /** Bytes of one answer. */
  answerBytes: number;
  /** Connections open at once to one host. */
  sockets: number;
}

export const httpLimits: HttpLimits = {
  connectMs: 5_000,
  answerMs: 30_000,
  answerBytes: 64 * 1024 * 1024,
  sockets: 50,
};

/** Thrown while an answer is read that is larger than the limit. */
class AnswerTooLarge extends Error {
  override readonly name = 'AnswerTooLarge';
}

/**
 * One HTTP handler for all SDK clients: connections are shared, and each answer is bounded in time and size to its last
 * byte, which the SDK's own time-outs are not. `connectTo` is the host that requests go to, whatever host they name: with an
 * endpoint of one's own there is no DNS for the host names that some services make up (`ACCOUNT.endpoint`).
 */
export function boundedHttp(limits: HttpLimits, connectTo?: string) {
  const inner = new NodeHttpHandler({
    connectionTimeout: limits.connectMs,
    httpAgent: new Agent({ keepAlive: true, maxSockets: limits.sockets }),
    httpsAgent: new SecureAgent({ keepAlive: true, maxSockets: limits.sockets }),
    // A full pool is our own doing (the lanes queue), not a fault to warn of.
    socketAcquisitionWarningTimeout: 2 ** 30,
  });

  async function handle(request: Request, options: Options = {}): Promise<Answer> {
    if (connectTo) request.hostname = connectTo;
    const bounds = boundsOf(limits.answerMs, options.abortSignal as AbortSignal | undefined);
    try {
      const answer = await inner.handle(request, { ...options, abortSignal: bounds.signal });
      const body: unknown = answer.response.body;
      if (isReadable(body)) answer.response.body = boundedBody(body, limits.answerBytes, bounds);
      else bounds.settle();
      return answer;
    } catch (error) {
      bounds.settle();
      throw bounds.reason(error);
    }
  }

  return {
    metadata: { handlerProtocol: 'http/1.1' },
    handle,
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
    /** The SDK calls this when one of many clients goes: the connections stay for the others. */
    destroy: () => undefined,
    /** Closes every connection. */
    close: () => inner.destroy(),
  };
}

function isReadable(body: unknown): body is Readable {
  return typeof body === 'object' && body !== null && 'pipe' in body;
}

/** What ends one exchange before its answer does. */
interface Bounds {
  signal: AbortSignal;
  /** The exchange is over: nothing is to end it any more. */
  settle(): void;
  /** Why it failed: the time-out, where that ended it, else the error itself. */
  reason(error: unknown): unknown;
}

function boundsOf(milliseconds: number, outer: AbortSignal | undefined): Bounds {
  const end = new AbortController();
  let late = false;
  const stop = () => end.abort();
  const timer = setTimeout(() => {
    late = true;
    stop();
  }, milliseconds);
  if (outer?.aborted) stop();
  // Listened to and let go by hand: thousands of signals derived from a long-lived one would pile up.
  outer?.addEventListener('abort', stop);
  return {
    signal: end.signal,
    settle() {
      clearTimeout(timer);
      outer?.removeEventListener('abort', stop);
    },
    reason: (error) =>
      late
        ? Object.assign(new Error(`No complete answer within ${milliseconds / 1000} s`), { name: 'TimeoutError' })
        : error,
  };
}

function boundedBody(body: Readable, most: number, bounds: Bounds): Readable {
  let bytes = 0;
  const bounded = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > most) done(new AnswerTooLarge(`The answer is larger than ${most} bytes`));
      else done(null, chunk);
    },
  });
  const fail = (error: Error) => bounded.destroy(bounds.reason(error) as Error);
  body.on('error', fail);
  body.on('aborted', () => fail(Object.assign(new Error('The connection was closed early'), { code: 'ECONNRESET' })));
  bounded.on('close', () => {
    bounds.settle();
    if (!body.readableEnded) body.destroy();
  });
  return body.pipe(bounded);
}
