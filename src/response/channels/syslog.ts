import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { hostname } from 'node:os';
import { connect as connectTls } from 'node:tls';
import { z } from 'zod';
import { type Severity, severities } from '../../model/index.ts';
import { ChannelFailure, type ChannelKind } from '../channel.ts';
import type { Message, StoredNotice } from '../message.ts';

const settings = z.strictObject({
  host: z.string().min(1).max(255),
  port: z.number().int().min(1).max(65_535).default(6514),
  transport: z.enum(['tls', 'tcp', 'udp']).default('tls'),
  format: z.enum(['cef', 'text']).default('cef'),
  /** PEM of the authority that signed the collector's certificate, where it is none that everybody trusts. */
  ca: z.string().max(20_000).default(''),
});

/** Facility 13, log audit; the severities of RFC 5424, table 2. */
const FACILITY = 13;
const levels: Record<Severity, number> = { critical: 2, high: 3, medium: 4, low: 5, info: 6 };

/** A datagram larger than this may be cut on its way (RFC 5426, section 3.2). */
const MOST_DATAGRAM = 2048;

/**
 * Syslog as RFC 5424 says, over TLS (RFC 5425), TCP (octet counting, RFC 6587) or UDP (RFC 5426), with a message in
 * ArcSight's Common Event Format or in plain words. TLS and TCP tell that it was sent, not that it was kept.
 */
export const syslog: ChannelKind<z.output<typeof settings>> = {
  settings,
  secret: 'none',
  async send(message, { settings: given }, signal) {
    const lines = message.notices.map((notice) => lineOf(notice, message, given.format));
    try {
      if (given.transport === 'udp') await sendDatagrams(lines, given);
      else await sendStream(lines, given, signal);
    } catch (error) {
      throw new ChannelFailure((error as Error).message, { cause: error });
    }
  },
};

function lineOf(notice: StoredNotice, { link }: Message, format: 'cef' | 'text'): string {
  const head = `<${FACILITY * 8 + levels[notice.severity]}>1 ${notice.at.toISOString()} ${hostname() || '-'} hwaseong ${process.pid} ${notice.kind} -`;
  const { en, ko } = notice.title;
  const body = format === 'cef' ? cef(notice, link) : `${en} / ${ko}: ${notice.summary.en}`;
  // The mark of UTF-8 that RFC 5424, section 6.4 asks for.
  return `${head} \uFEFF${body.replaceAll(/[\r\n]+/g, ' ')}`;
}

/** Common Event Format, version 0: header fields escape `\` and `|`, values `\` and `=`. */
function cef(notice: StoredNotice, link: string | undefined): string {
  const header = (text: string) => text.replaceAll(/[\\|]/g, '\\$&');
  const value = (text: string) => text.replaceAll(/[\\=]/g, '\\$&');
  const fields: Record<string, string | undefined> = {
    rt: String(notice.at.getTime()),
    externalId: notice.incident ?? notice.id,
    msg: `${notice.summary.en} / ${notice.summary.ko}`,
    cs1Label: 'account',
    cs1: notice.account,
    cs2Label: 'assets',
    cs2: notice.assets.slice(0, 20).join(' '),
    cs3Label: 'techniques',
    cs3: notice.techniques.join(' '),
    cs4Label: 'link',
    cs4: link,
  };
  const extension = Object.entries(fields)
    .filter(([, text]) => text !== undefined && text !== '')
    .map(([name, text]) => `${name}=${value(text as string)}`);
  const weight = 10 - 2 * severities.indexOf(notice.severity);
  return `CEF:0|Hwaseong|Hwaseong|1|${header(notice.kind)}|${header(notice.title.en)}|${weight}|${extension.join(' ')}`;
}

async function sendDatagrams(lines: readonly string[], { host, port }: z.output<typeof settings>): Promise<void> {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  try {
    for (const line of lines) {
      const bytes = Buffer.from(line).subarray(0, MOST_DATAGRAM);
      await new Promise<void>((resolve, reject) => {
        socket.send(bytes, port, host, (error) => (error === null ? resolve() : reject(error)));
      });
    }
  } finally {
    socket.close();
  }
}

async function sendStream(
  lines: readonly string[],
  { host, port, transport, ca }: z.output<typeof settings>,
  signal: AbortSignal,
): Promise<void> {
  const socket: Socket =
    transport === 'tls'
      ? connectTls({ host, port, ...(isIP(host) === 0 ? { servername: host } : {}), ...(ca === '' ? {} : { ca }) })
      : connectTcp({ host, port });
  try {
    await once(socket, transport === 'tls' ? 'secureConnect' : 'connect', { signal });
    const bytes = Buffer.concat(
      lines.map((line) => {
        const body = Buffer.from(line);
        return Buffer.concat([Buffer.from(`${body.length} `), body]);
      }),
    );
    socket.end(bytes);
    await once(socket, 'finish', { signal });
  } finally {
    socket.destroy();
  }
}
