import { z } from 'zod';
import type { Severity } from '../../model/index.ts';
import { ChannelFailure, type ChannelKind } from '../channel.ts';
import { postAddress, postJson } from '../post.ts';

const settings = z.strictObject({
  /** PagerDuty's European service has an address of its own. */
  url: z.string().max(2000).default('https://events.pagerduty.com/v2/enqueue'),
});

const severities: Record<Severity, string> = {
  critical: 'critical',
  high: 'error',
  medium: 'warning',
  low: 'info',
  info: 'info',
};

/** PagerDuty's Events API v2: one incident there for one of ours, by its `dedup_key`. The secret is the integration's routing key. */
export const pagerduty: ChannelKind<z.output<typeof settings>> = {
  settings,
  secret: 'needed',
  checkSecret: (secret) => {
    if (!/^[\w-]{20,64}$/.test(secret))
      throw new ChannelFailure('this is no routing key of an integration', { final: true });
  },
  async send({ id, titles, summaries, facts, link, severity, at, notices }, { settings: { url }, secret }, signal) {
    const [only] = notices.length === 1 ? notices : [];
    const body = {
      routing_key: secret,
      event_action: 'trigger',
      dedup_key: (only?.incident ?? id).slice(0, 255),
      payload: {
        summary: titles.join(' · ').slice(0, 1024),
        source: only?.assets[0] ?? only?.account ?? 'hwaseong',
        severity: severities[severity],
        timestamp: at.toISOString(),
        custom_details: {
          summary: summaries.join('\n\n'),
          ...Object.fromEntries(facts.map(({ name, value }) => [name, value])),
        },
      },
      links: link === undefined ? [] : [{ href: link, text: 'Hwaseong' }],
      client: 'Hwaseong',
    };
    await postJson(postAddress(url), JSON.stringify(body), { signal });
  },
};
