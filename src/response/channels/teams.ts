import type { Severity } from '../../model/index.ts';
import { type ChannelKind, noSettings } from '../channel.ts';
import { postAddress, postJson } from '../post.ts';

const colors: Record<Severity, string> = {
  critical: 'attention',
  high: 'attention',
  medium: 'warning',
  low: 'accent',
  info: 'default',
};

/** Microsoft Teams by a Workflows webhook ("Post to a channel when a webhook request is received"): an Adaptive Card 1.4. */
export const teams: ChannelKind<Record<string, never>> = {
  settings: noSettings,
  secret: 'needed',
  checkSecret: (secret) => {
    postAddress(secret);
  },
  async send({ titles, summaries, facts, link, severity }, { secret }, signal) {
    const block = (text: string, more: object = {}) => ({ type: 'TextBlock', wrap: true, text, ...more });
    const content = {
      $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
      type: 'AdaptiveCard',
      version: '1.4',
      body: [
        ...titles.map((title) => block(plain(title), { weight: 'bolder', size: 'medium', color: colors[severity] })),
        ...summaries.map((summary) => block(plain(summary))),
        { type: 'FactSet', facts: facts.map(({ name, value }) => ({ title: name, value: plain(value) })) },
      ],
      actions: link === undefined ? [] : [{ type: 'Action.OpenUrl', title: 'Hwaseong', url: link }],
    };
    const body = {
      type: 'message',
      attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }],
    };
    await postJson(postAddress(secret), JSON.stringify(body), { signal });
  },
};

/** Cards read some Markdown: what an attacker can name must not become a link. */
function plain(text: string): string {
  return text.replaceAll(/[\\[\]`*_]/g, '\\$&');
}
