import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createTcp } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { email } from './channels/email.ts';
import { channelKinds } from './channels/index.ts';
import { pagerduty } from './channels/pagerduty.ts';
import { slack } from './channels/slack.ts';
import { syslog } from './channels/syslog.ts';
import { teams } from './channels/teams.ts';
import { signature, webhook } from './channels/webhook.ts';
import { messageOf, type StoredNotice } from './message.ts';

const notice: StoredNotice = {
  id: 'n1',
  kind: 'incident-opened',
  severity: 'high',
  title: { en: 'Console sign-in <without> MFA', ko: '다중 인증 없는 콘솔 로그인' },
  summary: { en: 'mina signed in from 198.51.100.7.', ko: 'mina가 198.51.100.7에서 로그인했습니다.' },
  account: '111122223333',
  assets: ['arn:aws:iam::111122223333:user/mina', 'arn:aws:iam::111122223333:root'],
  at: new Date('2026-11-01T10:00:00Z'),
  incident: 'i1',
  path: '/incidents/i1',
  techniques: ['T1078.004'],
};
const message = messageOf('d1', [notice], { language: 'both', consoleUrl: 'https://hwaseong.example.com/' });
const signal = AbortSignal.timeout(10_000);

interface Got {
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

let server: Server;
let url: string;
let got: Got[];
let answer: { status: number; headers?: Record<string, string>; body?: string };

beforeEach(async () => {
  got = [];
  answer = { status: 200 };
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => {
      body += part.toString();
    });
    request.on('end', () => {
      got.push({ path: request.url ?? '', headers: request.headers, body });
      response.writeHead(answer.status, answer.headers).end(answer.body ?? 'ok');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe('a message', () => {
  it('is short, in the languages asked for, and links to its page', () => {
    expect(message.titles).toEqual(['[High] Console sign-in <without> MFA', '[높음] 다중 인증 없는 콘솔 로그인']);
    expect(message.link).toBe('https://hwaseong.example.com/incidents/i1');
    const korean = messageOf('d1', [notice], { language: 'ko', consoleUrl: '' });
    expect(korean.titles).toEqual(['[높음] 다중 인증 없는 콘솔 로그인']);
    expect(korean.link).toBeUndefined();
    expect(korean.facts).toContainEqual({ name: '계정', value: '111122223333' });
  });

  it('of several notices lists them, the worst first, and says how many more there are', () => {
    const many = Array.from(
      { length: 13 },
      (_, n): StoredNotice => ({ ...notice, id: `n${n}`, severity: n === 7 ? 'critical' : 'low' }),
    );
    const digest = messageOf('d1', many, { language: 'en', consoleUrl: '' });
    expect(digest.kind).toBe('digest');
    expect(digest.severity).toBe('critical');
    const lines = digest.summaries[0]?.split('\n') ?? [];
    expect(lines[0]).toMatch(/^- \[Critical\]/);
    expect(lines.at(-1)).toBe('- and 3 more');
  });
});

describe('Slack', () => {
  it('gets text that nobody can make a link or a mention of', async () => {
    await slack.send(message, { settings: {}, secret: `${url}/services/T/B/x` }, signal);
    const body = JSON.parse(got[0]?.body ?? '');
    expect(got[0]?.path).toBe('/services/T/B/x');
    expect(JSON.stringify(body.attachments)).toContain('&lt;without&gt;');
    expect(JSON.stringify(body.attachments)).toContain('https://hwaseong.example.com/incidents/i1');
  });
});

describe('Microsoft Teams', () => {
  it('gets an Adaptive Card with both languages and a button', async () => {
    await teams.send(message, { settings: {}, secret: `${url}/workflows/x` }, signal);
    const { attachments } = JSON.parse(got[0]?.body ?? '');
    expect(attachments[0].contentType).toBe('application/vnd.microsoft.card.adaptive');
    expect(attachments[0].content.body).toHaveLength(5);
    expect(attachments[0].content.actions[0].url).toBe('https://hwaseong.example.com/incidents/i1');
  });
});

describe('a webhook', () => {
  const secret = `whsec_${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`;

  it('is signed over id, time and body', async () => {
    await webhook.send(message, { settings: { url: `${url}/in` }, secret }, signal);
    const [{ headers, body } = { headers: {} as Got['headers'], body: '' }] = got;
    const timestamp = String(headers['webhook-timestamp']);
    expect(headers['webhook-id']).toBe('d1');
    expect(headers['webhook-signature']).toBe(signature(secret, 'd1', timestamp, body));
    expect(headers['webhook-signature']).not.toBe(signature(secret, 'd1', timestamp, `${body} `));
    expect(JSON.parse(body).notices[0]).toMatchObject({ id: 'n1', incident: 'i1', severity: 'high' });
  });

  it('has the signature that the specification computes', () => {
    // The example of the Standard Webhooks specification.
    const example = signature(
      'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      'msg_p5jXN8AQM9LWM0D4loKWxJek',
      '1614265330',
      '{"test": 2432232314}',
    );
    expect(example).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  it('says whether trying again can help', async () => {
    const failure = async () => webhook.send(message, { settings: { url }, secret }, signal).catch((error) => error);
    answer = { status: 503, headers: { 'retry-after': '120' }, body: 'later' };
    expect(await failure()).toMatchObject({ name: 'ChannelFailure', final: false, retryAfter: 120 });
    answer = { status: 404, body: 'no such hook' };
    expect(await failure()).toMatchObject({ final: true, message: expect.stringContaining('no such hook') });
    answer = { status: 302, headers: { location: 'http://169.254.169.254/' } };
    expect(await failure()).toMatchObject({ final: true });
    expect(got).toHaveLength(3);
  });

  it.each(['ftp://example.com', 'http://user:pw@example.com', 'http://169.254.169.254/latest', 'nonsense'])(
    'goes nowhere it should not: %s',
    async (address) => {
      const sent = webhook.send(message, { settings: { url: address }, secret }, signal);
      await expect(sent).rejects.toMatchObject({ final: true });
    },
  );
});

describe('PagerDuty', () => {
  it('has one incident for one of ours', async () => {
    await pagerduty.send(message, { settings: { url: `${url}/v2/enqueue` }, secret: 'R'.repeat(32) }, signal);
    expect(JSON.parse(got[0]?.body ?? '')).toMatchObject({
      routing_key: 'R'.repeat(32),
      event_action: 'trigger',
      dedup_key: 'i1',
      payload: { severity: 'error', timestamp: '2026-11-01T10:00:00.000Z' },
    });
  });
});

describe('mail', () => {
  it('arrives at every recipient, in UTF-8', async () => {
    const mails: { to: string[]; raw: string }[] = [];
    const smtp = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData: (stream, session, done) => {
        let raw = '';
        stream.on('data', (part: Buffer) => {
          raw += part.toString();
        });
        stream.on('end', () => {
          mails.push({ to: session.envelope.rcptTo.map(({ address }: { address: string }) => address), raw });
          done();
        });
      },
    });
    const listening = smtp.listen(0, '127.0.0.1');
    await once(listening, 'listening');
    const settings = email.settings.parse({
      host: '127.0.0.1',
      port: (listening.address() as AddressInfo).port,
      security: 'none',
      from: 'hwaseong@example.com',
      to: 'soc@example.com, mina@example.com',
    });
    await email.send(message, { settings, secret: '' }, signal);
    await new Promise<void>((resolve) => smtp.close(() => resolve()));
    expect(mails[0]?.to).toEqual(['soc@example.com', 'mina@example.com']);
    expect(mails[0]?.raw.replaceAll('=\r\n', '')).toContain('https://hwaseong.example.com/incidents/i1');
  });

  it('refuses settings that could not work', () => {
    const with_ = (more: object) =>
      email.settings.safeParse({ host: 'h', from: 'a@example.com', to: 'b@example.com', ...more }).success;
    expect(with_({})).toBe(true);
    expect(with_({ to: 'nobody' })).toBe(false);
    expect(with_({ from: 'a@example.com\r\nBcc: x@example.com' })).toBe(false);
  });
});

describe('syslog', () => {
  const hostile: StoredNotice = {
    ...notice,
    title: { en: 'a|b\\c', ko: '가' },
    summary: { en: 'x=1\nCEF:0|fake', ko: '나' },
  };
  const lines = messageOf('d1', [hostile], { language: 'en', consoleUrl: '' });

  it('counts its octets over TCP, and speaks CEF with everything escaped', async () => {
    let received = '';
    const collector = createTcp((socket) => {
      socket.on('data', (part) => {
        received += part.toString();
      });
    }).listen(0, '127.0.0.1');
    await once(collector, 'listening');
    const settings = syslog.settings.parse({
      host: '127.0.0.1',
      port: (collector.address() as AddressInfo).port,
      transport: 'tcp',
    });
    await syslog.send(lines, { settings, secret: '' }, signal);
    await expect.poll(() => received).toContain('CEF:0|Hwaseong');
    collector.close();
    const [, length = '', rest = ''] = /^(\d+) ([\s\S]*)$/.exec(received) ?? [];
    expect(Buffer.byteLength(rest)).toBe(Number(length));
    expect(rest).toMatch(/^<107>1 2026-11-01T10:00:00.000Z /);
    expect(rest).toContain('|incident-opened|a\\|b\\\\c|8|');
    expect(rest).toContain('msg=x\\=1 CEF:0|fake');
    expect(rest).not.toContain('\n');
  });

  it('goes in a datagram over UDP', async () => {
    const collector = createSocket('udp4');
    collector.bind(0, '127.0.0.1');
    await once(collector, 'listening');
    const received = once(collector, 'message');
    const settings = syslog.settings.parse({
      host: '127.0.0.1',
      port: collector.address().port,
      transport: 'udp',
      format: 'text',
    });
    await syslog.send(lines, { settings, secret: '' }, signal);
    expect(String((await received)[0])).toContain('a|b\\c / 가');
    collector.close();
  });

  it('says where nobody listens', async () => {
    const settings = syslog.settings.parse({ host: '127.0.0.1', port: 1, transport: 'tls' });
    await expect(syslog.send(lines, { settings, secret: '' }, signal)).rejects.toMatchObject({ final: false });
  });
});

it('every kind refuses settings that it does not know', () => {
  for (const kind of Object.values(channelKinds)) {
    expect(kind.settings.safeParse({ surprise: true }).success).toBe(false);
  }
});
