import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { ChannelFailure, type ChannelKind } from '../channel.ts';
import type { Message } from '../message.ts';
import { postAddress, postJson } from '../post.ts';

const settings = z.strictObject({ url: z.string().max(2000) });

/**
 * Any program that takes a POST. Signed as Standard Webhooks say (standardwebhooks.com, specification 1.0): `webhook-signature` is
 * `v1,` and the base64 of HMAC-SHA-256 over `id.timestamp.body`, under the secret as given or, after `whsec_`, decoded.
 */
export const webhook: ChannelKind<z.output<typeof settings>> = {
  settings,
  secret: 'needed',
  checkSecret: (secret) => {
    if (keyOf(secret).length < 16) throw new ChannelFailure('the signing key has fewer than 16 bytes', { final: true });
  },
  async send(message, { settings: { url }, secret }, signal) {
    const body = JSON.stringify(bodyOf(message));
    const timestamp = String(Math.floor(Date.now() / 1000));
    const headers = {
      'webhook-id': message.id,
      'webhook-timestamp': timestamp,
      'webhook-signature': signature(secret, message.id, timestamp, body),
    };
    await postJson(postAddress(url), body, { headers, signal });
  },
};

/** The value of `webhook-signature`. */
export function signature(secret: string, id: string, timestamp: string, body: string): string {
  const hmac = createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`);
  return `v1,${hmac.digest('base64')}`;
}

function keyOf(secret: string): Buffer {
  return secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret);
}

function bodyOf({ kind, severity, link, notices, at }: Message) {
  return {
    type: `hwaseong.${kind}`,
    timestamp: at.toISOString(),
    severity,
    ...(link === undefined ? {} : { link }),
    notices: notices.map(
      ({ id, kind: of, severity: bad, title, summary, account, assets, techniques, incident, at: when }) => ({
        id,
        kind: of,
        severity: bad,
        title,
        summary,
        account,
        assets,
        techniques,
        incident: incident ?? null,
        at: when.toISOString(),
      }),
    ),
  };
}
