import { z } from 'zod';
import { ChannelFailure, type ChannelKind } from '../channel.ts';

const address = z.email().max(320);

const settings = z.strictObject({
  host: z.string().min(1).max(255),
  port: z.number().int().min(1).max(65_535).default(587),
  /** `tls`: from the first byte; `starttls`: asked for, and not gone without; `none`: only inside a trusted network. */
  security: z.enum(['tls', 'starttls', 'none']).default('starttls'),
  username: z.string().max(320).default(''),
  from: address,
  to: z
    .string()
    .max(4000)
    .refine((list) => recipients(list).length > 0 && recipients(list).every((one) => address.safeParse(one).success), {
      message: 'addresses, with commas between them',
    }),
});

const SOCKET_MS = 20_000;

/** Mail by SMTP. The secret is the password of `username`. */
export const email: ChannelKind<z.output<typeof settings>> = {
  settings,
  secret: 'optional',
  async send({ id, titles, summaries, facts, link }, { settings: given, secret }, signal) {
    // Loaded here: most servers send no mail.
    const { createTransport } = await import('nodemailer');
    const transport = createTransport({
      host: given.host,
      port: given.port,
      secure: given.security === 'tls',
      requireTLS: given.security === 'starttls',
      ignoreTLS: given.security === 'none',
      connectionTimeout: SOCKET_MS,
      greetingTimeout: SOCKET_MS,
      socketTimeout: SOCKET_MS,
      ...(given.username === '' ? {} : { auth: { user: given.username, pass: secret } }),
    });
    const abort = () => transport.close();
    signal.addEventListener('abort', abort);
    try {
      await transport.sendMail({
        from: given.from,
        to: recipients(given.to),
        subject: titles.join(' · ').replaceAll(/[\r\n]+/g, ' '),
        text: [...summaries, facts.map(({ name, value }) => `${name}: ${value}`).join('\n'), link ?? '']
          .filter(Boolean)
          .join('\n\n'),
        messageId: `<${id}@hwaseong>`,
        disableFileAccess: true,
        disableUrlAccess: true,
      });
    } catch (error) {
      const { responseCode, code, message } = error as { responseCode?: number; code?: string; message: string };
      const refused = (responseCode ?? 0) >= 500 || code === 'EAUTH' || code === 'EENVELOPE';
      throw new ChannelFailure(message, { final: refused, cause: error });
    } finally {
      signal.removeEventListener('abort', abort);
      transport.close();
    }
  },
};

function recipients(list: string): string[] {
  return list
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);
}
