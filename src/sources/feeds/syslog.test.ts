import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { syslogFeed } from './syslog.ts';
import { bodyOfMessage, syslogFrames } from './syslog-frames.ts';
import type { FeedBatch } from './types.ts';

const counted = (message: string) => Buffer.from(`${Buffer.byteLength(message)} ${message}`);

describe('messages in a stream', () => {
  it('are told apart by their length, or by lines', () => {
    const frames = syslogFrames();
    expect(frames.push(Buffer.concat([counted('<13>1 a'), counted('<13>1 나')]))).toEqual(['<13>1 a', '<13>1 나']);
    expect(frames.push(Buffer.from('<13>b\n<13>c\r\n<13>'))).toEqual(['<13>b', '<13>c']);
    expect(frames.torn).toBe(true);
  });

  it('are the same however the stream is cut', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 30 }).map((one) => `<${one.replaceAll('\n', '')}`);
    fc.assert(
      fc.property(
        fc.array(text, { maxLength: 10 }),
        fc.array(fc.nat(40), { maxLength: 30 }),
        fc.boolean(),
        (messages, cuts, byLine) => {
          const stream = Buffer.concat(messages.map((one) => (byLine ? Buffer.from(`${one}\n`) : counted(one))));
          const frames = syslogFrames();
          const got: string[] = [];
          let at = 0;
          for (const cut of [...cuts, stream.length]) {
            got.push(...frames.push(stream.subarray(at, at + cut)));
            at = Math.min(at + cut, stream.length);
          }
          expect(got).toEqual(byLine ? messages.map((one) => one.replace(/\r$/, '')) : messages);
          expect(frames.torn).toBe(false);
        },
      ),
    );
  });

  it('that are too long are left out and counted, and the next is taken', () => {
    const long = 'x'.repeat(1024 * 1024 + 1);
    const frames = syslogFrames();
    const got = [counted(long), counted('<13>next')].flatMap((bytes) => frames.push(bytes));
    expect(got).toEqual(['<13>next']);
    expect(frames.push(Buffer.from(`<${long}`))).toEqual([]);
    expect(frames.push(Buffer.from('still\n<13>last\n'))).toEqual(['<13>last']);
    expect(frames.tooLarge()).toBe(2);
    expect(frames.tooLarge()).toBe(0);
  });

  it('never hang or crash on anything else', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 20 }), (parts) => {
        const frames = syslogFrames();
        try {
          for (const part of parts) frames.push(Buffer.from(part));
        } catch (error) {
          expect((error as Error).message).toContain('length of a message');
        }
      }),
    );
  });

  it('carry JSON behind a header of either kind', () => {
    expect(bodyOfMessage('<134>1 2026-11-01T10:00:00Z h app 1 - - \uFEFF{"a":1}')).toEqual({ a: 1 });
    expect(bodyOfMessage('<134>Nov  1 10:00:00 h app: {"a":{"b":"{"}}')).toEqual({ a: { b: '{' } });
    expect(bodyOfMessage('<134>hello')).toBe('<134>hello');
  });
});

describe('syslog over TLS', () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'syslog-'));
  const stop = new AbortController();
  const batches: FeedBatch[] = [];
  let running: Promise<void>;
  let port: number;
  let cert: string;

  beforeAll(async () => {
    const made = [
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=localhost',
    ];
    execFileSync(
      'openssl',
      ['req', '-x509', ...made, '-addext', 'subjectAltName=DNS:localhost', '-keyout', 'key.pem', '-out', 'cert.pem'],
      {
        cwd: dir,
        stdio: 'ignore',
      },
    );
    cert = readFileSync(path.join(dir, 'cert.pem'), 'utf8');
    const free = createServer().listen(0, '127.0.0.1');
    await once(free, 'listening');
    port = (free.address() as AddressInfo).port;
    free.close();
    await once(free, 'close');
    running = syslogFeed.run(
      feedOf({ host: '127.0.0.1', port, certificate: cert }, readFileSync(path.join(dir, 'key.pem'), 'utf8')),
    );
  });

  afterAll(async () => {
    stop.abort();
    await running;
    rmSync(dir, { recursive: true, force: true });
  });

  function feedOf(settings: object, secret: string): Parameters<typeof syslogFeed.run>[0] {
    return {
      settings: syslogFeed.settings.parse(settings),
      secret,
      marker: undefined,
      deliver: async (batch) => {
        batches.push(batch);
      },
      keep: async () => {},
      well: () => {},
      clock: () => new Date(),
      signal: stop.signal,
    };
  }

  async function connected(): Promise<TLSSocket> {
    for (let tries = 0; ; tries += 1) {
      const socket = connect({ host: '127.0.0.1', port, servername: 'localhost', ca: cert });
      try {
        await once(socket, 'secureConnect');
        return socket;
      } catch (error) {
        if (tries > 50) throw error;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  }

  it('takes events of many messages, and counts what is none', async () => {
    const socket = await connected();
    socket.end(Buffer.concat([counted('<134>1 - - - - - - {"eventID":"a"}'), counted('<134>1 - - - - - - nothing')]));
    await once(socket, 'close');
    await expect.poll(() => batches.flatMap(({ records }) => records)).toEqual([{ eventID: 'a' }]);
    expect(batches.map(({ lost }) => lost?.malformed ?? 0).reduce((a, b) => a + b, 0)).toBe(1);
  });

  it('counts a message that was cut', async () => {
    const before = batches.length;
    const socket = await connected();
    socket.end(counted('<134>1 whole').subarray(0, 8));
    await once(socket, 'close');
    await expect.poll(() => batches.slice(before)).toEqual([{ records: [], lost: { 'stream-cut': 1 } }]);
  });

  it('does not listen to the world without TLS, nor without a certificate', async () => {
    await expect(syslogFeed.run(feedOf({ host: '0.0.0.0', port, transport: 'tcp' }, ''))).rejects.toMatchObject({
      code: 'feed-syslog',
    });
    await expect(syslogFeed.run(feedOf({ host: '127.0.0.1', port }, ''))).rejects.toMatchObject({
      code: 'feed-syslog',
    });
  });
});
