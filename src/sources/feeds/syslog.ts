import { once } from 'node:events';
import { createServer as createPlain, type Server, type Socket } from 'node:net';
import { createServer as createTls } from 'node:tls';
import { z } from 'zod';
import { isObject, type JsonObject } from '../../model/index.ts';
import { recordsIn } from '../events/envelope.ts';
import { bodyOfMessage, syslogFrames } from './syslog-frames.ts';
import { FeedFailure, type FeedKind, type RunningFeed } from './types.ts';

const settings = z.strictObject({
  host: z.string().max(255).default('0.0.0.0'),
  port: z.number().int().min(1).max(65_535).default(6514),
  /** `tcp`, without TLS, is for a loopback address alone. */
  transport: z.enum(['tls', 'tcp']).default('tls'),
  /** PEM: our certificate. Its key is the secret. */
  certificate: z.string().max(20_000).default(''),
  /** PEM: the authority whose certificates senders must show; empty: they need none. */
  senders: z.string().max(20_000).default(''),
});

type Settings = z.output<typeof settings>;

const MOST_SENDERS = 1000;

/** A sender that says nothing for so long is hung up on. */
const SILENT_MS = 10 * 60_000;

/**
 * Events that programs send by syslog over TLS (RFC 5425): JSON in the message, as log shippers write it. Syslog knows no
 * acknowledgement: a sender is read no further until what it sent is stored, and what was under way when it hung up is counted.
 */
export const syslogFeed: FeedKind<Settings> = {
  settings,
  secret: 'optional',
  aws: false,
  permissions: [],
  async run(feed) {
    const { host, port } = feed.settings;
    const server = serverOf(feed);
    const sockets = new Set<Socket>();
    server.maxConnections = MOST_SENDERS;
    const broken = new Promise<never>((_, reject) => {
      server.on(feed.settings.transport === 'tls' ? 'secureConnection' : 'connection', (socket: Socket) => {
        sockets.add(socket);
        socket.on('close', () => sockets.delete(socket));
        takeFrom(feed, socket).catch(reject);
      });
    });
    broken.catch(() => undefined);
    try {
      server.listen(port, host);
      await once(server, 'listening');
    } catch (error) {
      throw failure(`${host}:${port}: ${(error as Error).message}`, error);
    }
    feed.well();
    try {
      await Promise.race([broken, stopped(feed.signal)]);
    } finally {
      for (const socket of sockets) socket.destroy();
      server.close();
    }
  },
};

function serverOf({ settings: { transport, certificate, senders, host }, secret }: RunningFeed<Settings>): Server {
  if (transport === 'tcp') {
    if (!/^(127\.|::1$|localhost$)/.test(host)) throw failure('without TLS only a loopback address may be listened on');
    return createPlain();
  }
  if (certificate === '' || secret === '') throw failure('a certificate and, as the secret, its key are needed');
  try {
    return createTls({
      cert: certificate,
      key: secret,
      minVersion: 'TLSv1.2',
      ...(senders === '' ? {} : { ca: senders, requestCert: true, rejectUnauthorized: true }),
    });
  } catch (error) {
    throw failure((error as Error).message, error);
  }
}

async function takeFrom(feed: RunningFeed<Settings>, socket: Socket): Promise<void> {
  socket.setTimeout(SILENT_MS, () => socket.destroy());
  const frames = syslogFrames();
  let cut = 0;
  try {
    // Reading waits for each delivery: a sender that is too quick is slowed down by TCP itself.
    for await (const bytes of socket) {
      const messages = frames.push(bytes as Buffer);
      const { records, malformed, tooLarge } = opened(messages);
      const large = tooLarge + frames.tooLarge();
      if (records.length === 0 && malformed + large === 0) continue;
      await feed.deliver({
        records,
        lost: { ...(malformed === 0 ? {} : { malformed }), ...(large === 0 ? {} : { 'too-large': large }) },
      });
      feed.well();
    }
    if (frames.torn) cut = 1;
  } catch (error) {
    if (feed.signal.aborted) return;
    cut = 1;
    socket.destroy();
    // A sender that breaks off, or speaks something else, is its own fault; a store that takes nothing is the feed's.
    if (!isSenders(error)) throw error;
  } finally {
    if (cut > 0 && !feed.signal.aborted) await feed.deliver({ records: [], lost: { 'stream-cut': cut } });
  }
}

function opened(messages: readonly string[]): { records: JsonObject[]; malformed: number; tooLarge: number } {
  const records: JsonObject[] = [];
  let [malformed, tooLarge] = [0, 0];
  for (const message of messages) {
    const body = bodyOfMessage(message);
    const found = isObject(body) ? recordsIn(body) : { records: [], malformed: 1, tooLarge: 0 };
    for (const record of found.records) records.push(record);
    malformed += found.malformed;
    tooLarge += found.tooLarge;
  }
  return { records, malformed, tooLarge };
}

function isSenders(error: unknown): boolean {
  const { code, message } = error as NodeJS.ErrnoException;
  return code !== undefined || message.includes('length of a message');
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function failure(said: string, cause?: unknown): FeedFailure {
  return new FeedFailure(
    'feed-syslog',
    {
      en: `Syslog cannot be taken in (${said}). Check address, port, certificate and key.`,
      ko: `syslog를 수신할 수 없습니다(${said}). 주소, 포트, 인증서, 키를 확인하세요.`,
    },
    { cause },
  );
}
